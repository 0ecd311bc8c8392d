import type { BrowserStorage } from '../domain/carryon';
import type { Clock, Locks } from '../domain/ports';
import { cleanLog } from '../offline/database/clean-log';
import { indexedDatabases } from '../offline/database/indexed-database';
import type { OpenDatabase } from '../offline/database/local-database';
import { memoryDatabases } from '../offline/database/memory-database';
import { memoryLocks } from '../offline/memory-locks';
import { memoryRegistry, openRegistry, type Registry } from '../offline/registry';
import { StoreError } from '../offline/store-error';
import { browserStorage, noStorage } from './browser-storage';
import { type MirrorFiles, mirrorFiles, noMirrors } from './mirror-files';

export interface LocalStorage {
  readonly openDatabase: OpenDatabase;
  readonly storage: BrowserStorage;
  readonly locks: Locks;
  readonly registry: Registry;
  readonly mirrors: MirrorFiles;
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
      const api = { indexedDB, IDBKeyRange };
      cleanLog(indexedDB);
      return {
        openDatabase: indexedDatabases(api, clock),
        registry: await openRegistry(api, clock),
        locks: navigator.locks,
        storage: await browserStorage(navigator.storage),
        mirrors: mirrorFiles(navigator.storage),
      };
    } catch (error) {
      if (error instanceof StoreError && error.code === 'storeBlocked') throw error;
    }
  }
  return {
    openDatabase: memoryDatabases(),
    registry: memoryRegistry(),
    locks: memoryLocks(),
    storage: noStorage,
    mirrors: noMirrors,
  };
}
