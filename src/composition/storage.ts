import type { Storage } from '../domain/carryon';
import type { Clock, Locks } from '../domain/ports';
import type { StorageApi } from '../offline/database';
import { memoryLocks } from '../offline/memory-locks';
import { openRegistry, type Registry } from '../offline/registry';
import { StoreError } from '../offline/store-error';

export interface LocalStorage {
  readonly api: StorageApi;
  readonly kind: Storage;
  readonly locks: Locks;
  readonly registry: Registry;
}

/** How often a database that fails at once is tried before the pane makes do without. */
const TRIES = 3;

/**
 * The browser's store; where it is denied, one in memory, so that the pane works online.
 * @throws StoreError `storeBlocked`: there is a store, but it does not open.
 */
export async function findStorage(clock: Clock): Promise<LocalStorage> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    try {
      const api = { indexedDB: self.indexedDB, IDBKeyRange: self.IDBKeyRange };
      const registry = await openRegistry(api, clock);
      return { api, registry, locks: navigator.locks, kind: await persistence() };
    } catch (error) {
      if (error instanceof StoreError && error.code === 'storeBlocked') throw error;
    }
  }
  const { IDBFactory, IDBKeyRange } = await import('fake-indexeddb');
  const api = { indexedDB: new IDBFactory(), IDBKeyRange };
  return {
    api,
    registry: await openRegistry(api, clock),
    locks: memoryLocks(),
    kind: 'memory',
  };
}

/** Asks the browser not to clear the store by itself; some ask the user, so nobody waits for the answer. */
async function persistence(): Promise<Storage> {
  if (await navigator.storage.persisted()) return 'persistent';
  navigator.storage.persist().catch(() => undefined);
  return 'bestEffort';
}
