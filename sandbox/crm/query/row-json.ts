import { formattedValue } from './formatted-value';
import type { Column, Model, Table } from '../model/model';
import { annotation, type Preferences } from '../http/prefer';
import { quote, typeColumn, type SqlRow, type SqlValue, type Store } from '../storage/store';

export type Json = Record<string, unknown>;

export const etag = (row: SqlRow): string => `W/"${String(row['versionnumber'])}"`;

/** The table that a lookup of this row refers to. */
export function lookupTarget(column: Column, row: SqlRow): string {
  if (column.targets.length === 1) return column.targets[0] ?? '';
  return String(row[typeColumn(column)] ?? column.targets[0] ?? '');
}

/** The columns of the table that a row has in the database. */
export const stored = (table: Table): Column[] =>
  [...table.columns.values()].filter(({ type }) => type !== 'parties');

/** Database columns that these columns need. */
export function selection(table: Table, columns: readonly Column[]): string {
  const names = new Set([table.primaryId, 'versionnumber']);
  for (const column of columns) {
    names.add(column.name);
    if (column.targets.length > 1) names.add(typeColumn(column));
  }
  return [...names].map((name) => `r.${quote(name)}`).join(', ');
}

export function wireValue(column: Column, value: SqlValue): unknown {
  if (value === null) return null;
  if (column.type === 'boolean') return value === 1;
  return value;
}

/** Names of the rows that lookups refer to, read together for a page. */
function readNames(
  store: Store,
  model: Model,
  columns: readonly Column[],
  rows: readonly SqlRow[],
): Map<string, string> {
  const wanted = new Map<string, Set<string>>();
  for (const column of columns)
    for (const row of rows) {
      const id = row[column.name];
      if (typeof id !== 'string') continue;
      const target = lookupTarget(column, row);
      let ids = wanted.get(target);
      if (!ids) wanted.set(target, (ids = new Set()));
      ids.add(id);
    }
  const names = new Map<string, string>();
  for (const [target, ids] of wanted) {
    const table = model.tables.get(target);
    if (!table) continue;
    const key = quote(table.primaryId);
    for (const row of store.all(
      `SELECT ${key} AS id, ${quote(table.primaryName)} AS name FROM ${quote(target)} WHERE ${key} IN (SELECT value FROM json_each(?))`,
      [JSON.stringify([...ids])],
    ))
      if (row['name'] !== null) names.set(`${target}/${String(row['id'])}`, String(row['name']));
  }
  return names;
}

/** Rows as the Web API writes them, with the annotations that were asked for. */
export function rowsToJson(
  store: Store,
  model: Model,
  table: Table,
  columns: readonly Column[],
  rows: readonly SqlRow[],
  prefer: Preferences,
): Json[] {
  const formatted = prefer.annotates(annotation.formatted);
  const logicalName = prefer.annotates(annotation.logicalName);
  const navigation = prefer.annotates(annotation.navigation);
  const names = formatted
    ? readNames(
        store,
        model,
        columns.filter(({ type }) => type === 'lookup'),
        rows,
      )
    : new Map<string, string>();
  const written = columns.map((column) => ({
    column,
    hidden: model.hides(table, column),
    formattedAs: `${column.wire}@${annotation.formatted}`,
    navigationAs: `${column.wire}@${annotation.navigation}`,
    logicalNameAs: `${column.wire}@${annotation.logicalName}`,
  }));
  return rows.map((row) => {
    const json: Json = { '@odata.etag': etag(row) };
    for (const { column, hidden, formattedAs, navigationAs, logicalNameAs } of written) {
      const value = hidden ? null : (row[column.name] ?? null);
      if (value !== null && column.type === 'lookup') {
        const target = lookupTarget(column, row);
        const name = names.get(`${target}/${value}`);
        if (name !== undefined) json[formattedAs] = name;
        if (navigation) json[navigationAs] = column.navigation[target];
        if (logicalName) json[logicalNameAs] = target;
      } else if (formatted && value !== null) {
        const text = formattedValue(column, value, '$');
        if (text !== null) json[formattedAs] = text;
      }
      json[column.wire] = wireValue(column, value);
    }
    return json;
  });
}
