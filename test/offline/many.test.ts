import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { pruneFeed } from '../../src/offline/feed';
import { lineReader } from '../../src/offline/line-reader';
import { transact } from '../../src/offline/transact';
import { lookupTo } from './support/crm';
import { settle, until } from './support/settle';
import { ids, type Pane, World } from './support/world';

const MANY = 300;
let world: World;
let pane: Pane;
const guid = (n: number): string => `aaaaaaaa-0000-4000-8000-${String(100 + n).padStart(12, '0')}`;
const row = (n: number) => ({ table: 'account', id: guid(n) });
const contoso = { table: 'account', id: ids.contoso };
const anna = { table: 'contact', id: ids.anna };

beforeEach(async () => {
  world = new World();
  pane = await world.open();
  await world.given(pane, 'account', ids.contoso, { name: 'Contoso' });
  await world.given(pane, 'contact', ids.anna, {
    lastname: 'Meier',
    parentcustomerid: lookupTo(contoso),
  });
});
afterEach(() => {
  world.crash();
});

/** Counts what is read of an object store. */
function readings(store: 'records' | 'outbox' | 'receipts'): { count: number } {
  const seen = { count: 0 };
  pane.dexie[store].hook('reading', (value: unknown) => {
    seen.count += 1;
    return value;
  });
  return seen;
}

/** Counts what the pane asks its store: each transaction is one time that it waits for the disk. */
const transactions = () => jest.spyOn(pane.dexie.backendDB(), 'transaction');

