import { closingColumns } from './actions/closing';
import { qualifyColumns } from './actions/qualifying';
import { denies } from './column-security';
import { type Conditions, conditionsIn } from './condition';
import type { DuplicateRule } from './duplicate-rule';
import { listColumns } from './list-membership';
import type { Row } from './row';
import type { Column, Model, Table } from './table';
import { filterOf, type TableFilter, type Trip } from './trip';

/**
 * Why a column is on this computer wherever rows of its table are:
 * - `name`: it tells which record it is;
 * - `reference`: it leads to other records, or is whose the record is;
 * - `state`: it tells how the record stands;
 * - `time`: when it was made or changed;
 * - `address`: people are found by it;
 * - `required`: no record is without it;
 * - `duplicates`: the organization's rules compare it;
 * - `condition`: a condition of a trip that is on compares it;
 * - `used`: Carryon itself works with it.
 */
export type Bound =
  | 'name'
  | 'reference'
  | 'state'
  | 'time'
  | 'address'
  | 'required'
  | 'duplicates'
  | 'condition'
  | 'used';

const times: ReadonlySet<string> = new Set(['createdon', 'modifiedon']);
const address = /^(internal)?emailaddress\d?$/;
const used: ReadonlySet<string> = new Set([...closingColumns, ...qualifyColumns, ...listColumns]);

const isCompared = (rules: readonly DuplicateRule[], table: string, name: string): boolean =>
  rules.some((rule) =>
    rule.conditions.some(
      ({ column, matchingColumn }) =>
        (rule.table === table && column === name) ||
        (rule.matchingTable === table && matchingColumn === name),
    ),
  );

/** Null: it can be left out. @param filters what the trips that are on keep of the table. */
export function boundBy(
  table: Table,
  column: Column,
  filters: readonly TableFilter[],
  rules: readonly DuplicateRule[],
): Bound | null {
  const { name, type, required } = column;
  if (name === table.primaryId || name === table.primaryName) return 'name';
  if (type === 'lookup' || type === 'parties') return 'reference';
  if (type === 'state' || type === 'status') return 'state';
  if (times.has(name)) return 'time';
  if (column.format === 'email' || address.test(name)) return 'address';
  if (required) return 'required';
  if (isCompared(rules, table.name, name)) return 'duplicates';
  const asks = (conditions: Conditions): boolean =>
    conditionsIn(conditions).some((each) => each.column === name);
  if (filters.some(({ conditions }) => conditions !== undefined && asks(conditions)))
    return 'condition';
  const isShown = table.sections.some(({ columns }) => columns.includes(name));
  return isShown && !used.has(name) ? null : 'used';
}

/** The columns of a table that every trip leaves out which is on and keeps any of its rows. */
export function leftOut(
  trips: readonly Trip[],
  table: Table,
  rules: readonly DuplicateRule[],
): readonly string[] {
  const filters = trips
    .filter(({ on }) => on)
    .map((trip) => filterOf(trip, table))
    .filter(({ rows }) => rows !== 'none');
  return Object.values(table.columns)
    .filter(
      ({ name }) => filters.length > 0 && filters.every((each) => each.without?.includes(name)),
    )
    .filter((column) => boundBy(table, column, filters, rules) === null)
    .map(({ name }) => name);
}

/**
 * The tables with the columns that the trips bring, of those that the user may see; one of which nothing is left out is
 * the same as before.
 */
export const narrowed = (
  model: Model,
  trips: readonly Trip[],
  rules: readonly DuplicateRule[],
): Model =>
  Object.fromEntries(
    Object.entries(model).map(([name, table]) => {
      const without = new Set(leftOut(trips, table, rules));
      const all = Object.entries(table.columns);
      const columns = all.filter(([key, column]) => !without.has(key) && !denies(column, 'Read'));
      if (columns.length === all.length) return [name, table];
      return [name, { ...table, columns: Object.fromEntries(columns) }];
    }),
  );

/**
 * Whether it is not known here what a column of a row holds, not even that it is empty: it was left out when the row was
 * read, or the user may not see it. A row that the CRM does not have yet lacks nothing.
 */
export function lacks(table: Table, row: Pick<Row, 'etag' | 'values'>, name: string): boolean {
  const column = table.columns[name];
  if (row.etag === null) return false;
  return denies(column, 'Read') || (column?.leftOut === true && !(name in row.values));
}

/** The columns of a row that {@link lacks} names, and that of its file: made anew from what is here, it would be without. */
export const lackingIn = (table: Table, row: Pick<Row, 'etag' | 'values'>): readonly Column[] =>
  Object.values(table.columns).filter(
    ({ name }) =>
      lacks(table, row, name) || (name === table.file?.name && (row.values[name] ?? null) !== null),
  );
