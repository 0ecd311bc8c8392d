import { rowKey } from '../../domain/row';
import type { Item } from './item';

/** Texts one behind the other. Where each ends; it begins where the one before it does. */
interface Texts {
  readonly all: string;
  readonly ends: Uint32Array;
}

/** Few texts that are used often: the number of each use. */
interface Named {
  readonly names: readonly string[];
  readonly uses: Uint32Array;
}

/** The values of each item behind those of the one before it, and where each item's end. */
interface Lists<T> {
  readonly all: T;
  readonly ends: Uint32Array;
}

/** What only rows with files have. */
type OfFile = Pick<Item, 'fileSize' | 'madeAt'>;

/**
 * Items as few long values: a browser stores and loads these ten times faster than a hundred thousand objects, and an
 * item that was loaded costs next to no memory.
 */
export interface Columns {
  readonly tables: Named;
  readonly ids: Texts;
  /** '' stands for none. */
  readonly etags: Texts;
  readonly names: Texts;
  readonly details: Texts;
  /** 1: pending; 2: deleted. */
  readonly flags: Uint8Array;
  readonly refColumns: Named;
  /** The keys that are referred to, each once. */
  readonly refKeys: Texts;
  /** For each use of `refColumns` the number of the key. */
  readonly refs: Lists<Uint32Array>;
  readonly addresses: Lists<Texts>;
  readonly matchcodes: Lists<Float64Array>;
  /** By the number of the item. */
  readonly files: ReadonlyMap<number, OfFile>;
}

const PENDING = 1;
const DELETED = 2;

function texts(of: readonly string[]): Texts {
  let end = 0;
  return { all: of.join(''), ends: Uint32Array.from(of, (text) => (end += text.length)) };
}

const bounds = (ends: Uint32Array, at: number): readonly [from: number, to: number] => [
  at === 0 ? 0 : (ends[at - 1] ?? 0),
  ends[at] ?? 0,
];

const textAt = ({ all, ends }: Texts, at: number): string => all.slice(...bounds(ends, at));

/** Numbers texts, each new one by the next number. */
class Numbers {
  readonly #numbers = new Map<string, number>();

  readonly of = (text: string): number => {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const next = this.#numbers.size;
    this.#numbers.set(text, next);
    return next;
  };

  get texts(): string[] {
    return [...this.#numbers.keys()];
  }
}

function named(of: readonly string[]): Named {
  const numbers = new Numbers();
  const uses = Uint32Array.from(of, numbers.of);
  return { names: numbers.texts, uses };
}

/** Where the values of each item end. */
function endsOf(items: readonly Item[], count: (item: Item) => number): Uint32Array {
  let end = 0;
  return Uint32Array.from(items, (item) => (end += count(item)));
}

export function toColumns(items: readonly Item[]): Columns {
  const refs = items.flatMap((item) => item.refs);
  const keys = new Numbers();
  const numbers = Uint32Array.from(refs, ([, key]) => keys.of(key));
  const files = new Map<number, OfFile>();
  items.forEach(({ fileSize, madeAt }, at) => {
    if (fileSize !== undefined || madeAt !== undefined)
      files.set(at, {
        ...(fileSize !== undefined && { fileSize }),
        ...(madeAt !== undefined && { madeAt }),
      });
  });
  return {
    tables: named(items.map(({ table }) => table)),
    ids: texts(items.map(({ id }) => id)),
    etags: texts(items.map(({ etag }) => etag ?? '')),
    names: texts(items.map(({ name }) => name)),
    details: texts(items.map(({ detail }) => detail)),
    flags: Uint8Array.from(
      items,
      ({ pending, deleted }) => (pending ? PENDING : 0) + (deleted ? DELETED : 0),
    ),
    refColumns: named(refs.map(([column]) => column)),
    refKeys: texts(keys.texts),
    refs: { all: numbers, ends: endsOf(items, (item) => item.refs.length) },
    addresses: {
      all: texts(items.flatMap(({ addresses }) => addresses)),
      ends: endsOf(items, ({ addresses }) => addresses.length),
    },
    matchcodes: {
      all: Float64Array.from(items.flatMap(({ matchcodes }) => matchcodes)),
      ends: endsOf(items, ({ matchcodes }) => matchcodes.length),
    },
    files,
  };
}

/** Columns with the keys that were asked for: rows refer to the same ones again and again. */
class Source {
  readonly #keys: (string | undefined)[];

  constructor(readonly columns: Columns) {
    this.#keys = new Array<string | undefined>(columns.refKeys.ends.length);
  }

  key(number: number): string {
    return (this.#keys[number] ??= textAt(this.columns.refKeys, number));
  }
}

/** One item of columns, which are looked at when something of it is asked for. */
class LoadedItem implements Item {
  readonly #source: Source;
  readonly #at: number;
  declare readonly fileSize?: number;
  declare readonly madeAt?: string;

  constructor(source: Source, at: number) {
    this.#source = source;
    this.#at = at;
    const file = source.columns.files.get(at);
    if (file !== undefined) Object.assign(this, file);
  }

  get #columns(): Columns {
    return this.#source.columns;
  }

  get table(): string {
    const { names, uses } = this.#columns.tables;
    return names[uses[this.#at] ?? 0] ?? '';
  }

  get id(): string {
    return textAt(this.#columns.ids, this.#at);
  }

  get etag(): string | null {
    return textAt(this.#columns.etags, this.#at) || null;
  }

  get name(): string {
    return textAt(this.#columns.names, this.#at);
  }

  get detail(): string {
    return textAt(this.#columns.details, this.#at);
  }

  get pending(): boolean {
    return ((this.#columns.flags[this.#at] ?? 0) & PENDING) !== 0;
  }

  get deleted(): boolean {
    return ((this.#columns.flags[this.#at] ?? 0) & DELETED) !== 0;
  }

  get refs(): Item['refs'] {
    const { refs, refColumns } = this.#columns;
    const [from, to] = bounds(refs.ends, this.#at);
    return Array.from(refs.all.subarray(from, to), (key, index) => [
      refColumns.names[refColumns.uses[from + index] ?? 0] ?? '',
      this.#source.key(key),
    ]);
  }

  get addresses(): readonly string[] {
    const { all, ends } = this.#columns.addresses;
    const [from, to] = bounds(ends, this.#at);
    return Array.from({ length: to - from }, (_, index) => textAt(all, from + index));
  }

  get matchcodes(): readonly number[] {
    const { all, ends } = this.#columns.matchcodes;
    return [...all.subarray(...bounds(ends, this.#at))];
  }
}

/** The items, with their keys. */
export function* fromColumns(columns: Columns): Generator<readonly [key: string, item: Item]> {
  const source = new Source(columns);
  for (let at = 0; at < columns.flags.length; at++) {
    const item = new LoadedItem(source, at);
    yield [rowKey(item), item];
  }
}
