import type { CrmFailure } from '../../domain/crm-error';
import type { Receipt } from '../../domain/entry';
import type { Row } from '../../domain/row';
import type { QueuedEntry } from '../stored';

/** Why the whole line stops. */
export type Stop = 'offline' | 'signIn' | 'throttled' | 'serverDown' | 'lost';

/** What came of one request, and the row with who changed it last where it was read. */
export type Outcome = Verdict & { readonly seen?: Row | null };

type Verdict =
  /** Proved. `row`: as the server has it now; null where it gave none. */
  | { readonly kind: 'done'; readonly row: Row | null; readonly result: Receipt['result'] }
  /** To be sent again with another guard, after noting what that will overwrite. */
  | { readonly kind: 'again'; readonly guard: string; readonly noted: QueuedEntry }
  /** Waits for the user. */
  | {
      readonly kind: 'wait';
      readonly state: 'conflict' | 'rejected' | 'duplicate';
      readonly failure: CrmFailure;
      /** The row as the CRM has it, where it was read. */
      readonly row?: Row;
    }
  /** Where both sides changed a column, the CRM's value stays. */
  | { readonly kind: 'yield'; readonly row: Row }
  | Stopped;

/** How an entry was done that the CRM has taken. */
export const appliedAs = (entry: QueuedEntry): 'applied' | 'merged' | 'overwrote' => {
  if (Object.keys(entry.overwrote).length > 0) return 'overwrote';
  return entry.merged || entry.yielded !== undefined ? 'merged' : 'applied';
};

/** The line stops. */
export interface Stopped {
  readonly kind: 'stop';
  readonly stop: Stop;
  readonly failure: CrmFailure;
  /** The request may have been carried out. */
  readonly lost: boolean;
}

/** What one request, or the requests for one entry, have brought. */
export interface Sent {
  /** At least one entry has left the outbox. */
  readonly progress: boolean;
  /** Null: the line goes on. */
  readonly stop: Stopped | null;
}
