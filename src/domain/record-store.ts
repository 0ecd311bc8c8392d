import type { Change } from './change';
import type { Receipt } from './entry';
import type { LocalRow, RowRef } from './row';
import type { ManyToMany } from './table';
import type { UndoPart } from './undo';

/** What a list shows of a row, from memory. */
export interface ListItem extends RowRef {
  /** Primary name; '' where the row has none. */
  readonly name: string;
  /** Tells rows of the same name apart: company, address, regarding, date. */
  readonly detail: string;
  readonly pending: boolean;
}

export interface ListQuery {
  /** Words; each must begin a word of the row. '' lists all. */
  readonly text: string;
  /** Null: all tables. */
  readonly table: string | null;
  readonly limit: number;
}

export interface ListPage {
  readonly items: readonly ListItem[];
  readonly total: number;
  /** Nothing has words that begin as asked: these have some that differ by a letter or two. */
  readonly similar: boolean;
}

/** Rows that refer to one row, by table and column. */
export interface RelatedGroup {
  readonly table: string;
  readonly column: string;
  readonly items: readonly ListItem[];
}

/** What a row is linked to by an N:N relationship, as it shows: with the changes that wait. */
export interface LinkedGroup {
  readonly relationship: ManyToMany;
  /** Those that are on this computer, by name. */
  readonly items: readonly LinkedItem[];
}

export interface LinkedItem extends ListItem {
  /** The link itself waits to be sent. */
  readonly waits: boolean;
}

/** The only door to the local copy. */
export interface RecordStore {
  get(ref: RowRef): Promise<LocalRow | null>;
  list(query: ListQuery): Promise<ListPage>;
  related(ref: RowRef): Promise<readonly RelatedGroup[]>;
  /** One group for each N:N relationship of the row's table. */
  linked(ref: RowRef): Promise<readonly LinkedGroup[]>;
  /** Rows that have one of these e-mail addresses: lower-case address to rows. */
  byAddress(addresses: readonly string[]): Promise<ReadonlyMap<string, readonly ListItem[]>>;
  /** Calls after rows changed, here or in another pane: null means "anything may have changed". */
  watch(listener: (refs: readonly RowRef[] | null) => void): () => void;
  /**
   * Saves one gesture: rows and outbox entries in one durable transaction.
   * Resolves when it is on disk; rejects with a {@link SaveError}, and then nothing was changed.
   */
  save(changes: readonly Change[]): Promise<void>;
  /** Takes back what was sent, by a new save. Rejects as that does; `gone` where there is nothing to take back. */
  undo(receipt: Receipt, part: UndoPart): Promise<void>;
}

/** Why nothing was saved. `invalid` names the columns. */
export type SaveProblem =
  | {
      readonly code: 'invalid';
      readonly columns: Readonly<
        Record<string, 'required' | 'tooLong' | 'range' | 'option' | 'format'>
      >;
    }
  /**
   * `merged`: the record was given up for another one, and is not changed any more. `notHere`: of a column that the
   * change is of it is not known here what it holds. `secured`: the user's field security profiles do not let them
   * give one that value.
   */
  | { readonly code: 'gone' | 'merged' | 'notHere' | 'secured' | 'localFull' | 'localBroken' };

export class SaveError extends Error {
  override readonly name = 'SaveError';

  constructor(
    readonly problem: SaveProblem,
    options?: { cause?: unknown },
  ) {
    super(problem.code, options);
  }
}
