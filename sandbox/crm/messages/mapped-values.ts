import type { Column, Table } from '../model/model';
import type { SqlRow, SqlValue } from '../storage/store';

const fits = (column: Column, other: Column): boolean =>
  other.type === column.type && (other.maxLength ?? 100) <= (column.maxLength ?? 100);

/**
 * What a new row of a table takes over from a row of the same or another table: columns of the same name and kind.
 * Dataverse has maps of attributes for this, which makers fill in; those that it comes with pair equal names.
 */
export function mappedValues(
  source: Table,
  row: SqlRow,
  target: Table,
  takes: (column: Column) => boolean,
): Map<string, SqlValue> {
  const values = new Map<string, SqlValue>();
  const keys = new Set(target.keys.flatMap(({ columns }) => columns));
  for (const column of target.columns.values()) {
    const other = source.columns.get(column.name);
    const value = row[column.name] ?? null;
    if (!other?.own || !column.own || column.type === 'lookup') continue;
    if (column.unique || keys.has(column)) continue;
    if (column.type === 'state' || column.type === 'status') continue;
    if (value !== null && takes(column) && fits(column, other)) values.set(column.name, value);
  }
  return values;
}

/** The lookup by which a new row of `target` belongs to a row of `source`. */
export const parentLookup = (source: Table, target: Table): Column | undefined =>
  [...target.columns.values()].find(
    ({ own, targets, mirrors, update }) =>
      own && mirrors === undefined && update && targets.includes(source.name),
  );
