import { isClosed } from './column-security';
import type { DuplicateChoice } from './duplicate-choice';
import type { OutboxEntry } from './entry';
import type { ListItem } from './record-store';
import { type Row, type RowRef, sameRow } from './row';
import type { Column, Table } from './table';
import type { Setting } from './setting';
import { sameValue, type Values } from './value';

/** A row that is going to be written. */
export interface Intended {
  /** Logical name. */
  readonly table: string;
  /** Null: a new row. */
  readonly id: string | null;
  /** What is written; what is absent stays as it is. */
  readonly values: Values;
}

/** A row that a held change may be a duplicate of. */
export interface Match {
  readonly row: Row;
  /** What this computer knew when the CRM gave the row; null: it is this computer's own. */
  readonly asked: number | null;
}

/** What the CRM's rules call a duplicate: found before it is sent, and decided after. */
export interface Duplicates extends Setting<DuplicateChoice> {
  /**
   * Rows on this computer that the organisation's rules would call duplicates of this one, by name, at most 50. The
   * CRM has more rows, and rules may compare columns that are not here.
   */
  here(row: Intended): Promise<readonly ListItem[]>;
  /**
   * What a held change may be a duplicate of.
   * @param where `crm`: rejects with a CrmError; `here`: on this computer.
   */
  matches(entry: OutboxEntry, where: 'crm' | 'here'): Promise<readonly Match[]>;
  /**
   * Uses an existing row instead of a new one that is held: what refers to the new one refers to it, and the new one
   * is discarded. All of it or nothing; rejects where the entry or the row is not there any more.
   * @param columns of the new row, which become a change of the existing one.
   */
  use(seq: number, existing: Match, columns: readonly string[]): Promise<void>;
}

/** What a new record is going to hold by its create and the changes behind that. */
export const intendedValues = (line: readonly OutboxEntry[], ref: RowRef): Values =>
  Object.assign(
    {},
    ...line.filter((entry) => sameRow(entry.ref, ref)).map((one) => one.values),
  ) as Values;

const isOpen = (column: Column): boolean =>
  column.canUpdate &&
  !isClosed(column, false) &&
  !['state', 'status', 'uniqueidentifier', 'parties'].includes(column.type);

/** The columns of a new row that an existing one could take over: filled, different, and open to change. */
export const takeable = (table: Table, mine: Values, theirs: Values): string[] =>
  Object.keys(mine).filter((name) => {
    const column = table.columns[name];
    if (column === undefined || !isOpen(column)) return false;
    return !sameValue(mine[name], null) && !sameValue(mine[name], theirs[name]);
  });
