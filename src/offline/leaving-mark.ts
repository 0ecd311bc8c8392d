import type { Stores } from './database/local-database';
import type { Stored } from './stored';

/** Where it is kept which rows are leaving. */
export const LEAVING = 'leavingRows';

/** The rows' keys, and the feed's generation from which on it tells which of them stay. */
export type StoredLeaving = Stored<{ readonly since: number }>;

/** May run inside a transaction on state. */
export const storedLeaving = (stores: Pick<Stores, 'state'>): Promise<StoredLeaving | undefined> =>
  stores.state.get(LEAVING) as Promise<StoredLeaving | undefined>;

/** The feed is needed from this generation on; null: not for this. May run inside a transaction on state. */
export async function leavingSince(stores: Pick<Stores, 'state'>): Promise<number | null> {
  const stored = await stores.state.get(LEAVING);
  return (stored as StoredLeaving | undefined)?.keys.since ?? null;
}
