import { faults } from '../errors';
import type { Written } from '../storage/journal';
import { changeLink } from './links';
import type { Column, Table } from '../model/model';
import type { Payload, Related } from './payload';
import { typeColumn, type SqlValue } from '../storage/store';
import { createRow, existingRow, updateRow, type Actor } from './write-rows';

/** The payload with a lookup set besides. */
function referring(payload: Payload, column: Column, table: Table, id: string): Payload {
  const values = new Map<string, SqlValue>([...payload.values, [column.name, id]]);
  if (column.targets.length > 1) values.set(typeColumn(column), table.name);
  return { ...payload, values, references: [...payload.references, { column, table, id }] };
}

/** The id that the payload gives, or a new one. Throws where a row has it. */
export function newRowId({ organization }: Actor, table: Table, payload: Payload): string {
  const given = payload.values.get(table.primaryId);
  if (typeof given !== 'string') return organization.nextId();
  if (existingRow(organization, table, given)) throw faults.exists();
  return given;
}

const reference: Payload = {
  values: new Map(),
  references: [],
  parties: null,
  parents: [],
  related: [],
  sent: {},
};

/** Makes and binds the rows of one collection. */
function relate(actor: Actor, table: Table, id: string, related: Related): Written[] {
  const { property, way, rows, bound } = related;
  const { organization } = actor;
  const made: Written[] = [];
  const other = 'column' in way ? way.table : way.other;
  const ids = new Set(bound);
  for (const payload of rows) {
    const child = 'column' in way ? referring(payload, way.column, table, id) : payload;
    const childId = newRowId(actor, other, child);
    made.push(...createDeep(actor, other, childId, child));
    if ('link' in way) ids.add(childId);
  }
  for (const otherId of ids) {
    const there = existingRow(organization, other, otherId);
    if (!there) throw faults.notFound(other.name, otherId);
    if ('link' in way) {
      const row = existingRow(organization, table, id);
      if (row) changeLink(actor, way, { table, row, there }, true);
    } else {
      updateRow(actor, other, there, referring(reference, way.column, table, id));
      const changes = { [`${property}/$ref`]: `${table.setName}(${id})` };
      made.push({ table: other.name, id: otherId, changes });
    }
  }
  return made;
}

/** Makes a row and, in the caller's transaction, all that its payload nests. Answers what was written, in order. */
export function createDeep(actor: Actor, table: Table, id: string, payload: Payload): Written[] {
  const made: Written[] = [];
  let complete = payload;
  for (const { column, table: other, payload: inner } of payload.parents) {
    const otherId = newRowId(actor, other, inner);
    made.push(...createDeep(actor, other, otherId, inner));
    complete = referring(complete, column, other, otherId);
  }
  createRow(actor, table, id, complete);
  made.push({ table: table.name, id, changes: payload.sent });
  for (const related of payload.related) made.push(...relate(actor, table, id, related));
  return made;
}
