import { createRxDatabase, type RxCollection } from 'rxdb/plugins/core';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { type Engine, type NewAccount, type Surroundings, valuesOf } from './engine';

/** As many in a request as Carryon's largest batch. */
const BATCH = 100;

/** RxDB on its free storage for browsers, told to be as durable as a save, with push replication by batches. */
export function rxdb(): Engine {
  let accounts: RxCollection<NewAccount>;
  let surroundings: Surroundings;
  return {
    async open(given) {
      surroundings = given;
      const db = await createRxDatabase<{ accounts: RxCollection<NewAccount> }>({
        name: 'bench-outbox',
        storage: getRxStorageDexie({ chromeTransactionDurability: 'strict' }),
      });
      const text = { type: 'string', maxLength: 100 } as const;
      const { accounts: made } = await db.addCollections({
        accounts: {
          schema: {
            version: 0,
            primaryKey: 'id',
            type: 'object',
            properties: { id: text, name: text, city: text },
            required: ['id', 'name', 'city'],
          },
        },
      });
      accounts = made;
    },
    async save(account) {
      await accounts.insert(account);
    },
    async send() {
      const { server, table } = surroundings;
      const replication = replicateRxCollection<NewAccount, unknown>({
        collection: accounts,
        replicationIdentifier: 'crm',
        live: false,
        waitForLeadership: false,
        push: {
          batchSize: BATCH,
          async handler(rows) {
            const outcomes = await server.writeAll(
              rows.map(({ newDocumentState: account }) => [
                { kind: 'create', table, id: account.id, values: valuesOf(account) },
              ]),
            );
            if (outcomes.some(({ kind }) => kind !== 'done')) throw new Error('not all are done');
            return [];
          },
        },
      });
      replication.error$.subscribe((error) => {
        throw error;
      });
      await replication.awaitInitialReplication();
    },
  };
}
