import type { Table } from '../model/model';
import type { Organization, User } from '../organization';
import type { SqlRow, SqlValue } from '../storage/store';

/** A row about to be written. */
export interface Change {
  readonly organization: Organization;
  readonly user: User;
  readonly table: Table;
  readonly id: string;
  /** The row as it is; null: it is being made. */
  readonly before: SqlRow | null;
  /** Columns that are written; a rule may add to them. */
  readonly values: Map<string, SqlValue>;
  /** How many workflows started one another until here; 0: someone wrote it. */
  readonly depth: number;
  readonly refusesDuplicates: boolean;
  /** Whether a message writes it that closes such rows. */
  readonly closes: boolean;
}

/** The row as it will be, or is after the write. */
export const rowOf = ({ before, values }: Change): SqlRow => ({
  ...before,
  ...Object.fromEntries(values),
});

/**
 * What the server does with rows beside what their metadata says, inside the transaction that writes them.
 * A rule refuses by throwing.
 */
export interface RowRule {
  applies(table: Table): boolean;
  before?(change: Change): void;
  after?(change: Change): void;
  /** The row is gone. */
  deleted?(
    change: Pick<Change, 'organization' | 'user' | 'table' | 'id'> & { readonly before: SqlRow },
  ): void;
}
