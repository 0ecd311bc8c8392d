import { parseQuery, type Segment } from '../http/address';
import { addressIn, change, done, valueOf } from './change-property';
import { refuseClosed } from '../rules/closed-email';
import { checkVersion, refuseCondition } from './conditions';
import { faults } from '../errors';
import type { Answer, Exchange } from '../exchange';
import { commit } from '../storage/journal';
import { changeLink, linkSide, type LinkSide } from './links';
import type { Collection, Table } from '../model/model';
import { readPayload, readReference } from './payload';
import { readCollection, readCount } from '../query/read-rows';
import { requireAccess } from '../rights/rights';
import { rowId } from '../query/row-key';
import { existing, notAllowed, readable } from './row-requests';
import type { Sql } from '../storage/sql';
import { quote, typeColumn, type SqlValue } from '../storage/store';
import { touch, writeParties } from './write-rows';

/** The id of the other row in `coll(<id>)/$ref`, `coll/$ref?$id=<address>` or the body's `@odata.id`. */
function otherId(exchange: Exchange, segment: Segment, other: Table): string {
  const asked = parseQuery(exchange.search).get('$id');
  if (segment.key !== null && (exchange.method === 'POST' || asked !== undefined))
    throw faults.query('The request names the other row twice.');
  if (segment.key !== null) return rowId(exchange.organization, other, segment.key);
  const address = exchange.method === 'POST' ? addressIn(other, exchange) : asked;
  const reference = readReference(exchange, address, other.setName);
  if (reference.table !== other)
    throw faults.payload(
      other.setName,
      `'${String(address).slice(0, 200)}' is not a row of ${other.name}.`,
    );
  return reference.id;
}

/** Sets the lookup of the row on the other side of 1:N, or empties it. */
function collectionRef(
  exchange: Exchange,
  table: Table,
  id: string,
  segment: Segment,
  collection: Collection,
): Answer {
  const { table: other, column } = collection;
  refuseCondition(exchange, 'If-Match');
  existing(exchange, table, id);
  const row = existing(exchange, other, otherId(exchange, segment, other));
  const property = column.navigation[table.name];
  if (property === undefined) throw faults.query(`'${segment.name}' has no other side.`);
  if (exchange.method === 'POST')
    return change(exchange, other, row, { [`${property}@odata.bind`]: `${table.setName}(${id})` });
  if (row[column.name] !== id) throw faults.notFound(other.name, String(row[other.primaryId]));
  return change(exchange, other, row, { [`${property}@odata.bind`]: null });
}

/** Links two rows of N:N, or unlinks them. */
function linkRef(
  exchange: Exchange,
  table: Table,
  id: string,
  segment: Segment,
  side: LinkSide,
): Answer {
  const { other } = side;
  refuseCondition(exchange, 'If-Match');
  const row = existing(exchange, table, id);
  const there = existing(exchange, other, otherId(exchange, segment, other));
  const changes = {
    [`${segment.name}/$ref`]: `${other.setName}(${String(there[other.primaryId])})`,
  };
  commit(exchange, { table: table.name, id, changes }, () =>
    changeLink(exchange, side, { table, row, there }, exchange.method === 'POST'),
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

/** The rows of the other side of 1:N or N:N, as a condition on row `r`. */
function related(way: Collection | LinkSide, table: Table, id: string): Sql {
  if ('link' in way)
    return {
      text: `r.${quote(way.other.primaryId)} IN (SELECT "${way.theirs}" FROM ${quote(way.link.name)} WHERE "${way.mine}" = ?)`,
      values: [id],
    };
  const { column } = way;
  const typed = column.targets.length > 1;
  return {
    text: `r.${quote(column.name)} = ?${typed ? ` AND r.${quote(typeColumn(column))} = ?` : ''}`,
    values: typed ? [id, table.name] : [id],
  };
}

/** `accounts(<id>)/contact_customer_accounts`, `contacts(<id>)/contactleads_association`, their `$ref` and `$count` */
export function collectionRequest(
  exchange: Exchange,
  table: Table,
  id: string,
  segment: Segment,
  last: '$ref' | '$count' | undefined,
): Answer {
  const { method, organization } = exchange;
  const { name, key } = segment;
  const way =
    linkSide(organization.model, table, name) ?? organization.model.collection(table, name);
  if (!way) throw faults.query(`Resource not found for the segment '${name.slice(0, 100)}'.`);
  const other = 'link' in way ? way.other : way.table;
  if (last === '$ref') {
    if (method === 'GET') throw faults.notCovered('reading the references of a collection');
    if (method !== 'POST' && method !== 'DELETE') throw notAllowed(method);
    return 'link' in way
      ? linkRef(exchange, table, id, segment, way)
      : collectionRef(exchange, table, id, segment, way);
  }
  if (key !== null) throw faults.notCovered('a key in a collection of a row');
  if (method === 'PUT' && other.name === 'activityparty' && last === undefined)
    return replaceParties(exchange, table, id, name);
  if (method === 'POST' && last === undefined)
    throw faults.notCovered('creating a row in a collection of another');
  if (method !== 'GET') throw notAllowed(method);
  readable(exchange, table, id);
  const extra = related(way, table, id);
  if (last === '$count')
    return { status: 200, text: { body: readCount(exchange, other, extra), type: 'text/plain' } };
  return { status: 200, json: readCollection(exchange, other, extra) };
}
