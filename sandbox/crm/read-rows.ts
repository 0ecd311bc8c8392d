import { faults } from './errors';
import type { Exchange } from './exchange';
import { expandRows } from './expand';
import { filterSql } from './filter-sql';
import type { Table } from './model';
import { afterSql, orderSql, readSkipToken, skipToken } from './paging';
import { annotation } from './prefer';
import { readOptions, type QueryOptions } from './query-options';
import { visibleRows } from './rights';
import { rowsToJson, selection, type Json } from './row-json';
import { quote, type SqlRow, type SqlValue } from './store';

/** Dataverse counts to here and no further. */
const countLimit = 5000;

interface Condition {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

/** The rows that the user may read and the filter leaves; `extra` narrows them further. */
function where(
  { organization, user }: Exchange,
  table: Table,
  options: QueryOptions,
  extra: Condition | null,
): Condition {
  const visible = visibleRows(organization, user, table);
  const filter =
    options.filter &&
    filterSql({ model: organization.model, table, userId: user.id }, options.filter);
  const parts = [visible, ...(filter ? [filter] : []), ...(extra ? [extra] : [])];
  return {
    text: parts.map(({ text }) => text).join(' AND '),
    values: parts.flatMap(({ values }) => [...values]),
  };
}

function countRows(exchange: Exchange, table: Table, condition: Condition): number {
  const found = exchange.organization.store.get(
    `SELECT count(*) AS n FROM (SELECT 1 FROM ${quote(table.name)} AS r WHERE ${condition.text} LIMIT ${countLimit + 1})`,
    condition.values,
  );
  return Number(found?.['n']);
}

/** `GET accounts/$count`: text. */
export function readCount(
  exchange: Exchange,
  table: Table,
  extra: Condition | null = null,
): string {
  const condition = where(exchange, table, readOptions(table, exchange.search), extra);
  return String(Math.min(countLimit, countRows(exchange, table, condition)));
}

/** Database columns for the page: what is selected, what orders it, what expansions start from. */
function neededColumns(table: Table, options: QueryOptions) {
  const columns = new Set([...options.select, ...options.order.map(({ column }) => column)]);
  for (const { property } of options.expand) {
    const way = table.navigation.get(property);
    if (way) columns.add(way.column);
  }
  return [...columns];
}

export function contextUrl(
  root: string,
  table: Table,
  options: QueryOptions,
  single: boolean,
): string {
  const expanded = options.expand.map(
    ({ property, options: inner }) => `${property}(${inner.get('$select') ?? ''})`,
  );
  const names = [...(options.selected === null ? [] : [options.selected]), ...expanded].join(',');
  return `${root}$metadata#${table.setName}${names ? `(${names})` : ''}${single ? '/$entity' : ''}`;
}

/** One page of a collection. */
export function readCollection(
  exchange: Exchange,
  table: Table,
  extra: Condition | null = null,
): Json {
  const { organization, prefer, root } = exchange;
  if (prefer.trackChanges) throw faults.notCovered('change tracking (Prefer: odata.track-changes)');
  const options = readOptions(table, exchange.search);
  const condition = where(exchange, table, options, extra);
  const cookie = options.skipToken === null ? null : readSkipToken(options.skipToken);
  const after = cookie && afterSql(table, options.order, cookie);
  // Dataverse ignores $top where a page size is asked for.
  const limit = prefer.pageSize ?? Math.min(options.top ?? countLimit, countLimit);
  const paged = prefer.pageSize !== null || options.top === null || options.top > countLimit;
  const rows = organization.store.all(
    `SELECT ${selection(table, neededColumns(table, options))} FROM ${quote(table.name)} AS r WHERE ${condition.text}${after ? ` AND ${after.text}` : ''} ORDER BY ${orderSql(table, options.order)} LIMIT ${limit + 1}`,
    [...condition.values, ...(after?.values ?? [])],
  );
  const more = paged && rows.length > limit;
  const page = rows.slice(0, limit);
  const json: Json = { '@odata.context': contextUrl(root, table, options, false) };
  if (options.count) {
    const count = countRows(exchange, table, condition);
    json['@odata.count'] = Math.min(count, countLimit);
    if (prefer.annotates(annotation.total))
      json[`@${annotation.total}`] = Math.min(count, countLimit);
    if (prefer.annotates(annotation.limitExceeded))
      json[`@${annotation.limitExceeded}`] = count > countLimit;
  } else {
    if (prefer.annotates(annotation.total)) json[`@${annotation.total}`] = -1;
    if (prefer.annotates(annotation.limitExceeded)) json[`@${annotation.limitExceeded}`] = false;
  }
  if (prefer.annotates(annotation.metadataVersion))
    json[`@${annotation.metadataVersion}`] = String(organization.model.tables.size);
  json['value'] = toJson(exchange, table, options, page);
  const last = page.at(-1);
  if (more && last) {
    const kept = exchange.search
      .replace(/^\?/, '')
      .split('&')
      .filter((part) => part !== '' && !/^(\$|%24)skiptoken=/i.test(part));
    const token = encodeURIComponent(
      skipToken(table, options.order, (cookie?.page ?? 1) + 1, last),
    );
    json['@odata.nextLink'] =
      `${root}${exchange.path}?${[...kept, `$skiptoken=${token}`].join('&')}`;
  }
  return json;
}

function toJson(
  exchange: Exchange,
  table: Table,
  options: QueryOptions,
  rows: readonly SqlRow[],
): Json[] {
  const { organization, prefer } = exchange;
  const json = rowsToJson(
    organization.store,
    organization.model,
    table,
    options.select,
    rows,
    prefer,
  );
  expandRows(exchange, table, options.expand, rows, json);
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
  const [json] = toJson(exchange, table, options, [row]);
  return { '@odata.context': contextUrl(exchange.root, table, options, true), ...json };
}
