import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CopyProgress, TableProgress } from '../../src/domain/status';
import type { TableFilter, Trip } from '../../src/domain/trip';
import type { Keeper } from '../../src/offline/catalogue/keeper';
import type { Copy } from '../../src/offline/copy/copy';
import { BY_IDS } from '../../src/offline/copy/reader';
import { tripSetting } from '../../src/offline/trip-setting';
import { openCopy } from './support/copying';
import { type Fault, lookupTo } from './support/crm';
import { settle, until } from './support/settle';
import { ids, type Pane, World } from './support/world';

const MINUTE = 60_000;
const MINE = 20;
const THEIRS = 130;
let world: World;
let pane: Pane;
let copy: Copy;
let keeper: Keeper;
let seen: CopyProgress[];
const somebody = { table: 'systemuser', id: ids.ben, name: 'Omar' };
const fabrikam = { table: 'account', id: ids.fabrikam };
const task = (n: number): string => `dddddddd-0000-4000-8000-${String(n).padStart(12, '0')}`;

beforeEach(async () => {
  world = new World();
  pane = await world.open();
  seen = [];
  const { crm } = world;
  crm.put('account', ids.contoso, { name: 'Contoso' });
  crm.put('account', ids.fabrikam, { name: 'Fabrikam', ownerid: somebody });
  // What the user does not own has not changed since the user's own was read.
  for (let n = MINE + THEIRS; n-- > 0;)
    crm.put('task', task(n), {
      subject: `Task ${n}`,
      regardingobjectid: lookupTo(fabrikam),
      ...(n < MINE ? {} : { ownerid: somebody }),
    });
  ({ copy, keeper } = openCopy(world, pane, { onProgress: (progress) => seen.push(progress) }));
});
afterEach(() => {
  keeper.stop();
  world.crash();
});

/** @returns how it ended. */
async function refresh(tasks: TableFilter): Promise<CopyProgress['phase'] | undefined> {
  const trip: Trip = {
    name: 'Fair',
    on: true,
    others: { rows: 'none' },
    tables: { account: { rows: 'mine' }, task: tasks },
  };
  const setting = tripSetting(pane.store);
  await setting.choose({ version: 1, trips: [trip] });
  setting.stop();
  seen.length = 0;
  world.crm.requests.length = 0;
  world.clock.advance(11 * MINUTE);
  await copy.refresh(true);
  return seen.at(-1)?.phase;
}

/** The totals of all rows that were told, each once, in their order. */
const totals = (): (number | null)[] => [...new Set(seen.map(({ total }) => total))];
const tasks = (): (TableProgress | undefined)[] =>
  seen.map(({ tables }) => tables.find(({ table }) => table === 'task'));
const counts = (): string[] =>
  world.crm.requests.filter((request) => request.startsWith('count')).sort();

describe('the total of a download', () => {
  it('CP16 has from its beginning what another choice of rows brings', async () => {
    await refresh({ rows: 'mine' });
    await refresh({ rows: 'all' });
    expect(totals()).toEqual([null, THEIRS]);
    expect(tasks().find((told) => told !== undefined)).toMatchObject({ rows: 0, total: THEIRS });
    expect(seen.at(-1)).toMatchObject({ rows: THEIRS, total: THEIRS });
  });

  it('CP16 has what is new besides once', async () => {
    await refresh({ rows: 'mine' });
    world.crm.put('task', task(999), { subject: 'New' });
    await refresh({ rows: 'all' });
    expect(totals()).toEqual([null, THEIRS + 1]);
    expect(seen.at(-1)).toMatchObject({ rows: THEIRS + 1, total: THEIRS + 1 });
  });

  it('CP16 has what has changed where the choice brings nothing', async () => {
    await refresh({ rows: 'all' });
    world.crm.edit('task', task(1), { subject: 'Changed' });
    await refresh({ rows: 'mine' });
    expect(totals()).toEqual([null, 1]);
    expect(await pane.store.db.records.count()).toBe(MINE + 2);
  });

  it('CP16 grows by what was not counted alone', async () => {
    await refresh({ rows: 'mine' });
    // Those of the other choice that are here count as some of this one's until they are looked at.
    const conditions = { join: 'or', list: [3, 30, 31].map(named) } as const;
    await refresh({ rows: 'all', conditions });
    expect(totals()).toEqual([null, 0, 2]);
  });

  it('CP16 goes on after an interruption with the rest', async () => {
    const MORE = 2 * BY_IDS;
    for (let n = 0; n < MORE; n++)
      world.crm.put('task', task(1000 + n), { subject: 'More', ownerid: somebody });
    world.crm.edit('task', task(0), { subject: 'The newest' });
    await refresh({ rows: 'mine' });
    const { readPages } = world.crm;
    let read = 0;
    world.crm.readPages = (queries) => {
      if (queries[0]?.table.name === 'task' && ++read === 3) copy.cancel();
      return readPages.call(world.crm, queries);
    };
    expect(await refresh({ rows: 'all' })).toBe('canceled');
    world.crm.readPages = readPages;
    const here = (await pane.store.db.records.count()) - MINE - 2;
    expect(here).toBeGreaterThanOrEqual(BY_IDS);
    await refresh({ rows: 'all' });
    expect(totals()).toEqual([null, THEIRS + MORE - here]);
  });

  it('CP16 has no row that others refer to and that is not there', async () => {
    world.crm.remove('account', ids.fabrikam);
    for (let n = 0; n < 2; n++) await refresh({ rows: 'mine' });
    expect(seen.at(-1)).toMatchObject({ phase: 'done', rows: 0, total: 0, tables: [] });
  });

  it('CP16 takes no question more where the choice has not changed', async () => {
    await refresh({ rows: 'mine' });
    await refresh({ rows: 'mine' });
    expect(counts()).toEqual(['count account', 'count task']);
    expect(totals()).toEqual([null, 0]);
    await refresh({ rows: 'all' });
    expect(counts()).toEqual(['count account', 'count task', 'count task']);
  });
});

