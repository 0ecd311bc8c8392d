import type { Identity } from '../../domain/crm-server';
import type { EntryState } from '../../domain/entry';
import type { FeedItem, Stored, StoredEntry, StoredReceipt, StoredRow } from '../stored';

/** What every object store can do. Values are never changed in place: a new one is put. */
interface ObjectStore<K, V> {
  get(key: K): Promise<V | undefined>;
  /** In the order of `keys`. */
  bulkGet(keys: K[]): Promise<(V | undefined)[]>;
  /** In the order of the keys. */
  toArray(): Promise<V[]>;
  count(): Promise<number>;
}

/** Values under keys that the caller gives. */
export interface KeyedStore<V> extends ObjectStore<string, V> {
  put(value: V, key: string): Promise<unknown>;
  bulkPut(values: readonly V[], keys: readonly string[]): Promise<unknown>;
  delete(key: string): Promise<void>;
  bulkDelete(keys: string[]): Promise<void>;
  clear(): Promise<void>;
}

/** Rows under their keys. Those that are added together are read and written fastest together. */
export interface RowStore extends Omit<KeyedStore<StoredRow>, 'clear'> {
  /** All keys; those of rows that were added together follow each other. */
  keys(): Promise<string[]>;
  /** Rejects where one of the keys is taken. */
  add(values: readonly StoredRow[], keys: readonly string[]): Promise<unknown>;
}

/** Values that the store numbers, upwards from 1; no number is ever given twice. */
export interface NumberedStore<V> extends ObjectStore<number, V> {
  /** @returns the number it got. */
  add(value: V): Promise<number>;
}

export type StoreName =
  'records' | 'shadow' | 'links' | 'catalogue' | 'outbox' | 'receipts' | 'feed' | 'state' | 'blobs';

/** The object stores, and the questions to them that are more than a key. */
export interface Stores {
  readonly records: RowStore;
  readonly shadow: KeyedStore<StoredRow>;
  /** What rows are linked to, under their keys. */
  readonly links: KeyedStore<Stored<object>>;
  readonly catalogue: KeyedStore<Stored<{ readonly generation: number }>>;
  readonly state: KeyedStore<Stored<object>>;
  /** Files, which are large: whoever wants to know which there are asks for their keys. */
  readonly blobs: KeyedStore<Stored<object>>;
  /** Numbered by `seq`; {@link StoredEntry.keys} `id` is unique. */
  readonly outbox: NumberedStore<StoredEntry> & {
    /** Replaces the entries that have their `seq`. */
    bulkPut(entries: readonly StoredEntry[]): Promise<unknown>;
    bulkDelete(seqs: number[]): Promise<void>;
  };
  /** By the id of the entry. */
  readonly receipts: ObjectStore<string, StoredReceipt> & {
    bulkPut(receipts: readonly StoredReceipt[]): Promise<unknown>;
  };
  /** Numbered by `generation`. */
  readonly feed: NumberedStore<FeedItem>;

  /** Entries of these records, in no particular order. */
  entriesOfRows(rows: readonly string[]): Promise<StoredEntry[]>;
  /** Where the entries of each of these records stand in the line, in order: reads none of them. */
  placesOf(rows: readonly string[]): Promise<number[][]>;
  /** Where the entries in these states stand, in no particular order: reads none of them. */
  placesIn(states: readonly EntryState[]): Promise<number[]>;
  /** The records that have entries. */
  rowsWithEntries(): Promise<string[]>;
  /** Entries in one of these states, in order, from behind a place in the line. */
  entriesIn(
    states: readonly EntryState[] | 'any',
    behind: number,
    atMost: number,
  ): Promise<StoredEntry[]>;
  newestReceipts(atMost: number): Promise<StoredReceipt[]>;
  /** Deletes those from before a moment: milliseconds since 1970. @returns how many. */
  deleteReceipts(before: number): Promise<number>;
  feedAfter(generation: number): Promise<FeedItem[]>;
  /** 0 where the feed is empty. */
  newestInFeed(): Promise<number>;
  /** Deletes items up to and with this generation. */
  deleteFeed(upTo: number): Promise<void>;
  /** Keys of files that begin so, in order: reads none of them. */
  blobKeys(prefix: string): Promise<string[]>;
  /** Keys of the rows of which it is known what they are linked to: reads none of it, in no particular order. */
  linkKeys(): Promise<string[]>;
  /** Deletes the values whose keys begin so. */
  deleteState(prefix: string): Promise<void>;
}

/**
 * One identity's database: IndexedDB, or this page's memory. Used without a transaction, each call is one of its own.
 * Whatever fails rejects with the store's own error.
 */
export interface LocalDatabase extends Stores {
  readonly name: string;
  /**
   * Does `work` as one: either all of it is kept when this resolves, or nothing. Others see it only then, and what it
   * reads is not changed by others meanwhile. Nothing but the given stores may be awaited in it, and no others used.
   */
  transaction<T>(
    mode: 'r' | 'rw',
    names: readonly StoreName[],
    work: (stores: Stores) => Promise<T>,
  ): Promise<T>;
  close(): void;
}

/** `strict`: on disk when it resolves; `relaxed`: for what can be downloaded again. */
export type Durability = 'strict' | 'relaxed';

/**
 * Opens an identity's database.
 * @throws StoreError `storeBlocked` where another pane keeps it from opening, `localBroken` where the browser fails.
 */
export type OpenDatabase = (identity: Identity, durability: Durability) => Promise<LocalDatabase>;

/** The order of the keys of an object store. */
export const ascending = (a: string | number, b: string | number): number =>
  a < b ? -1 : a > b ? 1 : 0;

export const databaseName = (identity: Identity): string =>
  `carryon:${identity.organizationId}:${identity.userId}`;
