import { Dexie, type Table } from 'dexie';
import type { Identity } from '../domain/crm-server';
import type { Clock } from '../domain/ports';
import { StoreError } from './store-error';
import type { FeedItem, Stored, StoredEntry, StoredReceipt, StoredRow } from './stored';

/** Where IndexedDB comes from: the browser's, or an in-memory one where storage is denied. */
export interface StorageApi {
  readonly indexedDB: IDBFactory;
  readonly IDBKeyRange: typeof IDBKeyRange;
}

/** The stores. Schema changes may only add stores: panes of two versions can be open at once. */
export class LocalDatabase extends Dexie {
  declare readonly records: Table<StoredRow, string>;
  declare readonly catalogue: Table<Stored<{ readonly generation: number }>, string>;
  declare readonly feed: Table<FeedItem, number>;
  declare readonly shadow: Table<StoredRow, string>;
  declare readonly links: Table<Stored<object>, string>;
  declare readonly blobs: Table<Stored<object>, string>;
  declare readonly outbox: Table<StoredEntry, number>;
  declare readonly receipts: Table<StoredReceipt, string>;
  declare readonly state: Table<Stored<object>, string>;

  constructor(name: string, storage: StorageApi, durability: 'strict' | 'relaxed') {
    // No cache: it would show changes before they are committed.
    super(name, { ...storage, chromeTransactionDurability: durability, cache: 'disabled' });
    this.version(1).stores({
      records: '',
      catalogue: '',
      feed: '++generation',
      shadow: '',
      links: '',
      blobs: '',
      outbox: '++seq,&keys.id,keys.state,keys.row',
      receipts: 'keys.id,keys.time',
      state: '',
    });
    // Returning false replaces Dexie's own handler. The handle closes so that a newer pane can upgrade, and the next
    // use opens it again, at whatever version is there then.
    this.on('versionchange', () => {
      this.close({ disableAutoOpen: false });
      return false;
    });
  }
}

export const databaseName = (identity: Identity): string =>
  `carryon:${identity.organizationId}:${identity.userId}`;

/** Milliseconds. */
export const OPEN_LIMIT = 5000;

/** Settles with `work`, or rejects with `storeBlocked` after `ms`. */
export function within<T>(work: PromiseLike<T>, ms: number, clock: Clock): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => {
      reject(new StoreError('storeBlocked'));
    });
    work.then(
      (value) => {
        cancel();
        resolve(value);
      },
      (error: unknown) => {
        cancel();
        reject(new StoreError('localBroken', { cause: error }));
      },
    );
  });
}

/**
 * Opens one identity's database.
 * @param durability `strict` where changes of the user are written; `relaxed` for what can be downloaded again.
 * @throws StoreError `storeBlocked` where another pane keeps it from opening, `localBroken` where the browser fails.
 */
export async function openDatabase(
  identity: Identity,
  durability: 'strict' | 'relaxed',
  storage: StorageApi,
  clock: Clock,
  limitMs = OPEN_LIMIT,
): Promise<LocalDatabase> {
  const db = new LocalDatabase(databaseName(identity), storage, durability);
  try {
    await within(db.open(), limitMs, clock);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
