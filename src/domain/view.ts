/** A view of a table: one of the organisation's (`savedquery`), or one that a user has made (`userquery`). */
export interface ViewRef {
  readonly kind: 'savedquery' | 'userquery';
  /** A lower-case GUID. */
  readonly id: string;
  /** As it was called when it was read. */
  readonly name: string;
}

export interface View extends ViewRef {
  /** Logical name. */
  readonly table: string;
  /**
   * Which rows it shows, in words that only the CRM understands; '': all of them. Null: by more than what can be asked
   * about the rows of one table.
   */
  readonly condition: string | null;
}

/** Views by id; null: the user cannot have it any more. */
export type Views = Readonly<Record<string, View | null>>;
