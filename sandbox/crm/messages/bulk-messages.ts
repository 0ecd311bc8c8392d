import { createDeep, newRowId } from '../write/deep-insert';
import { faults } from '../errors';
import { commitAll, type Written } from '../storage/journal';
import { boundTo, noContent, respond, type Call, type Message } from './message';
import type { Table } from '../model/model';
import { readAddress, readPayload, type Payload } from '../write/payload';
import { findRow } from '../query/read-rows';
import type { RowKey } from '../query/row-key';
import { updateRow } from '../write/write-rows';

type Body = Readonly<Record<string, unknown>>;

/** The row that a target names: by `@odata.id`, which may be an alternate key, or by its primary key. */
function keyOf({ exchange }: Call, table: Table, body: Body): RowKey {
  const named = body['@odata.id'];
  if (named === undefined) {
    const given = readPayload(
      exchange,
      table,
      { [table.primaryId]: body[table.primaryId] ?? null },
      true,
    );
    const id = given.values.get(table.primaryId);
    return { id: typeof id === 'string' ? id : null, values: new Map() };
  }
  const address = readAddress(exchange, named, table.setName);
  if (address.table === table) return address.key;
  throw faults.payload(table.setName, `'@odata.id' has to name a row of ${table.setName}.`);
}

/** The rows of the parameter Targets; each has to say its type. */
function targetsOf({ given }: Call, table: Table): readonly Body[] {
  const type = `Microsoft.Dynamics.CRM.${table.name}`;
  const targets = given.list('Targets') as readonly Body[];
  if (!targets.length) throw faults.argument('Targets has no rows.');
  for (const target of targets)
    if (String(target['@odata.type']).replace('#', '') !== type)
      throw faults.payload(table.setName, `Every target needs '@odata.type': '${type}'.`);
  return targets;
}

/** The target as a payload; columns of an alternate key come from the key. */
function payloadOf(call: Call, table: Table, body: Body, key: RowKey, creating: boolean): Payload {
  const payload = readPayload(call.exchange, table, body, creating);
  return { ...payload, values: new Map([...payload.values, ...key.values]) };
}

function create(
  call: Call,
  table: Table,
  body: Body,
  key: RowKey,
): { readonly id: string; readonly written: Written[] } {
  const payload = payloadOf(call, table, body, key, true);
  const id = key.id ?? newRowId(call.exchange, table, payload);
  return { id, written: createDeep(call.exchange, table, id, payload) };
}

/** Changes the row that the target names; null: there is none. */
function change(call: Call, table: Table, body: Body, key: RowKey): Written[] | null {
  const row = key.id === null ? null : findRow(call.exchange, table, key.id);
  if (!row) return null;
  updateRow(call.exchange, table, row, payloadOf(call, table, body, key, false));
  return [{ table: table.name, id: String(row[table.primaryId]), changes: body }];
}

function update(call: Call, table: Table, body: Body): Written[] {
  const key = keyOf(call, table, body);
  const written = change(call, table, body, key);
  if (written) return written;
  if (key.id !== null) throw faults.notFound(table.name, key.id);
  throw key.values.size ? faults.noSuchKey(table.name) : faults.required(table.primaryId);
}

const onRows = { table: 'crmbaseentity', collection: true } as const;
const parameters = [{ name: 'Targets', type: 'Collection(mscrm.crmbaseentity)' }] as const;

/** Writes of many rows of a table in one request: all or nothing. */
export const bulkMessages: readonly Message[] = [
  {
    name: 'CreateMultiple',
    kind: 'action',
    on: onRows,
    parameters,
    answers: 'mscrm.CreateMultipleResponse',
    run: (call) => {
      const { table } = boundTo(call);
      const Ids: string[] = [];
      commitAll(call.exchange, () =>
        targetsOf(call, table).flatMap((body) => {
          const { id, written } = create(call, table, body, { id: null, values: new Map() });
          Ids.push(id);
          return written;
        }),
      );
      return respond(call, 'CreateMultiple', { Ids });
    },
  },
  {
    name: 'UpdateMultiple',
    kind: 'action',
    on: onRows,
    parameters,
    run: (call) => {
      const { table } = boundTo(call);
      commitAll(call.exchange, () =>
        targetsOf(call, table).flatMap((body) => update(call, table, body)),
      );
      return noContent;
    },
  },
  {
    name: 'UpsertMultiple',
    kind: 'action',
    on: onRows,
    parameters,
    run: (call) => {
      const { table } = boundTo(call);
      commitAll(call.exchange, () =>
        targetsOf(call, table).flatMap((body) => {
          const key = keyOf(call, table, body);
          return change(call, table, body, key) ?? create(call, table, body, key).written;
        }),
      );
      return noContent;
    },
  },
];
