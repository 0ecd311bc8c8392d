import type { Dexie, Table } from 'dexie';
import type { StoredRow } from '../stored';
import { ascending, type RowStore } from './local-database';
import { hasShape, type Shape, rowOf, shapeOf, textOf } from './row-text';

/** Rows that were added together, as one value: keys and rows in the same order. */
export interface Pack {
  readonly number?: number;
  /** Indexed; no other pack has one of them. */
  readonly keys: readonly string[];
  /** What its rows have in common. Packs that were made before this was told apart have none. */
  readonly shape?: Shape;
  /** As text: whoever wants one row gets the others unread, which costs next to nothing. */
  readonly rows: readonly string[];
}

/** The object stores that rows are in. */
export interface PackTables {
  /** Rows that were put one by one: newer than what a pack has under the same key. */
  readonly records: Table<StoredRow, string>;
  /** Numbered upwards. */
  readonly packs: Table<Pack, number>;
  /** The keys of each pack, by its number: to list them without reading rows. */
  readonly contents: Table<readonly string[], number>;
}

/** Rows of a pack: a value costs IndexedDB ten times what a row in it does, and one row is read with all of them. */
const MOST = 32;
/** Fewer are not worth a pack. */
const FEW = 4;

/**
 * Rows on IndexedDB. Those that come in great numbers lie in packs; the ones that are written again lie alone, over
 * what the pack has.
 */
export class PackedRows implements RowStore {
  constructor(private readonly dexie: Dexie & PackTables) {}

  /** As a part of the transaction that is running, or as one of its own. */
  #as<T>(mode: 'r' | 'rw', work: () => Promise<T>): Promise<T> {
    const { records, packs, contents } = this.dexie;
    return this.dexie.transaction(mode, [records, packs, contents], work);
  }

  /**
   * Without a transaction of its own, whose end would be waited for, as would be by all that is asked beside it where
   * it is within another. Only a row that neither place has may just have moved from the one to the other.
   */
  get(key: string): Promise<StoredRow | undefined> {
    return this.#read(key).then((row) => row ?? this.#as('r', () => this.#read(key)));
  }

  #read(key: string): Promise<StoredRow | undefined> {
    const { records, packs } = this.dexie;
    return Promise.all([records.get(key), packs.where('keys').equals(key).first()]).then(
      ([alone, pack]) => alone ?? rowIn(pack, key),
    );
  }

  bulkGet(keys: string[]): Promise<(StoredRow | undefined)[]> {
    const [only] = keys;
    if (only !== undefined && keys.length === 1) return this.get(only).then((row) => [row]);
    return this.#as('r', async () => {
      const alone = await this.dexie.records.bulkGet(keys);
      const others = keys.filter((_, index) => alone[index] === undefined);
      const packs = new Map<string, Pack>();
      for (const pack of await this.#packsOf(others))
        for (const key of pack.keys) packs.set(key, pack);
      return keys.map((key, index) => alone[index] ?? rowIn(packs.get(key), key));
    });
  }

  async #packsOf(keys: readonly string[]): Promise<Pack[]> {
    if (keys.length === 0) return [];
    const { packs } = this.dexie;
    const found = await Promise.all(
      keys.map((key) => packs.where('keys').equals(key).primaryKeys()),
    );
    const numbers = [...new Set(found.flat())];
    return packs.bulkGet(numbers).then(present);
  }

  put(value: StoredRow, key: string): Promise<unknown> {
    return this.dexie.records.put(value, key);
  }

  bulkPut(values: readonly StoredRow[], keys: readonly string[]): Promise<unknown> {
    return this.dexie.records.bulkPut(values, keys);
  }

  add(values: readonly StoredRow[], keys: readonly string[]): Promise<unknown> {
    return this.#as('rw', async () => {
      const { records, packs, contents } = this.dexie;
      if (values.length < FEW) {
        if ((await this.#packsOf(keys)).length > 0) throw new DOMException('', 'ConstraintError');
        await records.bulkAdd(values, keys);
        return;
      }
      const made = packed(values, keys);
      const numbers = await packs.bulkAdd(made, { allKeys: true });
      await contents.bulkPut(
        made.map((pack) => pack.keys),
        numbers,
      );
    });
  }

  delete(key: string): Promise<void> {
    return this.bulkDelete([key]);
  }

  bulkDelete(keys: string[]): Promise<void> {
    return this.#as('rw', async () => {
      const { records, packs, contents } = this.dexie;
      const gone = new Set(keys);
      const wanted = new Set(keys);
      const empty: number[] = [];
      const some: number[] = [];
      for (const key of keys) {
        if (!wanted.has(key)) continue;
        const [number] = await packs.where('keys').equals(key).primaryKeys();
        if (number === undefined) continue;
        const packed = (await contents.get(number)) ?? [];
        for (const other of packed) wanted.delete(other);
        (packed.every((other) => gone.has(other)) ? empty : some).push(number);
      }
      const left: (Pack & { readonly number: number })[] = [];
      for (const { number = 0, ...pack } of await packs.bulkGet(some).then(present)) {
        const rows = pack.rows.filter((_, index) => !gone.has(pack.keys[index] ?? ''));
        left.push({ ...pack, number, rows, keys: pack.keys.filter((key) => !gone.has(key)) });
      }
      await Promise.all([
        records.bulkDelete(keys),
        packs.bulkDelete(empty),
        contents.bulkDelete(empty),
        packs.bulkPut(left),
        contents.bulkPut(
          left.map((pack) => pack.keys),
          left.map(({ number }) => number),
        ),
      ]);
    });
  }

  keys(): Promise<string[]> {
    return this.#as('r', async () => {
      const { records, contents } = this.dexie;
      const [packed, alone] = await Promise.all([
        contents.toArray(),
        records.toCollection().primaryKeys(),
      ]);
      return [...new Set([...packed.flat(), ...alone])];
    });
  }

  async toArray(): Promise<StoredRow[]> {
    const rows = await this.#as('r', async () => this.bulkGet((await this.keys()).sort(ascending)));
    return rows.filter((row) => row !== undefined);
  }

  async count(): Promise<number> {
    return (await this.keys()).length;
  }
}

const present = (packs: (Pack | undefined)[]): Pack[] => packs.filter((pack) => pack !== undefined);

/** Rows of the same shape that follow each other lie together. */
function packed(values: readonly StoredRow[], keys: readonly string[]): Pack[] {
  const packs: (Pack & { keys: string[]; shape: Shape; rows: string[] })[] = [];
  values.forEach((row, index) => {
    let last = packs.at(-1);
    if (last === undefined || last.rows.length === MOST || !hasShape(row, last.shape)) {
      last = { keys: [], shape: shapeOf(row), rows: [] };
      packs.push(last);
    }
    last.keys.push(keys[index] ?? '');
    last.rows.push(textOf(row, last.shape));
  });
  return packs;
}

function rowIn(pack: Pack | undefined, key: string): StoredRow | undefined {
  const text = pack?.rows[pack.keys.indexOf(key)];
  return text === undefined ? undefined : rowOf(text, pack?.shape);
}
