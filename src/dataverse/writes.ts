import type { Write } from '../domain/crm-server';
import type { Row } from '../domain/row';
import type { Table } from '../domain/table';
import { decodeRow } from './decode-row';
import { bodyText, encodeParties, encodeRow } from './encode-row';
import type { EntitySetOf } from './encode-row';
import type { EntitySets } from './entity-sets';
import { refused } from './errors';
import { annotations, rowAddress, selectQuery } from './query';
import { requestRow } from './reads';
import type { Send } from './transport';

type Create = Extract<Write, { kind: 'create' }>;
type Update = Extract<Write, { kind: 'update' }>;
type Link = Extract<Write, { kind: 'associate' | 'disassociate' }>;

/** Sends one write. A create and an update give the row as it then is; see {@link update} about parties. */
export function sendWrite(
  send: Send,
  sets: EntitySets,
  write: Write,
  signal: AbortSignal | undefined,
): Promise<Row | null> {
  const entitySetOf: EntitySetOf = (table) => sets.of(table, signal);
  switch (write.kind) {
    case 'create':
      return create(send, entitySetOf, write, signal);
    case 'update':
      return update(send, entitySetOf, write, signal);
    case 'delete':
      return send(
        {
          method: 'DELETE',
          address: rowAddress(write.table.entitySetName, write.id),
          headers: { 'If-Match': guard(write.table, write.etag) },
          signal,
        },
        () => null,
      );
    case 'associate':
    case 'disassociate':
      return link(send, entitySetOf, write, signal);
  }
}

/** The version to write over; a table without versions can only be asked whether the row exists. */
const guard = (table: Table, etag: string): string => (table.optimisticConcurrency ? etag : '*');

async function create(
  send: Send,
  entitySetOf: EntitySetOf,
  { table, id, values }: Create,
  signal: AbortSignal | undefined,
): Promise<Row> {
  const properties = await encodeRow(table, values, 'create', entitySetOf);
  for (const column of partiesOf(table))
    if (values[column.name] !== undefined)
      properties[column.name] = await encodeParties(
        column,
        values[column.name] ?? null,
        entitySetOf,
      );
  return patch(send, table, id, { 'If-None-Match': '*' }, bodyText(properties), signal);
}

/**
 * The answer to a PATCH has no parties, so they are absent from the row it gives.
 * Changed parties are replaced by a request of their own, after the columns under the same guard;
 * then the row is read again, whole.
 */
async function update(
  send: Send,
  entitySetOf: EntitySetOf,
  { table, id, values, etag }: Update,
  signal: AbortSignal | undefined,
): Promise<Row> {
  const changed = partiesOf(table).filter((column) => values[column.name] !== undefined);
  const properties = await encodeRow(table, values, 'update', entitySetOf);
  if (Object.keys(properties).length > 0 || changed.length === 0) {
    const headers = { 'If-Match': guard(table, etag) };
    const row = await patch(send, table, id, headers, bodyText(properties), signal);
    if (changed.length === 0) return row;
  } else if (etag !== '*') {
    const { etag: current } = await requestRow(send, table, id, signal);
    if (current !== etag) throw refused(412, '0x80060882', 'The row has changed.');
  }
  for (const column of changed) {
    const parties = await encodeParties(column, values[column.name] ?? null, entitySetOf);
    const address = `${rowAddress(table.entitySetName, id)}/${column.name}`;
    await send({ method: 'PUT', address, body: `{"value":${parties}}`, signal }, () => null);
  }
  return requestRow(send, table, id, signal);
}

const partiesOf = (table: Table) =>
  Object.values(table.columns).filter(({ type }) => type === 'parties');

async function patch(
  send: Send,
  table: Table,
  id: string,
  condition: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal | undefined,
): Promise<Row> {
  const row = await send(
    {
      method: 'PATCH',
      address: `${rowAddress(table.entitySetName, id)}?${selectQuery(table)}`,
      headers: {
        ...condition,
        Prefer: `return=representation,${annotations}`,
        'MSCRM.SuppressDuplicateDetection': 'false',
      },
      body,
      signal,
    },
    (answer) => (answer.body === null ? null : decodeRow(table, answer.body)),
  );
  return row ?? requestRow(send, table, id, signal);
}

async function link(
  send: Send,
  entitySetOf: EntitySetOf,
  { kind, table, id, relationship, other }: Link,
  signal: AbortSignal | undefined,
): Promise<null> {
  const collection = `${rowAddress(table.entitySetName, id)}/${relationship}`;
  if (kind === 'disassociate') {
    const address = `${collection}(${encodeURIComponent(other.id)})/$ref`;
    return send({ method: 'DELETE', address, signal }, () => null);
  }
  const target = rowAddress(await entitySetOf(other.table), other.id);
  const body = JSON.stringify({ '@odata.id': target });
  return send({ method: 'POST', address: `${collection}/$ref`, body, signal }, () => null);
}
