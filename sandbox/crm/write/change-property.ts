import { checkVersion } from './conditions';
import { faults } from '../errors';
import type { Answer, Exchange } from '../exchange';
import { commit } from '../storage/journal';
import type { Table } from '../model/model';
import { readJson, readPayload } from './payload';
import type { SqlRow } from '../storage/store';
import { updateRow } from './write-rows';

export const done: Answer = { status: 204 };

/** Changes a row by one property, which the request addresses. */
export function change(
  exchange: Exchange,
  table: Table,
  row: SqlRow,
  body: Record<string, unknown>,
): Answer {
  const payload = readPayload(exchange, table, body, false);
  checkVersion(exchange, table, row);
  const id = String(row[table.primaryId]);
  commit(exchange, { table: table.name, id, changes: body }, () =>
    updateRow(exchange, table, row, payload),
  );
  return done;
}

/** A body for one thing has no other properties; annotations may be. */
function refuseOthers(table: Table, json: object, wanted: string): void {
  const other = Object.keys(json).find((name) => name !== wanted && !name.includes('@'));
  if (other === undefined) return;
  throw faults.payload(
    table.setName,
    `The property '${other.slice(0, 100)}' is not expected here: '${wanted}' is.`,
  );
}

/** The `value` that a body sends for one property. */
export function valueOf(table: Table, { body }: Exchange): unknown {
  const json = readJson(table.setName, body);
  if (!Object.hasOwn(json, 'value')) throw faults.payload(table.setName, "'value' is missing.");
  refuseOthers(table, json, 'value');
  return json['value'];
}

/** The address of a row that a body sends for a reference. */
export function addressIn(table: Table, { body }: Exchange): unknown {
  const json = readJson(table.setName, body);
  refuseOthers(table, json, '@odata.id');
  return json['@odata.id'];
}
