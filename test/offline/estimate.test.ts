import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Estimate } from '../../src/domain/estimate';
import type { RowChoice, Trip } from '../../src/domain/trip';
import type { Copy } from '../../src/offline/copy/copy';
import type { Estimator } from '../../src/offline/estimate/estimator';
import { writeVisited } from '../../src/offline/remote/visited';
import { failedWith, lookupTo } from './support/crm';
import { type Came, type Estimating, openEstimating, tripOf } from './support/estimating';
import { model } from './support/model';
import { settle, until } from './support/settle';
import { openWhole } from './support/whole';
import { ids, type Pane, World } from './support/world';

let world: World;
let here: Estimating;
let pane: Pane;
let copy: Copy;
let estimator: Estimator;
const omar = { table: 'systemuser', id: ids.ben, name: 'Omar' };
const guid = (n: number): string => `dddddddd-0000-4000-8000-${String(n).padStart(12, '0')}`;
/** Rows of a sort differ in size, the same way each time. */
const words = (n: number): string => 'lorem ipsum '.repeat(1 + ((n * 7919) % 23));

/** Whole numbers in no order, the same ones each time. */
const scattered = (n: number): number => Math.floor(Math.abs(Math.sin(n + 1) * 1e6)) % 100_003;

beforeEach(async () => {
  world = new World();
  const { crm } = world;
  for (let n = 0; n < 900; n++)
    crm.put('task', guid(n), {
      subject: words(n),
      regardingobjectid: lookupTo({ table: 'account', id: guid(10_000 + (scattered(n) % 331)) }),
      ...(n % 3 === 0 && { ownerid: omar }),
    });
  for (let n = 0; n < 400; n++)
    crm.put('account', guid(10_000 + n), {
      name: words(n),
      ...(n % 2 === 0 && { ownerid: omar }),
      currencyid: lookupTo({ table: 'currency', id: n % 2 === 0 ? guid(1) : ids.euro }),
    });
  crm.put('currency', ids.euro, { name: 'Euro', ownerid: null });
  crm.put('currency', guid(1), { name: 'Franc', ownerid: null });
  here = await openEstimating(world);
  ({ pane, copy, estimator } = here);
});
afterEach(() => {
  here.keeper.stop();
  world.crash();
});

const trip = (tables: Readonly<Record<string, RowChoice>>): readonly Trip[] => [tripOf(tables)];
const choose = (trips: readonly Trip[]): Promise<void> => here.choose(trips);
const sync = (trips: readonly Trip[]): Promise<Came> => here.sync(trips);

const off = (estimated: number, came: number): number =>
  Math.abs(estimated - came) / Math.max(1, came);

/** Rows and bytes as the promise has them. */
function expectRight(estimated: Estimate, came: Came): void {
  expect(off(estimated.rows, came.rows)).toBeLessThan(0.1);
  expect(off(estimated.bytes, came.bytes)).toBeLessThan(0.2);
}

/** The CRM answers so slowly. Milliseconds. */
function slow(takes: { request: number; row: number }): void {
  const { crm, clock } = world;
  const { readPage, count, readModel, readRights } = crm;
  crm.readPage = async (query, next) => {
    const page = await readPage.call(crm, query, next);
    clock.advance(takes.request + takes.row * page.rows.length);
    return page;
  };
  crm.count = (query) => {
    clock.advance(takes.request);
    return count.call(crm, query);
  };
  // They are many requests, which go in few batches.
  crm.readModel = () => {
    clock.advance(takes.request * (2 + Math.ceil(Object.keys(model).length / 5)));
    return readModel.call(crm);
  };
  crm.readRights = () => {
    clock.advance(takes.request * 2);
    return readRights.call(crm);
  };
}

