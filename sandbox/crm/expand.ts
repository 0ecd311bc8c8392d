import { faults } from './errors';
import type { Exchange } from './exchange';
import { filterSql } from './filter-sql';
import type { Column, Table } from './model';
import { orderSql } from './paging';
import { parseOptions, type Expansion, type QueryOptions } from './query-options';
import { visibleRows } from './rights';
import { lookupTarget, rowsToJson, selection, type Json } from './row-json';
import { quote, typeColumn, type SqlRow } from './store';

const most = 15;

/** Adds what $expand asks for to the rows' JSON. */
export function expandRows(
  exchange: Exchange,
  table: Table,
  expansions: readonly Expansion[],
  rows: readonly SqlRow[],
  json: readonly Json[],
): void {
  if (expansions.length > most)
    throw faults.query(`The number of expanded properties is more than ${most}.`);
  for (const expansion of expansions) {
    const way = table.navigation.get(expansion.property);
    const collection = exchange.organization.model.collection(table, expansion.property);
    if (way) expandSingle(exchange, way, expansion, rows, json);
    else if (collection) expandCollection(exchange, table, collection, expansion, rows, json);
    else if (exchange.organization.model.links.has(expansion.property))
      throw faults.notCovered('$expand of N:N relationships');
    else throw faults.noProperty(expansion.property, table.name);
  }
}

function optionsOf(table: Table, expansion: Expansion): QueryOptions {
  const options = parseOptions(table, expansion.options);
  if (options.expand.length) throw faults.notCovered('nested $expand');
  return options;
}

function expandSingle(
  exchange: Exchange,
  way: { readonly column: Column; readonly target: string | null },
  expansion: Expansion,
  rows: readonly SqlRow[],
  json: readonly Json[],
): void {
  const { organization, user, prefer } = exchange;
  const found = new Map<string, Json>();
  for (const name of way.target === null ? way.column.targets : [way.target]) {
    const table = organization.model.tables.get(name);
    if (!table) continue;
    const options = optionsOf(table, expansion);
    const ids = rows
      .filter((row) => lookupTarget(way.column, row) === name)
      .map((row) => row[way.column.name] ?? null);
    const visible = visibleRows(organization, user, table);
    const key = quote(table.primaryId);
    const others = organization.store.all(
      `SELECT ${selection(table, options.select)} FROM ${quote(name)} AS r WHERE r.${key} IN (SELECT value FROM json_each(?)) AND ${visible.text}`,
      [JSON.stringify(ids), ...visible.values],
    );
    rowsToJson(
      organization.store,
      organization.model,
      table,
      options.select,
      others,
      prefer,
    ).forEach((each, index) => {
      found.set(`${name}/${String(others[index]?.[table.primaryId])}`, each);
    });
  }
  rows.forEach((row, index) => {
    const target = json[index];
    if (target)
      target[expansion.property] =
        found.get(`${lookupTarget(way.column, row)}/${String(row[way.column.name])}`) ?? null;
  });
}

function expandCollection(
  exchange: Exchange,
  table: Table,
  collection: { readonly table: Table; readonly column: Column },
  expansion: Expansion,
  rows: readonly SqlRow[],
  json: readonly Json[],
): void {
  const { organization, user, prefer, root } = exchange;
  const { table: other, column } = collection;
  const options = optionsOf(other, expansion);
  const visible = visibleRows(organization, user, other);
  const filter =
    options.filter &&
    filterSql({ model: organization.model, table: other, userId: user.id }, options.filter);
  const typed =
    column.targets.length > 1 ? ` AND r.${quote(typeColumn(column))} = '${table.name}'` : '';
  const ids = rows.map((row) => row[table.primaryId] ?? null);
  const found = organization.store.all(
    `SELECT ${selection(other, [...options.select, column])} FROM ${quote(other.name)} AS r WHERE r.${quote(column.name)} IN (SELECT value FROM json_each(?))${typed} AND ${visible.text}${filter ? ` AND ${filter.text}` : ''} ORDER BY ${orderSql(other, options.order)}`,
    [JSON.stringify(ids), ...visible.values, ...(filter?.values ?? [])],
  );
  const children = new Map<unknown, Json[]>();
  rowsToJson(organization.store, organization.model, other, options.select, found, prefer).forEach(
    (each, index) => {
      const parent = found[index]?.[column.name];
      children.set(parent, [...(children.get(parent) ?? []), each]);
    },
  );
  rows.forEach((row, index) => {
    const target = json[index];
    if (!target) return;
    const id = row[table.primaryId];
    const list = children.get(id) ?? [];
    target[expansion.property] = options.top === null ? list : list.slice(0, options.top);
    // Dataverse gives a next link even where the list is complete.
    target[`${expansion.property}@odata.nextLink`] =
      `${root}${table.setName}(${String(id)})/${expansion.property}${options.selected === null ? '' : `?$select=${options.selected}`}`;
  });
}
