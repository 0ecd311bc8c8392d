/** A row as the CRM sent it, and beside it what it is found by. */
export interface KeptRow {
  /** Its table's entity set and its id. */
  readonly id: string;
  readonly owner: string;
  readonly modified: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** A store with indexes by owner and by time of change, used in its plain way. */
export interface Rival {
  /** Starts empty. */
  open(): Promise<void>;
  /** Stores one page of rows. */
  load(rows: readonly KeptRow[]): Promise<void>;
  /** Whether the row is found, by the index of the times of change where there is one. */
  finds(row: KeptRow): Promise<boolean>;
  count(): Promise<number>;
}
