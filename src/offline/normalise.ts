import type { Column, Table } from '../domain/table';
import { isLookup, type Party, type Value, type Values } from '../domain/value';
import { toDecimal } from '../domain/decimal';

const zoned = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

function date(column: Column, value: string): string {
  if (column.dateBehavior === 'DateOnly') return value.slice(0, 10);
  if (zoned.test(value) && column.dateBehavior !== 'TimeZoneIndependent')
    return `${new Date(value).toISOString().slice(0, 19)}Z`;
  return value.replace(/\.\d+/, '').replace(/(T\d\d:\d\d)(Z?)$/, '$1:00$2');
}

/** A value in the one form that `src/domain/value.ts` gives for its column; what has no such form is left as it is. */
export function normaliseValue(column: Column, value: Value): Value {
  if (value === null || value === '') return null;
  switch (column.type) {
    case 'decimal':
    case 'double':
    case 'money':
      return typeof value === 'string' || typeof value === 'number'
        ? (toDecimal(String(value), column.precision ?? 2) ?? value)
        : value;
    case 'date':
      return typeof value === 'string' ? date(column, value) : value;
    case 'uniqueidentifier':
      return typeof value === 'string' ? value.toLowerCase() : value;
    case 'choices':
      return Array.isArray(value) ? [...(value as number[])].sort((a, b) => a - b) : value;
    case 'lookup':
      return isLookup(value) ? { ...value, id: value.id.toLowerCase() } : value;
    case 'parties':
      return Array.isArray(value)
        ? (value as Party[]).map((party) =>
            party.ref === null
              ? party
              : { ...party, ref: { ...party.ref, id: party.ref.id.toLowerCase() } },
          )
        : value;
    default:
      return value;
  }
}

/** Columns the model does not know pass unchanged: the server has the last word on them. */
export function normaliseValues(table: Table, values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const column = table.columns[name];
      return [name, column === undefined ? value : normaliseValue(column, value)];
    }),
  );
}
