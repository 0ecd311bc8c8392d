import { parsePath } from '../http/address';
import { columnValue } from './column-value';
import { faults, type CrmFault } from '../errors';
import { linkSide, type LinkSide } from './links';
import type { Collection, Column, Table } from '../model/model';
import type { Organization } from '../organization';
import { readKey, type RowKey } from '../query/row-key';
import { typeColumn, type SqlValue } from '../storage/store';

/** A row that a payload refers to. */
export interface Reference {
  readonly column: Column;
  readonly table: Table;
  readonly id: string;
}

/** A row to make first, which a lookup then refers to. */
export interface Parent {
  readonly column: Column;
  readonly table: Table;
  readonly payload: Payload;
}

/** Rows of a collection: to be made, or there already and to be bound. */
export interface Related {
  readonly property: string;
  readonly way: Collection | LinkSide;
  readonly rows: readonly Payload[];
  readonly bound: readonly string[];
}

/** What the names in a payload are looked up in. */
export interface Scope {
  readonly organization: Organization;
  /** The address of the service, which absolute references begin with; without it any host will do. */
  readonly root?: string;
  /** Addresses by Content-ID, inside a change set. */
  readonly contentIds?: ReadonlyMap<string, string>;
}

/** What a payload asks to write. */
export interface Payload {
  /** Database columns and values; a polymorphic lookup has two. */
  readonly values: ReadonlyMap<string, SqlValue>;
  readonly references: readonly Reference[];
  /** Activity parties, each a payload of the table activityparty; null: not mentioned. */
  readonly parties: readonly Payload[] | null;
  /** Deep insert over N:1. */
  readonly parents: readonly Parent[];
  /** Deep insert and binding over 1:N and N:N. */
  readonly related: readonly Related[];
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

export const undeclaredContentId = (reference: string): CrmFault =>
  faults.query(`Content-ID Reference: '${reference}' does not exist in the batch context.`);

/** The table and key that `accounts(<key>)`, `/accounts(<key>)`, an absolute address or, in a change set, `$1` names. */
export function readAddress(
  { organization, root, contentIds }: Scope,
  text: unknown,
  where: string,
): { table: Table; key: RowKey } {
  if (typeof text !== 'string') throw faults.payload(where, 'A reference has to be a string.');
  const made = text.startsWith('$') ? contentIds?.get(text.slice(1)) : text;
  if (made === undefined) throw undeclaredContentId(text.slice(0, 100));
  const host = /^https?:\/\/[^/]+/.exec(made)?.[0];
  if (host !== undefined && root !== undefined && new URL(root).host !== host.split('//')[1])
    throw faults.query(
      `The URI '${made.slice(0, 200)}' is not valid because it is not based on '${root}'.`,
    );
  const path = made
    .replace(/^https?:\/\/[^/]+/, '')
    .replace(/^\/api\/data\/v9\.\d\//, '')
    .replace(/^\/+/, '');
  const [segment, ...more] = parsePath(path);
  const table = segment && organization.model.bySet.get(segment.name);
  if (!segment || !table || more.length || segment.key === null)
    throw faults.query(
      `Resource not found for the segment '${(segment?.name ?? text).slice(0, 100)}'.`,
    );
  return { table, key: readKey(organization, table, segment.key) };
}

/** The row that an address names. Throws where an alternate key means none. */
export function readReference(
  scope: Scope,
  text: unknown,
  where: string,
): { table: Table; id: string } {
  const { table, key } = readAddress(scope, text, where);
  if (key.id === null) throw faults.noSuchKey(table.name);
  return { table, id: key.id };
}

const undeclared = (table: Table, property: string): CrmFault =>
  faults.payload(
    table.setName,
    `The property '${property.slice(0, 100)}' does not exist on type 'Microsoft.Dynamics.CRM.${table.name}'. Make sure to only use property names that are defined by the type.`,
  );

class Reader {
  readonly values = new Map<string, SqlValue>();
  readonly references: Reference[] = [];
  readonly parents: Parent[] = [];
  readonly related: Related[] = [];
  parties: Payload[] | null = null;
  readonly #named = new Set<string>();

  constructor(
    readonly scope: Scope,
    readonly table: Table,
    readonly creating: boolean,
  ) {}

  #wrong(detail: string): CrmFault {
    return faults.payload(this.table.setName, detail);
  }

  #lookup(column: Column, reference: { table: Table; id: string } | null): void {
    this.values.set(column.name, reference?.id ?? null);
    if (column.targets.length > 1)
      this.values.set(typeColumn(column), reference?.table.name ?? null);
    if (reference) this.references.push({ column, ...reference });
  }

