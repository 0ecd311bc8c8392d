import type { Write } from '../domain/crm-server';
import type { Row } from '../domain/row';
import type { Table } from '../domain/table';
import type { Values } from '../domain/value';
import { bodyText, encodeParties, encodeRow } from './encode-row';
import type { EntitySetOf } from './encode-row';
import type { EntitySets } from './entity-sets';
import { notSent, refused } from './errors';
import { annotations, rowAddress, selectQuery } from './query';
import { decodeOnly, requestRow } from './reads';
import type { Send } from './transport';

type Create = Extract<Write, { kind: 'create' }>;
type Update = Extract<Write, { kind: 'update' }>;
type Link = Extract<Write, { kind: 'associate' | 'disassociate' }>;

/** Sends one write. A create and an update give the row as it then is, or null where it cannot be read; see {@link update} about parties. */
export function sendWrite(
  send: Send,
  sets: EntitySets,
  write: Write,
  signal: AbortSignal | undefined,
): Promise<Row | null> {
  const entitySetOf: EntitySetOf = (table) => beforeSending(sets.of(table, signal));
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

/** A question that must be answered before a write can leave. */
const beforeSending = <T>(question: Promise<T>): Promise<T> =>
  question.catch((error: unknown) => {
    throw notSent(error);
  });

/** The version to write over; a table without versions can only be asked whether the row exists. */
const guard = (table: Table, etag: string): string => (table.optimisticConcurrency ? etag : '*');

async function create(
  send: Send,
  entitySetOf: EntitySetOf,
  { table, id, values }: Create,
  signal: AbortSignal | undefined,
): Promise<Row | null> {
  const properties = await encodeRow(table, values, 'create', entitySetOf);
  for (const [name, collection] of await changedParties(table, values, entitySetOf))
    properties[name] = collection;
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
): Promise<Row | null> {
  const condition = guard(table, etag);
  const properties = await encodeRow(table, values, 'update', entitySetOf);
  const parties = await changedParties(table, values, entitySetOf);
  if (Object.keys(properties).length > 0 || parties.length === 0) {
    const body = bodyText(properties);
    const row = await patch(send, table, id, { 'If-Match': condition }, body, signal);
    if (parties.length === 0) return row;
  } else if (condition !== '*') {
    const { etag: current } = await beforeSending(requestRow(send, table, id, signal));
    if (current !== condition) throw refused(412, '0x80060882', 'The row has changed.');
  }
  for (const [name, collection] of parties) {
    const address = `${rowAddress(table.entitySetName, id)}/${name}`;
    await send({ method: 'PUT', address, body: `{"value":${collection}}`, signal }, () => null);
  }
  return readBack(send, table, id, signal);
}

/** The row after a write that was accepted: whatever comes of this reading, the write is done. */
const readBack = (send: Send, table: Table, id: string, signal: AbortSignal | undefined) =>
  requestRow(send, table, id, signal).catch(() => null);

/** The parties columns among the values, each with its collection as JSON text. */
async function changedParties(
  table: Table,
  values: Values,
  entitySetOf: EntitySetOf,
): Promise<readonly (readonly [string, string])[]> {
  const changed: [string, string][] = [];
  for (const column of Object.values(table.columns)) {
    const value = values[column.name];
    if (column.type === 'parties' && value !== undefined)
      changed.push([column.name, await encodeParties(column, value, entitySetOf)]);
  }
  return changed;
}

async function patch(
  send: Send,
  table: Table,
  id: string,
  condition: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal | undefined,
): Promise<Row | null> {
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
    (answer) => (answer.body === null ? null : decodeOnly(table, id, answer.body)),
  );
  return row ?? readBack(send, table, id, signal);
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
