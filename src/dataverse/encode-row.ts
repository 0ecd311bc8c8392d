import type { Column, Table } from '../domain/table';
import { isLookup } from '../domain/value';
import type { Lookup, Party, Value, Values } from '../domain/value';
import { refused } from './errors';
import { rowAddress } from './query';

/** Logical name of a table to its entity set name. */
export type EntitySetOf = (table: string) => Promise<string>;

const derivedRoles: ReadonlySet<number> = new Set([8, 9]);

type Properties = Record<string, string>;

/**
 * The body of a write, as JSON text. Parties are left out: see {@link encodeParties}.
 * A create leaves out what the server sets itself and what is empty.
 */
export async function encodeRow(
  table: Table,
  values: Values,
  kind: 'create' | 'update',
  entitySetOf: EntitySetOf,
): Promise<Properties> {
  const properties: Properties = {};
  for (const [name, value] of Object.entries(values)) {
    const column = table.columns[name];
    if (column?.type === 'parties') continue;
    if (kind === 'create' && (value === null || name === table.primaryId || !column?.canCreate))
      continue;
    if (column === undefined) throw refused(400, '', `${table.name} has no column ${name}`);
    if (column.type === 'lookup') await bind(properties, column, value, entitySetOf);
    else properties[name] = scalar(column, value);
  }
  return properties;
}

/** A collection of parties as JSON text. */
export async function encodeParties(
  column: Column,
  value: Value,
  entitySetOf: EntitySetOf,
): Promise<string> {
  const parties = partiesIn(value).filter(({ role }) => !derivedRoles.has(role));
  const encoded: string[] = [];
  for (const { role, ref, address } of parties) {
    const properties: Properties = { participationtypemask: String(role) };
    if (address !== '') properties['addressused'] = JSON.stringify(address);
    if (ref !== null) await bind(properties, column, ref, entitySetOf);
    encoded.push(bodyText(properties));
  }
  return `[${encoded.join(',')}]`;
}

const partiesIn = (value: Value): Party[] =>
  Array.isArray(value) ? value.filter((item: number | Party) => typeof item === 'object') : [];

export const bodyText = (properties: Properties): string =>
  `{${Object.entries(properties)
    .map(([name, text]) => `${JSON.stringify(name)}:${text}`)
    .join(',')}}`;

async function bind(
  properties: Properties,
  column: Column,
  value: Value,
  entitySetOf: EntitySetOf,
): Promise<void> {
  const property = (target: string): string => {
    const navigation = column.navigation?.[target];
    if (navigation === undefined)
      throw refused(400, '', `${column.name} cannot refer to ${target}`);
    return `${navigation}@odata.bind`;
  };
  if (isLookup(value))
    properties[property(value.table)] = JSON.stringify(await address(value, entitySetOf));
  // Clearing one of a polymorphic lookup's navigation properties clears the column.
  else properties[property(Object.keys(column.navigation ?? {})[0] ?? '')] = 'null';
}

const address = async (ref: Lookup, entitySetOf: EntitySetOf): Promise<string> =>
  rowAddress(await entitySetOf(ref.table), ref.id);

function scalar(column: Column, value: Value): string {
  switch (column.type) {
    case 'decimal':
    case 'money':
    case 'double':
      // The digits go out as they are: a JavaScript number would lose some of a large amount.
      return typeof value === 'string' && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(value)
        ? value
        : JSON.stringify(value);
    case 'choices':
      return JSON.stringify(Array.isArray(value) ? value.join(',') : value);
    case 'date':
      return JSON.stringify(
        column.dateBehavior === 'TimeZoneIndependent' && typeof value === 'string'
          ? `${value}Z`
          : value,
      );
    default:
      return JSON.stringify(value);
  }
}
