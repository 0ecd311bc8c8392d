import type { Exchange } from '../exchange';
import type { CollectionPlan, Plan, SinglePlan } from './expand-plan';
import { filterSql } from './filter-sql';
import type { Column, Table } from '../model/model';
import { orderColumnsSql, orderSql, orderTerms, type OrderTerm } from './order';
import { encodeToken, skipToken } from './paging';
import { visibleRows } from '../rights/rights';
import { lookupTarget, rowsToJson, selection, type Json } from './row-json';
import { joined, type Sql } from '../storage/sql';
import { quote, typeColumn, type SqlRow } from '../storage/store';

/** Rows that a collection gives at most. */
const mostRows = 5000;

/** An expansion under way: whether one stands inside another decides how it answers. */
export interface Expanding {
  readonly exchange: Exchange;
  readonly nested: boolean;
}

/** Columns of the table that expanding needs beside the selected ones. */
export const expandColumns = (plans: readonly Plan[]): Column[] =>
  plans.flatMap((plan) => (plan.kind === 'single' ? [plan.column] : []));

/** Lookups that a row shows because their reference was asked for. */
export const refColumns = (plans: readonly Plan[]): Column[] =>
  plans.flatMap((plan) => (plan.kind === 'single' && plan.ref ? [plan.column] : []));

/** Adds what $expand asks for to the rows' JSON. */
export function expandRows(
  expanding: Expanding,
  table: Table,
  plans: readonly Plan[],
  rows: readonly SqlRow[],
  json: readonly Json[],
): void {
  for (const plan of plans)
    if (plan.kind === 'single') expandSingle(expanding, plan, rows, json);
    else expandCollection(expanding, table, plan, rows, json);
}

/** Rows as the value of an expanded property. */
function inner(
  expanding: Expanding,
  { table, options, plans }: Pick<CollectionPlan, 'table' | 'options' | 'plans'>,
  columns: readonly Column[],
  rows: readonly SqlRow[],
  etags: boolean,
): Json[] {
  const { organization, prefer } = expanding.exchange;
  const shown = [...new Set([...options.select, ...refColumns(plans), ...columns])];
  const json = rowsToJson(organization.store, organization.model, table, shown, rows, prefer);
  if (!etags) for (const each of json) delete each['@odata.etag'];
  expandRows(expanding, table, plans, rows, json);
  return json;
}

const conditionOf = (
  { exchange }: Expanding,
  { table, options }: Pick<CollectionPlan, 'table' | 'options'>,
): Sql =>
  joined('AND', [
    visibleRows(exchange.organization, exchange.user, table),
    ...(options.filter ? [filterSql(exchange, table, options.filter)] : []),
  ]);

function expandSingle(
  expanding: Expanding,
  { property, column, ref, targets }: SinglePlan,
  rows: readonly SqlRow[],
  json: readonly Json[],
): void {
  const { organization, root } = expanding.exchange;
  const found = new Map<string, Json>();
  for (const target of targets) {
    const { table, options, plans } = target;
    const ids = rows
      .filter((row) => lookupTarget(column, row) === table.name)
      .map((row) => row[column.name] ?? null);
    const condition = conditionOf(expanding, target);
    const others = organization.store.all(
      `SELECT ${selection(table, [...options.select, ...expandColumns(plans)])} FROM ${quote(table.name)} AS r WHERE r.${quote(table.primaryId)} IN (SELECT value FROM json_each(?)) AND ${condition.text}`,
      [JSON.stringify([...new Set(ids)]), ...condition.values],
    );
    inner(expanding, target, [], others, false).forEach((each, index) => {
      const id = String(others[index]?.[table.primaryId]);
      found.set(
        `${table.name}/${id}`,
        ref ? { '@odata.id': `${root}${table.setName}(${id})` } : each,
      );
    });
  }
  rows.forEach((row, index) => {
    const target = json[index];
    if (target)
      target[property] =
        found.get(`${lookupTarget(column, row)}/${String(row[column.name])}`) ?? null;
  });
}

