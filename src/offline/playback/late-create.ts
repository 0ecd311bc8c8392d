import type { QueuedEntry } from '../stored';
import { readState, type Store, writeState } from '../store';

/** Dataverse gives a request up after two minutes: milliseconds. */
export const SERVER_LIMIT = 120_000;

/** How long the server may still carry out a request that left at `since`. A clock that was set back begins again. */
export const mayArriveFor = (since: number, now: number): number =>
  Math.max(0, SERVER_LIMIT - Math.max(0, now - since));

const KEY = 'createRepeated';

/**
 * A create was proved whose request had left more than once. If its row is deleted before a lost one arrives, that one
 * makes it again: nothing else of what was lost finds the version that it was made on.
 */
export async function noteRepeated(store: Store, entry: QueuedEntry, now: number): Promise<void> {
  if (entry.kind === 'create' && entry.lost) await writeState(store, KEY, now);
}

/** How long no record can be deleted: milliseconds. */
export async function deletesWait(store: Store, now: number): Promise<number> {
  const since = await readState<number>(store, KEY);
  if (since === undefined) return 0;
  if (since > now) await writeState(store, KEY, now);
  return mayArriveFor(since, now);
}
