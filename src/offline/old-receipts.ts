import { KEPT_FOR } from '../domain/entry';
import type { Clock } from '../domain/ports';
import type { Store } from './store';

const DAY = 86_400_000;

/** Removes receipts whose time has passed, now and every day; returns how to stop. */
export function removeOldReceipts(store: Store, clock: Clock): () => void {
  let cancel: () => void = () => undefined;
  const remove = (): void => {
    cancel = clock.after(DAY, remove);
    // Where the store fails, they are removed another day.
    store.db.deleteReceipts(clock.now() - KEPT_FOR).then(
      (removed) => {
        if (removed > 0) store.bell.ring();
      },
      () => undefined,
    );
  };
  remove();
  return () => {
    cancel();
  };
}