describe('what a sync would bring', () => {
  it('GO1 is estimated before the first copy: own rows, and what they refer to', async () => {
    const trips = trip({ task: 'mine', account: 'related', currency: 'related' });
    const estimated = await estimator(trips);
    expect(estimated.tables.map(({ table }) => table)).toEqual(['task', 'account']);
    expectRight(estimated, await sync(trips));
  });

  it('GO1 counts no row twice that is read for its own sake and referred to', async () => {
    const trips = trip({ task: 'mine', account: 'mine', currency: 'all' });
    const estimated = await estimator(trips);
    expectRight(estimated, await sync(trips));
  });

  it('GO1 is only the difference once there is a copy', async () => {
    const mine = trip({ task: 'mine', account: 'mine', currency: 'related' });
    await sync(mine);
    expect(await estimator(mine)).toMatchObject({ rows: 0, tables: [] });
    for (let n = 0; n < 30; n++) world.crm.edit('task', guid(n), { subject: words(n + 5) });
    const changed = await estimator(mine);
    expect(changed.rows).toBe(20);
    expectRight(changed, await sync(mine));
    const all = trip({ task: 'all', account: 'all', currency: 'related' });
    const more = await estimator(all);
    expect(more.rows).toBeLessThan(700);
    expectRight(more, await sync(all));
    expect(await estimator(all)).toMatchObject({ rows: 0 });
  });

  it('GO1 counts what kept rows refer to where that is taken along later', async () => {
    await sync(trip({ task: 'mine', account: 'none' }));
    const along = trip({ task: 'mine', account: 'related' });
    const estimated = await estimator(along);
    expect(estimated.rows).toBeGreaterThan(100);
    expectRight(estimated, await sync(along));
  });

  it('GO1 counts no row that is referred to and gone', async () => {
    for (let n = 0; n < 400; n++) world.crm.remove('account', guid(10_000 + n));
    const trips = trip({ task: 'mine', account: 'related' });
    expect((await estimator(trips)).tables.map(({ table }) => table)).toEqual(['task']);
  });

  it('GO1 is what is left after a copy was interrupted', async () => {
    const trips = trip({ task: 'all' });
    await choose(trips);
    world.crm.faults = [
      { kind: 'fail', failure: { status: 403 }, on: (_, key) => key === 'task@1500' },
    ];
    await copy.refresh(true);
    expect(here.progress()).toMatchObject({ phase: 'failed', rows: 500 });
    expect(await estimator(trips)).toMatchObject({ rows: 400 });
  });

  it('SE15 says how many rows leave', async () => {
    const wide = trip({ task: 'all', account: 'related', currency: 'related' });
    await choose(wide);
    await copy.refresh(false);
    expect((await estimator(wide)).leaving).toBe(0);
    const narrow = trip({ task: 'mine', account: 'related' });
    const { leaving } = await estimator(narrow);
    const before = await pane.store.db.records.count();
    expect(leaving).toBeGreaterThan(300);
    await choose(narrow);
    await copy.refresh(false);
    expect(before - (await pane.store.db.records.count())).toBe(leaving);
    expect((await estimator(narrow)).leaving).toBe(0);
  });

  it('SE15 does not count rows with changes that wait, nor those that the user has opened', async () => {
    const all = trip({ task: 'all', account: 'none' });
    await choose(all);
    await copy.refresh(false);
    const ref = { table: 'task', id: guid(1) };
    await pane.save({ kind: 'update', ref, values: { subject: 'Changed' } });
    await writeVisited(pane.store.db, [`task:${guid(2)}`]);
    expect((await estimator(trip({ account: 'none' }))).leaving).toBe(898);
  });

  it('GO1 says that there is more than the CRM counts', async () => {
    world.crm.count = () => Promise.resolve({ count: 50_000, more: true });
    expect(await estimator(trip({ task: 'all' }))).toMatchObject({ rows: 50_000, more: true });
  });

  it.each([1, 10])('GO2 takes the time that was estimated, %d times as slow', async (times) => {
    slow({ request: 120 * times, row: times });
    const trips = trip({ task: 'all', account: 'mine', currency: 'related' });
    const estimated = await estimator(trips);
    const came = await sync(trips);
    expect(off(estimated.ms, came.ms)).toBeLessThan(0.5);
  });

  it('GO2 takes in what a refresh asks before the rows, as long as that took the last time', async () => {
    const trips = trip({ task: 'mine' });
    const { readModel } = world.crm;
    world.crm.readModel = () => {
      world.clock.advance(4000);
      return readModel.call(world.crm);
    };
    const takes = { request: 100, row: 0 };
    slow(takes);
    await sync(trips);
    const { ms } = await estimator(trips);
    expect(ms).toBeGreaterThan(4000);
    takes.request = 900;
    // Each table of the model is asked for, and so are the rows.
    expect((await estimator(trips)).ms).toBeGreaterThan(ms + 4 * 800);
  });

  it('GO2 knows what is asked before the rows from the start of the pane too, which asks it for the first copy', async () => {
    const { readModel } = world.crm;
    let asked = 0;
    world.crm.readModel = () => {
      asked += 1;
      world.clock.advance(4000);
      return readModel.call(world.crm);
    };
    const whole = await openWhole(world);
    await until(() => whole.page.copy.progress.get().phase === 'done', 'the copy');
    expect(asked).toBe(1);
    const { ms } = await whole.page.copy.estimate(trip({}));
    expect(ms).toBe(4000);
    await settle();
    whole.stop();
  });

  it('GO2 takes what this computer took to store rows, also where that copy did not end', async () => {
    const trips = trip({ task: 'all' });
    const { clock, crm } = world;
    crm.during = (_, key) => {
      // Between two pages a hundred rows are stored.
      if (key.startsWith('task@') && key !== 'task@start') clock.advance(1000);
      return Promise.resolve();
    };
    crm.faults = [{ kind: 'fail', failure: { status: 403 }, on: (_, key) => key === 'task@1800' }];
    await choose(trips);
    await copy.refresh(true);
    expect(here.progress()).toMatchObject({ phase: 'failed' });
    crm.during = () => Promise.resolve();
    const { rows, ms } = await estimator(trips);
    expect(ms / rows).toBeGreaterThan(5);
  });

  it('GO3 has the rows of tables counted at the same time, those of each once', async () => {
    const { crm } = world;
    const { count } = crm;
    const asked: string[] = [];
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    crm.count = async (query) => {
      asked.push(query.table.name);
      await held;
      return count.call(crm, query);
    };
    const estimated = estimator(trip({ task: 'all', account: 'all', currency: 'all' }));
    await until(() => asked.length === 3, 'the questions');
    goOn();
    expect((await estimated).rows).toBe(1302);
    expect(asked.sort()).toEqual(['account', 'currency', 'task']);
  });

  it('GO3 looks at rows of a second table before those of the first have come, and of many of one table before', async () => {
    const { crm } = world;
    const { readPage } = crm;
    const asked: string[] = [];
    const answers: (() => void)[] = [];
    crm.readPage = async (query, next) => {
      asked.push(query.table.name);
      await new Promise<void>((resolve) => void answers.push(resolve));
      return readPage.call(crm, query, next);
    };
    const estimated = estimator(trip({ task: 'all', account: 'all', currency: 'all' }));
    await until(() => asked.length > 0, 'the first sample');
    await settle();
    expect(asked).toHaveLength(1);
    answers.pop()?.();
    await until(() => asked.length === 3, 'the others');
    expect(asked.sort()).toEqual(['account', 'currency', 'task']);
    for (const answer of answers) answer();
    expect((await estimated).rows).toBe(1302);
  });

  it('GO3 asks nothing more where a question fails', async () => {
    const { crm } = world;
    const { count, readPage } = crm;
    const refused = failedWith({ status: 403 });
    const asked: string[] = [];
    let [fail, answer] = [() => undefined, () => undefined] as [() => void, () => void];
    const failed = new Promise<void>((resolve) => {
      fail = resolve;
    });
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    crm.count = async (query) => {
      if (query.table.name === 'account') {
        await failed;
        throw refused;
      }
      return count.call(crm, query);
    };
    crm.readPage = async (query, next) => {
      asked.push(query.table.name);
      await answered;
      return readPage.call(crm, query, next);
    };
    const estimated = estimator(trip({ task: 'all', account: 'all', currency: 'all' }));
    estimated.catch(() => undefined);
    await settle();
    fail();
    await expect(estimated).rejects.toBe(refused);
    answer();
    await settle();
    expect(asked).toEqual(['task']);
  });

  it('GO3 is asked by one question at a time: a later one ends those before', async () => {
    const first = estimator(trip({ task: 'all' }));
    const second = estimator(trip({ task: 'mine' }));
    await expect(first).rejects.toMatchObject({ failure: { kind: 'notSent' } });
    expect((await second).rows).toBe(600);
  });

  it('GO4 tells of the views as they are now, whatever the last refresh has found', async () => {
    const view = { kind: 'savedquery', id: guid(9), name: 'Lorem' } as const;
    const viewed: Trip = {
      ...trip({})[0]!,
      tables: { account: { rows: 'all', view } },
    };
    expect((await estimator([viewed])).views).toEqual({ [view.id]: null });
    const there = { ...view, table: 'account', condition: 'lorem' };
    world.crm.views = [there];
    expect((await estimator([viewed])).views).toEqual({ [view.id]: there });
  });

  it('GO3 changes nothing here', async () => {
    await sync(trip({ task: 'mine' }));
    const before = [await pane.store.db.records.keys(), await pane.store.db.feed.toArray()];
    await estimator(trip({ task: 'all', account: 'all' }));
    expect([await pane.store.db.records.keys(), await pane.store.db.feed.toArray()]).toEqual(
      before,
    );
  });

  it('GO1 reaches the pane', async () => {
    const whole = await openWhole(world);
    await until(() => whole.page.copy.progress.get().phase === 'done', 'the copy');
    const { rows } = await whole.page.copy.estimate(trip({ task: 'all' }));
    expect(rows).toBe(300);
    await settle();
    whole.stop();
  });
});
