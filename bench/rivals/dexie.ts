import { Dexie } from 'dexie';
import type { Rival, WireRow } from './rival';

const NAME = 'rival-dexie';
let db: Dexie | null = null;

/** Dexie with the durability that a save needs. */
export const dexie: Rival = {
  async open() {
    dexie.close();
    await Dexie.delete(NAME);
    db = new Dexie(NAME, { chromeTransactionDurability: 'strict', cache: 'disabled' });
    db.version(1).stores({ records: '', outbox: '++' });
    await db.open();
  },
  async load(rows: readonly WireRow[]) {
    await db?.table('records').bulkPut(
      rows.map(({ row }) => row),
      rows.map(({ key }) => key),
    );
  },
  async save(key, change) {
    const open = db;
    if (open === null) throw new Error('not open');
    await open.transaction('rw', 'records', 'outbox', async () => {
      const records = open.table<object, string>('records');
      const row = await records.get(key);
      await records.put({ ...row, ...change }, key);
      await open.table('outbox').add({ key, change, at: Date.now() });
    });
  },
  close() {
    db?.close();
    db = null;
  },
};
