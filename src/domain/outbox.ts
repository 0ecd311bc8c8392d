import type { OutboxEntry, Receipt } from './entry';
import type { Live } from './live';
import type { Lookup } from './value';
import type { Answer } from './waiting';

/**
 * What becomes of the changes to other records that depend on a new record that is discarded:
 * - `discard`: they are discarded too.
 * - `keep`: those that refer to it wait for the user, refused with the reason.
 * - `relink`: those that refer to it refer to another record of the same table instead.
 */
export type Dependents = 'discard' | 'keep' | { readonly relink: Lookup };

/** Everything in the outbox. */
export interface OutboxContent {
  readonly entries: readonly OutboxEntry[];
  /** The newest first. */
  readonly receipts: readonly Receipt[];
  /** All of it as it is stored, what cannot be read too. */
  readonly stored: unknown;
}

/** One answer to many entries, as the user saw them. */
export interface Decided {
  readonly answer: Answer;
  readonly entries: readonly OutboxEntry[];
  /** What goes too where they are discarded, as {@link Outbox.discardedWith} has told. */
  readonly along: readonly OutboxEntry[];
}

/** The outbox as the user meets it. */
export interface Outbox {
  /** What waits, in playback order. */
  readonly entries: Live<readonly OutboxEntry[]>;
  /** What was sent, the newest first. */
  readonly receipts: Live<readonly Receipt[]>;
  /**
   * Changes to other records that cannot be sent once this one is discarded, since they refer to the new record that
   * it makes, or to one that does; in order.
   */
  dependents(seq: number): Promise<readonly OutboxEntry[]>;
  /**
   * Takes the change back: the row returns to what it was without it. Rejects while the entry is being sent.
   * @param options.dependents `keep` where none is given.
   */
  discard(seq: number, options?: { readonly dependents?: Dependents }): Promise<void>;
  /** Every other change that goes too where these are discarded with what depends on them, in order. */
  discardedWith(seqs: readonly number[]): Promise<readonly OutboxEntry[]>;
  /**
   * Gives one answer to many entries, each whole or not at all. One that is not as the user saw it any more, or whose
   * discarding would take something along that they did not see, stays as it is.
   * @returns how many it was given to.
   */
  decide(decided: Decided): Promise<number>;
  hold(seq: number): Promise<void>;
  release(seq: number): Promise<void>;
  /**
   * Puts an entry that waits for the user back into the line.
   * @param options.force overwrites what is there.
   * @param options.allowDuplicates writes it though a rule calls it a duplicate, from now on.
   */
  retry(seq: number, options?: { force?: boolean; allowDuplicates?: boolean }): Promise<void>;
  /**
   * Ends a conflict: `mine` names the columns in which this change stays; in the others that both sides changed, the
   * CRM's values do. A delete stays with `all`, and leaves the record with anything else.
   */
  resolve(seq: number, mine: readonly string[] | 'all'): Promise<void>;
  /** Makes the record of a change again that somebody deleted in the CRM. */
  recreate(seq: number): Promise<void>;
  /** All of it, for a file. */
  content(): Promise<OutboxContent>;
  /** Nothing is sent until it is resumed: in every pane, and after a restart. */
  readonly paused: Live<boolean>;
  /** What is on its way ends. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Plays back now, if the CRM can be reached and sending is not paused. */
  sendNow(): Promise<void>;
}
