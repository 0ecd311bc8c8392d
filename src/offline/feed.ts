import type { LocalDatabase, Stores } from './database/local-database';
import { leavingSince } from './leaving-mark';
import type { Store } from './store';
import type { FeedItem } from './stored';

/** The newest generation; 0 where nothing was written yet. Generations are never used twice. */
export async function newestGeneration(db: Stores): Promise<number> {
  return Math.max(await db.newestInFeed(), await prunedTo(db));
}

/** Feed items up to this generation are gone. */
export async function prunedTo(db: Stores): Promise<number> {
  const mark = await db.state.get('feedPrunedTo');
  return (mark?.keys as { generation?: number } | undefined)?.generation ?? 0;
}

export interface Changes {
  readonly generation: number;
  /** Keys of the changed rows; null: some are no longer known, so any row may have changed. */
  readonly rows: ReadonlySet<string> | null;
  /** Those of them that are not there any more. */
  readonly gone: ReadonlySet<string>;
  /** Other rows may be leaving. */
  readonly leaving: boolean;
  /** The places in the line where something changed; null: anything may have. */
  readonly line: ReadonlySet<number> | null;
  /** Receipts may have changed. */
  readonly receipts: boolean;
}

const anything = { rows: null, gone: new Set<string>(), leaving: true, line: null, receipts: true };

/** The rows that were not written again after they were removed. */
function goneIn(items: readonly FeedItem[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { rows, gone } of items)
    for (const row of rows)
      if (gone === true) keys.add(row);
      else keys.delete(row);
  return keys;
}

/** What changed after `generation`. */
export function changesSince(db: LocalDatabase, generation: number): Promise<Changes> {
  return db.transaction('r', ['feed', 'state'], async (stores) => {
    const items = await stores.feedAfter(generation);
    const pruned = await prunedTo(stores);
    const newest = items.at(-1)?.generation ?? Math.max(generation, pruned);
    if (pruned > generation) return { generation: newest, ...anything };
    const untold = items.some(({ origin, line }) => origin === 'pane' && line === undefined);
    return {
      generation: newest,
      rows: new Set(items.flatMap((item) => item.rows)),
      gone: goneIn(items),
      leaving: items.some(({ leaving }) => leaving === true),
      line: untold ? null : new Set(items.flatMap((item) => item.line ?? [])),
      receipts: untold || items.some((item) => item.receipts === true),
    };
  });
}

/** What was written after a generation, oldest first; null: that is no longer known. May run inside a transaction. */
export async function itemsSince(
  db: Stores,
  generation: number,
): Promise<readonly FeedItem[] | null> {
  if ((await prunedTo(db)) > generation) return null;
  return db.feedAfter(generation);
}

/** The rows that a save or playback wrote. */
export const touchedIn = (items: readonly FeedItem[]): ReadonlySet<string> =>
  new Set(items.flatMap(({ origin, rows }) => (origin === 'pane' ? rows : [])));

/**
 * Rows that a save or playback wrote after `generation`: what the server said before then is older than these.
 * Null where that is no longer known. May run inside a transaction on feed and state.
 */
export async function touchedSince(
  db: Stores,
  generation: number,
): Promise<ReadonlySet<string> | null> {
  const items = await itemsSince(db, generation);
  return items && touchedIn(items);
}

/** Lets go of items up to a generation, as far as nobody needs them. */
export async function pruneFeed(db: LocalDatabase, upTo: number): Promise<void> {
  if (upTo <= 0) return;
  await db.transaction('rw', ['feed', 'state'], async (stores) => {
    const generation = Math.min(upTo, (await leavingSince(stores)) ?? upTo);
    if ((await prunedTo(stores)) >= generation) return;
    await stores.deleteFeed(generation);
    await stores.state.put({ keys: { generation }, rev: 0, v: 1, body: null }, 'feedPrunedTo');
  });
}

/**
 * Calls `listener` with the rows that changed, in this pane or another (null: any may have).
 * Rings that come while the feed is being read are answered by one more reading.
 */
export function watchFeed(
  store: Store,
  listener: (rows: ReadonlySet<string> | null) => void,
): () => void {
  let stopped = false;
  let last: number | null = null;
  let reading = false;
  let again = false;

  const read = async (): Promise<void> => {
    if (last === null) {
      last = await newestGeneration(store.db);
      return;
    }
    const changes = await changesSince(store.db, last);
    last = changes.generation;
    const rows = changes.leaving ? null : changes.rows;
    if (!stopped && (rows === null || rows.size > 0)) listener(rows);
  };
  const poke = async (): Promise<void> => {
    again = true;
    if (reading) return;
    reading = true;
    try {
      while (again && !stopped) {
        again = false;
        await read();
      }
    } catch {
      // The store failed; whoever uses it next is told. Nothing is known to be unchanged.
      if (!stopped) listener(null);
    } finally {
      reading = false;
    }
  };
  void poke();
  const stop = store.bell.listen(() => void poke());
  return () => {
    stopped = true;
    stop();
  };
}
