import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rowKey } from '../../src/domain/row';
import { type TableFilter, type Trip, usualTrip } from '../../src/domain/trip';
import { isLookup, type Values } from '../../src/domain/value';
import { createSave } from '../../src/offline/save';
import { type TestClock, testClock } from '../offline/support/clock';
import { type Computer, openComputer } from './sandbox-computer';

type Json = Readonly<Record<string, unknown>>;

let computer: Computer;
let clock: TestClock;
beforeEach(async () => {
  clock = testClock(Date.now());
  computer = await openComputer('demo', 'dana', { fetch, clock });
});
afterEach(() => computer.close());

/** One request of a user. */
async function ask(user: string, path: string, method = 'GET', body?: Json): Promise<Response> {
  const answer = await fetch(`${computer.url}${path}`, {
    method,
    headers: { Authorization: `Bearer sandbox:${user}`, 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  return answer;
}

async function rows(path: string, user = 'dana'): Promise<readonly Json[]> {
  return ((await (await ask(user, path)).json()) as { value: readonly Json[] }).value;
}

const idIn = (row: Json | undefined, name: string): string => String(row?.[name]);

/** Omar writes a note. @returns its id. */
async function write(text: string, set: string, id: string): Promise<string> {
  const about = { accounts: 'account', contacts: 'contact', opportunities: 'opportunity' }[set];
  const answer = await ask('omar', 'annotations', 'POST', {
    notetext: text,
    [`objectid_${about ?? ''}@odata.bind`]: `/${set}(${id})`,
  });
  return /\(([^)]+)\)/.exec(answer.headers.get('OData-EntityId') ?? '')?.[1] ?? '';
}
const rewrite = (id: string, body: Json) => ask('omar', `annotations(${id})`, 'PATCH', body);
const erase = (id: string) => ask('omar', `annotations(${id})`, 'DELETE');

interface Kept {
  readonly text: unknown;
  readonly about: string;
  readonly etag: unknown;
}

/** The notes on board, by id. */
async function onBoard(): Promise<Readonly<Record<string, Kept>>> {
  const { records } = computer.store.db;
  const found = await records.bulkGet(
    (await records.keys()).filter((key) => key.startsWith('annotation:')),
  );
  return Object.fromEntries(
    found.flatMap((row) => {
      if (row === undefined) return [];
      const { notetext: text = null, objectid = null } = row.body as Values;
      const about = isLookup(objectid) ? rowKey(objectid) : '';
      return [[row.keys.id, { text, about, etag: row.keys.etag }]];
    }),
  );
}

/** What the CRM itself has on what is on board, of notes by anybody, and what is the user's own where that is kept. */
async function wanted(tables: readonly string[], own = false): Promise<typeof found> {
  const keys = new Set(await computer.store.db.records.keys());
  const about = (row: Json): string =>
    rowKey({
      table: idIn(row, '_objectid_value@Microsoft.Dynamics.CRM.lookuplogicalname'),
      id: idIn(row, '_objectid_value'),
    });
  const answer = await fetch(
    `${computer.url}annotations?$select=notetext,_objectid_value,_ownerid_value`,
    { headers: { Authorization: 'Bearer sandbox:dana', Prefer: 'odata.include-annotations="*"' } },
  );
  const { value } = (await answer.json()) as { value: readonly Json[] };
  const found: Record<string, Kept> = {};
  for (const row of value) {
    const key = about(row);
    const comes = keys.has(key) && tables.some((table) => key.startsWith(`${table}:`));
    if (comes || (own && row['_ownerid_value'] === computer.identity.userId))
      found[idIn(row, 'annotationid')] = {
        text: row['notetext'],
        about: key,
        etag: row['@odata.etag'],
      };
  }
  return found;
}

const trip = (tables: Readonly<Record<string, TableFilter>>): Trip => ({
  ...usualTrip,
  name: 'Trip',
  others: { rows: 'none' },
  tables,
});
const along: TableFilter = { rows: 'mine', notes: true };
const withNotes = trip({ account: along, contact: along, opportunity: along });
const tables = ['account', 'contact', 'opportunity'];

async function copied(thorough = false): Promise<number> {
  clock.advance(5 * 60_000);
  const { phase, rows: came } = await computer.copy(thorough);
  expect(phase).toBe('done');
  return came.filter(({ table }) => table === 'annotation').length;
}

describe('Notes that come along, before the sandbox', () => {
  it('SE19 are with the usual trip all those on what is kept, each read once', async () => {
    await computer.choose(usualTrip);
    expect(await copied()).toBe(7);
    const all = computer.model['annotation']?.columns['objectid']?.targets ?? [];
    expect(await onBoard()).toEqual(await wanted(all, true));
    expect(await copied(true)).toBe(0);
  });

  it.each([false, true])(
    'RF8 SE20 follow what colleagues do, row by row; all is looked at: %s',
    async (thorough) => {
      await computer.choose(withNotes);
      // Until what changes is asked about alone.
      for (let times = 0; times < 4; times++) await copied();
      expect(await onBoard()).toEqual(await wanted(tables));
      const mine = `_ownerid_value eq ${computer.identity.userId}`;
      const [first, second] = await rows(`accounts?$select=accountid&$filter=${mine}&$top=2`);
      const [deal] = await rows(`opportunities?$select=opportunityid&$filter=${mine}&$top=1`);
      const [a, b] = [idIn(first, 'accountid'), idIn(second, 'accountid')];
      const note = await write('On A', 'accounts', a);
      const other = await write('On the deal', 'opportunities', idIn(deal, 'opportunityid'));
      expect(await copied(thorough)).toBe(2);
      expect(await onBoard()).toEqual(await wanted(tables));

      await rewrite(note, { notetext: 'On A, changed' });
      expect(await copied(thorough)).toBe(1);
      await rewrite(note, { 'objectid_account@odata.bind': `/accounts(${b})` });
      expect(await copied(thorough)).toBe(1);
      expect((await onBoard())[note]).toMatchObject({
        text: 'On A, changed',
        about: `account:${b}`,
      });
      expect(await onBoard()).toEqual(await wanted(tables));

      await erase(other);
      await copied(true);
      expect(Object.keys(await onBoard())).not.toContain(other);
      expect(await onBoard()).toEqual(await wanted(tables));
    },
  );

  it('SE20 leave with their record, and come back with it', async () => {
    const accounts = trip({
      account: {
        rows: 'mine',
        notes: true,
        conditions: {
          join: 'and',
          list: [{ column: 'name', operator: 'begins-with', values: ['Kept'] }],
        },
      },
    });
    const made = await ask('dana', 'accounts', 'POST', { name: 'Kept for now' });
    const id = /\(([^)]+)\)/.exec(made.headers.get('OData-EntityId') ?? '')?.[1] ?? '';
    const note = await write('About it', 'accounts', id);
    await computer.choose(accounts);
    expect(await copied()).toBe(1);
    await ask('dana', `accounts(${id})`, 'PATCH', { name: 'Let go' });
    await copied(true);
    expect(await onBoard()).toEqual({});
    await ask('dana', `accounts(${id})`, 'PATCH', { name: 'Kept again' });
    expect(await copied()).toBe(1);
    expect(Object.keys(await onBoard())).toEqual([note]);
  });

  it('SE20 stay with a change that waits, and leave with the trip otherwise', async () => {
    await computer.choose(withNotes);
    await copied();
    const [id = ''] = Object.keys(await onBoard());
    const { store, identity, model } = computer;
    const save = createSave({
      store,
      model: () => model,
      userId: identity.userId,
      now: Date.now,
      newId: () => '10000000-0000-4000-8000-000000000001',
    });
    const ref = { table: 'annotation', id };
    await save([{ kind: 'update', ref, values: { notetext: 'Waits' } }]);
    await computer.choose({ ...withNotes, on: false });
    await copied();
    expect(Object.keys(await onBoard())).toEqual([id]);
    await computer.choose({
      ...withNotes,
      tables: { ...withNotes.tables, annotation: { rows: 'mine' } },
    });
    await copied();
    expect(Object.keys(await onBoard()).sort()).toEqual(
      Object.keys(await wanted(tables, true)).sort(),
    );
  });

  it('GO1 SE15 are foretold, those that come and those that leave', async () => {
    const foretold = async (next: Trip): Promise<void> => {
      const before = new Set(await computer.store.db.records.keys());
      const { estimated, came } = await computer.sync(next);
      expect(came.phase).toBe('done');
      expect(estimated.rows).toBe(came.rows.length);
      const after = new Set(await computer.store.db.records.keys());
      expect(estimated.leaving).toBe([...before].filter((key) => !after.has(key)).length);
      const fifth = Math.max(20_000, 0.2 * came.bytes);
      expect(Math.abs(estimated.bytes - came.bytes)).toBeLessThan(fifth);
    };
    await foretold(usualTrip);
    await foretold(usualTrip);
    const [account] = await rows(`accounts?$select=accountid&$filter=name eq 'Contoso Ltd'`);
    await write('One more', 'accounts', idIn(account, 'accountid'));
    await foretold(usualTrip);
    await foretold({ ...usualTrip, tables: { account: { rows: 'mine', notes: false } } });
    await foretold(withNotes);
    await foretold({ ...withNotes, tables: { ...withNotes.tables, account: { rows: 'mine' } } });
    await foretold(withNotes);
    await foretold({ ...withNotes, tables: { account: { rows: 'none' } } });
  });

  it('RF9 are the same where they are asked for by what their records have in common', async () => {
    await computer.close();
    computer = await openComputer('large:3000', 'dana', { fetch, clock });
    const some = await rows('accounts?$select=accountid&$top=400', 'omar');
    for (const row of some.filter((_, n) => n % 4 === 0))
      await write('Written', 'accounts', idIn(row, 'accountid'));
    for (const filter of [{ rows: 'all' }, { rows: 'team' }, { rows: 'mine' }] as const) {
      const { estimated, came } = await computer.sync(
        trip({ account: { ...filter, notes: true } }),
      );
      expect(await onBoard()).toEqual(await wanted(['account']));
      const off = Math.abs(estimated.rows - came.rows.length);
      expect(off).toBeLessThanOrEqual(0.2 * came.rows.length);
    }
  }, 60_000);
});
