import { keyId, parsePath } from './address';
import { columnValue } from './column-value';
import { faults, type CrmFault } from './errors';
import type { Column, Model, Table } from './model';
import { typeColumn, type SqlValue } from './store';

/** A row that a payload refers to. */
export interface Reference {
  readonly column: Column;
  readonly table: Table;
  readonly id: string;
}

/** What a payload asks to write. */
export interface Payload {
  /** Database columns and values; a polymorphic lookup has two. */
  readonly values: ReadonlyMap<string, SqlValue>;
  readonly references: readonly Reference[];
  /** Activity parties, each a payload of the table activityparty; null: not mentioned. */
  readonly parties: readonly Payload[] | null;
  /** Properties as sent. */
  readonly sent: Readonly<Record<string, unknown>>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The body as a JSON object. */
export function readJson(table: string, body: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    throw faults.payload(table, `The body is not valid JSON: ${String(error).slice(0, 200)}`);
  }
  if (!isObject(value)) throw faults.payload(table, 'The body is not a JSON object.');
  return value;
}

/** The row that `accounts(<id>)`, `/accounts(<id>)` or an absolute address means. */
export function readReference(
  model: Model,
  text: unknown,
  where: string,
): { table: Table; id: string } {
  if (typeof text !== 'string') throw faults.payload(where, 'A reference has to be a string.');
  const path = text
    .replace(/^https?:\/\/[^/]+/, '')
    .replace(/^\/api\/data\/v9\.\d\//, '')
    .replace(/^\//, '');
  const [segment, ...more] = parsePath(path);
  const table = segment && model.bySet.get(segment.name);
  if (!segment || !table || more.length || segment.key === null)
    throw faults.query(
      `Resource not found for the segment '${(segment?.name ?? text).slice(0, 100)}'.`,
    );
  return { table, id: keyId(segment.key, table.primaryId) };
}

const undeclared = (table: Table, property: string): CrmFault =>
  faults.payload(
    table.setName,
    `The property '${property.slice(0, 100)}' does not exist on type 'Microsoft.Dynamics.CRM.${table.name}'. Make sure to only use property names that are defined by the type.`,
  );

class Reader {
  readonly values = new Map<string, SqlValue>();
  readonly references: Reference[] = [];
  parties: Payload[] | null = null;

  constructor(
    readonly model: Model,
    readonly table: Table,
    readonly creating: boolean,
  ) {}

  #lookup(column: Column, reference: { table: Table; id: string } | null): void {
    this.values.set(column.name, reference?.id ?? null);
    if (column.targets.length > 1)
      this.values.set(typeColumn(column), reference?.table.name ?? null);
    if (reference) this.references.push({ column, ...reference });
  }

  #bind(property: string, value: unknown): void {
    const way = this.table.navigation.get(property);
    if (!way) {
      if (this.model.links.has(property))
        throw faults.notCovered('binding N:N relationships in a payload');
      throw undeclared(this.table, property);
    }
    if (this.#readOnly(way.column)) return;
    if (value === null) return this.#lookup(way.column, null);
    const reference = readReference(this.model, value, this.table.setName);
    const targets = way.target === null ? way.column.targets : [way.target];
    if (!targets.includes(reference.table.name))
      throw faults.payload(
        this.table.setName,
        `A reference to '${reference.table.setName}' does not fit the property '${property}'.`,
      );
    this.#lookup(way.column, reference);
  }

  #readOnly(column: Column): boolean {
    return !(this.creating ? column.create : column.update);
  }

  #collection(property: string, value: unknown): void {
    const party = this.model.tables.get('activityparty');
    if (!party || !property.endsWith('_activity_parties'))
      throw faults.notCovered(`deep insert of ${property}`);
    if (!this.creating)
      throw faults.payload(
        this.table.setName,
        `The navigation property '${property}' cannot be updated with its row.`,
      );
    if (!Array.isArray(value))
      throw faults.payload(this.table.setName, `'${property}' has to be a list.`);
    this.parties = value.map((each: unknown) => {
      if (!isObject(each)) throw faults.payload(party.setName, 'A party has to be an object.');
      return readPayload(this.model, party, each, true);
    });
  }

  property(name: string, value: unknown): void {
    if (name.endsWith('@odata.bind'))
      return this.#bind(name.slice(0, -'@odata.bind'.length), value);
    if (name.includes('@')) return;
    const column = this.table.byWire.get(name);
    if (column && column.type !== 'parties' && column.type !== 'lookup') {
      const stored = columnValue(this.table, column, value);
      if (!this.#readOnly(column)) this.values.set(column.name, stored);
      return;
    }
    if (column?.type === 'lookup')
      throw faults.payload(
        this.table.setName,
        `'${name}' is read-only; write its navigation property with @odata.bind.`,
      );
    if (this.table.navigation.has(name)) {
      if (value === null) return this.#bind(name, null);
      throw faults.notCovered(`deep insert of ${name}`);
    }
    if (this.model.collection(this.table, name)) return this.#collection(name, value);
    throw undeclared(this.table, name);
  }
}

/** Reads a payload; every property has to exist and fit. Read-only columns are left out, as Dataverse does. */
export function readPayload(
  model: Model,
  table: Table,
  body: Readonly<Record<string, unknown>>,
  creating: boolean,
): Payload {
  const reader = new Reader(model, table, creating);
  for (const [name, value] of Object.entries(body)) reader.property(name, value);
  return {
    values: reader.values,
    references: reader.references,
    parties: reader.parties,
    sent: body,
  };
}
