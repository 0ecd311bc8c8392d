import { KEPT_FOR } from '../domain/entry';
import type { Clock } from '../domain/ports';
import type { Store } from './store';

const DAY = 86_400_000;

/** @param before milliseconds since 1970 */
async function removeFrom(store: Store, before: number): Promise<void> {
  const removed = await store.db.transaction('rw', ['receipts', 'feed'], async (stores) => {
    const count = await stores.deleteReceipts(before);
    if (count > 0) await stores.feed.add({ rows: [], origin: 'pane', line: [], receipts: true });
    return count;
  });
  if (removed > 0) store.bell.ring();
}

/** Removes receipts whose time has passed, now and every day; returns how to stop. */
export function removeOldReceipts(store: Store, clock: Clock): () => void {
  let cancel: () => void = () => undefined;
  const remove = (): void => {
    cancel = clock.after(DAY, remove);
    // Where the store fails, they are removed another day.
    removeFrom(store, clock.now() - KEPT_FOR).catch(() => undefined);
  };
  remove();
  return () => {
    cancel();
  };
}
