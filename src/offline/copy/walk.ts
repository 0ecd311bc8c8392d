import { readState, readStates, type Store, writeStates } from '../store';
import { type Pass, seesAll } from './passes';

/** How far a table is read. */
export interface TableMark {
  /** What is still to be done, the pass under way first. */
  readonly passes: readonly Pass[];
  /** The server's mark of the page to read; null: the first one, or that behind the newest version. */
  readonly next: string | null;
  /** Pages whose keys are noted. */
  readonly pages: number;
  /** Rows whose keys are noted. */
  readonly rows: number;
  /** Rows that were read with their values. */
  readonly fetched: number;
  /** All of its rows have been seen when it is done. */
  readonly walked: boolean;
  /** The newest version of the rows that were read: what changes from then on is newer. Null: none was read yet. */
  readonly newest: string | null;
}

/** One walk over everything that belongs on board, kept so that a reload goes on with it. */
export interface Walk {
  /** The feed's generation when it began. */
  readonly began: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The user has asked for it. */
  readonly thorough: boolean;
  /** What tells the choice of rows that it goes by: its marks say nothing about another. */
  readonly chosen: string;
  readonly tables: Readonly<Record<string, TableMark>>;
}

const WALK = 'walk';
/** Walks of older versions are not gone on with, and are removed with the new one. */
const KEY = `${WALK}:2`;
const pageKey = (table: string, page: number): string => `${WALK}:${table}:${page}`;

export const beginTable = (passes: readonly Pass[]): TableMark => ({
  passes,
  next: null,
  pages: 0,
  rows: 0,
  fetched: 0,
  walked: passes.some(seesAll),
  newest: null,
});

export const readWalk = (store: Store): Promise<Walk | undefined> => readState<Walk>(store, KEY);

/**
 * Keeps how far the walk is.
 * @param page the rows of the page that took it there, noted with it.
 */
export const writeWalk = (
  store: Store,
  walk: Walk,
  page?: { readonly table: string; readonly number: number; readonly keys: readonly string[] },
): Promise<void> =>
  writeStates(store, [
    ...(page === undefined ? [] : [[pageKey(page.table, page.number), page.keys] as const]),
    [KEY, walk],
  ]);

/** Every row that the walk has seen, over reloads. */
export async function seenBy(store: Store, walk: Walk): Promise<Set<string>> {
  const seen = new Set<string>();
  for (const [table, { pages }] of Object.entries(walk.tables)) {
    const keys = Array.from({ length: pages }, (_, page) => pageKey(table, page));
    for (const noted of await readStates<readonly string[]>(store, keys))
      for (const key of noted ?? []) seen.add(key);
  }
  return seen;
}

/** The rows on board of tables that the walk has not seen all of: which of them are there is not known. */
export async function notWalked(store: Store, walk: Walk): Promise<string[]> {
  const tables = Object.keys(walk.tables).filter((table) => walk.tables[table]?.walked === false);
  return keysOf(store, tables);
}

/** The rows on board of these tables. */
export async function keysOf(store: Store, tables: readonly string[]): Promise<string[]> {
  if (tables.length === 0) return [];
  const keys = await store.db.records.keys();
  return keys.filter((key) => tables.some((table) => key.startsWith(`${table}:`)));
}

export async function endWalk(store: Store): Promise<void> {
  await store.db.transaction('rw', ['state'], async (stores) => {
    await stores.deleteState(`${WALK}:`);
    await stores.state.delete(WALK);
  });
}
