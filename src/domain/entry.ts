import type { Action } from './action';
import type { Aftermath } from './aftermath';
import type { ChangeKind } from './change';
import type { Theirs } from './conflict';
import type { CrmFailure } from './crm-error';
import type { RowRef } from './row';
import type { Values } from './value';

/**
 * The states of an outbox entry. `sent` entries are not here: they become receipts.
 * Waiting for the user: conflict, rejected, duplicate, suspect, unreadable. Waiting for another entry: blocked.
 */
export type EntryState =
  | 'pending'
  | 'sending'
  | 'uncertain'
  | 'conflict'
  | 'rejected'
  | 'duplicate'
  | 'suspect'
  | 'held'
  | 'blocked'
  | 'unreadable';

/** One change that waits for playback. */
export interface OutboxEntry {
  /** Place in the line: made by the database's sequence, never by a clock. */
  readonly seq: number;
  /** A GUID; the entry's identity across receipts and support files. */
  readonly id: string;
  readonly kind: ChangeKind;
  /** Version of the entry's format, per kind. */
  readonly version: number;
  readonly ref: RowRef;
  /** The row's primary name when the change was made. */
  readonly name: string;
  /** The new values (create, update, setState, assign), or what an action makes of the row; empty for a delete. */
  readonly values: Values;
  /** The changed columns' values when the change was made: the merge base. */
  readonly before: Values;
  /** N:N links: the relationship and the other row. */
  readonly link?: { readonly relationship: string; readonly other: RowRef };
  /** What is to be done, of an action. */
  readonly action?: Action;
  /** The server's version that the change was made on; null for a create or a row not yet on the server. */
  readonly baseEtag: string | null;
  /** Sequence numbers of the entries that must be sent first. */
  readonly dependsOn: readonly number[];
  /** Entries of one gesture share it. */
  readonly gesture: string;
  readonly state: EntryState;
  /** Requests that failed though the CRM could be reached; being offline is not an attempt. */
  readonly attempts: number;
  readonly lastError: CrmFailure | null;
  /** systemuserid of who made the change. */
  readonly user: string;
  /** When the user did it: ISO 8601, for display only. */
  readonly at: string;
  /** The user has seen the conflict and decided: played back over whatever version is there. */
  readonly force: boolean;
  /** The user has decided: written though a rule of the CRM calls it a duplicate. */
  readonly allowDuplicates?: boolean;
  /** What the CRM held when a conflict was found; absent where that is not known. */
  readonly theirs?: Theirs;
  /** The values of this change that gave way to what others had written. */
  readonly yielded?: Values;
  /** Id of the receipt whose change this one takes back; absent where it takes none back. */
  readonly undoes?: string;
}

/** How a change ends of which the CRM gets nothing. */
const unsent = ['yielded', 'discarded', 'replaced'] as const;
type Unsent = (typeof unsent)[number];

/** What was sent: the proof that an entry left the outbox. */
export interface Receipt {
  readonly id: string;
  readonly entry: OutboxEntry;
  /** ISO 8601. */
  readonly sentAt: string;
  /**
   * applied: the server's answer says so; verified: found done after a lost reply; confirmed: the user says that it was
   * done, which cannot be told here; merged: a conflict was merged;
   * yielded: others had changed the same, and theirs stays; discarded: the user took it back; replaced: the user wrote
   * other values before it was sent.
   */
  readonly result: 'applied' | 'verified' | 'confirmed' | 'merged' | 'overwrote' | Unsent;
  /** What others had written in the columns this change overwrote. */
  readonly overwrote: Values;
  /** A deleted row as it was last known here; absent where it was not. */
  readonly row?: Values;
  /** What the server did in the minutes after it; absent where that was not looked at. */
  readonly aftermath?: Aftermath;
}

/** Whether the CRM has got the change. */
export const wasSent = ({ result }: Pick<Receipt, 'result'>): boolean =>
  !unsent.some((other) => other === result);

/** Receipts are kept, and what was sent can be taken back, for so long: milliseconds. */
export const KEPT_FOR = 30 * 86_400_000;

const waitsForUser: ReadonlySet<EntryState> = new Set([
  'conflict',
  'rejected',
  'duplicate',
  'suspect',
  'unreadable',
]);

/** The entry cannot go on without a decision of the user. */
export const needsUser = (entry: Pick<OutboxEntry, 'state'>): boolean =>
  waitsForUser.has(entry.state);

/** The states of an entry that the server has not carried out, and will not as it is. */
export const refusedStates: readonly EntryState[] = ['rejected', 'duplicate', 'conflict'];
