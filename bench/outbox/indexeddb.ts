import { completed, settled } from '../rivals/indexeddb';
import { type Engine, type NewAccount, type Surroundings, valuesOf } from './engine';

const STORES = ['records', 'outbox'];

/** The least that an outbox can be: IndexedDB as it is, with the durability of a save, and one request a change. */
export function indexeddb(): Engine {
  let db: IDBDatabase;
  let surroundings: Surroundings;
  const begin = (stores: string[]): IDBTransaction =>
    db.transaction(stores, 'readwrite', { durability: 'strict' });
  return {
    async open(given) {
      surroundings = given;
      const request = indexedDB.open('bench-outbox', 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore('records');
        request.result.createObjectStore('outbox', { autoIncrement: true });
      };
      db = await settled(request);
    },
    async save(account) {
      const transaction = begin(STORES);
      transaction.objectStore('records').put(account, account.id);
      transaction.objectStore('outbox').add(account);
      await completed(transaction);
    },
    async send() {
      const { server, table } = surroundings;
      const waiting = db.transaction('outbox').objectStore('outbox').getAllKeys();
      for (const key of await settled(waiting)) {
        const entry = db.transaction('outbox').objectStore('outbox').get(key);
        const account = (await settled(entry)) as NewAccount;
        await server.write({ kind: 'create', table, id: account.id, values: valuesOf(account) });
        const sent = begin(['outbox']);
        sent.objectStore('outbox').delete(key);
        await completed(sent);
      }
    },
  };
}
