/** Keys by a name that their items have. It is made when it is first asked: a start does not wait for it. */
export class Lookup<T> {
  #sets: Map<string, Set<string>> | null = null;

  /** @param namesOf an item's names. @param all the items there are, by key. */
  constructor(
    private readonly namesOf: (item: T) => Iterable<string>,
    private readonly all: () => Iterable<readonly [key: string, item: T]>,
  ) {}

  get(name: string): Iterable<string> {
    if (this.#sets === null) {
      this.#sets = new Map();
      for (const [key, item] of this.all()) this.add(key, item);
    }
    return this.#sets.get(name) ?? [];
  }

  add(key: string, item: T): void {
    const sets = this.#sets;
    if (sets === null) return;
    for (const name of this.namesOf(item)) {
      const set = sets.get(name);
      if (set === undefined) sets.set(name, new Set([key]));
      else set.add(key);
    }
  }

  drop(key: string, item: T): void {
    for (const name of this.namesOf(item)) {
      const set = this.#sets?.get(name);
      set?.delete(key);
      if (set?.size === 0) this.#sets?.delete(name);
    }
  }

  /** Forgets all: the items are others. */
  clear(): void {
    this.#sets = null;
  }
}
