import type { Seed, SeedRow } from '../../seed/seed';
import { generatedValues } from '../rules/business-rules';
import { keepMainForm } from '../model/main-form';
import type { Column, Table } from '../model/model';
import type { Organization } from '../organization';
import { inheritSeeded } from '../rights/seeded-access';
import {
  besidesRows,
  grantBesides,
  grantToRoles,
  privilegeRows,
  roleRows,
} from '../rights/role-rows';
import { indexCascades } from './cascade-indexes';
import { quote, typeColumn, type SqlValue } from './store';
import { keepSystemViews } from '../model/system-views';

type Get = (name: string) => SqlValue;

/** How rows of a table are written that have values for the same columns: one statement, and a value for each of its places. */
interface Writer {
  readonly sql: string;
  readonly values: readonly ((row: SeedRow, get: Get) => SqlValue)[];
}

const plain = (value: SeedRow['values'][string] | undefined): SqlValue => {
  if (value === undefined || value === null) return null;
  if (typeof value === 'object') return value.id;
  return typeof value === 'boolean' ? Number(value) : value;
};

const mirrored =
  ({ targets }: Column, source: string) =>
  (row: SeedRow): SqlValue => {
    const value = row.values[source];
    return typeof value === 'object' && value !== null && targets.includes(value.table)
      ? value.id
      : null;
  };

function writer(
  organization: Organization,
  table: Table,
  given: ReadonlySet<string>,
  startedAt: string,
  administratorId: string,
): Writer {
  const { security } = organization;
  const owner = (get: Get) => security.principal(String(get('ownerid')));
  const currency = organization.store.setting('currency');
  const generated = generatedValues(organization, table);
  const statuses = table.columns.get('statuscode')?.options ?? [];
  /** What a column gets that the row leaves out; null: it stays empty. */
  const fallback = (column: Column): ((get: Get) => SqlValue) | null => {
    const { name, joins } = column;
    if (joins)
      return (get) =>
        joins.columns
          .map(get)
          .filter((part) => part !== null && part !== '')
          .join(joins.by) || null;
    switch (name) {
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
        return (get) => (owner(get)?.type === 'systemuser' ? get('ownerid') : administratorId);
      case 'owninguser':
        return (get) => (owner(get)?.type === 'systemuser' ? get('ownerid') : null);
      case 'owningteam':
        return (get) => (owner(get)?.type === 'team' ? get('ownerid') : null);
      case 'owningbusinessunit':
        return (get) => owner(get)?.businessUnitId ?? null;
      case 'transactioncurrencyid':
        return () => currency;
      case 'exchangerate':
        return () => 1;
      default: {
        const value =
          generated.get(name) ?? (column.default === undefined ? null : Number(column.default));
        return value === null ? null : () => value;
      }
    }
  };
  const names: string[] = [];
  const values: Writer['values'][number][] = [];
  for (const column of table.columns.values()) {
    if (column.type === 'parties') continue;
    const { name } = column;
    if (name === table.primaryId) values.push((row) => row.id);
    else if (name === 'versionnumber') values.push(() => organization.nextVersion());
    else if (column.mirrors !== undefined) values.push(mirrored(column, column.mirrors));
    else {
      const otherwise = fallback(column);
      // Most columns of most rows are empty, and each costs time to bind.
      if (!given.has(name) && !otherwise) continue;
      values.push((row, get) => plain(row.values[name]) ?? otherwise?.(get) ?? null);
    }
    names.push(name);
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

/** Writes rows as they are; what they leave out is filled in. The users and teams that own them are there already. */
export function writeRows(
  organization: Organization,
  rows: Iterable<SeedRow>,
  administratorId: string,
): void {
  const startedAt = organization.timestamp();
  const writers = new Map<string, Writer>();
  for (const row of rows) {
    const given = Object.keys(row.values);
    const shape = `${row.table} ${given.join(' ')}`;
    let one = writers.get(shape);
    if (!one) {
      const table = organization.table(row.table);
      one = writer(organization, table, new Set(given), startedAt, administratorId);
      writers.set(shape, one);
    }
    const get: Get = (name) => plain(row.values[name]);
    organization.store.run(
      one.sql,
      one.values.map((value) => value(row, get)),
    );
  }
}

/** Writes a seed: its rows, the roles with their privileges, and a main form and views for each of its tables. */
export function fill(organization: Organization, seed: Seed): void {
  const { store, model } = organization;
  const { administratorId } = seed;
  const tables = [...model.tables.values()];
  writeRows(organization, seed.rows, administratorId);
  // Its row has the id that a fresh organisation gets, whatever the seed says.
  store.run('UPDATE organization SET organizationid = ?', [organization.id]);
  const [unit] = store.all(
    'SELECT businessunitid FROM businessunit WHERE parentbusinessunitid IS NULL',
  );
  writeRows(organization, roleRows(String(unit?.['businessunitid'])), administratorId);
  writeRows(organization, [...privilegeRows(tables), ...besidesRows()], administratorId);
  grantToRoles(store, tables);
  grantBesides(store);
  for (const { link, left, right } of seed.links)
    store.run(`INSERT INTO ${quote(link)} ("left", "right") VALUES (?, ?)`, [left, right]);
  indexCascades(store, model);
  inheritSeeded(organization);
  for (const table of tables)
    // Those that people work with.
    if (table.ownership === 'user' || table.offline) {
      keepMainForm(organization, table);
      keepSystemViews(organization, table);
    }
}
