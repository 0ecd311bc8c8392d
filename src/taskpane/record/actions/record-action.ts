import type { Carryon } from '../../../domain/carryon';
import type { Change } from '../../../domain/change';
import type { Process } from '../../../domain/process';
import type { LocalRow, RowRef } from '../../../domain/row';
import type { Rights } from '../../../domain/rights';
import type { Column, Model, Table } from '../../../domain/table';
import type { Lookup, Values } from '../../../domain/value';

/** What an action is offered for. */
export interface Subject {
  readonly table: Table;
  readonly row: LocalRow;
  /** Who can own records. */
  readonly colleagues: readonly Lookup[];
  readonly processes: readonly Process[];
  readonly model: Model;
  readonly rights: Rights;
}

/** What is asked before an action: columns of no table, filled like those of a form. */
export interface Question {
  readonly columns: readonly Column[];
  readonly values: Values;
  /** Why the user cannot have it, by column. */
  readonly refused?: Readonly<Record<string, string>>;
  /** What the user should know before it is done. */
  readonly hint?: string;
  /** Whose rows a lookup offers, where these are no records. */
  readonly ofPeople?: true;
  /** Two records that are shown side by side, so that the second may take over values of the first; null: not yet. */
  readonly compared?: (given: Values) => Compared | null;
  /** Why it cannot be done so, in words; null: nothing is in the way that is known here. */
  readonly inTheWay?: (app: Carryon, given: Values) => Promise<string | null>;
  /** @param taken values that are taken over. */
  readonly changes: (given: Values, taken: Values) => readonly Change[];
}

/** What may be taken over from one record by another. */
export interface Compared {
  readonly from: RowRef;
  readonly to: RowRef;
}

/** An action in the menu of a record. */
export interface RecordAction {
  /** Of its menu item, and of the button that does it. */
  readonly label: string;
  /** What the user has to be allowed to do with the record, as far as that is known here. */
  readonly needs: readonly ('Write' | 'Assign' | 'Share')[];
  /** Why the user may not, besides; null: they may. */
  readonly why?: (subject: Subject) => string | null;
  readonly fits: (subject: Subject) => boolean;
  readonly ask: (subject: Subject) => Question;
}

/** A column of a question. */
export const asked = (
  name: string,
  label: string,
  type: Column['type'],
  more: Partial<Column> = {},
): Column => ({
  name,
  label,
  type,
  required: false,
  canCreate: true,
  canUpdate: true,
  ...more,
});
