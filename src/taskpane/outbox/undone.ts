import { KEPT_FOR, type OutboxEntry, type Receipt, wasSent } from '../../domain/entry';

/** Whether a sent change was taken back: the change that does it waits, or was sent. */
export type Undone = 'waits' | 'done' | null;

export function undoneBy(
  receipt: Receipt,
  entries: readonly OutboxEntry[],
  receipts: readonly Receipt[],
): Undone {
  if (entries.some(({ undoes }) => undoes === receipt.id)) return 'waits';
  const done = receipts.some((other) => other.entry.undoes === receipt.id && wasSent(other));
  return done ? 'done' : null;
}

/** What was sent can be taken back for a time, but for actions. @param now milliseconds since 1970 */
export const mayBeUndone = (receipt: Receipt, now: number): boolean =>
  receipt.entry.kind !== 'action' &&
  wasSent(receipt) &&
  now - Date.parse(receipt.sentAt) <= KEPT_FOR;

/** The columns of somebody else that a change overwrote. */
export const overwrittenBy = ({ entry, overwrote }: Receipt): boolean =>
  Object.keys(overwrote).some((column) => column in entry.values);
