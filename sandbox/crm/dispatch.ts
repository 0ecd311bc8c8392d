import { parsePath } from './http/address';
import { csdl, serviceDocument } from './metadata/csdl';
import { countChanges, tracksChanges } from './query/change-tracking';
import { faults } from './errors';
import type { Answer, Exchange } from './exchange';
import { boundMessage, isMessage, unboundMessage } from './messages/message-requests';
import { metadataRequest, metadataSets } from './metadata/requests';
import { requireConditions } from './write/conditions';
import { propertyRequest } from './write/property-requests';
import { readCount } from './query/read-rows';
import { rowId } from './query/row-key';
import { rowRequest } from './write/row-requests';
import { isHidden } from './rights/secured-columns';

/** Answers one request of the Web API. Throws a CrmFault. */
export function dispatch(exchange: Exchange): Answer {
  const { organization, user } = exchange;
  organization.model.hides = (table, column) => isHidden(organization, user, table, column);
  requireConditions(exchange);
  const [first, ...rest] = parsePath(exchange.path);
  if (!first) return serviceDocument(exchange);
  if (first.name === '$metadata' && rest.length === 0) return csdl(exchange);
  if (metadataSets.includes(first.name)) return metadataRequest(exchange, first, rest);
  const table = exchange.organization.model.bySet.get(first.name);
  if (!table) {
    const answer = rest.length ? null : unboundMessage(exchange, first);
    if (answer) return answer;
    if (/Definitions$/.test(first.name)) throw faults.notCovered(first.name);
    throw faults.query(`Resource not found for the segment '${first.name.slice(0, 100)}'.`);
  }
  const [second] = rest;
  if (first.key !== null && table.definition.collectionOnly)
    throw faults.noMessage(exchange.method === 'GET' ? 'Retrieve' : 'Update', table.name);
  if (!second) return rowRequest(exchange, table, first);
  if (isMessage(second) && rest.length === 1) {
    const id = first.key === null ? null : rowId(exchange.organization, table, first.key);
    return boundMessage(exchange, table, id, second);
  }
  if (first.key === null) {
    const counts = second.name === '$count' && second.key === null && rest.length === 1;
    if (counts && exchange.method === 'GET') {
      const count = tracksChanges(exchange) ? countChanges : readCount;
      return { status: 200, text: { body: count(exchange, table), type: 'text/plain' } };
    }
    if (second.name.startsWith('$'))
      throw faults.notCovered(`'${second.name.slice(0, 100)}' on a collection`);
    throw faults.query(`Resource not found for the segment '${second.name.slice(0, 100)}'.`);
  }
  return propertyRequest(exchange, table, rowId(exchange.organization, table, first.key), rest);
}
