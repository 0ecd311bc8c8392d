import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createKeeper, type Keeper } from '../../src/offline/catalogue/keeper';
import { writeRows } from '../../src/offline/copy/write-rows';
import type { LocalDatabase } from '../../src/offline/database/local-database';
import { askFacts, writeFacts } from '../../src/offline/facts';
import { newestGeneration, pruneFeed } from '../../src/offline/feed';
import { finishRemoval, remove } from '../../src/offline/leaving';
import type { Store } from '../../src/offline/store';
import { identity } from './support/crm';
import { model } from './support/model';
import { until } from './support/settle';
import { openWhole } from './support/whole';
import { type Pane, World } from './support/world';

const ALL = 2500;
const STAY = 100;
const guid = (n: number): string => `dddddddd-0000-4000-8000-${String(n).padStart(12, '0')}`;
const task = (n: number) => ({ table: 'task', id: guid(n) });
const leaving = Array.from({ length: ALL - STAY }, (_, n) => `task:${guid(STAY + n)}`);

let world: World;
let pane: Pane;
let keeper: Keeper;
let since: number;
const keepers: Keeper[] = [];

function openKeeper(): Keeper {
  const opened = createKeeper(pane.store, world.clock, () => model);
  keepers.push(opened);
  return opened;
}

beforeEach(async () => {
  world = new World();
  pane = await world.open();
  const rows = Array.from({ length: ALL }, (_, n) => ({
    ...task(n),
    etag: `W/"${n}"`,
    values: { subject: `Task ${n}` },
  }));
  await writeRows(pane.store, model, rows, await newestGeneration(pane.store.db));
  keeper = openKeeper();
  since = await newestGeneration(pane.store.db);
});
afterEach(() => {
  for (const opened of keepers.splice(0)) opened.stop();
  world.crash();
});

const found = async (by: Keeper, text = ''): Promise<number> =>
  (await by.current()).list({ text, table: 'task', limit: 1 }).total;
const onBoard = (): Promise<number> => pane.store.db.records.count();

/** The same store, whose removals of rows wait for `before`, which may fail. */
function held(before: () => Promise<void>): Store {
  const db = new Proxy(pane.store.db, {
    get(target, name) {
      if (name === 'transaction')
        return async (...args: Parameters<LocalDatabase['transaction']>) => {
          if (args[1].includes('records')) await before();
          return target.transaction(...args);
        };
      const value = Reflect.get(target, name) as unknown;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return { ...pane.store, db };
}

/** Begins the removal, and holds it before the first row goes. */
async function begin(): Promise<{ readonly goOn: () => Promise<void> }> {
  let release = (): void => undefined;
  let holding = false;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const store = held(() => {
    holding = true;
    return gate;
  });
  const done = remove(store, leaving, since);
  await until(() => holding, 'the removal');
  return {
    goOn: () => {
      release();
      return done;
    },
  };
}

/** A removal that ends after its first part. */
async function interrupt(): Promise<void> {
  let parts = 0;
  const store = held(() => (parts++ < 1 ? Promise.resolve() : Promise.reject(new Error('killed'))));
  await expect(remove(store, leaving, since)).rejects.toThrow();
  const left = await onBoard();
  expect(left).toBeGreaterThan(STAY);
  expect(left).toBeLessThan(ALL);
}

describe('rows that leave', () => {
  it('SE14 are found no more from the beginning, however long their removal takes', async () => {
    expect(await found(keeper)).toBe(ALL);
    await keeper.saveSnapshot();
    const { goOn } = await begin();
    expect(await onBoard()).toBe(ALL);
    expect(await found(keeper)).toBe(STAY);
    expect(await found(keeper, 'task 2')).toBe(11);
    expect(await found(openKeeper())).toBe(STAY);
    await pane.store.db.catalogue.clear();
    expect(await found(openKeeper())).toBe(STAY);
    await goOn();
    expect(await onBoard()).toBe(STAY);
    expect(await found(keeper)).toBe(STAY);
  });

  it('SE14 stay where they were saved or read again meanwhile', async () => {
    const { goOn } = await begin();
    await pane.save({ kind: 'update', ref: task(2000), values: { minutes: 5 } });
    const again = { ...task(2001), etag: 'W/"9999"', values: { subject: 'Read again' } };
    await writeRows(pane.store, model, [again], await newestGeneration(pane.store.db));
    expect(await found(keeper)).toBe(STAY + 2);
    await goOn();
    expect(await onBoard()).toBe(STAY + 2);
    expect(await found(keeper)).toBe(STAY + 2);
    expect(await pane.row(task(2000))).toMatchObject({ minutes: 5 });
    expect(await found(openKeeper(), 'read again')).toBe(1);
  });

  it('SE14 stay where they were saved since it was asked which ones leave', async () => {
    await pane.save({ kind: 'update', ref: task(2000), values: { minutes: 5 } });
    await remove(pane.store, leaving, since);
    expect(await onBoard()).toBe(STAY + 1);
    expect(await found(keeper)).toBe(STAY + 1);
  });

  it('SE14 go by the next start, without a network, where that was interrupted', async () => {
    const facts = await askFacts(world.crm, identity);
    await writeFacts(pane.store, facts, world.clock.now());
    await interrupt();
    world.crash();
    world.crm.up = false;
    pane = await world.open();
    expect(await found(openKeeper())).toBe(STAY);
    const { stop } = await openWhole(world);
    await until(async () => (await onBoard()) === STAY, 'the end of the removal');
    stop();
  });

  it('SE14 go once, whoever finishes', async () => {
    await interrupt();
    await Promise.all([finishRemoval(pane.store), finishRemoval(pane.store)]);
    expect(await onBoard()).toBe(STAY);
    await finishRemoval(pane.store);
    expect(await found(openKeeper())).toBe(STAY);
  });

  it('SE14 keep what is known of the feed until they are gone', async () => {
    await interrupt();
    await pruneFeed(pane.store.db, await newestGeneration(pane.store.db));
    await finishRemoval(pane.store);
    expect(await onBoard()).toBe(STAY);
  });

  it('SE14 stay where it is not known any more which of them were saved', async () => {
    await interrupt();
    const left = await onBoard();
    const generation = await newestGeneration(pane.store.db);
    await pane.store.db.state.put(
      { keys: { generation }, rev: 0, v: 1, body: null },
      'feedPrunedTo',
    );
    await finishRemoval(pane.store);
    expect(await onBoard()).toBe(left);
    expect(await found(openKeeper())).toBe(left);
  });
});
