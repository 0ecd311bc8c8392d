/** A row as the CRM sent it, with the key it is stored under. */
export interface WireRow {
  readonly key: string;
  readonly row: unknown;
}

/** A bare store that does the part of Carryon's work that it can be compared by. */
export interface Rival {
  /** An empty store. */
  open(): Promise<void>;
  /** Stores one page of rows. */
  load(rows: readonly WireRow[]): Promise<void>;
  /** Reads the row, changes it and queues an entry, all in one durable transaction. */
  save(key: string, change: Readonly<Record<string, unknown>>): Promise<void>;
  close(): void;
}
