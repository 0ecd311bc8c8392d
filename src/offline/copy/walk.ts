import { readState, type Store, writeState } from '../store';

/** How far a table's own rows are read. `next`: the server's mark of the page to read; null: the first. */
export interface TableMark {
  readonly next: string | null;
  readonly pages: number;
  readonly rows: number;
  readonly done: boolean;
}

/** One walk over everything that belongs on board, kept so that a reload goes on with it. */
export interface Walk {
  /** The feed's generation when it began. */
  readonly began: number;
  readonly tables: Readonly<Record<string, TableMark>>;
}

const WALK = 'walk';
const pageKey = (table: string, page: number): string => `${WALK}:${table}:${page}`;

export const noMark: TableMark = { next: null, pages: 0, rows: 0, done: false };

export const readWalk = (store: Store): Promise<Walk | undefined> => readState<Walk>(store, WALK);

export const writeWalk = (store: Store, walk: Walk): Promise<void> => writeState(store, WALK, walk);

/** Notes a page's rows before the mark moves past it. */
export const notePage = (
  store: Store,
  table: string,
  page: number,
  keys: readonly string[],
): Promise<void> => writeState(store, pageKey(table, page), keys);

/** Every row that the walk has seen, over reloads. */
export async function seenBy(store: Store, walk: Walk): Promise<Set<string>> {
  const seen = new Set<string>();
  for (const [table, { pages }] of Object.entries(walk.tables))
    for (let page = 0; page < pages; page++)
      for (const key of (await readState<string[]>(store, pageKey(table, page))) ?? [])
        seen.add(key);
  return seen;
}

export async function endWalk(store: Store): Promise<void> {
  await store.db.transaction('rw', ['state'], async (stores) => {
    await stores.deleteState(`${WALK}:`);
    await stores.state.delete(WALK);
  });
}