describe('a line of many entries', () => {
  const fill = async (many = MANY): Promise<void> => {
    for (let n = 0; n < many; n++)
      await pane.save({ kind: 'create', ref: row(n), values: { name: `Row ${n}` } });
  };

  it('ST1 is not read again for each save', async () => {
    await fill();
    pane.outbox.entries.stop();
    const read = readings('outbox');
    await pane.save({ kind: 'update', ref: contoso, values: { city: 'Basel' } });
    await pane.save({ kind: 'update', ref: row(7), values: { city: 'Basel' } });
    expect(read.count).toBeLessThan(10);
  });

  it('ST1 is asked in a few transactions by each save', async () => {
    await fill();
    pane.outbox.entries.stop();
    pane.outbox.receipts.stop();
    const asked = transactions();
    await pane.save({ kind: 'update', ref: contoso, values: { city: 'Basel' } });
    await pane.save({ kind: 'update', ref: row(7), values: { city: 'Basel' } });
    expect(asked.mock.calls.length).toBeLessThan(10);
  });

  it('ST12 costs a save as much where all of it waits on one record', async () => {
    for (let n = 0; n < MANY; n++)
      await pane.save({ kind: 'update', ref: contoso, values: { city: `City ${n}` } });
    pane.outbox.entries.stop();
    const read = readings('outbox');
    const asked = transactions();
    await pane.save({ kind: 'update', ref: contoso, values: { phone: '1' } });
    await pane.save({
      kind: 'update',
      ref: anna,
      values: { firstname: 'Anna', parentcustomerid: null },
    });
    await pane.save({ kind: 'update', ref: anna, values: { parentcustomerid: lookupTo(contoso) } });
    expect(read.count).toBeLessThan(10);
    expect(asked.mock.calls.length).toBeLessThan(20);
    const line = await pane.line();
    expect(line[MANY]).toMatchObject({ dependsOn: [line[MANY - 1]?.seq], before: { phone: null } });
    expect(await pane.row(contoso)).toMatchObject({ city: `City ${MANY - 1}`, phone: '1' });
  });

  it('OB11 is shown by reading what has changed in it', async () => {
    await fill();
    const other = await world.open();
    await other.outbox.entries.first;
    world.clock.advance(MANY);
    await until(() => pane.outbox.entries.get().length === MANY, 'the line');
    const read = { entries: readings('outbox'), receipts: readings('receipts') };
    await pane.outbox.receipts.first;
    world.clock.advance(MANY);
    await pane.save({ kind: 'update', ref: contoso, values: { city: 'Basel' } });
    const seq = MANY + 1;
    await pane.outbox.hold(seq);
    world.clock.advance(MANY);
    for (const { outbox } of [pane, other])
      await until(() => outbox.entries.get().at(-1)?.state === 'held', 'the held entry');
    await pane.outbox.discard(seq);
    world.clock.advance(MANY);
    for (const { outbox } of [pane, other]) {
      await until(() => outbox.entries.get().length === MANY, 'the line without the entry');
      await until(() => outbox.receipts.get().length === 1, 'the receipt');
    }
    expect(read.entries.count).toBeLessThan(20);
    expect(read.receipts.count).toBeLessThan(5);
  });

  it('OB11 is read whole where it is not known what has changed', async () => {
    const reader = lineReader(pane.store);
    await fill(3);
    expect(await reader()).toHaveLength(3);
    const { db } = pane.store;
    const [first] = await db.outbox.toArray();
    if (first === undefined) throw new Error('The line is empty.');
    // A pane of an older version does not tell.
    await db.outbox.bulkPut([{ ...first, keys: { ...first.keys, state: 'held' } }]);
    await db.feed.add({ rows: [first.keys.row], origin: 'pane' });
    const held = await reader();
    expect(held.map(({ state }) => state)).toEqual(['held', 'pending', 'pending']);
    expect(await reader()).toBe(held);
    // What it told is gone from the feed.
    await db.outbox.bulkDelete([1]);
    await db.feed.add({ rows: [], origin: 'pane', line: [1] });
    await pruneFeed(db, (await db.newestInFeed()) + 1);
    expect((await reader()).map(({ seq }) => seq)).toEqual([2, 3]);
  });

  it('PB1 is read about once by a playback of all of it', async () => {
    await fill();
    await pane.outbox.entries.first;
    const read = readings('outbox');
    await pane.player.wake();
    expect(world.crm.journal).toHaveLength(MANY);
    expect(read.count).toBeLessThan(10 * MANY);
    world.clock.advance(MANY);
    await until(() => pane.outbox.entries.get().length === 0, 'the empty line');
  });

  it('PB1 is taken, sent and proved by a few transactions for each batch', async () => {
    await fill();
    pane.outbox.entries.stop();
    pane.outbox.receipts.stop();
    const asked = transactions();
    await pane.player.wake();
    expect(world.crm.journal).toHaveLength(MANY);
    const batches = world.crm.requests.filter((request) => request.startsWith('writeAll'));
    expect(asked.mock.calls.length).toBeLessThan(10 * (batches.length + 1));
  });

  it('PB1 goes by one request for each entry where batches are switched off', async () => {
    await fill(30);
    const other = await world.open({ first: 1, largest: 1 });
    await other.player.wake();
    const sent = world.crm.requests.filter((request) => request.startsWith('write'));
    expect(sent).toEqual(world.crm.journal.map(({ key }) => `write ${key}`));
    expect(sent).toHaveLength(30);
  });

  it('ST3 DP3 does not keep a record from being deleted while it is played back', async () => {
    await fill();
    await pane.save({ kind: 'update', ref: anna, values: { firstname: 'Anna' } });
    let deleted = false;
    // Whenever the delete is about to be committed, the line has moved on.
    const moveOn = async (): Promise<void> => {
      for (let n = 0; !deleted; n++) {
        await transact(pane.store, async (draft) => {
          const [first] = await draft.entriesOf(row(n % MANY));
          if (first !== undefined) draft.putEntry({ ...first, attempts: first.attempts + 1 });
        });
        await settle(1);
      }
    };
    const moving = moveOn();
    await pane.save({ kind: 'delete', ref: contoso });
    deleted = true;
    await moving;
    const line = await pane.line();
    const update = line.find(({ ref }) => ref.id === ids.anna);
    expect(line.at(-1)).toMatchObject({ kind: 'delete', dependsOn: [update?.seq] });
  });
});
