import { Dexie, type Table } from 'dexie';
import type { KeptRow, Rival } from './rival';

/** Dexie's `bulkPut`, a page at a time. */
export function dexie(): Rival {
  const db = new Dexie('bench-dexie', { chromeTransactionDurability: 'relaxed' });
  db.version(1).stores({ rows: 'id,owner,modified' });
  const rows: Table<KeptRow, string> = db.table('rows');
  return {
    async open() {
      await db.open();
    },
    async load(page) {
      await rows.bulkPut(page);
    },
    async finds({ id, modified }) {
      return (await rows.where('modified').equals(modified).primaryKeys()).includes(id);
    },
    count: () => rows.count(),
  };
}
