import { faults } from '../errors';
import type { Exchange } from '../exchange';
import type { Table } from '../model/model';
import { etag } from '../query/row-json';
import type { SqlRow } from '../storage/store';

type Condition = 'If-Match' | 'If-None-Match';

/** Condition headers; the literal "null" is what clients send against the browser's cache. */
export function condition(exchange: Exchange, name: Condition): string | null {
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

/** Refuses a condition that the request would pass over in silence. */
export function refuseCondition(exchange: Exchange, name: Condition): void {
  if (condition(exchange, name) === null) return;
  throw faults.notCovered(`${name} on a ${exchange.method} of '${exchange.path.slice(0, 200)}'`);
}

/**
 * Conditions on a write are about the row that the request addresses and changes. Where there is none, as in a
 * POST, no source says what they do.
 */
export function requireConditions(exchange: Exchange): void {
  const { method } = exchange;
  if (method === 'GET') return;
  if (method !== 'PATCH') refuseCondition(exchange, 'If-None-Match');
  if (method === 'POST') refuseCondition(exchange, 'If-Match');
}
