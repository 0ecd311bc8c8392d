import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { accessRights, shareRecord } from '../../src/domain/actions/sharing';
import { CrmError } from '../../src/domain/crm-error';
import type { Write } from '../../src/domain/crm-server';
import { liveCell } from '../../src/domain/live';
import type { Row } from '../../src/domain/row';
import type { Table } from '../../src/domain/table';
import type { Values } from '../../src/domain/value';
import { localBell } from '../../src/offline/bell';
import { identityCodec } from '../../src/offline/codec';
import { memoryDatabases } from '../../src/offline/database/memory-database';
import { askAccess, withOpened } from '../../src/offline/remote/opened-access';
import { type Needed, whyNot } from '../../src/taskpane/permission';
import { assign, share, unshare } from '../../src/taskpane/record/actions/principals';
import { until } from '../offline/support/settle';
import {
  openRightsWorld,
  type RightsWorld,
  type SignedIn,
  type Standing,
  standings,
  type User,
  users,
} from './rights-world';

/** Tables whose rows are owned: standard, without a delete for salespeople, an activity, and a custom one. */
const tables: Readonly<Record<string, Values>> = {
  account: { name: 'Matrix' },
  contact: { lastname: 'Matrix' },
  task: { subject: 'Matrix' },
  new_equipment: { new_name: 'Matrix' },
};

/** One whose rows belong to the organisation. Whoever may do something with one may do it with each. */
const ofOrganization = 'new_region';
const mayDo: Readonly<Record<User, readonly string[]>> = {
  dana: ['edit'],
  omar: ['create', 'edit'],
  ada: ['create', 'edit', 'delete'],
  noor: [],
};

/** What the pane offers for a record, what it asks before it does, and what is sent then. */
const actions = {
  edit: { needs: ['Write'], writes: (table, { id }) => update(table, id, valuesOf(table.name)) },
  delete: {
    needs: ['Delete'],
    writes: (table, { id }) => ({ kind: 'delete', table, id, etag: '*' }),
  },
  assign: {
    needs: assign.needs,
    writes: (table, { id }, to) => update(table, id, { ownerid: to }),
  },
  share: {
    needs: share.needs,
    writes: (table, { id }, to) => ({
      kind: 'action',
      table,
      id,
      action: shareRecord(to, [accessRights.Read], false),
      values: {},
    }),
  },
} as const satisfies Record<
  string,
  {
    needs: readonly Needed[];
    writes: (table: Table, row: Row, to: ReturnType<RightsWorld['asOwner']>) => Write;
  }
>;
type ActionName = keyof typeof actions;
const actionNames = Object.keys(actions) as ActionName[];

const valuesOf = (name: string): Values =>
  name === ofOrganization ? { new_name: 'Matrix' } : (tables[name] ?? {});

const update = (table: Table, id: string, values: Values): Write => ({
  kind: 'update',
  table,
  id,
  values,
  etag: '*',
  allowDuplicates: true,
});

/** The CRM's answer to a request that was really sent. */
const sent = ({ server }: SignedIn, write: Write): Promise<string> =>
  server.write(write).then(
    () => 'done',
    (error: unknown) => {
      if (!(error instanceof CrmError)) throw error;
      const { status, message } = error.failure;
      return status === 403 ? 'refused' : `${status} ${message}`;
    },
  );

const answer = (why: string | null): string => (why === null ? 'done' : 'refused');

