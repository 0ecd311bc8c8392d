import { needsUser } from '../domain/entry';
import { mayHaveArrived } from './line';
import { OutboxError } from './outbox-error';
import type { QueuedEntry } from './stored';

export interface RetryOptions {
  /** Overwrites what is there. */
  readonly force?: boolean;
  /** Is written though a rule calls it a duplicate, from now on. */
  readonly allowDuplicates?: boolean;
}

/** The entry as it goes back into the line at its old place. */
export function retried(entry: QueuedEntry, options: RetryOptions = {}): QueuedEntry {
  if (entry.state === 'unreadable') throw new OutboxError('unreadable');
  if (!needsUser(entry) && entry.state !== 'held') throw new OutboxError('notWaiting');
  // A conflict was shown to the user, who has decided; a suspect is still to be verified.
  const lost = entry.state === 'suspect' && mayHaveArrived(entry);
  return {
    ...entry,
    state: lost ? 'uncertain' : 'pending',
    lost,
    attempts: 0,
    lastError: null,
    force: options.force ?? entry.force,
    ...(options.allowDuplicates === true && { allowDuplicates: true }),
  };
}
