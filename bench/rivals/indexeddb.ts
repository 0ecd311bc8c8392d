import type { Rival, WireRow } from './rival';

const NAME = 'rival-indexeddb';
let db: IDBDatabase | null = null;

export const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error('request failed', { cause: request.error }));
  });

export const completed = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(new Error('aborted', { cause: transaction.error }));
  });

function begin(stores: string[], durability: IDBTransactionDurability): IDBTransaction {
  if (db === null) throw new Error('not open');
  return db.transaction(stores, 'readwrite', { durability });
}

/** IndexedDB as it is. */
export const indexeddb: Rival = {
  async open() {
    indexeddb.close();
    await settled(indexedDB.deleteDatabase(NAME));
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('records');
      request.result.createObjectStore('outbox', { autoIncrement: true });
    };
    db = await settled(request);
  },
  async load(rows: readonly WireRow[]) {
    const transaction = begin(['records'], 'relaxed');
    const records = transaction.objectStore('records');
    for (const { key, row } of rows) records.put(row, key);
    await completed(transaction);
  },
  async save(key, change) {
    const transaction = begin(['records', 'outbox'], 'strict');
    const records = transaction.objectStore('records');
    const row = (await settled(records.get(key))) as object;
    records.put({ ...row, ...change }, key);
    transaction.objectStore('outbox').add({ key, change, at: Date.now() });
    await completed(transaction);
  },
  close() {
    db?.close();
    db = null;
  },
};
