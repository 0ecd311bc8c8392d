import { faults } from '../errors';
import type { Call } from './message';
import type { Table } from '../model/model';
import { readPayload, readReference, type Payload } from '../write/payload';

type Entity = Readonly<Record<string, unknown>>;

const typePrefix = /^#?Microsoft\.Dynamics\.CRM\./;

/** The table of an entity in a parameter: as its `@odata.type` says, or the one that is expected. */
function tableOf({ exchange }: Call, name: string, entity: Entity, expected?: string): Table {
  const type = entity['@odata.type'] ?? expected;
  const table =
    typeof type === 'string'
      ? exchange.organization.model.tables.get(type.replace(typePrefix, ''))
      : undefined;
  if (!table || (expected !== undefined && table.name !== expected))
    throw faults.payload(name, `'${name}' needs '@odata.type' with the type of a table that fits.`);
  return table;
}

/** The row that a parameter names: by `@odata.id`, or by its type and primary key. */
export function rowArgument(
  call: Call,
  name: string,
  entity: unknown = call.given.value(name),
): { readonly table: Table; readonly id: string } {
  if (typeof entity !== 'object' || entity === null)
    throw faults.payload(name, `'${name}' has to be an object.`);
  const given = entity as Entity;
  if (given['@odata.id'] !== undefined)
    return readReference(call.exchange, given['@odata.id'], name);
  const table = tableOf(call, name, given);
  const id = readPayload(call.exchange, table, given, true).values.get(table.primaryId);
  if (typeof id !== 'string') throw faults.payload(name, `'${name}' needs '${table.primaryId}'.`);
  return { table, id };
}

/** A row that a parameter asks to write. */
export function payloadArgument(
  call: Call,
  name: string,
  table: Table,
  creating: boolean,
): Payload {
  const entity = call.given.value(name) as Entity;
  return readPayload(call.exchange, tableOf(call, name, entity, table.name), entity, creating);
}
