import type { OutboxEntry, Receipt } from './entry';
import type { Live } from './live';

/** The outbox as the user meets it. */
export interface Outbox {
  /** What waits, in playback order. */
  readonly entries: Live<readonly OutboxEntry[]>;
  /** What was sent, the newest first. */
  readonly receipts: Live<readonly Receipt[]>;
  /** Takes the change back: the row returns to what it was without it. Rejects while the entry is being sent. */
  discard(seq: number): Promise<void>;
  hold(seq: number): Promise<void>;
  release(seq: number): Promise<void>;
  /** Puts an entry that waits for the user back into the line; `force` overwrites what is there. */
  retry(seq: number, options?: { force?: boolean }): Promise<void>;
  /** Plays back now, if the CRM can be reached. */
  sendNow(): Promise<void>;
}
