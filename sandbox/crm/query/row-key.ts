import { guidPattern, splitList } from '../http/address';
import { columnValue } from '../write/column-value';
import type { CrmFault } from '../errors';
import { faults } from '../errors';
import type { Column, Table } from '../model/model';
import type { Organization } from '../organization';
import { quote, type SqlValue } from '../storage/store';

/** What stands in the parentheses of `accounts(<key>)`. */
export interface RowKey {
  /** The row's id; null: no row has this alternate key. */
  readonly id: string | null;
  /** Columns of the alternate key with their values; empty where the id itself is given. */
  readonly values: ReadonlyMap<string, SqlValue>;
}

const invalid = ({ name }: Table): CrmFault =>
  faults.query(
    `The key in the request URI is not valid for resource 'Microsoft.Dynamics.CRM.${name}'. Ensure that the names and number of key properties match the declared or alternate key properties for the resource 'Microsoft.Dynamics.CRM.${name}'.`,
  );

/** Users and teams inherit their key from the type principal. */
const keyName = ({ name, primaryId }: Table): string =>
  name === 'systemuser' || name === 'team' ? 'ownerid' : primaryId;

const wrongGuid = (text: string): CrmFault =>
  faults.query(`Unrecognized 'Edm.Guid' literal '${text.slice(0, 100)}' in the key.`);

/** A value of a key as the column stores it. */
function keyValue(table: Table, column: Column, text: string): SqlValue {
  const quoted = /^'((?:[^']|'')*)'$/.exec(text)?.[1];
  if (column.type === 'lookup' || column.type === 'uniqueidentifier') {
    if (!guidPattern.test(text)) throw wrongGuid(text);
    return text.toLowerCase();
  }
  if (column.type === 'text' || column.type === 'memo') {
    if (quoted === undefined)
      throw faults.query(`The value '${text.slice(0, 100)}' of '${column.wire}' has to be quoted.`);
    return columnValue(table, column, quoted.replaceAll("''", "'"));
  }
  if (column.type === 'date') return columnValue(table, column, text);
  return columnValue(table, column, /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text === 'true');
}

/** The id of another row that has these values in the columns of a key. Texts compare without (ASCII) case. */
export function findByKey(
  { store }: Organization,
  table: Table,
  values: ReadonlyMap<string, SqlValue>,
  except = '',
): string | null {
  const id = quote(table.primaryId);
  const conditions = [...values.keys()].map((name) => `${quote(name)} = ? COLLATE NOCASE`);
  const row = store.get(
    `SELECT ${id} AS id FROM ${quote(table.name)} WHERE ${conditions.join(' AND ')} AND ${id} <> ?`,
    [...values.values(), except],
  );
  return row ? String(row['id']) : null;
}

/** Reads a key: a GUID, bare or named, or the columns of an alternate key. */
export function readKey(organization: Organization, table: Table, key: string | null): RowKey {
  const text = (key ?? '').trim();
  const pairs = splitList(text).map((part): [string, string] => {
    const at = part.indexOf('=');
    return at < 0 ? ['', part] : [part.slice(0, at).trim(), part.slice(at + 1).trim()];
  });
  const [[name, value] = ['', '']] = pairs;
  if (pairs.length <= 1 && (name === '' || name === keyName(table))) {
    if (!guidPattern.test(value)) throw wrongGuid(value);
    return { id: value.toLowerCase(), values: new Map() };
  }
  const names = new Map(pairs);
  const found = table.keys.find(
    ({ columns }) =>
      columns.length === pairs.length && columns.every(({ wire }) => names.has(wire)),
  );
  if (!found) throw invalid(table);
  const values = new Map(
    found.columns.map((column): [string, SqlValue] => [
      column.name,
      keyValue(table, column, names.get(column.wire) ?? ''),
    ]),
  );
  return { id: findByKey(organization, table, values), values };
}

/** The id of the row that a key means. Throws where an alternate key means none. */
export function rowId(organization: Organization, table: Table, key: string | null): string {
  const { id } = readKey(organization, table, key);
  if (id === null) throw faults.noSuchKey(table.name);
  return id;
}

/** Refuses values that another row has in an alternate key. A key with an empty column binds nothing. */
export function checkKeys(
  organization: Organization,
  table: Table,
  id: string,
  changed: ReadonlyMap<string, SqlValue>,
  row: Readonly<Record<string, SqlValue>>,
): void {
  for (const { label, columns } of table.keys) {
    if (!columns.some(({ name }) => changed.has(name))) continue;
    const values = new Map(
      columns.map(({ name }): [string, SqlValue] => [name, row[name] ?? null]),
    );
    if ([...values.values()].includes(null)) continue;
    if (findByKey(organization, table, values, id) !== null)
      throw faults.duplicateKey(columns.map((column) => column.label).join(', '), label);
  }
}
