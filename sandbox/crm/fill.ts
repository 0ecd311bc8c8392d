import type { SeedRow } from '../seed/seed';
import { generatedValues } from './business-rules';
import { keepMainForm } from './main-form';
import type { Column, Table } from './model';
import type { Organization } from './organization';
import { quote, typeColumn, type SqlValue } from './store';

type Get = (name: string) => SqlValue;

/** How a table's rows are written: one statement, and a value for each of its places. */
interface Writer {
  readonly sql: string;
  readonly values: readonly ((row: SeedRow, get: Get) => SqlValue)[];
}

const plain = (value: SeedRow['values'][string] | undefined): SqlValue => {
  if (value === undefined || value === null) return null;
  if (typeof value === 'object') return value.id;
  return typeof value === 'boolean' ? Number(value) : value;
};

function writer(organization: Organization, table: Table, startedAt: string): Writer {
  const users = new Map([...organization.users.values()].map((user) => [user.id, user]));
  const ada = organization.user('ada')?.id ?? null;
  const currency = organization.store.setting('currency');
  const generated = generatedValues(organization, table);
  const statuses = table.columns.get('statuscode')?.options ?? [];
  const fallback = (column: Column): ((get: Get) => SqlValue) => {
    const { name, joins } = column;
    if (joins)
      return (get) =>
        joins.columns
          .map(get)
          .filter((part) => part !== null && part !== '')
          .join(joins.by) || null;
    switch (name) {
      case table.primaryId:
        return () => null;
      case 'statecode':
        return () => 0;
      case 'statuscode':
        return (get) =>
          statuses.find(({ state }) => state === (get('statecode') ?? 0))?.value ?? null;
      case 'createdon':
        return () => startedAt;
      case 'modifiedon':
        return (get) => get('createdon') ?? startedAt;
      case 'createdby':
      case 'modifiedby':
        return table.ownership === 'user' ? (get) => get('ownerid') : () => ada;
      case 'owninguser':
        return (get) => get('ownerid');
      case 'owningbusinessunit':
        return (get) => users.get(String(get('ownerid')))?.businessUnitId ?? null;
      case 'transactioncurrencyid':
        return () => currency;
      case 'exchangerate':
        return () => 1;
      default: {
        const value =
          generated.get(name) ?? (column.default === undefined ? null : Number(column.default));
        return () => value;
      }
    }
  };
  const names: string[] = [];
  const values: Writer['values'][number][] = [];
  for (const column of table.columns.values()) {
    if (column.type === 'parties') continue;
    const { name } = column;
    names.push(name);
    const otherwise = fallback(column);
    if (name === table.primaryId) values.push((row) => row.id);
    else if (name === 'versionnumber') values.push(() => organization.nextVersion());
    else values.push((row, get) => plain(row.values[name]) ?? otherwise(get));
    if (column.targets.length > 1) {
      names.push(typeColumn(column));
      values.push((row) => {
        const value = row.values[name];
        return typeof value === 'object' && value !== null ? value.table : null;
      });
    }
  }
  return {
    sql: `INSERT INTO ${quote(table.name)} (${names.map(quote).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    values,
  };
}

/** Writes a seed's rows, and a main form for each of its tables. */
export function fill(organization: Organization, rows: Iterable<SeedRow>): void {
  const startedAt = organization.timestamp();
  const writers = new Map<string, Writer>();
  for (const row of rows) {
    let one = writers.get(row.table);
    if (!one)
      writers.set(
        row.table,
        (one = writer(organization, organization.table(row.table), startedAt)),
      );
    const get: Get = (name) => plain(row.values[name]);
    organization.store.run(
      one.sql,
      one.values.map((value) => value(row, get)),
    );
  }
  for (const table of organization.model.tables.values())
    if (table.ownership === 'user') keepMainForm(organization, table);
}
