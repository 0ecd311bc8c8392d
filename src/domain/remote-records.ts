import type { ListItem } from './record-store';
import type { RowRef } from './row';

export interface RemoteQuery {
  /** Words; each must begin a word of the row's name or of one of its e-mail addresses. */
  readonly text: string;
  /** Null: all tables that the user may read. */
  readonly tables: readonly string[] | null;
}

export interface RemotePage {
  readonly items: readonly ListItem[];
  /** The CRM has more than it was asked for. */
  readonly more: boolean;
}

/** The records of the CRM that are not on this computer. */
export interface RemoteRecords {
  /** Rejects with a CrmError, `notSent` where the CRM is not to be asked. */
  search(query: RemoteQuery, signal: AbortSignal): Promise<RemotePage>;
  /**
   * The user opens a record. One that is not on this computer is read from the CRM and kept as visited.
   * @returns whether it is on this computer now; false: the CRM has no such record, or none that the user may read.
   * Rejects as {@link search} does, and with what a store fails by.
   */
  visit(ref: RowRef): Promise<boolean>;
}
