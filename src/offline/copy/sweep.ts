import { touchedSince } from '../feed';
import { readVisited } from '../remote/visited';
import type { Store } from '../store';
import { asStoreError } from '../store-error';
import { CHUNK } from './write-rows';

/**
 * Removes rows that a whole walk did not see, except those with entries waiting, those that the user has visited, and
 * those that a save or playback has touched since the walk began.
 * @param began the feed's generation when the walk began.
 */
export async function sweep(store: Store, seen: ReadonlySet<string>, began: number): Promise<void> {
  const { db } = store;
  const unseen = (await db.recordKeys()).filter((key) => !seen.has(key));
  for (let from = 0; from < unseen.length; from += CHUNK) {
    const keys = unseen.slice(from, from + CHUNK);
    let gone: string[] = [];
    try {
      await db.transaction('rw', ['records', 'feed', 'state'], async (stores) => {
        gone = [];
        const touched = await touchedSince(stores, began);
        if (touched === null) return;
        const visited = new Set(await readVisited(stores));
        const rows = await stores.records.bulkGet(keys);
        gone = keys.filter(
          (key, index) => !touched.has(key) && !visited.has(key) && rows[index]?.keys.pending === 0,
        );
        if (gone.length === 0) return;
        await stores.records.bulkDelete(gone);
        await stores.feed.add({ rows: gone, origin: 'copy' });
      });
    } catch (error) {
      throw asStoreError(error);
    }
    if (gone.length > 0) store.bell.ring();
  }
}
