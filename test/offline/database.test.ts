import { beforeEach, describe, expect, it } from '@jest/globals';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import type { EntryState } from '../../src/domain/entry';
import { cleanLog } from '../../src/offline/database/clean-log';
import { indexedDatabases, Schema } from '../../src/offline/database/indexed-database';
import type { LocalDatabase, OpenDatabase } from '../../src/offline/database/local-database';
import { memoryDatabases } from '../../src/offline/database/memory-database';
import type { StoredEntry, StoredReceipt, StoredRow } from '../../src/offline/stored';
import { testClock } from './support/clock';
import { identity } from './support/crm';
import { until } from './support/settle';

/** The ways to keep a database: they answer alike. */
const ways: Readonly<Record<string, () => OpenDatabase>> = {
  IndexedDB: () => indexedDatabases({ indexedDB: new IDBFactory(), IDBKeyRange }, testClock()),
  memory: memoryDatabases,
};

const row = (id: string, rev = 1): StoredRow => ({
  keys: { table: 'account', id, etag: null, pending: 0, deleted: false },
  rev,
  v: 1,
  body: { name: id },
});
const entry = (id: string, state: EntryState = 'pending', of = 'account:a'): StoredEntry => ({
  keys: { id, state, row: of, kind: 'update', dependsOn: [] },
  rev: 1,
  v: 1,
  body: { name: id },
});
const receipt = (id: string, time: number): StoredReceipt => ({
  keys: { id, time },
  rev: 1,
  v: 1,
  body: { id },
});
const value = (body: unknown) => ({ keys: {}, rev: 1, v: 1, body });
const seqs = (entries: readonly StoredEntry[]): (number | undefined)[] =>
  entries.map(({ seq }) => seq);

