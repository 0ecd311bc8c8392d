import { refuseOptions, type Segment } from '../http/address';
import { addressIn, change, done, valueOf } from './change-property';
import { collectionRequest } from './collection-requests';
import { faults } from '../errors';
import type { Answer, Exchange } from '../exchange';
import type { Column, Table } from '../model/model';
import { readRowOptions } from '../query/query-options';
import { rowJson } from '../query/read-rows';
import { etag, lookupTarget, rowsToJson } from '../query/row-json';
import { addressOf, existing, notAllowed, readable } from './row-requests';

/** `accounts(<id>)/name` */
function columnRequest(exchange: Exchange, table: Table, id: string, column: Column): Answer {
  const { method, root, organization, prefer, search } = exchange;
  refuseOptions(search, 'a property');
  if (method === 'GET') {
    const row = readable(exchange, table, id);
    const [json] = rowsToJson(
      organization.store,
      organization.model,
      table,
      [column],
      [row],
      prefer,
    );
    const value = json?.[column.wire] ?? null;
    if (value === null) return done;
    return {
      status: 200,
      json: { '@odata.context': `${root}$metadata#${table.setName}(${id})/${column.wire}`, value },
    };
  }
  if (column.type === 'lookup')
    throw faults.query('A lookup is set by its navigation property and $ref.');
  const row = existing(exchange, table, id);
  if (method === 'PUT')
    return change(exchange, table, row, {
      [column.wire]: valueOf(table, exchange),
    });
  if (method === 'DELETE') return change(exchange, table, row, { [column.wire]: null });
  throw notAllowed(method);
}

/** `opportunities(<id>)/customerid_account` and its `$ref` */
function singleRequest(
  exchange: Exchange,
  table: Table,
  id: string,
  property: string,
  column: Column,
  ref: boolean,
): Answer {
  const { method, organization, root, search } = exchange;
  if (ref) refuseOptions(search, 'a reference');
  if (method === 'GET') {
    const row = readable(exchange, table, id);
    const other = organization.model.tables.get(lookupTarget(column, row));
    const otherId = row[column.name];
    if (
      !other ||
      typeof otherId !== 'string' ||
      (table.navigation.get(property)?.target ?? other.name) !== other.name
    )
      return done;
    if (ref)
      return {
        status: 200,
        json: {
          '@odata.context': `${root}$metadata#$ref`,
          '@odata.id': addressOf(exchange, other, otherId),
        },
      };
    const found = readable(exchange, other, otherId);
    return {
      status: 200,
      json: rowJson(exchange, other, found, readRowOptions(other, exchange.search)),
      headers: { ETag: etag(found) },
    };
  }
  if (!ref) throw notAllowed(method);
  const row = existing(exchange, table, id);
  if (method === 'DELETE')
    return change(exchange, table, row, { [`${property}@odata.bind`]: null });
  if (method !== 'PUT') throw notAllowed(method);
  return change(exchange, table, row, {
    [`${property}@odata.bind`]: addressIn(table, exchange),
  });
}

/** Requests on what hangs on a row: a property, a navigation property, a collection. */
export function propertyRequest(
  exchange: Exchange,
  table: Table,
  id: string,
  segments: readonly Segment[],
): Answer {
  const [segment, last] = segments;
  if (!segment || segments.length > 2) throw faults.notCovered('paths of this length');
  const { name, key } = segment;
  const what = last?.name;
  if (what !== undefined && what !== '$ref' && what !== '$count')
    throw faults.notCovered(`the path segment '${what}'`);
  const column = last ? undefined : table.byWire.get(name);
  const way = what === '$count' ? undefined : table.navigation.get(name);
  const misplaced = last?.key ?? (column || way ? key : null);
  if (misplaced !== null)
    throw faults.query(`Bad Request - Error in query syntax: '(${misplaced.slice(0, 100)})'.`);
  if (column) return columnRequest(exchange, table, id, column);
  if (way) return singleRequest(exchange, table, id, name, way.column, last !== undefined);
  return collectionRequest(exchange, table, id, segment, what);
}