  #bind(property: string, value: unknown): void {
    const way = this.table.navigation.get(property);
    if (!way) return this.#bindMany(property, value);
    if (this.#readOnly(way.column)) return;
    if (value === null) return this.#lookup(way.column, null);
    const reference = readReference(this.scope, value, this.table.setName);
    const targets = way.target === null ? way.column.targets : [way.target];
    if (!targets.includes(reference.table.name))
      throw this.#wrong(
        `A reference to '${reference.table.setName}' does not fit the property '${property}'.`,
      );
    this.#lookup(way.column, reference);
  }

  #readOnly(column: Column): boolean {
    return !(this.creating ? column.create : column.update);
  }

  /** The collection of this name, which a payload may fill when its row is made. */
  #way(property: string): { way: Collection | LinkSide; other: Table } {
    const { model } = this.scope.organization;
    const link = linkSide(model, this.table, property);
    const collection = model.collection(this.table, property);
    if (!link && !collection) throw undeclared(this.table, property);
    if (!this.creating)
      throw this.#wrong(`The navigation property '${property}' cannot be updated with its row.`);
    if (link) return { way: link, other: link.other };
    if (!collection) throw undeclared(this.table, property);
    return { way: collection, other: collection.table };
  }

  #bindMany(property: string, value: unknown): void {
    const { way, other } = this.#way(property);
    if (!Array.isArray(value)) throw this.#wrong(`'${property}@odata.bind' has to be a list.`);
    const bound = value.map((each: unknown) => {
      const { table, id } = readReference(this.scope, each, this.table.setName);
      if (table !== other)
        throw this.#wrong(
          `A reference to '${table.setName}' does not fit the property '${property}'.`,
        );
      return id;
    });
    this.related.push({ property, way, rows: [], bound });
  }

  #collection(property: string, value: unknown): void {
    const { way, other } = this.#way(property);
    if (!Array.isArray(value)) throw this.#wrong(`'${property}' has to be a list.`);
    const rows = value.map((each: unknown) => {
      if (!isObject(each)) throw this.#wrong(`'${property}' has to be a list of objects.`);
      return readPayload(this.scope, other, each, true);
    });
    if (other.name === 'activityparty') this.parties = rows;
    else this.related.push({ property, way, rows, bound: [] });
  }

  #parent(property: string, value: unknown): void {
    if (value === null) return this.#bind(property, null);
    const way = this.table.navigation.get(property);
    const table = this.scope.organization.model.tables.get(
      way?.target ?? (way?.column.targets.length === 1 ? (way.column.targets[0] ?? '') : ''),
    );
    if (!way || !table || !isObject(value) || !this.creating || this.#readOnly(way.column))
      throw this.#wrong(`The navigation property '${property}' cannot be written with its row.`);
    const payload = readPayload(this.scope, table, value, true);
    this.parents.push({ column: way.column, table, payload });
  }

  /** What the payload says its type is, has to be the one of its table. */
  #requireType(value: unknown): void {
    const { name } = this.table;
    const types = [`Microsoft.Dynamics.CRM.${name}`, `mscrm.${name}`];
    if (typeof value === 'string' && types.includes(value.replace(/^#/, ''))) return;
    throw this.#wrong(
      `A resource with type '${String(value).slice(0, 100)}' was found, but it is not assignable to the expected type 'Microsoft.Dynamics.CRM.${name}'.`,
    );
  }

  property(name: string, value: unknown): void {
    if (name === '@odata.type') return this.#requireType(value);
    const bound = name.endsWith('@odata.bind');
    if (name.includes('@') && !bound) return;
    const property = bound ? name.slice(0, -'@odata.bind'.length) : name;
    if (this.#named.has(property))
      throw this.#wrong(`The property '${property.slice(0, 100)}' is there twice.`);
    this.#named.add(property);
    if (bound) return this.#bind(property, value);
    const column = this.table.byWire.get(name);
    if (column && column.type !== 'parties' && column.type !== 'lookup') {
      const stored = columnValue(this.table, column, value);
      if (!this.#readOnly(column)) this.values.set(column.name, stored);
      return;
    }
    if (column?.type === 'lookup')
      throw this.#wrong(`'${name}' is read-only; write its navigation property with @odata.bind.`);
    if (this.table.navigation.has(name)) return this.#parent(name, value);
    this.#collection(name, value);
  }
}

/** Reads a payload; every property has to exist and fit. Read-only columns are left out, as Dataverse does. */
export function readPayload(
  scope: Scope,
  table: Table,
  body: Readonly<Record<string, unknown>>,
  creating: boolean,
): Payload {
  const reader = new Reader(scope, table, creating);
  for (const [name, value] of Object.entries(body)) reader.property(name, value);
  return {
    values: reader.values,
    references: reader.references,
    parties: reader.parties,
    parents: reader.parents,
    related: reader.related,
    sent: body,
  };
}
