import type { OutboxEntry } from '../../domain/entry';
import { needsUser } from '../../domain/entry';
import { sameRow, type LocalRow, type RowRef } from '../../domain/row';
import { isLookup } from '../../domain/value';

export type TrackingState = 'notTracked' | 'pending' | 'tracked' | 'failed' | 'other';

/** Whether a message is in the CRM, by its row here and what waits for that row. */
export function trackingState(
  ref: RowRef,
  row: LocalRow | null,
  entries: readonly OutboxEntry[],
  userId: string,
): TrackingState {
  const own = entries.filter((entry) => sameRow(entry.ref, ref));
  if (own.some((entry) => needsUser(entry))) return 'failed';
  if (!row || row.deleted) return 'notTracked';
  if (row.pending > 0 || own.length > 0) return 'pending';
  const owner = row.values['ownerid'];
  return isLookup(owner) && owner.id !== userId ? 'other' : 'tracked';
}
