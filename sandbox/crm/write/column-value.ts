import { guidPattern } from '../http/address';
import { faults, type CrmFault } from '../errors';
import type { Column, Table } from '../model/model';
import type { SqlValue } from '../storage/store';

const dateOnly = /^\d{4}-\d{2}-\d{2}$/;
const dateTime =
  /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):\d{2}(:\d{2}(\.\d{1,7})?)?(Z|[+-]\d{2}:\d{2})$/;
/** SQL Server's datetime begins here. */
const firstYear = '1753';

const edm: Partial<Record<Column['type'], string>> = {
  integer: 'Edm.Int32',
  bigint: 'Edm.Int64',
  choice: 'Edm.Int32',
  state: 'Edm.Int32',
  status: 'Edm.Int32',
  decimal: 'Edm.Decimal',
  money: 'Edm.Decimal',
  double: 'Edm.Double',
  boolean: 'Edm.Boolean',
  uniqueidentifier: 'Edm.Guid',
  lookup: 'Edm.Guid',
};

/** The type of the property in the Web API. */
export const edmType = (column: Column): string =>
  column.type === 'date'
    ? column.behavior === 'DateOnly'
      ? 'Edm.Date'
      : 'Edm.DateTimeOffset'
    : (edm[column.type] ?? 'Edm.String');

function literal(table: Table, column: Column, value: unknown): CrmFault {
  let shown = JSON.stringify(Array.isArray(value) ? [] : {});
  if (typeof value === 'string') shown = value.slice(0, 100);
  else if (typeof value !== 'object') shown = JSON.stringify(value);
  return faults.payload(
    table.setName,
    `Cannot convert the literal '${shown}' to the expected type '${edmType(column)}'.`,
  );
}

/** What XML has no place for, and Dataverse refuses: control characters and halves of a surrogate pair. */
// eslint-disable-next-line no-control-regex
const invalidCharacter = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\p{Surrogate}]/u;

function textValue(table: Table, column: Column, value: unknown): SqlValue {
  if (typeof value !== 'string') throw literal(table, column, value);
  const invalid = invalidCharacter.exec(value)?.[0];
  if (invalid !== undefined) throw faults.character(column.name, invalid);
  const max = column.maxLength ?? (column.type === 'memo' ? 2000 : 100);
  if (value.length > max) throw faults.tooLong(table.name, column.name, max);
  return value === '' ? null : value;
}

function numberValue(table: Table, column: Column, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw literal(table, column, value);
  const whole = column.type === 'integer' || column.type === 'bigint';
  if (whole && !Number.isSafeInteger(value)) throw literal(table, column, value);
  if (value < (column.min ?? -100_000_000_000) || value > (column.max ?? 100_000_000_000))
    throw faults.range(table.name, column.name);
  return whole ? value : Number(value.toFixed(Math.min(column.precision ?? 2, 10)));
}

function optionValue(table: Table, column: Column, value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw literal(table, column, value);
  const accepted = (column.options ?? []).map((option) => option.value);
  if (!accepted.includes(value)) throw faults.option(table.name, column.name, value, accepted);
  return value;
}

/** Whether the calendar has this day: JavaScript takes the 31st of February for the 3rd of March. */
export function isDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === day;
}

function dateValue(table: Table, column: Column, value: unknown): string {
  if (typeof value !== 'string') throw literal(table, column, value);
  const only = column.behavior === 'DateOnly';
  const at = (only ? dateOnly : dateTime).test(value) ? new Date(value) : new Date(Number.NaN);
  if (Number.isNaN(at.getTime()) || !isDay(value.slice(0, 10))) throw literal(table, column, value);
  const text = at.toISOString();
  if (text.slice(0, 4) < firstYear) throw faults.range(table.name, column.name);
  return only ? value : `${text.slice(0, 19)}Z`;
}

/** A property's value as the column stores it. Throws what Dataverse answers to a value that does not fit. */
export function columnValue(table: Table, column: Column, value: unknown): SqlValue {
  if (value === null) return null;
  switch (column.type) {
    case 'text':
    case 'memo':
    case 'entityname':
      return textValue(table, column, value);
    case 'integer':
    case 'bigint':
    case 'decimal':
    case 'double':
    case 'money':
      return numberValue(table, column, value);
    case 'boolean':
      if (typeof value !== 'boolean') throw literal(table, column, value);
      return value ? 1 : 0;
    case 'choice':
    case 'state':
    case 'status':
      return optionValue(table, column, value);
    case 'choices': {
      if (typeof value !== 'string') throw literal(table, column, value);
      if (value === '') return null;
      const chosen = value.split(',').map((each) => optionValue(table, column, Number(each)));
      return [...new Set(chosen)].sort((a, b) => a - b).join(',');
    }
    case 'date':
      return dateValue(table, column, value);
    case 'uniqueidentifier':
      if (typeof value !== 'string' || !guidPattern.test(value))
        throw literal(table, column, value);
      return value.toLowerCase();
    default:
      throw literal(table, column, value);
  }
}
