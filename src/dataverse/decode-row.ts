import { readableColumns } from '../domain/column-security';
import type { Row } from '../domain/row';
import type { Column, Table } from '../domain/table';
import type { Lookup, Party, Value } from '../domain/value';
import { listIn, scalarText, textIn } from './json';
import type { Json } from './json';
import { propertyOf } from './query';

const formatted = '@OData.Community.Display.V1.FormattedValue';
const logicalName = '@Microsoft.Dynamics.CRM.lookuplogicalname';

/** Dataverse keeps these two parties itself, as copies of owner and regarding. */
const derivedRoles: ReadonlySet<number> = new Set([8, 9]);

/**
 * A row of the wire as domain values, of the columns that the model knows and the answer has. One that the user may not
 * see the CRM gives as empty, which it need not be.
 */
export function decodeRow(table: Table, wire: Json): Row {
  const id = textIn(wire[table.primaryId]).toLowerCase();
  if (id === '') throw new TypeError(`A row of ${table.name} without ${table.primaryId}`);
  const values: Record<string, Value> = {};
  for (const column of readableColumns(table)) {
    const value = decodeColumn(column, wire);
    if (value !== undefined) values[column.name] = value;
  }
  const etag = textIn(wire['@odata.etag']);
  return { table: table.name, id, etag: etag === '' ? null : etag, values };
}

function decodeColumn(column: Column, wire: Json): Value | undefined {
  const property = propertyOf(column);
  const raw = wire[property];
  if (raw === undefined) return undefined;
  if (raw === null) return column.type === 'parties' ? [] : null;
  switch (column.type) {
    case 'lookup':
      return decodeLookup(wire, property, column.targets);
    case 'parties':
      return decodeParties(listIn(raw));
    case 'date':
      return decodeDate(scalarText(raw), column.dateBehavior);
    case 'decimal':
    case 'money':
    case 'double':
      return decodeDecimal(raw, column.precision);
    case 'choices':
      return scalarText(raw)
        .split(',')
        .map(Number)
        .sort((a, b) => a - b);
    case 'boolean':
      return raw === true;
    case 'integer':
    case 'choice':
    case 'state':
    case 'status':
      return Number(raw);
    case 'uniqueidentifier':
      return scalarText(raw).toLowerCase();
    case 'text':
    case 'memo':
      return scalarText(raw);
  }
}

function decodeLookup(
  wire: Json,
  property: string,
  targets: readonly string[] = [],
): Lookup | null {
  const id = textIn(wire[property]).toLowerCase();
  if (id === '') return null;
  return {
    table: textIn(wire[property + logicalName]) || (targets[0] ?? ''),
    id,
    name: textIn(wire[property + formatted]),
  };
}

/** By role, as an activity shows them; within a role in the server's order. */
function decodeParties(rows: readonly Json[]): Party[] {
  return rows
    .map((row) => ({
      role: Number(row['participationtypemask']),
      ref: decodeLookup(row, '_partyid_value'),
      address: textIn(row['addressused']),
    }))
    .filter((party) => !derivedRoles.has(party.role))
    .sort((a, b) => a.role - b.role);
}

/** Whole seconds; the wire's zone is always UTC, also where the column has none. */
function decodeDate(raw: string, behavior: Column['dateBehavior']): string {
  if (behavior === 'DateOnly') return raw.slice(0, 10);
  const hasOffset = /[+-]\d\d:\d\d$/.test(raw);
  const seconds = (hasOffset ? new Date(raw).toISOString() : raw).slice(0, 19);
  return behavior === 'TimeZoneIndependent' ? seconds : `${seconds}Z`;
}

/** Exact to the 15 significant digits that a JSON number keeps. */
function decodeDecimal(raw: unknown, precision: number | undefined): string {
  const value = Number(raw);
  const text = precision === undefined ? String(value) : value.toFixed(precision);
  return /[1-9]/.test(text) ? text : text.replace('-', '');
}
