import { removeKept } from './attachments/kept';
import { itemsSince } from './feed';
import { LEAVING, storedLeaving } from './leaving-mark';
import type { StoreName, Stores } from './database/local-database';
import { withRoom } from './room';
import type { Store } from './store';
import { asStoreError } from './store-error';
import { type FeedItem, FORMAT } from './stored';

/** Rows that are removed in one transaction: so few that a save never waits long for its turn. */
const CHUNK = 1024;

/**
 * Rows that are on their way out. From one moment to the next nobody finds them any more; then they are removed a part
 * at a time, also by the next start.
 */
interface Leaving {
  /** The feed's generation when it was asked which rows stay. */
  readonly since: number;
  readonly keys: readonly string[];
}

async function read({ db, codec }: Store): Promise<Leaving | null> {
  const found = await storedLeaving(db);
  if (found === undefined || found.v > FORMAT) return null;
  const [body] = await codec.decode([found.body]);
  return { since: found.keys.since, keys: body as readonly string[] };
}

/** The rows among those that leave which stay after all: since they were saved, or written by whomever after leaving. */
class Staying {
  readonly #keys = new Set<string>();
  #left = false;

  /** In the order of the feed. */
  take(items: readonly FeedItem[]): void {
    for (const { rows, origin, leaving } of items) {
      if (leaving === true) this.#left = true;
      if (this.#left || origin === 'pane') for (const row of rows) this.#keys.add(row);
    }
  }

  readonly without = (keys: readonly string[]): string[] =>
    keys.filter((key) => !this.#keys.has(key));
}

/** Keys of the rows that are there and not to be found. */
export async function leavingKeys(store: Store): Promise<ReadonlySet<string>> {
  const leaving = await read(store);
  const items = leaving && (await itemsSince(store.db, leaving.since));
  if (items === null) return new Set();
  const staying = new Staying();
  staying.take(items);
  return new Set(staying.without(leaving?.keys ?? []));
}

/**
 * Removes these rows.
 * @param since the feed's generation when it was asked which rows stay: those that were saved since then do too.
 */
export async function remove(store: Store, keys: readonly string[], since: number): Promise<void> {
  if (keys.length === 0) return;
  const { db, codec, bell } = store;
  const [body] = await codec.encode([keys]);
  try {
    await withRoom(store, () =>
      db.transaction('rw', ['feed', 'state'], (stores) =>
        Promise.all([
          stores.feed.add({ rows: [], origin: 'copy', leaving: true }),
          stores.state.put({ keys: { since }, rev: 0, v: FORMAT, body }, LEAVING),
        ]),
      ),
    );
  } catch (error) {
    throw asStoreError(error);
  }
  bell.ring();
  await finishRemoval(store);
}

/** Goes on with a removal that was interrupted. It does no harm where several panes do. */
export async function finishRemoval(store: Store): Promise<void> {
  const { db, bell } = store;
  const atOnce = (names: readonly StoreName[], work: (stores: Stores) => Promise<void>) =>
    withRoom(store, () => db.transaction('rw', names, work));
  try {
    const leaving = await read(store);
    if (leaving === null) return;
    const { keys } = leaving;
    const staying = new Staying();
    let known = leaving.since;
    let told = true;
    for (let from = 0; from < keys.length && told; from += CHUNK) {
      const chunk = keys.slice(from, from + CHUNK);
      await atOnce(['records', 'blobs', 'feed', 'state', 'outbox'], async (stores) => {
        const [items, changed] = await Promise.all([
          itemsSince(stores, known),
          stores.rowsWithEntries(),
        ]);
        const waiting = new Set(changed);
        told = items !== null;
        if (items === null) return;
        staying.take(items);
        known = items.at(-1)?.generation ?? known;
        const rows = staying.without(chunk).filter((key) => !waiting.has(key));
        if (rows.length === 0) return;
        await Promise.all([
          stores.records.bulkDelete(rows),
          removeKept(stores, rows),
          stores.feed.add({ rows, origin: 'copy', gone: true }),
        ]);
      });
      bell.ring();
    }
    await atOnce(['feed', 'state'], async (stores) => {
      if ((await storedLeaving(stores))?.keys.since !== leaving.since) return;
      await stores.state.delete(LEAVING);
      // Which of them were written since is not known: a pane of an older version has let go of the feed.
      if (!told) await stores.feed.add({ rows: keys, origin: 'copy' });
    });
    if (!told) bell.ring();
  } catch (error) {
    throw asStoreError(error);
  }
}
