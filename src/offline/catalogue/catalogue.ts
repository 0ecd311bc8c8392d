import type { ListItem, ListPage, ListQuery, RelatedGroup } from '../../domain/record-store';
import { rowKey, type RowRef } from '../../domain/row';
import { type Columns, fromColumns, toColumns } from './columns';
import { Haystack } from './haystack';
import type { Item } from './item';
import { Lookup } from './lookup';
import { BETWEEN, exactly, type Query, searchText, similar } from './search-text';
import { smallest } from './smallest';
import { words } from './words';

interface Entry {
  readonly item: Item;
  /** {@link searchText}; lists are ordered by it, that is by name. */
  readonly text: string;
}

/** What lists show of it. */
export const shown = ({ table, id, name, detail, pending }: Item): ListItem => ({
  table,
  id,
  name,
  detail,
  pending,
});

/** The form in which a catalogue is saved. */
export interface CatalogueDump {
  readonly items: Columns;
  /** The items' texts in one. */
  readonly texts: string;
}

/** Finds rows in memory: by words, references and addresses. */
export class Catalogue {
  readonly #entries = new Map<string, Entry>();
  readonly #haystack = new Haystack(this.#entries);
  readonly #counts = new Map<string, number>();
  /** Keys of the rows that refer to a row. */
  readonly #referring = new Lookup<Entry>(
    ({ item }) => item.refs.map(([, to]) => to),
    () => this.#entries,
  );
  readonly #byAddress = new Lookup<Entry>(
    ({ item }) => item.addresses,
    () => this.#entries,
  );
  /** All words that rows have or have had; null: nobody has asked yet. */
  #vocabulary: Set<string> | null = null;

  static load({ items, texts }: CatalogueDump): Catalogue {
    const catalogue = new Catalogue();
    const all = texts.split(BETWEEN);
    let at = 0;
    for (const [key, item] of fromColumns(items)) {
      catalogue.#enter(key, { item, text: all[at] ?? searchText(item) });
      at += 1;
    }
    return catalogue;
  }

  dump(): CatalogueDump {
    const entries = [...this.#entries.values()];
    return {
      items: toColumns(entries.map(({ item }) => item)),
      texts: entries.map(({ text }) => text).join(BETWEEN),
    };
  }

  get size(): number {
    return this.#entries.size;
  }

  put(item: Item): void {
    const key = rowKey(item);
    this.#leave(key);
    this.#enter(key, { item, text: searchText(item) });
  }

  remove(key: string): void {
    this.#leave(key);
  }

  removeAll(keys: ReadonlySet<string>): void {
    if (keys.size > this.size / 2)
      for (const lookup of [this.#referring, this.#byAddress]) lookup.clear();
    for (const key of keys) this.#leave(key);
  }

  #enter(key: string, entry: Entry): void {
    const { item, text } = entry;
    this.#entries.set(key, entry);
    this.#haystack.changed(key);
    this.#referring.add(key, entry);
    this.#byAddress.add(key, entry);
    if (this.#vocabulary !== null) for (const word of words(text)) this.#vocabulary.add(word);
    if (!item.deleted) this.#counts.set(item.table, (this.#counts.get(item.table) ?? 0) + 1);
  }

  #leave(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    const { item } = entry;
    this.#entries.delete(key);
    this.#haystack.changed(key);
    this.#referring.drop(key, entry);
    this.#byAddress.drop(key, entry);
    if (!item.deleted) this.#counts.set(item.table, (this.#counts.get(item.table) ?? 1) - 1);
  }

  counts(): Record<string, number> {
    return Object.fromEntries([...this.#counts].filter(([, count]) => count > 0));
  }

  keys(): Iterable<string> {
    return this.#entries.keys();
  }

  get(key: string): Item | null {
    return this.#entries.get(key)?.item ?? null;
  }

  list({ text, table, limit }: ListQuery): ListPage {
    const asked = words(text);
    const exact = this.#fitting(table, exactly(asked));
    const near = exact.length > 0 ? null : similar(asked, this.#words());
    const found = near === null ? exact : this.#fitting(table, near);
    const best = smallest(found, limit, (a, b) => b.fit - a.fit || byName(a, b));
    return {
      items: best.map(({ item }) => shown(item)),
      total: found.length,
      similar: exact.length === 0 && found.length > 0,
    };
  }

  #fitting(table: string | null, query: Query): (Entry & { readonly fit: number })[] {
    const found: (Entry & { readonly fit: number })[] = [];
    const { beginning } = query;
    const candidates =
      beginning === null ? this.#entries.values() : this.#haystack.having(beginning);
    for (const { item, text } of candidates) {
      if (item.deleted || (table !== null && item.table !== table)) continue;
      const fit = query.fit(text);
      if (fit > 0) found.push({ item, text, fit });
    }
    return found;
  }

  #words(): ReadonlySet<string> {
    if (this.#vocabulary === null) {
      this.#vocabulary = new Set();
      for (const { text } of this.#entries.values())
        for (const word of text.split(/\s+/)) if (word !== '') this.#vocabulary.add(word);
    }
    return this.#vocabulary;
  }

  /** Those of these rows that are there and not deleted, by name. */
  items(refs: readonly RowRef[]): ListItem[] {
    const found = refs
      .flatMap((ref) => this.#entries.get(rowKey(ref)) ?? [])
      .filter(({ item }) => !item.deleted);
    return first(found, found.length);
  }

  related(ref: RowRef): RelatedGroup[] {
    const key = rowKey(ref);
    const groups = new Map<string, Entry[]>();
    for (const from of this.#referring.get(key)) {
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
        return { table, column, items: inOrder(entries) };
      });
  }

  byAddress(addresses: readonly string[]): Map<string, readonly ListItem[]> {
    const found = new Map<string, readonly ListItem[]>();
    for (const address of addresses.map((text) => text.toLowerCase())) {
      const entries = [...this.#byAddress.get(address)]
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

const byName = (a: Entry, b: Entry): number => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0);

/** What is not in the CRM yet has been made last. */
const madeAt = ({ item }: Entry): string => item.madeAt || '~';

const newest = (a: Entry, b: Entry): number =>
  madeAt(a) > madeAt(b) ? -1 : madeAt(a) < madeAt(b) ? 1 : byName(a, b);

/** Rows of one table: the newest first where it is known when they were made, else by name. */
const inOrder = (entries: readonly Entry[]): ListItem[] =>
  entries.some(({ item }) => item.madeAt !== undefined)
    ? [...entries].sort(newest).map(({ item }) => shown(item))
    : first(entries, entries.length);

/** The first by name. */
const first = (entries: readonly Entry[], limit: number): ListItem[] =>
  smallest(entries, limit, byName).map(({ item }) => shown(item));
