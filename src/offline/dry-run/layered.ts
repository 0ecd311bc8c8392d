/** Values by key, of which the latest can be taken back. */
export class Layered<V> {
  readonly #kept = new Map<string, V>();
  readonly #latest = new Map<string, V>();

  get(key: string): V | undefined {
    return this.#latest.has(key) ? this.#latest.get(key) : this.#kept.get(key);
  }

  set(key: string, value: V): void {
    this.#latest.set(key, value);
  }

  keys(): Set<string> {
    return new Set([...this.#kept.keys(), ...this.#latest.keys()]);
  }

  keep(): void {
    for (const [key, value] of this.#latest) this.#kept.set(key, value);
    this.#latest.clear();
  }

  takeBack(): void {
    this.#latest.clear();
  }
}
