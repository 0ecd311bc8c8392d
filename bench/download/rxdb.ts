import { createRxDatabase, type RxCollection } from 'rxdb/plugins/core';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import type { KeptRow, Rival } from './rival';

/** RxDB on its free storage for browsers: `bulkInsert`, a page at a time. */
export function rxdb(): Rival {
  let collection: RxCollection<KeptRow>;
  return {
    async open() {
      const db = await createRxDatabase<{ rows: RxCollection<KeptRow> }>({
        name: 'bench-rxdb',
        storage: getRxStorageDexie({ chromeTransactionDurability: 'relaxed' }),
        multiInstance: false,
      });
      const text = { type: 'string', maxLength: 100 } as const;
      const { rows } = await db.addCollections({
        rows: {
          schema: {
            version: 0,
            primaryKey: 'id',
            type: 'object',
            properties: { id: text, owner: text, modified: text, row: { type: 'object' } },
            required: ['id', 'owner', 'modified', 'row'],
            indexes: ['owner', 'modified'],
          },
        },
      });
      collection = rows;
    },
    async load(page) {
      const { error } = await collection.bulkInsert([...page]);
      if (error.length > 0) throw new Error(`${error.length} rows were refused`);
    },
    async finds({ id, modified }) {
      const found = await collection.find({ selector: { modified } }).exec();
      return found.some((row) => row.id === id);
    },
    count: () => collection.count().exec(),
  };
}
