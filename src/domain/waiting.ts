import { contested } from './conflict';
import { allowable, decide, type Decision } from './decision';
import type { OutboxEntry } from './entry';

/** What the CRM refused a change for; `other`: what was answered says no more. */
export type Refusal =
  Exclude<Decision, 'offline' | 'signIn' | 'throttled' | 'serverDown' | 'uncertain'> | 'other';

/**
 * What an entry waits for the user with:
 * - `conflict`: others changed the same columns, and what they wrote is known.
 * - `changed`: others changed the record that is deleted here.
 * - `unclear`: it may have arrived, or what others wrote is not known.
 * - `unproved`: an action may have been done already.
 * - `deleted`: others deleted the record, which can be made again.
 * - `duplicate`: a rule calls it a duplicate, which can be allowed.
 * - `refused`: the CRM refused it, or cannot take it any more.
 * - `suspect`: it failed again and again.
 */
export type WaitingKind =
  'conflict' | 'changed' | 'unclear' | 'unproved' | 'deleted' | 'duplicate' | 'refused' | 'suspect';

/** What the user can say about an entry that waits for them, whatever it holds. */
export type Answer =
  /** In all columns that both sides changed, mine or theirs. */
  | 'mine'
  | 'theirs'
  /** A record that is deleted here stays, or goes all the same. */
  | 'keep'
  | 'deleteAnyway'
  | 'recreate'
  | 'overwrite'
  /** An action was done, or is to be done once more. */
  | 'done'
  | 'repeat'
  | 'anyway'
  | 'retry'
  | 'discard';

/** The answers there are to all entries of a kind; the first loses the least. */
export const answersTo: Readonly<Record<WaitingKind, readonly [Answer, ...Answer[]]>> = {
  conflict: ['mine', 'theirs'],
  changed: ['keep', 'deleteAnyway'],
  unclear: ['overwrite', 'discard'],
  unproved: ['done', 'repeat'],
  deleted: ['recreate', 'discard'],
  duplicate: ['anyway', 'discard'],
  refused: ['retry', 'discard'],
  suspect: ['retry'],
};

type Waiting = Pick<OutboxEntry, 'state' | 'kind' | 'values' | 'before' | 'theirs' | 'lastError'>;

/** Somebody else deleted the record, so there is nothing that could be overwritten. */
export const isGone = ({ state, lastError }: Pick<Waiting, 'state' | 'lastError'>): boolean =>
  state === 'conflict' && lastError !== null && decide(lastError, true) === 'gone';

export function refusalOf({ lastError }: Pick<Waiting, 'lastError'>): Refusal {
  const decision = lastError === null ? 'other' : decide(lastError, true);
  switch (decision) {
    case 'offline':
    case 'signIn':
    case 'throttled':
    case 'serverDown':
    case 'uncertain':
      return 'other';
    default:
      return decision;
  }
}

/** Null: it does not wait for the user, or cannot be read. */
export function waitingKind(entry: Waiting): WaitingKind | null {
  switch (entry.state) {
    case 'conflict':
      if (isGone(entry)) return entry.kind === 'update' ? 'deleted' : 'refused';
      if (entry.kind === 'delete' && entry.theirs !== undefined) return 'changed';
      if (contested(entry, entry.theirs?.values ?? {}).length > 0) return 'conflict';
      return entry.kind === 'action' ? 'unproved' : 'unclear';
    case 'duplicate':
      return entry.lastError !== null && allowable(entry.lastError) ? 'duplicate' : 'refused';
    case 'rejected':
      return 'refused';
    case 'suspect':
      return 'suspect';
    default:
      return null;
  }
}

/** Entries that wait for the user with the same. */
export interface Alike {
  readonly kind: WaitingKind;
  /** Of what was refused; null for other kinds. */
  readonly refusal: Refusal | null;
  readonly entries: readonly OutboxEntry[];
}

/** What can be decided for more than one entry, in the order of the line. */
export function alikeIn(line: readonly OutboxEntry[]): Alike[] {
  const found = new Map<string, Alike & { readonly entries: OutboxEntry[] }>();
  for (const entry of line) {
    const kind = waitingKind(entry);
    if (kind === null) continue;
    const refusal = kind === 'refused' ? refusalOf(entry) : null;
    const key = `${kind} ${refusal}`;
    const alike = found.get(key);
    if (alike === undefined) found.set(key, { kind, refusal, entries: [entry] });
    else alike.entries.push(entry);
  }
  return [...found.values()].filter(({ entries }) => entries.length > 1);
}
