import { completed, settled } from '../rivals/indexeddb';
import type { Rival } from './rival';

/** IndexedDB as it is. */
export function indexeddb(): Rival {
  let db: IDBDatabase;
  const rows = (): IDBObjectStore => db.transaction('rows').objectStore('rows');
  return {
    async open() {
      const request = indexedDB.open('bench-indexeddb', 1);
      request.onupgradeneeded = () => {
        const store = request.result.createObjectStore('rows', { keyPath: 'id' });
        store.createIndex('owner', 'owner');
        store.createIndex('modified', 'modified');
      };
      db = await settled(request);
    },
    async load(page) {
      const transaction = db.transaction('rows', 'readwrite', { durability: 'relaxed' });
      const store = transaction.objectStore('rows');
      for (const row of page) store.put(row);
      await completed(transaction);
    },
    async finds({ id, modified }) {
      return (await settled(rows().index('modified').getAllKeys(modified))).includes(id);
    },
    count: () => settled(rows().count()),
  };
}
