import PouchDB from 'pouchdb-browser';
import type { Rival } from './rival';

/** PouchDB on IndexedDB: `bulkDocs`, a page at a time. Without indexes: its views take several times as long. */
export function pouchdb(): Rival {
  const db = new PouchDB('bench-pouchdb', { adapter: 'idb' });
  return {
    open: async () => undefined,
    async load(page) {
      const answers = await db.bulkDocs(page.map(({ id, ...row }) => ({ _id: id, ...row })));
      if (answers.some(({ error }) => error !== undefined)) throw new Error('not all are stored');
    },
    async finds({ id }) {
      return (await db.get(id))._id === id;
    },
    async count() {
      return (await db.info()).doc_count;
    },
  };
}
