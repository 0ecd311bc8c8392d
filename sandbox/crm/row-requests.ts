import { keyId, type Segment } from './address';
import { CrmFault, faults } from './errors';
import type { Answer, Exchange } from './exchange';
import { commit } from './journal';
import type { Table } from './model';
import { readJson, readPayload } from './payload';
import { readOptions, type QueryOptions } from './query-options';
import { findRow, readCollection, rowJson } from './read-rows';
import { requireAccess, requirePrivilege } from './rights';
import { etag } from './row-json';
import type { SqlRow } from './store';
import { createRow, deleteRow, updateRow } from './write-rows';

export const notAllowed = (method: string): CrmFault =>
  new CrmFault(
    405,
    '0x80060888',
    `The requested resource does not support http method '${method}'.`,
  );

const messageOf: Readonly<Record<string, string>> = {
  GET: 'Retrieve',
  POST: 'Create',
  PATCH: 'Update',
  DELETE: 'Delete',
};

const noSuchMessage = (table: Table, method: string): CrmFault =>
  new CrmFault(
    400,
    '0x80040800',
    `The '${messageOf[method] ?? method}' method does not support entities of type '${table.name}'.`,
  );

export const addressOf = ({ root }: Exchange, table: Table, id: string): string =>
  `${root}${table.setName}(${id})`;

/** The row, which has to be there. */
export function existing(exchange: Exchange, table: Table, id: string): SqlRow {
  const row = findRow(exchange, table, id);
  if (!row) throw faults.notFound(table.name, id);
  return row;
}

/** The row, which the user may read. */
export function readable(exchange: Exchange, table: Table, id: string): SqlRow {
  requirePrivilege(exchange.organization, exchange.user, table, 'Read');
  const row = existing(exchange, table, id);
  requireAccess(exchange.organization, exchange.user, table, 'Read', row);
  return row;
}

/** Condition headers; the literal "null" is what clients send against the browser's cache. */
export function condition(exchange: Exchange, name: 'If-Match' | 'If-None-Match'): string | null {
  const value = exchange.headers.get(name)?.trim() ?? '';
  return value === '' || value === 'null' ? null : value;
}

/** Refuses where If-Match names another version than the row's. */
export function checkVersion(exchange: Exchange, table: Table, row: SqlRow): void {
  const match = condition(exchange, 'If-Match');
  if (match === null || match === '*') return;
  if (!table.optimisticConcurrency) throw faults.noConcurrency(table.name);
  if (match !== etag(row)) throw faults.stale();
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
    return { status: 204, headers: { 'OData-EntityId': address, Location: address } };
  const row = existing(exchange, table, id);
  const json = rowJson(exchange, table, row, options);
  return {
    status: created ? 201 : 200,
    json,
    headers: { ETag: etag(row), ...(created ? { Location: address } : {}) },
  };
}

function create(
  exchange: Exchange,
  table: Table,
  id: string,
  body: Record<string, unknown>,
): Answer {
  const options = readOptions(table, exchange.search);
  const payload = readPayload(exchange.organization.model, table, body, true);
  commit(exchange, { table: table.name, id, changes: body }, () =>
    createRow(exchange, table, id, payload),
  );
  return written(exchange, table, id, true, options);
}

/** `POST accounts`: with the server's id, or the one in the payload. */
function post(exchange: Exchange, table: Table): Answer {
  const body = readJson(table.setName, exchange.body);
  const payload = readPayload(exchange.organization.model, table, body, true);
  const given = payload.values.get(table.primaryId);
  const id = typeof given === 'string' ? given : exchange.organization.nextId();
  if (findRow(exchange, table, id)) throw faults.exists();
  return create(exchange, table, id, body);
}

/** `PATCH accounts(<id>)`: create, update or either, as the condition headers say. */
function patch(exchange: Exchange, table: Table, id: string): Answer {
  const body = readJson(table.setName, exchange.body);
  const onlyNew = condition(exchange, 'If-None-Match') === '*';
  const match = condition(exchange, 'If-Match');
  if (onlyNew && match !== null)
    throw faults.query('If-Match and If-None-Match cannot be used together.');
  const { model } = exchange.organization;
  const row = findRow(exchange, table, id);
  if (!row) {
    readPayload(model, table, body, true);
    if (match !== null) throw faults.notFound(table.name, id);
    return create(exchange, table, id, body);
  }
  if (onlyNew) {
    readPayload(model, table, body, true);
    throw faults.exists();
  }
  // Dataverse ignores $expand here.
  const options = { ...readOptions(table, exchange.search), expand: [] };
  const payload = readPayload(model, table, body, false);
  checkVersion(exchange, table, row);
  commit(exchange, { table: table.name, id, changes: body }, () =>
    updateRow(exchange, table, row, payload),
  );
  return written(exchange, table, id, false, options);
}

function remove(exchange: Exchange, table: Table, id: string): Answer {
  requirePrivilege(exchange.organization, exchange.user, table, 'Delete');
  const row = existing(exchange, table, id);
  checkVersion(exchange, table, row);
  commit(exchange, { table: table.name, id, changes: {} }, () => deleteRow(exchange, table, row));
  return { status: 204 };
}

function get(exchange: Exchange, table: Table, id: string): Answer {
  const options = readOptions(table, exchange.search);
  const row = readable(exchange, table, id);
  const known = condition(exchange, 'If-None-Match');
  if (known === etag(row) && table.optimisticConcurrency)
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
  if (table.definition.collectionOnly && !(method === 'GET' && segment.key === null))
    throw noSuchMessage(table, method);
  if (segment.key === null) {
    if (method === 'GET') return { status: 200, json: readCollection(exchange, table) };
    if (method === 'POST') return post(exchange, table);
    throw notAllowed(method);
  }
  const id = keyId(segment.key, table.primaryId);
  switch (method) {
    case 'GET':
      return get(exchange, table, id);
    case 'PATCH':
      return patch(exchange, table, id);
    case 'DELETE':
      return remove(exchange, table, id);
    default:
      throw notAllowed(method);
  }
}
