import { type Condition, type Conditions, isGroup } from './condition';
import type { ColumnFilter, RowFilter } from './crm-server';
import type { Column, Table } from './table';
import type { Value } from './value';

const two = (n: number): string => String(n).padStart(2, '0');

/** The user's day at a moment: "YYYY-MM-DD". @param now milliseconds since 1970 */
export function dayAt(now: number): string {
  const at = new Date(now);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** @param day "YYYY-MM-DD" */
export const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The beginning of a day as the column holds it. */
function startOf(day: string, { dateBehavior }: Column): string {
  if (dateBehavior === 'DateOnly') return day;
  if (dateBehavior === 'TimeZoneIndependent') return `${day}T00:00:00`;
  // Without a zone it is the user's.
  return `${new Date(`${day}T00:00:00`).toISOString().slice(0, 19)}Z`;
}

/** A condition that can be used, as the CRM is asked. @param today "YYYY-MM-DD": relative days count from it. */
function conditionFilter(
  { operator, values }: Condition,
  column: Column,
  today: string,
): RowFilter {
  const by = (by: ColumnFilter['operator'], ...operands: Value[]): ColumnFilter => ({
    kind: 'column',
    column: column.name,
    operator: by,
    values: operands,
  });
  const from = (day: string) => by('ge', startOf(day, column));
  const until = (day: string) => by('lt', startOf(plusDays(day, 1), column));
  const both = (...filters: RowFilter[]): RowFilter => ({ kind: 'and', filters });
  const [first = '', second = ''] = values;
  const day = typeof first === 'string' ? first : '';
  switch (operator) {
    case 'between':
      return both(by('ge', first), by('le', second));
    case 'on-or-after':
      return from(day);
    case 'on-or-before':
      return until(day);
    case 'on':
      return both(from(day), until(day));
    case 'last-x-days':
      return both(from(plusDays(today, -Number(first))), until(today));
    case 'next-x-days':
      return both(from(today), until(plusDays(today, Number(first))));
    default:
      return by(operator, ...values);
  }
}

/**
 * The rows of a table that meet conditions, all of which can be used.
 * @param now milliseconds since 1970
 */
export function conditionsFilter(
  { join, list }: Conditions,
  table: Pick<Table, 'columns'>,
  now: number,
): RowFilter {
  const today = dayAt(now);
  const filters = list.flatMap((part) => {
    if (isGroup(part)) return [conditionsFilter(part, table, now)];
    const column = table.columns[part.column];
    return column === undefined ? [] : [conditionFilter(part, column, today)];
  });
  const [only] = filters;
  return only !== undefined && filters.length === 1 ? only : { kind: join, filters };
}