const parent = 'parent:id';
const number = 'row:number';

/** FROM of the collection's rows `r`, and the id of the row they belong to. */
function source(table: Table, { table: other, column, side }: CollectionPlan) {
  if (side)
    return {
      from: `${quote(side.link.name)} AS l JOIN ${quote(other.name)} AS r ON r.${quote(other.primaryId)} = l."${side.theirs}"`,
      owner: `l."${side.mine}"`,
    };
  const typed =
    column && column.targets.length > 1
      ? ` JOIN (SELECT 1) ON r.${quote(typeColumn(column))} = '${table.name}'`
      : '';
  return {
    from: `${quote(other.name)} AS r${typed}`,
    owner: `r.${quote(column?.name ?? other.primaryId)}`,
  };
}

/** The children of all rows together, so many of each at most, in order. */
function children(
  expanding: Expanding,
  table: Table,
  plan: CollectionPlan,
  terms: readonly OrderTerm[],
  limit: number,
  rows: readonly SqlRow[],
): SqlRow[] {
  const { options, plans, column } = plan;
  const condition = conditionOf(expanding, plan);
  const { from, owner } = source(table, plan);
  const columns = [...options.select, ...expandColumns(plans), ...(column ? [column] : [])];
  const ordered = orderColumnsSql(terms);
  const found = `SELECT ${selection(plan.table, columns)}, ${owner} AS ${quote(parent)}, ${ordered.text} FROM ${from} WHERE ${owner} IN (SELECT value FROM json_each(?)) AND ${condition.text}`;
  return expanding.exchange.organization.store.all(
    `SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY ${quote(parent)} ORDER BY ${orderSql(terms)}) AS ${quote(number)} FROM (${found})) WHERE ${quote(number)} <= ? ORDER BY ${quote(parent)}, ${quote(number)}`,
    [
      ...ordered.values,
      JSON.stringify(rows.map((row) => row[table.primaryId] ?? null)),
      ...condition.values,
      limit,
    ],
  );
}

/** Options in an address: what has no meaning there stays readable, as Dataverse leaves it. */
const optionText = (name: string, value: string): string =>
  `${name}=${encodeURIComponent(value).replaceAll(/%(2C|24|3D|2F|3A|3B|40)/g, decodeURIComponent)}`;

function expandCollection(
  expanding: Expanding,
  table: Table,
  plan: CollectionPlan,
  rows: readonly SqlRow[],
  json: readonly Json[],
): void {
  const { exchange, nested } = expanding;
  const { organization, user, prefer, root } = exchange;
  const { property, options, written, column } = plan;
  const scope = { organization, user, table: plan.table, alias: 'r', variable: null };
  const terms = orderTerms(scope, options.order);
  const limit = nested
    ? (prefer.pageSize ?? mostRows)
    : Math.min(options.top ?? mostRows, mostRows);
  const found = children(expanding, table, plan, terms, limit, rows);
  // Source of what is shown: Microsoft's examples, with and without nesting.
  const shown = inner(expanding, plan, !nested && column ? [column] : [], found, !nested);
  const lists = new Map<unknown, { json: Json[]; rows: SqlRow[] }>();
  found.forEach((row, index) => {
    const id = row[parent];
    const list = lists.get(id) ?? { json: [], rows: [] };
    lists.set(id, list);
    list.json.push(shown[index] ?? {});
    list.rows.push(row);
  });
  const asked = [...written].map(([name, value]) => optionText(name, value));
  rows.forEach((row, index) => {
    const target = json[index];
    if (!target) return;
    const id = String(row[table.primaryId]);
    const list = lists.get(id);
    const token = nested && list ? skipToken(terms, 1, list.rows) : null;
    const query = [...asked, ...(token === null ? [] : [`$skiptoken=${encodeToken(token)}`])];
    target[property] = list?.json ?? [];
    // Dataverse gives a next link even where the list is complete.
    target[`${property}@odata.nextLink`] =
      `${root}${table.setName}(${id})/${property}${query.length > 0 ? `?${query.join('&')}` : ''}`;
  });
}
