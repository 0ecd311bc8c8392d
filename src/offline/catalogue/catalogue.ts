import MiniSearch from 'minisearch';
import type { ListItem, ListPage, ListQuery, RelatedGroup } from '../../domain/record-store';
import { rowKey, type RowRef } from '../../domain/row';
import type { Item } from './item';
import { smallest } from './smallest';
import { fold, words } from './words';

interface Entry {
  readonly item: Item;
  /** What lists are ordered by. */
  readonly order: string;
}

interface Document {
  readonly key: string;
  readonly name: string;
  readonly detail: string;
  readonly addresses: string;
}

const options = {
  idField: 'key',
  fields: ['name', 'detail', 'addresses'],
  tokenize: words,
  processTerm: fold,
  searchOptions: { prefix: true, combineWith: 'AND' as const, boost: { name: 3 } },
};

/** What lists show of it. */
export const shown = ({ table, id, name, detail, pending }: Item): ListItem => ({
  table,
  id,
  name,
  detail,
  pending,
});

const documentOf = (item: Item): Document => ({
  key: rowKey(item),
  name: item.name,
  detail: item.detail,
  addresses: item.addresses.join(' '),
});

/** The form in which a catalogue is saved. */
export interface CatalogueDump {
  readonly items: readonly Item[];
  readonly index: string;
}

/** Finds rows in memory: by words, references and addresses. */
export class Catalogue {
  readonly #entries = new Map<string, Entry>();
  /** Keys of the rows that refer to a row. */
  readonly #referring = new Map<string, Set<string>>();
  readonly #byAddress = new Map<string, Set<string>>();
  readonly #counts = new Map<string, number>();
  #index = new MiniSearch<Document>(options);

  static load(dump: CatalogueDump): Catalogue {
    const catalogue = new Catalogue();
    for (const item of dump.items) catalogue.#enter(item);
    catalogue.#index = MiniSearch.loadJSON<Document>(dump.index, options);
    return catalogue;
  }

  dump(): CatalogueDump {
    return {
      items: [...this.#entries.values()].map(({ item }) => item),
      index: JSON.stringify(this.#index),
    };
  }

  get size(): number {
    return this.#entries.size;
  }

  put(item: Item): void {
    const key = rowKey(item);
    const old = this.#entries.get(key)?.item;
    if (old !== undefined) this.#leave(old);
    this.#enter(item);
    const document = documentOf(item);
    if (old === undefined) this.#index.add(document);
    else if (
      old.name !== item.name ||
      old.detail !== item.detail ||
      old.addresses.join() !== item.addresses.join()
    )
      this.#index.replace(document);
  }

  remove(key: string): void {
    const old = this.#entries.get(key)?.item;
    if (old === undefined) return;
    this.#leave(old);
    this.#entries.delete(key);
    this.#index.discard(key);
  }

  #enter(item: Item): void {
    const key = rowKey(item);
    this.#entries.set(key, { item, order: fold(item.name) });
    for (const [, to] of item.refs) add(this.#referring, to, key);
    for (const address of item.addresses) add(this.#byAddress, address, key);
    if (!item.deleted) this.#counts.set(item.table, (this.#counts.get(item.table) ?? 0) + 1);
  }

  #leave(item: Item): void {
    const key = rowKey(item);
    for (const [, to] of item.refs) drop(this.#referring, to, key);
    for (const address of item.addresses) drop(this.#byAddress, address, key);
    if (!item.deleted) this.#counts.set(item.table, (this.#counts.get(item.table) ?? 1) - 1);
  }

  counts(): Record<string, number> {
    return Object.fromEntries([...this.#counts].filter(([, count]) => count > 0));
  }

  get(key: string): Item | null {
    return this.#entries.get(key)?.item ?? null;
  }

  list({ text, table, limit }: ListQuery): ListPage {
    const wanted = ({ item }: Entry): boolean =>
      !item.deleted && (table === null || item.table === table);
    if (words(text).length === 0) {
      const entries = [...this.#entries.values()].filter(wanted);
      return { items: first(entries, limit), total: entries.length };
    }
    const found = this.#index.search(text).flatMap(({ id, score }) => {
      const entry = this.#entries.get(String(id));
      return entry !== undefined && wanted(entry) ? [{ ...entry, score }] : [];
    });
    const best = smallest(
      found,
      limit,
      (a, b) => b.score - a.score || (a.order < b.order ? -1 : a.order > b.order ? 1 : 0),
    );
    return { items: best.map(({ item }) => shown(item)), total: found.length };
  }

  related(ref: RowRef): RelatedGroup[] {
    const key = rowKey(ref);
    const groups = new Map<string, Entry[]>();
    for (const from of this.#referring.get(key) ?? []) {
      const entry = this.#entries.get(from);
      if (entry === undefined || entry.item.deleted) continue;
      for (const [column, to] of entry.item.refs) {
        if (to !== key) continue;
        const group: string = `${entry.item.table}:${column}`;
        const entries: Entry[] = groups.get(group) ?? [];
        if (!entries.includes(entry)) groups.set(group, [...entries, entry]);
      }
    }
    return [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([group, entries]) => {
        const [table = '', column = ''] = group.split(':');
        return { table, column, items: first(entries, entries.length) };
      });
  }

  byAddress(addresses: readonly string[]): Map<string, readonly ListItem[]> {
    const found = new Map<string, readonly ListItem[]>();
    for (const address of addresses.map((text) => text.toLowerCase())) {
      const entries = [...(this.#byAddress.get(address) ?? [])]
        .flatMap((key) => this.#entries.get(key) ?? [])
        .filter(({ item }) => !item.deleted);
      if (entries.length > 0) found.set(address, first(entries, entries.length));
    }
    return found;
  }

  /**
   * Rows with one of these matchcodes, by name. All items are looked through: for a hundred thousand that takes some
   * twenty milliseconds after a pause in typing, where an index would cost memory for every row.
   * @param itself key of a row that is none of them.
   */
  duplicates(codes: ReadonlySet<number>, itself: string | null, limit: number): ListItem[] {
    const found: Entry[] = [];
    for (const [key, entry] of this.#entries) {
      const { deleted, matchcodes } = entry.item;
      if (!deleted && key !== itself && matchcodes.some((code) => codes.has(code)))
        found.push(entry);
    }
    return first(found, limit);
  }
}

/** The first by name. */
const first = (entries: readonly Entry[], limit: number): ListItem[] =>
  smallest(entries, limit, (a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0)).map(
    ({ item }) => shown(item),
  );

function add(sets: Map<string, Set<string>>, name: string, key: string): void {
  const set = sets.get(name);
  if (set === undefined) sets.set(name, new Set([key]));
  else set.add(key);
}

function drop(sets: Map<string, Set<string>>, name: string, key: string): void {
  const set = sets.get(name);
  set?.delete(key);
  if (set?.size === 0) sets.delete(name);
}
