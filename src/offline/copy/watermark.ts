import type { Row } from '../../domain/row';
import { fingerprint } from '../facts';
import { readState, type Store, writeState } from '../store';

/** A version of the CRM's, in digits, and when the walk began that has seen it: milliseconds since 1970. */
export interface Mark {
  readonly at: number;
  readonly version: string;
}

/** What was read of a table. */
export interface Basis {
  /** Sorted. Where an older version has kept it, their {@link fingerprint}. */
  readonly columns: readonly string[] | string;
  /** A fingerprint. */
  readonly filter: string;
}

/** Whether what was read has all columns that are wanted: then others need not be read again. */
export const hasColumns = (read: Basis['columns'], wanted: readonly string[]): boolean =>
  typeof read === 'string'
    ? read === fingerprint(wanted)
    : wanted.every((column) => read.includes(column));

/** How up to date a table is. */
export interface Watermark {
  readonly basis: Basis;
  /** Oldest first: what each walk has read up to. */
  readonly marks: readonly Mark[];
  /** When all rows or all ids were last read: milliseconds since 1970. */
  readonly walkedAt: number;
  /** How many rows there were then. */
  readonly rows: number;
}

export type Watermarks = Readonly<Record<string, Watermark>>;

/** More are never needed: they are at least minutes apart. */
const KEPT = 8;
const KEY = 'watermarks';

export const readWatermarks = async (store: Store): Promise<Watermarks> =>
  (await readState<Watermarks>(store, KEY)) ?? {};

export const writeWatermarks = (store: Store, watermarks: Watermarks): Promise<void> =>
  writeState(store, KEY, watermarks);

/** A row's version is the number in its etag, which goes up with every change in the organisation. */
const versionIn = (etag: string | null): bigint =>
  BigInt(/^W\/"(\d+)"$/.exec(etag ?? '')?.[1] ?? 0);

/** The newest version among rows; '0' where there is none. */
export const newestOf = (rows: readonly Row[]): string =>
  rows
    .map(({ etag }) => versionIn(etag))
    .reduce((newest, version) => (version > newest ? version : newest), 0n)
    .toString();

export const newer = (a: string, b: string): string => (BigInt(a) > BigInt(b) ? a : b);

/** The newest version that earlier walks have met: they go up through all tables of an organisation. */
export const newestOfMarks = (watermarks: Watermarks): string =>
  Object.values(watermarks).reduce(
    (found, { marks }) => newer(found, marks.at(-1)?.version ?? '0'),
    '0',
  );

/** What a walk has learned of a table. */
export interface Learned {
  readonly basis: Basis & { readonly columns: readonly string[] };
  /** When it began. */
  readonly at: number;
  /** The newest version that it has seen. */
  readonly newest: string;
  /** How many rows there are; null: they were not all walked. */
  readonly rows: number | null;
}

/** The watermark after a walk. A clock that was set back makes marks of the future worthless. */
export function nextWatermark(
  known: Watermark | undefined,
  { basis, at, newest, rows }: Learned,
): Watermark {
  const goesOn = known !== undefined && hasColumns(known.basis.columns, basis.columns);
  const before = goesOn ? known : undefined;
  const marks = before?.marks ?? [];
  const version = newer(newest, marks.at(-1)?.version ?? '0');
  return {
    basis,
    marks: [...marks.filter((mark) => mark.at < at), { at, version }].slice(-KEPT),
    walkedAt: rows === null ? (before?.walkedAt ?? at) : at,
    rows: rows ?? before?.rows ?? 0,
  };
}