describe('What the user may do', () => {
  let world: RightsWorld;
  /** One record for each cell, since what is done to one may end it. */
  const records = new Map<string, Row>();
  const key = (user: User, table: string, standing: Standing, action: string): string =>
    [user, table, standing, action].join('/');

  beforeAll(async () => {
    world = await openRightsWorld();
    for (const user of users)
      for (const [name, values] of Object.entries(tables))
        for (const standing of standings)
          for (const action of actionNames) {
            const row = await world.make(table(name), values, user, standing);
            records.set(key(user, name, standing, action), row);
          }
  }, 60_000);
  afterAll(() => world.close());

  const table = (name: string): Table => {
    const found = world.model[name];
    if (found === undefined) throw new Error(`No table ${name}`);
    return found;
  };

  describe.each(users)('as %s', (user) => {
    let me: SignedIn;
    beforeAll(async () => {
      me = await world.signIn(user);
    });

    it.each(Object.keys(tables))(
      'RI1 RI2 with each %s is on this computer what the CRM answers',
      async (name) => {
        const { facts, server } = me;
        const known = table(name);
        const here: string[] = [];
        const there: string[] = [];
        for (const standing of standings)
          for (const action of actionNames) {
            const made = records.get(key(user, name, standing, action));
            if (made === undefined) throw new Error('No record for this cell');
            const row = await server.readRow(known, made.id);
            const { needs, writes } = actions[action];
            // What may not be read is not on this computer, so that nothing of it is offered.
            const offered =
              row === null ? 'refused' : answer(whyNot(facts.rights, known, needs, row));
            // To somebody who may read everything.
            const to = world.asOwner(user === 'ada' ? 'noor' : 'ada');
            const cell = `${standing}: ${action}: `;
            here.push(cell + offered);
            there.push(cell + (await sent(me, writes(known, made, to))));
          }
        expect(here).toEqual(there);
        expect(here).toHaveLength(standings.length * actionNames.length);
      },
    );

    it.each(Object.keys(tables))('RI1 for a new %s is so too', async (name) => {
      const here = answer(whyNot(me.facts.rights, table(name), 'Create'));
      const write = { kind: 'create', table: table(name), id: randomUUID() } as const;
      expect(here).toBe(
        await sent(me, { ...write, values: valuesOf(name), allowDuplicates: true }),
      );
    });
  });

  describe.each(users)('as %s, with a record that belongs to the organisation', (user) => {
    it('RI1 is on this computer what the CRM answers, and nothing is offered that is for owned ones', async () => {
      const me = await world.signIn(user);
      const { facts, server } = me;
      const known = table(ofOrganization);
      const here: string[] = [];
      const there: string[] = [];
      const note = (name: string, offered: string | null, answered: string): void => {
        if (answer(offered) === 'done') here.push(name);
        if (answered === 'done') there.push(name);
        else expect(answered).toBe('refused');
      };
      const values = valuesOf(ofOrganization);
      const create = { kind: 'create', table: known, id: randomUUID(), values } as const;
      note(
        'create',
        whyNot(facts.rights, known, 'Create'),
        await sent(me, { ...create, allowDuplicates: true }),
      );
      for (const name of ['edit', 'delete'] as const) {
        const made = await world.makeOfOrganization(known, values);
        const row = await server.readRow(known, made.id);
        if (row === null) throw new Error('It cannot be read');
        const { needs, writes } = actions[name];
        const offered = whyNot(facts.rights, known, needs, row);
        note(name, offered, await sent(me, writes(known, made)));
        const subject = {
          table: known,
          row: { ...row, pending: 0, deleted: false },
          colleagues: [],
          processes: [],
          model: world.model,
          rights: facts.rights,
        };
        expect([assign, share, unshare].some(({ fits }) => fits(subject))).toBe(false);
      }
      expect(here).toEqual(there);
      expect(here).toEqual(mayDo[user]);
    });
  });

  describe('with a record that was shared, of a table that their role lets them read all of', () => {
    const lead: Values = { subject: 'Matrix', lastname: 'Matrix' };

    it('RI3 is not known, and refused here, until it is opened', async () => {
      const known = table('lead');
      await world.sandbox.changePrivileges('dana', { prvReadLead: 'Global' });
      const row = await world.make(known, lead, 'dana', 'shared with them to read and write');
      const me = await world.signIn('dana');
      const db = await memoryDatabases()(me.identity, 'relaxed');
      const store = { db, codec: identityCodec, bell: localBell() };
      const rights = withOpened(store, liveCell(me.facts));
      const offered = () =>
        actionNames.map((name) => answer(whyNot(rights.get(), known, actions[name].needs, row)));
      expect(offered()).toEqual(['refused', 'refused', 'refused', 'refused']);
      await askAccess(store, me.server, rights.get(), known, row);
      await until(() => offered().includes('done'), 'the answer');
      const answers: string[] = [];
      for (const name of actionNames)
        answers.push(await sent(me, actions[name].writes(known, row, world.asOwner('ada'))));
      expect(offered()).toEqual(answers);
      expect(answers).toEqual(['done', 'refused', 'refused', 'refused']);
      rights.stop();
      db.close();
    });
  });
});