describe('a download that the CRM asks to wait', () => {
  const BUSY = 120_000;
  const last = (): CopyProgress | undefined => seen.at(-1);
  const busy = (table: string, retryAfterMs = BUSY): Fault => ({
    kind: 'fail',
    failure: { status: 429, retryAfterMs },
    on: (call, key) => call === 'readPage' && key.startsWith(table),
  });
  const held = (): Promise<void> =>
    until(() => world.crm.faults.length === 0 && last()?.hold !== null, 'the wait');

  it('CP17 says until when, and no time left, until it goes on', async () => {
    world.crm.during = () => {
      world.clock.advance(1000);
      return Promise.resolve();
    };
    world.crm.faults = [busy('task@1')];
    const copying = copy.refresh(true);
    await held();
    const waits = world.clock.now() + BUSY;
    expect(last()).toMatchObject({ phase: 'running', hold: { by: 'server', until: waits } });
    expect(last()?.leftMs).toBeNull();
    world.clock.advance(BUSY);
    await copying;
    expect(last()).toMatchObject({ phase: 'done', hold: null });
    const after = seen.slice(seen.findLastIndex(({ hold }) => hold !== null) + 1);
    const left = after.map(({ leftMs }) => leftMs ?? 0);
    // The wait is no measure of how fast rows come.
    expect(Math.max(...left)).toBeGreaterThan(0);
    expect(Math.max(...left)).toBeLessThan(BUSY / 2);
  });

  it('CP17 says the latest of two tables', async () => {
    world.crm.faults = [busy('account', BUSY / 2), busy('task')];
    const begun = world.clock.now();
    const copying = copy.refresh(true);
    await held();
    expect(last()?.hold).toEqual({ by: 'server', until: begun + BUSY });
    world.clock.advance(BUSY / 2);
    await settle();
    expect(last()?.hold).toEqual({ by: 'server', until: begun + BUSY });
    world.clock.advance(BUSY / 2);
    await copying;
  });

  it('CP17 CP4 is paused and resumed meanwhile', async () => {
    world.crm.faults = [busy('task')];
    const copying = copy.refresh(true);
    await held();
    copy.pause();
    expect(last()?.phase).toBe('paused');
    copy.resume();
    expect(last()).toMatchObject({ phase: 'running', hold: { by: 'server' } });
    copy.pause();
    world.clock.advance(BUSY);
    await settle();
    expect(last()).toMatchObject({ phase: 'paused', hold: null });
    copy.resume();
    await copying;
    expect(last()?.phase).toBe('done');
  });

  it('CP17 GO6 is canceled meanwhile', async () => {
    world.crm.faults = [busy('task')];
    const copying = copy.refresh(true);
    await held();
    copy.cancel();
    await copying;
    expect(last()).toMatchObject({ phase: 'canceled', hold: null });
  });
});

const named = (n: number) =>
  ({ column: 'subject', operator: 'eq', values: [`Task ${n}`] }) as const;
