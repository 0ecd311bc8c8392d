import type { Segment } from '../http/address';
import { checkVersion, condition, refuseCondition } from './conditions';
import { createDeep, newRowId } from './deep-insert';
import { readChanges, tracksChanges } from '../query/change-tracking';
import { CrmFault, faults } from '../errors';
import type { Answer, Exchange } from '../exchange';
import { predefinedQuery } from '../fetchxml/request';
import { commit, commitAll } from '../storage/journal';
import type { Table } from '../model/model';
import { readJson, readPayload, type Payload } from './payload';
import { readRowOptions, type QueryOptions } from '../query/query-options';
import { findRow, readCollection, rowJson } from '../query/read-rows';
import { requireAccess, requirePrivilege } from '../rights/rights';
import { seenBy } from '../rights/secured-columns';
import { etag } from '../query/row-json';
import { readKey, type RowKey } from '../query/row-key';
import type { SqlRow } from '../storage/store';
import { deleteRow } from './delete-rows';
import { updateRow } from './write-rows';

export const notAllowed = (method: string): CrmFault =>
  new CrmFault(
    405,
    '0x80060888',
    `The requested resource does not support http method '${method}'.`,
  );

export const addressOf = ({ root }: Exchange, table: Table, id: string): string =>
  `${root}${table.setName}(${id})`;

/** The row, which has to be there. */
export function existing(exchange: Exchange, table: Table, id: string): SqlRow {
  const row = findRow(exchange, table, id);
  if (!row) throw faults.notFound(table.name, id);
  return row;
}

/** The row, which the user may read, as they see it. */
export function readable(exchange: Exchange, table: Table, id: string): SqlRow {
  const { organization, user } = exchange;
  requirePrivilege(organization, user, table, 'Read');
  const row = existing(exchange, table, id);
  requireAccess(organization, user, table, 'Read', row);
  return seenBy(organization, user, table, row);
}

/** After a write: the row where it was asked for, else its address. */
function written(
  exchange: Exchange,
  table: Table,
  id: string,
  created: boolean,
  options: QueryOptions,
): Answer {
  const address = addressOf(exchange, table, id);
  if (!exchange.prefer.representation)
    return { status: 204, headers: { Location: address, 'OData-EntityId': address } };
  const row = existing(exchange, table, id);
  const json = rowJson(exchange, table, row, options);
  return {
    status: created ? 201 : 200,
    json,
    headers: { ETag: etag(row), ...(created ? { Location: address } : {}) },
  };
}

/** Makes a row with the id in its payload, or a new one, and all that is nested in it. */
function create(exchange: Exchange, table: Table, payload: Payload, given?: string): Answer {
  const options = readRowOptions(table, exchange.search);
  const id = given ?? newRowId(exchange, table, payload);
  commitAll(exchange, () => createDeep(exchange, table, id, payload));
  return written(exchange, table, id, true, options);
}

/** `PATCH accounts(<key>)`: create, update or either, as the condition headers say. */
function patch(exchange: Exchange, table: Table, key: RowKey): Answer {
  const body = readJson(table.setName, exchange.body);
  const onlyNew = condition(exchange, 'If-None-Match') === '*';
  if (!onlyNew) refuseCondition(exchange, 'If-None-Match');
  const match = condition(exchange, 'If-Match');
  if (onlyNew && match !== null)
    throw faults.query('If-Match and If-None-Match cannot be used together.');
  const row = key.id === null ? null : findRow(exchange, table, key.id);
  const read = readPayload(exchange, table, body, !row || onlyNew);
  // The address decides about the columns of the key, not the body.
  const payload = { ...read, values: new Map([...read.values, ...key.values]) };
  if (!row) {
    if (match !== null)
      throw key.id === null ? faults.noSuchKey(table.name) : faults.notFound(table.name, key.id);
    return create(exchange, table, payload, key.id ?? undefined);
  }
  if (onlyNew) throw faults.exists();
  // Dataverse ignores $expand here.
  const options = { ...readRowOptions(table, exchange.search), expand: [] };
  const id = String(row[table.primaryId]);
  checkVersion(exchange, table, row);
  commit(exchange, { table: table.name, id, changes: body }, () =>
    updateRow(exchange, table, row, payload),
  );
  return written(exchange, table, id, false, options);
}

function remove(exchange: Exchange, table: Table, id: string): Answer {
  requirePrivilege(exchange.organization, exchange.user, table, 'Delete');
  readRowOptions(table, exchange.search);
  const row = existing(exchange, table, id);
  checkVersion(exchange, table, row);
  commit(exchange, { table: table.name, id, changes: {} }, () => deleteRow(exchange, table, row));
  return { status: 204 };
}

function get(exchange: Exchange, table: Table, id: string): Answer {
  const options = readRowOptions(table, exchange.search);
  const row = readable(exchange, table, id);
  const known = condition(exchange, 'If-None-Match');
  // Related rows and labels may have changed without it.
  const whole = options.expand.length === 0 && !exchange.prefer.annotated;
  if (known === etag(row) && table.optimisticConcurrency && whole)
    return { status: 304, headers: { ETag: etag(row) } };
  const match = condition(exchange, 'If-Match');
  if (match !== null && match !== '*' && match !== etag(row)) throw faults.stale();
  return {
    status: 200,
    json: rowJson(exchange, table, row, options),
    headers: { ETag: etag(row) },
  };
}

/** Requests on a table or one of its rows. */
export function rowRequest(exchange: Exchange, table: Table, segment: Segment): Answer {
  const { method } = exchange;
  if (segment.key === null) {
    if (method === 'GET') {
      refuseCondition(exchange, 'If-Match');
      refuseCondition(exchange, 'If-None-Match');
    }
    if (method === 'GET' && tracksChanges(exchange))
      return { status: 200, json: readChanges(exchange, table) };
    if (method === 'GET')
      return (
        predefinedQuery(exchange, table) ?? { status: 200, json: readCollection(exchange, table) }
      );
    if (method === 'POST')
      return create(
        exchange,
        table,
        readPayload(exchange, table, readJson(table.setName, exchange.body), true),
      );
    throw notAllowed(method);
  }
  const key = readKey(exchange.organization, table, segment.key);
  if (method === 'PATCH') return patch(exchange, table, key);
  const { id } = key;
  if (id === null) throw faults.noSuchKey(table.name);
  switch (method) {
    case 'GET':
      return get(exchange, table, id);
    case 'DELETE':
      return remove(exchange, table, id);
    default:
      throw notAllowed(method);
  }
}
