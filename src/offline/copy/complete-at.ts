import type { Trip } from '../../domain/trip';
import { areAttachmentsDue } from '../attachments/mark';
import { readState, type Store } from '../store';
import { readTrips } from '../trip-setting';
import { hasCopied, type Known } from './copied-for';
import { readWalk } from './walk';

/**
 * When all that belongs on board was last brought up to date: milliseconds since 1970. Null: something of it is missing,
 * since nothing was downloaded yet, the download was interrupted, be it among the files that come behind the rows, or
 * more was chosen since.
 */
export async function completeAt(
  store: Store,
  organizationTrips: readonly Trip[],
  facts: Known,
): Promise<number | null> {
  if ((await readWalk(store)) !== undefined) return null;
  if (!(await hasCopied(store, await readTrips(store, organizationTrips), facts))) return null;
  if (await areAttachmentsDue(store)) return null;
  return (await readState<number>(store, 'copiedAt')) ?? null;
}
