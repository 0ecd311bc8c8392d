import type { Identity } from '../../src/domain/crm-server';
import { rowKey } from '../../src/domain/row';
import { systemClock } from '../../src/composition/system-clock';
import { indexedDatabases } from '../../src/offline/database/indexed-database';
import { databaseName } from '../../src/offline/database/local-database';
import type { PageSide } from '../../src/offline/page-side';
import { completed, settled } from '../rivals/indexeddb';

/** Milliseconds of each sample: through the door of the local copy, and by IndexedDB as it is. */
export interface Samples {
  readonly carryon: number[];
  readonly indexeddb: number[];
}

const timed = async (samples: number[], work: () => Promise<unknown>): Promise<void> => {
  const start = performance.now();
  await work();
  samples.push(performance.now() - start);
};

const openProduct = indexedDatabases({ indexedDB, IDBKeyRange }, systemClock);

const open = (name: string, upgrade?: (db: IDBDatabase) => void): Promise<IDBDatabase> => {
  const request = indexedDB.open(name);
  request.onupgradeneeded = () => upgrade?.(request.result);
  return settled(request);
};

/** Contacts, which are scattered over the table since they are ordered by name. */
const contacts = async ({ records }: PageSide, times: number): Promise<string[]> =>
  (await records.list({ text: '', table: 'contact', limit: times })).items.map(({ id }) => id);

/** Reads as many rows, one by one, each both ways: by IndexedDB from a store in which each lies by itself. */
export async function reads(side: PageSide, identity: Identity, times: number): Promise<Samples> {
  const samples: Samples = { carryon: [], indexeddb: [] };
  const product = await openProduct(identity, 'relaxed');
  const raw = await open('bench-reads', (made) => void made.createObjectStore('records'));
  const refs = (await contacts(side, times)).map((id) => ({ table: 'contact', id }));
  const rows = await product.records.bulkGet(refs.map(rowKey));
  product.close();
  const prepared = raw.transaction('records', 'readwrite');
  refs.forEach((ref, n) => prepared.objectStore('records').put(rows[n], rowKey(ref)));
  await completed(prepared);
  for (const ref of refs) {
    await timed(samples.carryon, () => side.records.get(ref));
    await timed(samples.indexeddb, () =>
      settled(raw.transaction('records').objectStore('records').get(rowKey(ref))),
    );
  }
  raw.close();
  return samples;
}

const STORES = ['records', 'shadow', 'outbox', 'feed'] as const;

/** Saves as many changes, one by one, and writes what each of them wrote by a strict transaction of its own. */
export async function saves(side: PageSide, identity: Identity, times: number): Promise<Samples> {
  const samples: Samples = { carryon: [], indexeddb: [] };
  const product = await openProduct(identity, 'relaxed');
  const db = await open(databaseName(identity));
  const raw = await open('bench-saves', (made) => {
    made.createObjectStore('records');
    made.createObjectStore('shadow');
    made.createObjectStore('feed', { keyPath: 'generation', autoIncrement: true });
    const outbox = made.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true });
    outbox.createIndex('id', 'keys.id', { unique: true });
    outbox.createIndex('state', 'keys.state');
    outbox.createIndex('row', 'keys.row');
  });
  for (const [n, id] of (await contacts(side, times)).entries()) {
    const ref = { table: 'contact', id };
    const key = rowKey(ref);
    const before = await product.records.get(key);
    await timed(samples.carryon, () =>
      side.records.save([{ kind: 'update', ref, values: { jobtitle: `Buyer ${n}` } }]),
    );
    const [record, shadow, entry, feed] = await written(db, key);
    const prepared = raw.transaction('records', 'readwrite');
    prepared.objectStore('records').put(before, key);
    await completed(prepared);
    await timed(samples.indexeddb, async () => {
      const transaction = raw.transaction([...STORES], 'readwrite', { durability: 'strict' });
      const [records, shadows, outbox, changes] = STORES.map((name) =>
        transaction.objectStore(name),
      ) as [IDBObjectStore, IDBObjectStore, IDBObjectStore, IDBObjectStore];
      await Promise.all([settled(records.get(key)), settled(shadows.get(key))]);
      records.put(record, key);
      shadows.put(shadow, key);
      outbox.add(entry);
      changes.add(feed);
      await completed(transaction);
    });
  }
  product.close();
  db.close();
  raw.close();
  return samples;
}

/** What the last save has written: record, shadow, entry and item of the feed. */
async function written(db: IDBDatabase, key: string): Promise<unknown[]> {
  const transaction = db.transaction([...STORES]);
  const newest = async (name: string): Promise<unknown> =>
    (await settled(transaction.objectStore(name).openCursor(null, 'prev')))?.value;
  return Promise.all([
    settled(transaction.objectStore('records').get(key)),
    settled(transaction.objectStore('shadow').get(key)),
    newest('outbox'),
    newest('feed'),
  ]);
}
