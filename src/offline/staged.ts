import type { Codec } from './codec';
import { FORMAT, type Stored } from './stored';

interface Cell<V> {
  /** As read: 0 where there was nothing. */
  readonly rev: number;
  value: V | null;
  changed: boolean;
}

interface Form<S extends Stored<object>, V> {
  readonly keys: (value: V) => S['keys'];
  readonly body: (value: V) => unknown;
  readonly read: (stored: S, body: unknown) => V;
  /** The version that a value is written in; {@link FORMAT} where it is not said. */
  readonly format?: (value: V) => number;
}

export interface Write<K, S> {
  readonly key: K;
  /** Null: remove. */
  readonly value: Omit<S, 'seq'> | null;
}

/** Thrown inside the transaction where something that was read has changed since. */
export class Stale extends Error {
  override readonly name = 'Stale';
}

/** What is read of an object store. */
interface Source<K, S> {
  /** In the order of `keys`. */
  bulkGet(keys: K[]): Promise<(S | undefined)[]>;
}

/** The part of one object store that a draft has read or will write. */
export class Staged<K extends string | number, S extends Stored<object>, V> {
  readonly #cells = new Map<K, Cell<V>>();

  constructor(
    private readonly source: Source<K, S>,
    private readonly codec: Codec,
    private readonly form: Form<S, V>,
  ) {}

  async get(key: K): Promise<V | null> {
    await this.load([key]);
    return this.#cells.get(key)?.value ?? null;
  }

  /** Reads at once what is not known of these; to get them later asks no more. */
  async load(keys: readonly K[]): Promise<void> {
    const unknown = keys.filter((key) => !this.#cells.has(key));
    if (unknown.length === 0) return;
    const stored = await this.source.bulkGet(unknown);
    const found = stored.filter((value) => value !== undefined);
    const bodies = await this.codec.decode(found.map(({ body }) => body));
    const values = new Map(
      found.map((value, index) => [value, this.form.read(value, bodies[index])]),
    );
    unknown.forEach((key, index) => {
      const value = stored[index];
      this.saw(key, value?.rev ?? 0, (value && values.get(value)) ?? null);
    });
  }

  /** Remembers a value read elsewhere (null: there is none), unless this key is known already. */
  saw(key: K, rev: number, value: V | null): void {
    if (!this.#cells.has(key)) this.#cells.set(key, { rev, value, changed: false });
  }

  put(key: K, value: V): void {
    this.#write(key, value);
  }

  remove(key: K): void {
    this.#write(key, null);
  }

  #write(key: K, value: V | null): void {
    const cell = this.#cells.get(key);
    if (cell === undefined) this.#cells.set(key, { rev: 0, value, changed: true });
    else Object.assign(cell, { value, changed: true });
  }

  present(): V[] {
    return [...this.#cells.values()].flatMap(({ value }) => (value === null ? [] : [value]));
  }

  isRemoved(key: K): boolean {
    return this.#cells.get(key)?.value === null;
  }

  changedKeys(): K[] {
    return [...this.#cells].filter(([, cell]) => cell.changed).map(([key]) => key);
  }

  /** What to write, encoded. Not for use inside a transaction. */
  async prepare(): Promise<Write<K, S>[]> {
    const changed = [...this.#cells].filter(([, cell]) => cell.changed);
    const values = changed.flatMap(([, { value }]) => (value === null ? [] : [value]));
    const bodies = [...(await this.codec.encode(values.map(this.form.body)))];
    return changed.map(([key, { rev, value }]) => ({
      key,
      value:
        value === null
          ? null
          : ({
              keys: this.form.keys(value),
              rev: rev + 1,
              v: this.form.format?.(value) ?? FORMAT,
              body: bodies.shift(),
            } as Omit<S, 'seq'>),
    }));
  }

  /** Inside the transaction: rejects with {@link Stale} if a value that was read is not the same now. */
  async compare(source: Source<K, S>): Promise<void> {
    const keys = [...this.#cells.keys()].filter((key) => !(typeof key === 'number' && key < 0));
    if (keys.length === 0) return;
    const stored = await source.bulkGet(keys);
    stored.forEach((now, index) => {
      const key = keys[index];
      const cell = key === undefined ? undefined : this.#cells.get(key);
      if (cell !== undefined && (now?.rev ?? 0) !== cell.rev) throw new Stale();
    });
  }
}
