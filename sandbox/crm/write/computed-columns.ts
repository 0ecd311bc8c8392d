import type { Column, Table } from '../model/model';
import type { SqlRow, SqlValue } from '../storage/store';

function joined(table: Table, column: Column, row: Readonly<Record<string, SqlValue>>): SqlValue {
  const parts = (column.joins?.columns ?? [])
    .map((name) => row[name])
    .filter((part) => part !== null && part !== undefined && part !== '');
  const max = column.maxLength ?? 2000;
  return parts.length ? parts.join(column.joins?.by ?? ' ').slice(0, max) : null;
}

/** Columns that the server computes from others. */
export function computeJoins(
  table: Table,
  values: Map<string, SqlValue>,
  before: SqlRow | null,
): void {
  for (const column of table.columns.values())
    if (column.joins?.columns.some((name) => values.has(name)))
      values.set(column.name, joined(table, column, { ...before, ...Object.fromEntries(values) }));
}
