import { Dexie, type Table } from 'dexie';
import type { EntryState } from '../../domain/entry';
import type { Clock } from '../../domain/ports';
import { StoreError } from '../store-error';
import type { FeedItem, Stored, StoredEntry, StoredReceipt, StoredRow } from '../stored';
import {
  databaseName,
  type Durability,
  type LocalDatabase,
  type OpenDatabase,
  type StoreName,
  type Stores,
} from './local-database';
import { PackedRows, type PackTables } from './packed-rows';

/** Where IndexedDB comes from. */
export interface IndexedDbApi {
  readonly indexedDB: IDBFactory;
  readonly IDBKeyRange: typeof IDBKeyRange;
}

/** The stores. Schema changes may only add stores: panes of two versions can be open at once. */
export class Schema extends Dexie {
  declare readonly records: PackTables['records'];
  declare readonly packs: PackTables['packs'];
  declare readonly contents: PackTables['contents'];
  declare readonly catalogue: Table<Stored<{ readonly generation: number }>, string>;
  declare readonly feed: Table<FeedItem, number>;
  declare readonly shadow: Table<StoredRow, string>;
  declare readonly blobs: Table<Stored<object>, string>;
  declare readonly links: Table<Stored<object>, string>;
  declare readonly outbox: Table<StoredEntry, number>;
  declare readonly receipts: Table<StoredReceipt, string>;
  declare readonly state: Table<Stored<object>, string>;

  constructor(name: string, api: IndexedDbApi, durability: Durability) {
    // No cache: it would show changes before they are committed.
    super(name, { ...api, chromeTransactionDurability: durability, cache: 'disabled' });
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
    this.version(2).stores({ packs: '++number,&*keys', contents: '' });
    // Returning false replaces Dexie's own handler. The handle closes so that a newer pane can upgrade, and the next
    // use opens it again, at whatever version is there then.
    this.on('versionchange', () => {
      this.close({ disableAutoOpen: false });
      return false;
    });
  }
}

/** The port on IndexedDB, by Dexie: its tables are the object stores, and know the transaction they are used in. */
export class IndexedDatabase implements LocalDatabase {
  readonly name: string;
  readonly records: Stores['records'];
  readonly shadow: Stores['shadow'];
  readonly links: Stores['links'];
  readonly catalogue: Stores['catalogue'];
  readonly state: Stores['state'];
  readonly blobs: Stores['blobs'];
  readonly outbox: Stores['outbox'];
  readonly receipts: Stores['receipts'];
  readonly feed: Stores['feed'];

  constructor(readonly dexie: Schema) {
    this.name = dexie.name;
    this.records = new PackedRows(dexie);
    this.shadow = dexie.shadow;
    this.links = dexie.links;
    this.catalogue = dexie.catalogue;
    this.state = dexie.state;
    this.blobs = dexie.blobs;
    this.outbox = dexie.outbox;
    this.receipts = dexie.receipts;
    this.feed = dexie.feed;
  }

  entriesOfRows(rows: readonly string[]): Promise<StoredEntry[]> {
    return this.dexie.outbox.where('keys.row').anyOf(rows).toArray();
  }

  placesOf(rows: readonly string[]): Promise<number[][]> {
    const { outbox } = this.dexie;
    return this.dexie.transaction('r', [outbox], () =>
      Promise.all(rows.map((row) => outbox.where('keys.row').equals(row).primaryKeys())),
    );
  }

  async placesIn(states: readonly EntryState[]): Promise<number[]> {
    const { outbox } = this.dexie;
    const places = await this.dexie.transaction('r', [outbox], () =>
      Promise.all(states.map((state) => outbox.where('keys.state').equals(state).primaryKeys())),
    );
    return places.flat();
  }

  async rowsWithEntries(): Promise<string[]> {
    return (await this.dexie.outbox.orderBy('keys.row').uniqueKeys()).map(String);
  }

  entriesIn(
    states: readonly EntryState[] | 'any',
    behind: number,
    atMost: number,
  ): Promise<StoredEntry[]> {
    return this.dexie.outbox
      .where(':id')
      .above(behind)
      .filter(({ keys }) => states === 'any' || states.includes(keys.state))
      .limit(atMost)
      .toArray();
  }

  newestReceipts(atMost: number): Promise<StoredReceipt[]> {
    return this.dexie.receipts.orderBy('keys.time').reverse().limit(atMost).toArray();
  }

  deleteReceipts(before: number): Promise<number> {
    return this.dexie.receipts.where('keys.time').below(before).delete();
  }

  feedAfter(generation: number): Promise<FeedItem[]> {
    return this.dexie.feed.where(':id').above(generation).toArray();
  }

  async newestInFeed(): Promise<number> {
    return Number((await this.dexie.feed.orderBy(':id').lastKey()) ?? 0);
  }

  async deleteFeed(upTo: number): Promise<void> {
    await this.dexie.feed.where(':id').belowOrEqual(upTo).delete();
  }

  async blobKeys(prefix: string): Promise<string[]> {
    return (await this.dexie.blobs.where(':id').startsWith(prefix).primaryKeys()).map(String);
  }

  linkKeys(): Promise<string[]> {
    return this.dexie.links.toCollection().primaryKeys();
  }

  async deleteState(prefix: string): Promise<void> {
    await this.dexie.state.where(':id').startsWith(prefix).delete();
  }

  transaction<T>(
    mode: 'r' | 'rw',
    names: readonly StoreName[],
    work: (stores: Stores) => Promise<T>,
  ): Promise<T> {
    const stores = names.flatMap((name) =>
      name === 'records' ? ['records', 'packs', 'contents'] : [name],
    );
    return this.dexie.transaction(mode, stores, () => work(this));
  }

  close(): void {
    this.dexie.close();
  }
}

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

/** Databases in IndexedDB. */
export const indexedDatabases =
  (api: IndexedDbApi, clock: Clock, limitMs = OPEN_LIMIT): OpenDatabase =>
  async (identity, durability) => {
    const dexie = new Schema(databaseName(identity), api, durability);
    try {
      await within(dexie.open(), limitMs, clock);
      return new IndexedDatabase(dexie);
    } catch (error) {
      dexie.close();
      throw error;
    }
  };
