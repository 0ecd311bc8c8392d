import { denies, isClosed } from '../../domain/column-security';
import { lacks } from '../../domain/left-out';
import type { LocalRow } from '../../domain/row';
import type { Column, Table } from '../../domain/table';
import { type Currency, formatValue } from '../format';
import { strings } from '../strings';
import type { Closed } from './closed-field';

/** Why a column of a row cannot be filled in here; null: it can. @param row null: a new one. */
export function closedIn(
  table: Table,
  row: LocalRow | null,
  column: Column,
  currency: Currency | null,
): Closed | null {
  const { secured, leftOut } = strings.form;
  if (row === null) return isClosed(column, true) ? { shown: '', why: secured.create } : null;
  if (lacks(table, row, column.name))
    return denies(column, 'Read')
      ? { shown: strings.record.unseen, why: secured.see }
      : { shown: strings.record.notHere, why: leftOut };
  if (!isClosed(column, false)) return null;
  return { shown: formatValue(column, row.values[column.name], currency), why: secured.update };
}
