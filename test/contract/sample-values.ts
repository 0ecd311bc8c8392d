import { isClosed } from '../../src/domain/column-security';
import type { Column, Table } from '../../src/domain/table';
import type { Value, Values } from '../../src/domain/value';

/** Two valid values for each kind of column that a user can fill in freely; null for the others. */
function sample(column: Column, turn: 0 | 1): Value {
  const { min = 0, max = 100, precision = 0, options = [] } = column;
  const number = Math.min(max, Math.max(min, turn === 0 ? 7 : 12));
  switch (column.type) {
    case 'text':
      return textOf(column, turn).slice(0, column.maxLength ?? 100);
    case 'memo':
      return turn === 0 ? 'Line one\nO’Brien & "Söhne" <b>' : '100 % 💼';
    case 'integer':
      return Math.round(number);
    case 'decimal':
    case 'double':
    case 'money':
      return number.toFixed(precision);
    case 'boolean':
      return turn === 0;
    case 'choice':
      return options[Math.min(turn, options.length - 1)]?.value ?? null;
    case 'choices':
      return options
        .slice(turn, turn + 2)
        .map(({ value }) => value)
        .sort((a, b) => a - b);
    case 'date':
      return dateOf(column, turn === 0 ? '2026-03-29' : '2027-10-31');
    case 'state':
    case 'status':
    case 'lookup':
    case 'parties':
    case 'uniqueidentifier':
      return null;
  }
}

function textOf({ format, name }: Column, turn: 0 | 1): string {
  switch (format) {
    case 'email':
      return `${name}.${turn}@carryon.test`;
    case 'phone':
      return `+1 555 010${turn}`;
    case 'url':
      return `https://carryon.test/${name}/${turn}`;
    default:
      return `O'Neil & "${turn}" ${name}`;
  }
}

function dateOf({ dateBehavior, dateFormat }: Column, day: string): string {
  if (dateBehavior === 'DateOnly') return day;
  const time = dateFormat === 'DateOnly' ? 'T00:00:00' : 'T23:59:58';
  return day + time + (dateBehavior === 'UserLocal' ? 'Z' : '');
}

/** What a user could enter into each column of the table that the form shows, but lookups, state and parties. */
export function sampleValues(table: Table, turn: 0 | 1, can: 'canCreate' | 'canUpdate'): Values {
  const onForm = new Set(table.sections.flatMap(({ columns }) => columns));
  const values: Record<string, Value> = {};
  for (const column of Object.values(table.columns)) {
    const value = sample(column, turn);
    const open = column[can] && !isClosed(column, can === 'canCreate');
    if (value !== null && open && onForm.has(column.name)) values[column.name] = value;
  }
  return values;
}
