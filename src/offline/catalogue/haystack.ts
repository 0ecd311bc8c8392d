import { BETWEEN } from './search-text';

/** So many texts may have changed before all are joined anew. */
const MANY = 1000;

/**
 * The texts of many entries as one, in which the browser finds a word several times faster than in each. What has
 * changed since they were joined is looked through by itself.
 */
export class Haystack<T extends { readonly text: string }> {
  #joined: string | null = null;
  #keys: readonly string[] = [];
  #joinedEntries: readonly T[] = [];
  /** Where each text begins, and behind them where the last one ends. */
  #starts = new Uint32Array();
  readonly #changed = new Set<string>();

  /** @param entries which the owner changes; it tells which. */
  constructor(private readonly entries: ReadonlyMap<string, T>) {}

  /** An entry was put, replaced or removed. */
  changed(key: string): void {
    if (this.#joined !== null) this.#changed.add(key);
  }

  /** The entries whose text has a word that begins so. */
  having(beginning: string): T[] {
    const joined = this.#joined === null || this.#changed.size > MANY ? this.#join() : this.#joined;
    const found: T[] = [];
    let row = 0;
    for (let at = joined.indexOf(beginning); at >= 0;) {
      // Spaces are many: looking for what follows them is twice as fast.
      if (joined[at - 1] === ' ') {
        while ((this.#starts[row + 1] ?? Infinity) <= at) row += 1;
        const entry = this.#joinedEntries[row];
        if (entry !== undefined && !this.#changed.has(this.#keys[row] ?? '')) found.push(entry);
        row += 1;
        at = joined.indexOf(beginning, this.#starts[row]);
      } else at = joined.indexOf(beginning, at + 1);
    }
    for (const key of this.#changed) {
      const entry = this.entries.get(key);
      if (entry?.text.includes(` ${beginning}`) === true) found.push(entry);
    }
    return found;
  }

  #join(): string {
    const entries = [...this.entries.values()];
    const starts = new Uint32Array(entries.length + 1);
    entries.forEach(({ text }, row) => {
      starts[row + 1] = (starts[row] ?? 0) + text.length + BETWEEN.length;
    });
    const joined = entries.map(({ text }) => text).join(BETWEEN);
    this.#joined = joined;
    this.#joinedEntries = entries;
    this.#keys = [...this.entries.keys()];
    this.#starts = starts;
    this.#changed.clear();
    return joined;
  }
}
