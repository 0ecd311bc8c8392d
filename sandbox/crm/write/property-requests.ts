import { parseQuery, type Segment } from '../http/address';
import { refuseClosed } from '../rules/closed-email';
import { faults } from '../errors';
import type { Answer, Exchange } from '../exchange';
import { commit } from '../storage/journal';
import { checkVersion, refuseCondition } from './conditions';
import { changeLink, linkSide, type LinkSide } from './links';
import type { Column, Table } from '../model/model';
import { readJson, readPayload, readReference } from './payload';
import { readOptions } from '../query/query-options';
import { readCollection, readCount, rowJson } from '../query/read-rows';
import { requireAccess } from '../rights/rights';
import { rowId } from '../query/row-key';
import { etag, lookupTarget, rowsToJson } from '../query/row-json';
import { addressOf, existing, notAllowed, readable } from './row-requests';
import { quote, typeColumn, type SqlRow, type SqlValue } from '../storage/store';
import { touch, updateRow, writeParties } from './write-rows';

const done: Answer = { status: 204 };

function change(
  exchange: Exchange,
  table: Table,
  row: SqlRow,
  body: Record<string, unknown>,
): Answer {
  const payload = readPayload(exchange, table, body, false);
  checkVersion(exchange, table, row);
  const id = String(row[table.primaryId]);
  commit(exchange, { table: table.name, id, changes: body }, () =>
    updateRow(exchange, table, row, payload),
  );
  return done;
}

/** The `value` that a body sends for one property. */
function valueOf(table: Table, { body }: Exchange): unknown {
  const json = readJson(table.setName, body);
  if (!Object.hasOwn(json, 'value')) throw faults.payload(table.setName, "'value' is missing.");
  return json['value'];
}

/** `accounts(<id>)/name` */
function columnRequest(exchange: Exchange, table: Table, id: string, column: Column): Answer {
  const { method, root, organization, prefer } = exchange;
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
  const { method, organization, root } = exchange;
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
      json: rowJson(exchange, other, found, readOptions(other, exchange.search)),
      headers: { ETag: etag(found) },
    };
  }
  if (!ref) throw notAllowed(method);
  const row = existing(exchange, table, id);
  if (method === 'DELETE')
    return change(exchange, table, row, { [`${property}@odata.bind`]: null });
  if (method !== 'PUT') throw notAllowed(method);
  return change(exchange, table, row, {
    [`${property}@odata.bind`]: readJson(table.setName, exchange.body)['@odata.id'],
  });
}

/** The id of the other row in `coll(<id>)/$ref`, `coll/$ref?$id=<address>` or the body's `@odata.id`. */
function otherId(exchange: Exchange, segment: Segment, other: Table): string {
  if (segment.key !== null) return rowId(exchange.organization, other, segment.key);
  const address =
    exchange.method === 'POST'
      ? readJson(other.setName, exchange.body)['@odata.id']
      : parseQuery(exchange.search).get('$id');
  const reference = readReference(exchange, address, other.setName);
  if (reference.table !== other)
    throw faults.payload(
      other.setName,
      `'${String(address).slice(0, 200)}' is not a row of ${other.name}.`,
    );
  return reference.id;
}

/** `accounts(<id>)/contact_customer_accounts/$ref`: sets the lookup of the row on the other side. */
function collectionRef(
  exchange: Exchange,
  table: Table,
  id: string,
  segment: Segment,
  collection: { table: Table; column: Column },
): Answer {
  const { table: other, column } = collection;
  refuseCondition(exchange, 'If-Match');
  existing(exchange, table, id);
  const row = existing(exchange, other, otherId(exchange, segment, other));
  const property = column.navigation[table.name];
  if (property === undefined) throw faults.query(`'${segment.name}' has no other side.`);
  if (exchange.method === 'POST')
    return change(exchange, other, row, { [`${property}@odata.bind`]: `${table.setName}(${id})` });
  if (exchange.method !== 'DELETE') throw notAllowed(exchange.method);
  if (row[column.name] !== id) throw faults.notFound(other.name, String(row[other.primaryId]));
  return change(exchange, other, row, { [`${property}@odata.bind`]: null });
}

/** `contacts(<id>)/contactleads_association`, an N:N relationship */
function linkRequest(
  exchange: Exchange,
  table: Table,
  id: string,
  segment: Segment,
  side: LinkSide,
  ref: boolean,
): Answer {
  const { method } = exchange;
  const { link, mine, theirs, other } = side;
  const row = method === 'GET' ? readable(exchange, table, id) : existing(exchange, table, id);
  if (method === 'GET' && !ref) {
    const key = quote(other.primaryId);
    return {
      status: 200,
      json: readCollection(exchange, other, {
        text: `r.${key} IN (SELECT "${theirs}" FROM ${quote(link.name)} WHERE "${mine}" = ?)`,
        values: [id],
      }),
    };
  }
  if (!ref || (method !== 'POST' && method !== 'DELETE')) throw notAllowed(method);
  refuseCondition(exchange, 'If-Match');
  const there = existing(exchange, other, otherId(exchange, segment, other));
  const changes = {
    [`${segment.name}/$ref`]: `${other.setName}(${String(there[other.primaryId])})`,
  };
  commit(exchange, { table: table.name, id, changes }, () =>
    changeLink(exchange, side, { table, row, there }, method === 'POST'),
  );
  return done;
}

/** `PUT emails(<id>)/email_activity_parties`: the whole list */
function replaceParties(exchange: Exchange, table: Table, id: string, property: string): Answer {
  const { organization, user } = exchange;
  const value = valueOf(table, exchange);
  const row = existing(exchange, table, id);
  const payload = readPayload(exchange, table, { [property]: value }, true);
  checkVersion(exchange, table, row);
  requireAccess(organization, user, table, 'Write', row);
  refuseClosed(table, row, [property]);
  commit(exchange, { table: table.name, id, changes: { [property]: value } }, () => {
    writeParties(exchange, table, id, payload.parties ?? []);
    touch(exchange, table, id, new Map<string, SqlValue>());
  });
  return done;
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
  const ref = last?.name === '$ref';
  const count = last?.name === '$count';
  if (last && !ref && !count) throw faults.notCovered(`the path segment '${last.name}'`);
  const { model } = exchange.organization;
  const { name } = segment;
  const column = table.byWire.get(name);
  if (column && !last) return columnRequest(exchange, table, id, column);
  const way = table.navigation.get(name);
  if (way && !count) return singleRequest(exchange, table, id, name, way.column, ref);
  const collection = model.collection(table, name);
  if (collection) {
    if (ref) return collectionRef(exchange, table, id, segment, collection);
    if (exchange.method === 'PUT' && collection.table.name === 'activityparty')
      return replaceParties(exchange, table, id, name);
    if (exchange.method !== 'GET') throw notAllowed(exchange.method);
    readable(exchange, table, id);
    const { table: other, column: back } = collection;
    const typed = back.targets.length > 1;
    const extra = {
      text: `r.${quote(back.name)} = ?${typed ? ` AND r.${quote(typeColumn(back))} = ?` : ''}`,
      values: typed ? [id, table.name] : [id],
    };
    if (count)
      return { status: 200, text: { body: readCount(exchange, other, extra), type: 'text/plain' } };
    return { status: 200, json: readCollection(exchange, other, extra) };
  }
  const side = linkSide(model, table, name);
  if (side && !count) return linkRequest(exchange, table, id, segment, side, ref);
  throw faults.query(`Resource not found for the segment '${name.slice(0, 100)}'.`);
}
