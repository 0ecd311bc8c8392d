import { type Collection, createCollection, type SyncConfig } from '@tanstack/db';
import {
  IndexedDBAdapter,
  type OfflineExecutor,
  type OnlineDetector,
  startOfflineExecutor,
} from '@tanstack/offline-transactions';
import { type Engine, type NewAccount, valuesOf } from './engine';

/** Says offline until it is told otherwise. */
function detector(): OnlineDetector {
  const listeners = new Set<() => void>();
  let online = false;
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    notifyOnline() {
      online = true;
      for (const listener of listeners) listener();
    },
    isOnline: () => online,
    dispose: () => undefined,
  };
}

/** Tells when a transaction is in its store. */
class Kept extends IndexedDBAdapter {
  next: () => void = () => undefined;
  override async set(key: string, value: string): Promise<void> {
    await super.set(key, value);
    this.next();
  }
}

/** Offline transactions of TanStack DB: one request a change, in its own store, whose durability cannot be chosen. */
export function tanstack(): Engine {
  const network = detector();
  const storage = new Kept();
  const done: Promise<unknown>[] = [];
  let executor: OfflineExecutor;
  let accounts: Collection<NewAccount, string>;
  return {
    async open({ server, table }) {
      let synced: Parameters<SyncConfig<NewAccount, string>['sync']>[0];
      accounts = createCollection<NewAccount, string>({
        id: 'accounts',
        getKey: ({ id }) => id,
        startSync: true,
        sync: {
          sync(given) {
            synced = given;
            given.markReady();
          },
        },
      });
      executor = startOfflineExecutor({
        collections: { accounts },
        storage,
        onlineDetector: network,
        mutationFns: {
          async create({ transaction }) {
            for (const { modified } of transaction.mutations) {
              const account = modified as unknown as NewAccount;
              await server.write({
                kind: 'create',
                table,
                id: account.id,
                values: valuesOf(account),
              });
              synced.begin({ immediate: true });
              synced.write({ type: 'insert', value: account });
              await synced.commit();
            }
          },
        },
      });
      await executor.waitForInit();
    },
    async save(account) {
      const kept = new Promise<void>((resolve) => {
        storage.next = resolve;
      });
      const transaction = executor.createOfflineTransaction({
        mutationFnName: 'create',
        autoCommit: false,
      });
      transaction.mutate(() => {
        accounts.insert(account);
      });
      done.push(transaction.commit());
      await kept;
    },
    async send() {
      network.notifyOnline();
      await Promise.all(done);
    },
  };
}
