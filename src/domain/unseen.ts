import type { Live } from './live';
import type { RowRef } from './row';
import type { Values } from './value';

/** What others have done to a record of the user's that the user has not seen yet. */
export interface UnseenChange {
  readonly ref: RowRef;
  /** The record's primary name, '' where it has none. */
  readonly name: string;
  /** Who changed the record last; '' where that is not known. */
  readonly by: string;
  /** When: ISO 8601. Where the CRM does not tell, when it was found out. */
  readonly at: string;
  /** Deleted in the CRM, or not readable for the user any more: nothing else is known then. */
  readonly gone: boolean;
  /** The changed columns' values before the first change that was not seen. */
  readonly before: Values;
  /** Their values now. */
  readonly after: Values;
}

/** All of it at one moment. */
export interface Unseen {
  /** The newest first. */
  readonly changes: readonly UnseenChange[];
  /** A number that goes up with every change that is noted. */
  readonly through: number;
  /** The user does not want to be reminded of these. */
  readonly dismissed: boolean;
}

/** "While you were away", for every pane of the user on this computer. */
export interface UnseenChanges {
  readonly unseen: Live<Unseen>;
  /** Reminds of nothing up to this {@link Unseen.through}. */
  dismiss(through: number): Promise<void>;
  /** Everything up to this {@link Unseen.through} has been seen. */
  markSeen(through: number): Promise<void>;
}
