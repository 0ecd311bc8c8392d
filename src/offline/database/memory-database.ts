import type { EntryState } from '../../domain/entry';
import type { FeedItem, Stored, StoredEntry, StoredReceipt, StoredRow } from '../stored';
import {
  ascending,
  databaseName,
  type KeyedStore,
  type LocalDatabase,
  type OpenDatabase,
  type StoreName,
  type Stores,
} from './local-database';
import { type Content, emptyContent, exclusively } from './memory-content';

/** Does one thing with a store, in the transaction that is running or in one of its own. */
type Do = <T>(mode: 'r' | 'rw', store: StoreName, work: () => T) => Promise<T>;

/** Object stores over maps. Keys keep no order in a map, so what is asked in order is sorted. */
class MemoryStores implements Stores {
  constructor(
    protected readonly content: Content,
    private readonly act: Do,
  ) {}

  #map<V>(store: StoreName): Map<string | number, V> {
    return this.content.values[store] as Map<string | number, V>;
  }

  #set<V>(store: StoreName, key: string | number, value: V | undefined): void {
    const map = this.#map<V>(store);
    const had = map.has(key);
    const old = map.get(key) as V;
    this.content.undo.push(() => void (had ? map.set(key, old) : map.delete(key)));
    if (value === undefined) map.delete(key);
    else map.set(key, value);
  }

  #all<V>(store: StoreName): V[] {
    const entries = [...this.#map<V>(store)].sort(([a], [b]) => ascending(a, b));
    return entries.map(([, value]) => value);
  }

  #readable<K extends string | number, V>(store: StoreName) {
    return {
      get: (key: K) => this.act('r', store, () => this.#map<V>(store).get(key)),
      bulkGet: (keys: K[]) =>
        this.act('r', store, () => keys.map((key) => this.#map<V>(store).get(key))),
      toArray: () => this.act('r', store, () => this.#all<V>(store)),
      count: () => this.act('r', store, () => this.#map(store).size),
    };
  }

  #keyed<V>(store: StoreName): KeyedStore<V> {
    const write = (work: () => void): Promise<void> => this.act('rw', store, work);
    return {
      ...this.#readable<string, V>(store),
      put: (value, key) => write(() => this.#set(store, key, value)),
      bulkPut: (values, keys) =>
        write(() => {
          values.forEach((value, index) => this.#set(store, keys[index] ?? '', value));
        }),
      delete: (key) => write(() => this.#set(store, key, undefined)),
      bulkDelete: (keys) =>
        write(() => {
          for (const key of keys) this.#set(store, key, undefined);
        }),
      clear: () =>
        write(() => {
          for (const key of [...this.#map(store).keys()]) this.#set(store, key, undefined);
        }),
    };
  }

  #next(store: 'outbox' | 'feed'): number {
    return (this.content.numbers[store] += 1);
  }

  readonly records: Stores['records'] = {
    ...this.#keyed<StoredRow>('records'),
    keys: () =>
      this.act('r', 'records', () => [...this.#map('records').keys()].map(String).sort(ascending)),
    add: (values, keys) =>
      this.act('rw', 'records', () => {
        if (keys.some((key) => this.#map('records').has(key)))
          throw new DOMException('A key is taken.', 'ConstraintError');
        values.forEach((value, index) => this.#set('records', keys[index] ?? '', value));
      }),
  };
  readonly shadow = this.#keyed<StoredRow>('shadow');
  readonly links = this.#keyed<Stored<object>>('links');
  readonly catalogue = this.#keyed<Stored<{ readonly generation: number }>>('catalogue');
  readonly state = this.#keyed<Stored<object>>('state');
  readonly blobs = this.#keyed<Stored<object>>('blobs');
  readonly outbox: Stores['outbox'] = {
    ...this.#readable<number, StoredEntry>('outbox'),
    add: (value) =>
      this.act('rw', 'outbox', () => {
        const twin = this.#all<StoredEntry>('outbox').find(({ keys }) => keys.id === value.keys.id);
        if (twin !== undefined) throw new DOMException('The id is taken.', 'ConstraintError');
        const seq = this.#next('outbox');
        this.#set('outbox', seq, { ...value, seq });
        return seq;
      }),
    bulkPut: (entries) =>
      this.act('rw', 'outbox', () => {
        for (const entry of entries) this.#set('outbox', entry.seq ?? 0, entry);
      }),
    bulkDelete: (seqs) =>
      this.act('rw', 'outbox', () => {
        for (const seq of seqs) this.#set('outbox', seq, undefined);
      }),
  };
  readonly receipts: Stores['receipts'] = {
    ...this.#readable<string, StoredReceipt>('receipts'),
    bulkPut: (receipts) =>
      this.act('rw', 'receipts', () => {
        for (const receipt of receipts) this.#set('receipts', receipt.keys.id, receipt);
      }),
  };
  readonly feed: Stores['feed'] = {
    ...this.#readable<number, FeedItem>('feed'),
    add: (value) =>
      this.act('rw', 'feed', () => {
        const generation = this.#next('feed');
        this.#set('feed', generation, { ...value, generation });
        return generation;
      }),
  };

  entriesOfRows(rows: readonly string[]): Promise<StoredEntry[]> {
    return this.act('r', 'outbox', () =>
      this.#all<StoredEntry>('outbox').filter(({ keys }) => rows.includes(keys.row)),
    );
  }

  placesOf(rows: readonly string[]): Promise<number[][]> {
    return this.act('r', 'outbox', () => {
      const all = this.#all<StoredEntry>('outbox');
      return rows.map((row) =>
        all.filter(({ keys }) => keys.row === row).map(({ seq = 0 }) => seq),
      );
    });
  }

  placesIn(states: readonly EntryState[]): Promise<number[]> {
    return this.act('r', 'outbox', () =>
      this.#all<StoredEntry>('outbox')
        .filter(({ keys }) => states.includes(keys.state))
        .map(({ seq = 0 }) => seq),
    );
  }

  rowsWithEntries(): Promise<string[]> {
    return this.act('r', 'outbox', () => [
      ...new Set(this.#all<StoredEntry>('outbox').map(({ keys }) => keys.row)),
    ]);
  }

  entriesIn(
    states: readonly EntryState[] | 'any',
    behind: number,
    atMost: number,
  ): Promise<StoredEntry[]> {
    return this.act('r', 'outbox', () =>
      this.#all<StoredEntry>('outbox')
        .filter(({ seq = 0 }) => seq > behind)
        .filter(({ keys }) => states === 'any' || states.includes(keys.state))
        .slice(0, atMost),
    );
  }

  newestReceipts(atMost: number): Promise<StoredReceipt[]> {
    return this.act('r', 'receipts', () =>
      this.#all<StoredReceipt>('receipts')
        .sort((a, b) => b.keys.time - a.keys.time)
        .slice(0, atMost),
    );
  }

  deleteReceipts(before: number): Promise<number> {
    return this.act('rw', 'receipts', () => {
      const old = this.#all<StoredReceipt>('receipts').filter(({ keys }) => keys.time < before);
      for (const { keys } of old) this.#set('receipts', keys.id, undefined);
      return old.length;
    });
  }

  feedAfter(generation: number): Promise<FeedItem[]> {
    return this.act('r', 'feed', () =>
      this.#all<FeedItem>('feed').filter((item) => (item.generation ?? 0) > generation),
    );
  }

  newestInFeed(): Promise<number> {
    return this.act('r', 'feed', () => this.#all<FeedItem>('feed').at(-1)?.generation ?? 0);
  }

  deleteFeed(upTo: number): Promise<void> {
    return this.act('rw', 'feed', () => {
      for (const key of [...this.#map('feed').keys()])
        if (Number(key) <= upTo) this.#set('feed', key, undefined);
    });
  }

  blobKeys(prefix: string): Promise<string[]> {
    return this.act('r', 'blobs', () =>
      [...this.#map('blobs').keys()]
        .map(String)
        .filter((key) => key.startsWith(prefix))
        .sort(ascending),
    );
  }

  linkKeys(): Promise<string[]> {
    return this.act('r', 'links', () => [...this.#map('links').keys()].map(String));
  }

  deleteState(prefix: string): Promise<void> {
    return this.act('rw', 'state', () => {
      for (const key of [...this.#map('state').keys()])
        if (String(key).startsWith(prefix)) this.#set('state', key, undefined);
    });
  }
}

/** Within a transaction: only the stores it names, and only what its mode allows. */
const within =
  (mode: 'r' | 'rw', names: readonly StoreName[]): Do =>
  async (wanted, store, work) => {
    if (!names.includes(store)) throw new DOMException(store, 'NotFoundError');
    if (mode === 'r' && wanted === 'rw') throw new DOMException(store, 'ReadOnlyError');
    return work();
  };

/** The port on a page's memory: for a browser that keeps nothing, and for tests. */
class MemoryDatabase extends MemoryStores implements LocalDatabase {
  #closed = false;

  constructor(
    readonly name: string,
    content: Content,
  ) {
    super(content, (_mode, _store, work) => this.#alone(async () => work()));
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new DOMException(this.name, 'InvalidStateError'));
    return exclusively(this.content, work);
  }

  transaction<T>(
    mode: 'r' | 'rw',
    names: readonly StoreName[],
    work: (stores: Stores) => Promise<T>,
  ): Promise<T> {
    const stores = new MemoryStores(this.content, within(mode, names));
    return this.#alone(() => work(stores));
  }

  close(): void {
    this.#closed = true;
  }
}

/** Databases in this page's memory: what one handle wrote is there for the next, until the page is closed. */
export function memoryDatabases(): OpenDatabase {
  const contents = new Map<string, Content>();
  return async (identity) => {
    const name = databaseName(identity);
    const content = contents.get(name) ?? emptyContent();
    contents.set(name, content);
    return new MemoryDatabase(name, content);
  };
}
