import type { Filled } from '../../domain/status';
import type { Trip } from '../../domain/trip';
import type { Keeper } from '../catalogue/keeper';
import { readState, type Store, writeState } from '../store';

const KEY = 'filled';

/** What the last copy filled the storage with; null: one has come to its end since. */
export const readFilled = async (store: Store): Promise<Filled | null> =>
  (await readState<Filled>(store, KEY)) ?? null;

/**
 * A copy has found no space for more rows.
 * @param used how many bytes the browser says are used; null: it does not tell.
 * @param trips those that it went by.
 */
export async function noteFilled(
  store: Store,
  keeper: Pick<Keeper, 'current'>,
  used: () => Promise<number | null>,
  trips: readonly Trip[],
): Promise<void> {
  const counts = Object.values((await keeper.current()).counts());
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const filled: Filled = { rows, used: await used().catch(() => null), trips };
  await writeState(store, KEY, filled);
}

/** A copy has come to its end. It only deletes, which needs no space. */
export async function forgetFilled(store: Store): Promise<void> {
  if ((await readFilled(store)) === null) return;
  await store.db.state.bulkDelete([KEY]);
  store.bell.ring();
}
