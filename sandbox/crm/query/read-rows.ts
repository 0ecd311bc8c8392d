import { readAggregate } from './aggregate';
import { contextUrl } from '../http/context-url';
import { faults } from '../errors';
import type { Exchange } from '../exchange';
import { expandColumns, expandRows, refColumns } from './expand';
import { planExpand, type Planned } from './expand-plan';
import { filterSql } from './filter-sql';
import type { Table } from '../model/model';
import { orderColumnsSql, orderSql, orderTerms } from './order';
import { afterSql, encodeToken, readSkipToken, skipToken } from './paging';
import { annotation } from '../http/prefer';
import { readOptions, type QueryOptions } from './query-options';
import { visibleRows } from '../rights/rights';
import { rowsToJson, selection, type Json } from './row-json';
import { joined, type Sql } from '../storage/sql';
import { quote, type SqlRow } from '../storage/store';

/** Dataverse counts to here and no further, and gives no more rows at once. */
const countLimit = 5000;

/** The rows that the user may read and the filter leaves; `extra` narrows them further. */
const where = (exchange: Exchange, table: Table, options: QueryOptions, extra: Sql | null): Sql =>
  joined('AND', [
    visibleRows(exchange.organization, exchange.user, table),
    ...(options.filter ? [filterSql(exchange, table, options.filter)] : []),
    ...(extra ? [extra] : []),
  ]);

function countRows(exchange: Exchange, table: Table, condition: Sql): number {
  const found = exchange.organization.store.get(
    `SELECT count(*) AS n FROM (SELECT 1 FROM ${quote(table.name)} AS r WHERE ${condition.text} LIMIT ${countLimit + 1})`,
    condition.values,
  );
  return Number(found?.['n']);
}

/** `GET accounts/$count`: text. */
export function readCount(exchange: Exchange, table: Table, extra: Sql | null = null): string {
  const options = readOptions(table, exchange.search);
  if (options.apply !== null) throw faults.notCovered('$apply beside the path $count');
  const condition = where(exchange, table, options, extra);
  return String(Math.min(countLimit, countRows(exchange, table, condition)));
}

/** How many rows this page holds, and whether another may follow. Dataverse ignores $top where a page size is asked for. */
function pageLimit({ prefer }: Exchange, { top }: QueryOptions, page: number) {
  if (prefer.pageSize !== null) return { limit: prefer.pageSize, paged: true };
  if (top === null) return { limit: countLimit, paged: true };
  const left = Math.max(0, top - (page - 1) * countLimit);
  return { limit: Math.min(left, countLimit), paged: left > countLimit };
}

/** `@odata.count` and the annotations about it. */
function counts(exchange: Exchange, table: Table, condition: Sql, wanted: boolean): Json {
  const { prefer } = exchange;
  const count = wanted ? countRows(exchange, table, condition) : -1;
  const json: Json = wanted ? { '@odata.count': Math.min(count, countLimit) } : {};
  if (prefer.annotates(annotation.total))
    json[`@${annotation.total}`] = Math.min(count, countLimit);
  if (prefer.annotates(annotation.limitExceeded))
    json[`@${annotation.limitExceeded}`] = count > countLimit;
  return json;
}

/** The same query from the token on. */
function nextLink({ root, path, search }: Exchange, token: string): string {
  const kept = search
    .replace(/^\?/, '')
    .split('&')
    .filter((part) => part !== '' && !/^(\$|%24)skiptoken=/i.test(part));
  return `${root}${path}?${[...kept, `$skiptoken=${encodeToken(token)}`].join('&')}`;
}

/** One page of a collection. */
export function readCollection(exchange: Exchange, table: Table, extra: Sql | null = null): Json {
  const { organization, user, prefer, root } = exchange;
  if (prefer.trackChanges) throw faults.notCovered('change tracking of a part of a table');
  const options = readOptions(table, exchange.search);
  const condition = where(exchange, table, options, extra);
  if (options.apply !== null) return readAggregate(exchange, table, options, condition);
  const planned = planExpand(organization.model, table, options.expand);
  const terms = orderTerms(
    { organization, user, table, alias: 'r', variable: null },
    options.order,
  );
  const cookie = options.skipToken === null ? null : readSkipToken(options.skipToken);
  const asked = cookie ? joined('AND', [condition, afterSql(terms, cookie)]) : condition;
  const page = cookie?.page ?? 1;
  const { limit, paged } = pageLimit(exchange, options, page);
  const ordered = orderColumnsSql(terms);
  const columns = selection(table, [...options.select, ...expandColumns(planned.plans)]);
  const found = organization.store.all(
    `SELECT ${columns}, ${ordered.text} FROM ${quote(table.name)} AS r WHERE ${asked.text} ORDER BY ${orderSql(terms)} LIMIT ${limit + 1}`,
    [...ordered.values, ...asked.values],
  );
  const rows = found.slice(0, limit);
  const json: Json = {
    '@odata.context': contextUrl(root, table, options, false),
    ...counts(exchange, table, condition, options.count),
  };
  if (prefer.annotates(annotation.metadataVersion))
    json[`@${annotation.metadataVersion}`] = String(organization.model.tables.size);
  json['value'] = toJson(exchange, table, options, planned, rows);
  const token = paged && found.length > limit ? skipToken(terms, page, rows) : null;
  if (token !== null) json['@odata.nextLink'] = nextLink(exchange, token);
  return json;
}

function toJson(
  exchange: Exchange,
  table: Table,
  options: QueryOptions,
  { plans, nested }: Planned,
  rows: readonly SqlRow[],
): Json[] {
  const { organization, prefer } = exchange;
  const shown = [...new Set([...options.select, ...refColumns(plans)])];
  const json = rowsToJson(organization.store, organization.model, table, shown, rows, prefer);
  expandRows({ exchange, nested }, table, plans, rows, json);
  return json;
}

/** A row of the database by its id, whoever asks. */
export const findRow = (
  exchange: Pick<Exchange, 'organization'>,
  table: Table,
  id: string,
): SqlRow | null =>
  exchange.organization.store.get(
    `SELECT * FROM ${quote(table.name)} WHERE ${quote(table.primaryId)} = ?`,
    [id],
  );

/** A single row as JSON. */
export function rowJson(
  exchange: Exchange,
  table: Table,
  row: SqlRow,
  options: QueryOptions,
): Json {
  const planned = planExpand(exchange.organization.model, table, options.expand);
  const [json] = toJson(exchange, table, options, planned, [row]);
  return { '@odata.context': contextUrl(exchange.root, table, options, true), ...json };
}
