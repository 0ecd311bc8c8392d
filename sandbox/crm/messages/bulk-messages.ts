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

/** One row written: its id, and what the journal notes. */
interface Done {
  readonly id: string;
  readonly written: readonly Written[];
}

const newRow: RowKey = { id: null, values: new Map() };

function create(call: Call, table: Table, body: Body, key: RowKey): Done {
  const payload = payloadOf(call, table, body, key, true);
  const id = key.id ?? newRowId(call.exchange, table, payload);
  return { id, written: createDeep(call.exchange, table, id, payload) };
}

/** Changes the row that the key means; null: there is none. */
function change(call: Call, table: Table, body: Body, key: RowKey): Done | null {
  const row = key.id === null ? null : findRow(call.exchange, table, key.id);
  if (!row) return null;
  updateRow(call.exchange, table, row, payloadOf(call, table, body, key, false));
  const id = String(row[table.primaryId]);
  return { id, written: [{ table: table.name, id, changes: body }] };
}

/** No source says what the version of a row does in a target. */
function refuseVersion(body: Body): void {
  if (body['@odata.etag'] !== undefined) throw faults.notCovered("'@odata.etag' in a target");
}

function update(call: Call, table: Table, body: Body): Done {
  refuseVersion(body);
  const key = keyOf(call, table, body);
  const done = change(call, table, body, key);
  if (done) return done;
  if (key.id !== null) throw faults.notFound(table.name, key.id);
  throw key.values.size ? faults.noSuchKey(table.name) : faults.required(table.primaryId);
}

function upsert(call: Call, table: Table, body: Body): Done {
  refuseVersion(body);
  const key = keyOf(call, table, body);
  return change(call, table, body, key) ?? create(call, table, body, key);
}

/** A message that writes each of its targets, all or nothing. */
const bulk = (
  name: string,
  write: (call: Call, table: Table, body: Body) => Done,
  answers?: string,
): Message => ({
  name,
  kind: 'action',
  on: { table: 'crmbaseentity', collection: true },
  parameters: [{ name: 'Targets', type: 'Collection(mscrm.crmbaseentity)' }],
  ...(answers !== undefined && { answers }),
  run(call) {
    const { table } = boundTo(call);
    const Ids: string[] = [];
    commitAll(call.exchange, () =>
      targetsOf(call, table).flatMap((body) => {
        const { id, written } = write(call, table, body);
        Ids.push(id);
        return written;
      }),
    );
    return answers === undefined ? noContent : respond(call, name, { Ids });
  },
});

/** Writes of many rows of a table in one request. */
export const bulkMessages: readonly Message[] = [
  bulk(
    'CreateMultiple',
    (call, table, body) => {
      if (body['@odata.id'] !== undefined)
        throw faults.notCovered("'@odata.id' in a target of CreateMultiple");
      return create(call, table, body, newRow);
    },
    'mscrm.CreateMultipleResponse',
  ),
  bulk('UpdateMultiple', update),
  bulk('UpsertMultiple', upsert),
];