describe.each(Object.entries(ways))('a local database in %s', (_way, open) => {
  let openDatabase: OpenDatabase;
  let db: LocalDatabase;

  beforeEach(async () => {
    openDatabase = open();
    db = await openDatabase(identity, 'strict');
  });

  it('OP1 is there for the next handle, and for nobody else', async () => {
    await db.records.put(row('a'), 'a');
    db.close();
    db = await openDatabase(identity, 'relaxed');
    expect(await db.records.get('a')).toEqual(row('a'));
    const other = await openDatabase({ ...identity, userId: 'somebody else' }, 'strict');
    expect(await other.records.count()).toBe(0);
    expect(other.name).not.toBe(db.name);
    other.close();
  });

  it('keeps values by key, in the order of the keys', async () => {
    await db.records.bulkPut([row('c'), row('a'), row('b')], ['c', 'a', 'b']);
    await db.records.put(row('a', 2), 'a');
    expect(await db.records.keys()).toEqual(['a', 'b', 'c']);
    expect((await db.records.toArray()).map(({ rev }) => rev)).toEqual([2, 1, 1]);
    expect(await db.records.bulkGet(['b', 'x', 'a'])).toEqual([row('b'), undefined, row('a', 2)]);
    expect(await db.records.get('x')).toBeUndefined();
    await db.records.delete('b');
    await db.records.delete('x');
    await db.records.bulkDelete(['c', 'x']);
    expect(await db.records.keys()).toEqual(['a']);
    await db.state.put(value('s'), 's');
    await db.state.clear();
    expect(await db.state.count()).toBe(0);
  });

  it('keeps rows that come together as it keeps others', async () => {
    const names = Array.from({ length: 100 }, (_, n) => `row ${String(n).padStart(3, '0')}`);
    const [first = '', second = '', third = ''] = names;
    await db.records.put(row('alone'), 'alone');
    await db.records.add(
      names.map((name) => row(name)),
      names,
    );
    expect(await db.records.get(first)).toEqual(row(first));
    expect(await db.records.bulkGet([third, 'x', 'alone', first])).toEqual([
      row(third),
      undefined,
      row('alone'),
      row(first),
    ]);
    await db.records.put(row(second, 2), second);
    await db.records.delete(first);
    await db.records.bulkDelete(['x', ...names.slice(40)]);
    expect(await db.records.get(first)).toBeUndefined();
    expect(await db.records.get(second)).toEqual(row(second, 2));
    const left = ['alone', ...names.slice(1, 40)];
    expect((await db.records.keys()).sort()).toEqual(left);
    expect(await db.records.count()).toBe(40);
    expect((await db.records.toArray()).map(({ keys }) => keys.id)).toEqual(left);
    await db.records.delete(second);
    expect(await db.records.get(second)).toBeUndefined();
    await db.records.add([row(first, 3)], [first]);
    expect(await db.records.get(first)).toEqual(row(first, 3));
    await db.records.bulkDelete(await db.records.keys());
    expect(await db.records.count()).toBe(0);
  });

  it('keeps rows that come together but have different columns, or none, as they are', async () => {
    const bodies = [
      { name: 'a', fax: null },
      { name: 'b', fax: null },
      { name: 'c' },
      { fax: '1', name: 'd' },
      {},
      'sealed',
      ['sealed'],
    ];
    const rows = [...bodies, ...bodies].map((body, n) => ({ ...row(`row ${n}`), body }));
    const keys = rows.map(({ keys: { id } }) => id);
    await db.records.add(rows, keys);
    expect(await db.records.bulkGet(keys)).toEqual(rows);
    await db.records.bulkDelete(keys.slice(0, 1));
    expect(await db.records.bulkGet(keys)).toEqual([undefined, ...rows.slice(1)]);
    const [, second] = await db.records.bulkGet(keys);
    expect(Object.keys(second?.body as object)).toEqual(['name', 'fax']);
  });

  it.each([1, 50])(
    'adds no row that is there, one way or the other, nor %i beside it',
    async (n) => {
      const others = Array.from({ length: n }, (_, other) => `other ${other}`);
      const keys = ['a', ...others];
      const rows = keys.map((key) => row(key));
      await db.records.add(rows, keys);
      const refused = (adding: Promise<unknown>) =>
        adding.then(
          () => false,
          () => true,
        );
      expect(await refused(db.records.add(rows.slice(0, 1), ['a']))).toBe(true);
      const more = db.records.add([row('b'), row('a', 2), ...rows.slice(1)], ['b', ...keys]);
      expect(await refused(more)).toBe(true);
      expect((await db.records.keys()).sort()).toEqual(keys.sort());
      expect(await db.records.get('a')).toEqual(row('a'));
    },
  );

  it('ST2 keeps nothing of rows that came together in a transaction that fails', async () => {
    const names = Array.from({ length: 70 }, (_, n) => `row ${n}`);
    const rows = names.map((name) => row(name));
    await db.records.add(rows.slice(0, 35), names.slice(0, 35));
    const failing = db.transaction('rw', ['records'], async (stores) => {
      await stores.records.bulkDelete(names.slice(0, 20));
      await stores.records.add(rows.slice(35), names.slice(35));
      expect(await stores.records.count()).toBe(50);
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    expect((await db.records.keys()).sort()).toEqual(names.slice(0, 35).sort());
    expect(await db.records.bulkGet([names[0] ?? '', names[40] ?? ''])).toEqual([
      rows[0],
      undefined,
    ]);
  });

  it('OB2 numbers entries upwards, and never gives a number twice', async () => {
    expect(await db.outbox.add(entry('x'))).toBe(1);
    expect(await db.outbox.add(entry('y'))).toBe(2);
    await db.outbox.bulkDelete([2]);
    expect(await db.outbox.add(entry('z'))).toBe(3);
    await db.outbox.bulkPut([{ ...entry('x', 'held'), seq: 1 }]);
    expect(await db.outbox.toArray()).toEqual([
      { ...entry('x', 'held'), seq: 1 },
      { ...entry('z'), seq: 3 },
    ]);
    expect(await db.outbox.bulkGet([3, 2])).toEqual([{ ...entry('z'), seq: 3 }, undefined]);
  });

  it('takes an entry once only', async () => {
    await db.outbox.add(entry('x'));
    await expect(db.outbox.add(entry('x'))).rejects.toThrow();
    expect(await db.outbox.count()).toBe(1);
  });

  it('finds entries by record, and by state and place', async () => {
    await db.outbox.add(entry('1', 'pending', 'account:a'));
    await db.outbox.add(entry('2', 'held', 'account:b'));
    await db.outbox.add(entry('3', 'uncertain', 'account:a'));
    await db.outbox.add(entry('4', 'pending', 'account:c'));
    expect(new Set(seqs(await db.entriesOfRows(['account:a', 'account:x'])))).toEqual(
      new Set([1, 3]),
    );
    expect(await db.placesOf(['account:a', 'account:x', 'account:b'])).toEqual([[1, 3], [], [2]]);
    expect(new Set(await db.placesIn(['held', 'pending']))).toEqual(new Set([1, 2, 4]));
    expect(await db.placesIn(['sending'])).toEqual([]);
    expect((await db.rowsWithEntries()).sort((a, b) => a.localeCompare(b))).toEqual([
      'account:a',
      'account:b',
      'account:c',
    ]);
    expect(seqs(await db.entriesIn(['pending', 'uncertain'], 0, Infinity))).toEqual([1, 3, 4]);
    expect(seqs(await db.entriesIn(['pending', 'uncertain'], 1, 1))).toEqual([3]);
    expect(await db.entriesIn(['sending'], 0, 5)).toEqual([]);
  });

  it('deletes receipts from before a moment', async () => {
    await db.receipts.bulkPut([receipt('a', 10), receipt('b', 30), receipt('c', 20)]);
    expect(await db.deleteReceipts(20)).toBe(1);
    expect((await db.newestReceipts(5)).map(({ keys }) => keys.id)).toEqual(['b', 'c']);
    expect(await db.deleteReceipts(20)).toBe(0);
  });

  it('gives the newest receipts first', async () => {
    await db.receipts.bulkPut([receipt('a', 10), receipt('b', 30), receipt('c', 20)]);
    expect((await db.newestReceipts(2)).map(({ keys }) => keys.id)).toEqual(['b', 'c']);
    expect(await db.receipts.get('a')).toEqual(receipt('a', 10));
  });

  it('keeps a feed that can be read on from a place and cut short', async () => {
    expect(await db.newestInFeed()).toBe(0);
    for (const key of ['a', 'b', 'c']) await db.feed.add({ rows: [key], origin: 'pane' });
    expect((await db.feedAfter(1)).map(({ rows }) => rows)).toEqual([['b'], ['c']]);
    await db.deleteFeed(2);
    expect((await db.feed.toArray()).map(({ generation }) => generation)).toEqual([3]);
    await db.deleteFeed(3);
    expect(await db.feed.add({ rows: ['d'], origin: 'copy' })).toBe(4);
    expect(await db.newestInFeed()).toBe(4);
  });

  it('forgets what begins alike', async () => {
    for (const key of ['walk:1', 'walk:2', 'wal', 'walks']) await db.state.put(value(key), key);
    await db.deleteState('walk:');
    expect((await db.state.toArray()).map(({ body }) => body)).toEqual(['wal', 'walks']);
  });

  it('keeps files, and tells which there are', async () => {
    const contents = Uint8Array.from({ length: 100_000 }, (_, n) => n % 256);
    for (const key of ['b:2', 'a:1', 'b:1']) await db.blobs.put(value({ contents }), key);
    expect(await db.blobKeys('')).toEqual(['a:1', 'b:1', 'b:2']);
    expect(await db.blobKeys('b:')).toEqual(['b:1', 'b:2']);
    await db.blobs.bulkDelete(['b:1', 'x']);
    expect(await db.blobKeys('')).toEqual(['a:1', 'b:2']);
    const kept = (await db.blobs.get('a:1'))?.body as { contents: Uint8Array };
    expect(Buffer.from(kept.contents).equals(contents)).toBe(true);
  });

  it('ST1 keeps all of a transaction, for every handle, once it resolves', async () => {
    const other = await openDatabase(identity, 'strict');
    const seq = await db.transaction('rw', ['records', 'outbox'], async (stores) => {
      await stores.records.put(row('a'), 'a');
      expect(await stores.records.get('a')).toEqual(row('a'));
      return stores.outbox.add(entry('x'));
    });
    expect(await other.records.get('a')).toEqual(row('a'));
    expect(await other.outbox.get(seq)).toMatchObject({ seq });
    other.close();
  });

  it('ST2 keeps nothing of a transaction that fails', async () => {
    await db.records.bulkPut([row('a'), row('b')], ['a', 'b']);
    await db.outbox.add(entry('x'));
    await db.feed.add({ rows: ['a'], origin: 'pane' });
    const failing = db.transaction('rw', ['records', 'outbox', 'feed', 'state'], async (stores) => {
      await stores.records.put(row('a', 2), 'a');
      await stores.records.put(row('a', 3), 'a');
      await stores.records.delete('b');
      await stores.records.put(row('c'), 'c');
      await stores.outbox.add(entry('y'));
      await stores.outbox.bulkDelete([1]);
      await stores.deleteFeed(1);
      await stores.state.put(value('s'), 's');
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    expect(await db.records.toArray()).toEqual([row('a'), row('b')]);
    expect(seqs(await db.outbox.toArray())).toEqual([1]);
    expect(await db.newestInFeed()).toBe(1);
    expect(await db.state.count()).toBe(0);
  });

  it('ST3 lets no other write between what a transaction reads and what it writes', async () => {
    const other = await openDatabase(identity, 'strict');
    await db.state.put({ ...value(0), rev: 0 }, 'count');
    const add = (handle: LocalDatabase): Promise<void> =>
      handle.transaction('rw', ['state'], async (stores) => {
        const now = await stores.state.get('count');
        await stores.state.put({ ...value(0), rev: (now?.rev ?? 0) + 1 }, 'count');
      });
    await Promise.all(Array.from({ length: 10 }, (_, n) => add(n % 2 ? db : other)));
    expect((await db.state.get('count'))?.rev).toBe(10);
    other.close();
  });

  it('refuses to use a store that its transaction does not name, or to write where it only reads', async () => {
    const elsewhere = db.transaction('rw', ['records'], (stores) =>
      stores.state.put(value(1), 'a'),
    );
    await expect(elsewhere).rejects.toThrow();
    const writing = db.transaction('r', ['records'], (stores) => stores.records.put(row('a'), 'a'));
    await expect(writing).rejects.toThrow();
    expect(await db.records.count()).toBe(0);
    expect(await db.state.count()).toBe(0);
  });

  it('refuses whoever uses a handle after closing it', async () => {
    db.close();
    await expect(db.records.put(row('a'), 'a')).rejects.toThrow();
    await expect(db.transaction('r', ['records'], (s) => s.records.count())).rejects.toThrow();
    db = await openDatabase(identity, 'strict');
    expect(await db.records.count()).toBe(0);
  });
});

it('reads packs whose rows have their names in their text', async () => {
  const api = { indexedDB: new IDBFactory(), IDBKeyRange };
  const db = await indexedDatabases(api, testClock())(identity, 'strict');
  const earlier = new Schema(db.name, api, 'strict');
  const rows = [row('a'), row('b')];
  await earlier.packs.add({ keys: ['a', 'b'], rows: rows.map((each) => JSON.stringify(each)) });
  await earlier.contents.put(['a', 'b'], 1);
  earlier.close();
  expect(await db.records.bulkGet(['a', 'b'])).toEqual(rows);
  await db.records.delete('a');
  expect(await db.records.toArray()).toEqual(rows.slice(1));
  db.close();
});

it('finds a row that moves from one place to the other while it is looked for', async () => {
  const open = indexedDatabases({ indexedDB: new IDBFactory(), IDBKeyRange }, testClock());
  const db = await open(identity, 'strict');
  const other = await open(identity, 'strict');
  const names = Array.from({ length: 10 }, (_, n) => `row ${n}`);
  const rows = names.map((name) => row(name));
  const move = (to: 'add' | 'bulkPut'): Promise<void> =>
    other.transaction('rw', ['records'], async ({ records }) => {
      await records.bulkDelete(names);
      await records[to](rows, names);
    });
  await move('add');
  for (let round = 0; round < 20; round++) {
    const moving = move('bulkPut').then(() => move('add'));
    expect(await Promise.all(names.map((name) => db.records.get(name)))).toEqual(rows);
    await moving;
  }
  db.close();
  other.close();
});

it('OP9 leaves no database behind as it has the browser begin a new log', async () => {
  const factory = new IDBFactory();
  const deleted: string[] = [];
  const deleteDatabase = factory.deleteDatabase.bind(factory);
  factory.deleteDatabase = (name) => {
    deleted.push(name);
    return deleteDatabase(name);
  };
  cleanLog(factory);
  cleanLog(factory); // as a second pane does
  await until(async () => deleted.length === 2 && (await factory.databases()).length === 0);
});
