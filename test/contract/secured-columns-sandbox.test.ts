import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { denies, isClosed } from '../../src/domain/column-security';
import { CrmError } from '../../src/domain/crm-error';
import type { Write } from '../../src/domain/crm-server';
import type { Row } from '../../src/domain/row';
import type { Column, Table } from '../../src/domain/table';
import { openRightsWorld, type RightsWorld, type SignedIn, users } from './rights-world';

let world: RightsWorld;
beforeAll(async () => {
  world = await openRightsWorld();
}, 60_000);
afterAll(() => world.close());

interface Secured {
  readonly table: Table;
  readonly column: Column;
}

/** The secured columns as somebody's Carryon knows them. */
const securedIn = ({ facts }: SignedIn): Secured[] =>
  Object.values(facts.model).flatMap((table) =>
    Object.values(table.columns)
      .filter(({ secured }) => secured !== undefined)
      .map((column) => ({ table, column })),
  );

/** Every secured column as everybody may read and write it, whoever asks. */
const bare = ({ table, column: { denied: _, ...column } }: Secured): Table => ({
  ...table,
  columns: { ...table.columns, [column.name]: column },
});

/** The CRM's answer to a request that was really sent. */
const sent = ({ server }: SignedIn, write: Write): Promise<string> =>
  server.write({ ...write, allowDuplicates: true } as Write).then(
    () => 'done',
    (error: unknown) => {
      if (!(error instanceof CrmError)) throw error;
      const { status, code } = error.failure;
      return status === 403 && /^0x8004f50[27]$/.test(code) ? 'refused' : `${status} ${code}`;
    },
  );

const made = async (secured: Secured, owner: (typeof users)[number]): Promise<Row> => {
  const { table, column } = secured;
  return world.make(
    bare(secured),
    { [table.primaryName]: 'Whitfield', lastname: 'Whitfield', [column.name]: 'ID-7' },
    owner,
    'their own',
  );
};

describe.each(users)('Secured columns, as %s', (user) => {
  let me: SignedIn;
  beforeAll(async () => {
    me = await world.signIn(user);
  });

  it('RI5 RI6 RI7 are to be read, filled in and changed here as the CRM answers', async () => {
    const all = securedIn(me);
    expect(all.map(({ table, column }) => `${table.name}.${column.name}`)).toEqual([
      'contact.governmentid',
    ]);
    for (const secured of all) {
      const { column } = secured;
      const asked = bare(secured);
      const row = await made(secured, user);
      const there = await me.server.readRow(asked, row.id);
      const values = { [column.name]: 'ID-8' };
      // Noor may only read, whatever is secured.
      const mayWrite = user !== 'noor';
      const answer = (refused: boolean): string => (refused ? 'refused' : 'done');
      expect({ read: answer(denies(column, 'Read')) }).toEqual({
        read: answer(there?.values[column.name] !== 'ID-7'),
      });
      const update = { kind: 'update', table: asked, id: row.id, values, etag: '*' } as const;
      const create = {
        kind: 'create',
        table: asked,
        id: randomUUID(),
        values: { ...values, lastname: 'Whitfield' },
      } as const;
      if (!mayWrite) {
        expect([isClosed(column, true), isClosed(column, false)]).toEqual([true, true]);
        expect(await sent(me, update)).toMatch(/^403|refused/);
        expect(await sent(me, create)).toMatch(/^403|refused/);
        continue;
      }
      expect({
        create: answer(isClosed(column, true)),
        update: answer(isClosed(column, false)),
      }).toEqual({ create: await sent(me, create), update: await sent(me, update) });
    }
  });

  it('RI6 are asked for only where they may be seen', async () => {
    for (const secured of securedIn(me)) {
      const { table, column } = secured;
      const row = await made(secured, user);
      const read = await me.server.readRow(table, row.id);
      expect(read).not.toBeNull();
      expect(column.name in (read?.values ?? {})).toBe(!denies(column, 'Read'));
    }
  });
});

describe('A secured column', () => {
  it('RI5 opens with a profile of a team at the next refresh', async () => {
    const before = await world.signIn('dana');
    expect(securedIn(before).map(({ column }) => column.denied)).toEqual([
      ['Read', 'Create', 'Update'],
    ]);
    await world.letTeamSee('dana');
    const after = await world.signIn('dana');
    expect(securedIn(after).map(({ column }) => column.denied)).toEqual([undefined]);
  });
});
