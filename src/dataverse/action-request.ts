import type { ActionRequest, EntityParameter, Parameter } from '../domain/action-request';
import type { RowRef } from '../domain/row';
import type { BatchedRequest } from './batch-request';
import { bodyText, type EntitySetOf } from './encode-row';
import { rowAddress } from './query';

const namespace = 'Microsoft.Dynamics.CRM';

const isRow = (value: Parameter | RowRef): value is RowRef =>
  typeof value === 'object' && value !== null && !('kind' in value);

/** What the type of a row in a parameter has to say comes first. */
const typed = (table: string, properties: Readonly<Record<string, string>>): string =>
  bodyText({ '@odata.type': JSON.stringify(`${namespace}.${table}`), ...properties });

async function entity(
  { table, properties }: EntityParameter,
  entitySetOf: EntitySetOf,
): Promise<string> {
  const encoded: Record<string, string> = {};
  for (const [name, value] of Object.entries(properties))
    if (isRow(value))
      encoded[`${name}@odata.bind`] = JSON.stringify(
        rowAddress(await entitySetOf(value.table), value.id),
      );
    else encoded[name] = await encode(value, entitySetOf);
  return typed(table, encoded);
}

async function encode(value: Parameter, entitySetOf: EntitySetOf): Promise<string> {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  switch (value.kind) {
    case 'decimal':
      return value.digits;
    case 'reference':
      return typed(value.ref.table, { [value.primaryId]: JSON.stringify(value.ref.id) });
    case 'entity':
      return entity(value, entitySetOf);
    case 'complex':
      return encodeAll(value.properties, entitySetOf);
  }
}

async function encodeAll(
  properties: Readonly<Record<string, Parameter>>,
  entitySetOf: EntitySetOf,
): Promise<string> {
  const encoded: Record<string, string> = {};
  for (const [name, value] of Object.entries(properties))
    encoded[name] = await encode(value, entitySetOf);
  return bodyText(encoded);
}

/**
 * The request that calls an action. Source: Microsoft's "Use Web API actions".
 * @param query of its address
 */
export async function actionRequest(
  { name, on, parameters }: ActionRequest,
  query: string,
  entitySetOf: EntitySetOf,
): Promise<BatchedRequest> {
  const bound =
    on === null ? name : `${rowAddress(await entitySetOf(on.table), on.id)}/${namespace}.${name}`;
  return {
    method: 'POST',
    address: `${bound}?${query}`,
    body: await encodeAll(parameters, entitySetOf),
  };
}
