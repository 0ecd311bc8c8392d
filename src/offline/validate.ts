import { denies } from '../domain/column-security';
import type { SaveProblem } from '../domain/record-store';
import type { Column, Table } from '../domain/table';
import { isLookup, type Value, type Values } from '../domain/value';

type Invalid = Extract<SaveProblem, { code: 'invalid' }>['columns'];
type Reason = Invalid[string];

const email = /^[^\s@]+@[^\s@]+$/;
const dates = {
  DateOnly: /^\d{4}-\d\d-\d\d$/,
  UserLocal: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  TimeZoneIndependent: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/,
};

function text(column: Column, value: Value): Reason | null {
  if (typeof value !== 'string') return 'format';
  if (column.maxLength !== undefined && value.length > column.maxLength) return 'tooLong';
  if (column.format === 'email' && !email.test(value)) return 'format';
  if (column.format === 'url' && /\s/.test(value)) return 'format';
  return null;
}

function range(column: Column, value: number): Reason | null {
  if (!Number.isFinite(value)) return 'format';
  if (column.min !== undefined && value < column.min) return 'range';
  if (column.max !== undefined && value > column.max) return 'range';
  return null;
}

function option(column: Column, value: Value): Reason | null {
  if (typeof value !== 'number') return 'format';
  const { options } = column;
  return options === undefined || options.some((item) => item.value === value) ? null : 'option';
}

function date(column: Column, value: Value): Reason | null {
  const form = dates[column.dateBehavior ?? 'UserLocal'];
  if (typeof value !== 'string' || !form.test(value)) return 'format';
  return Number.isNaN(Date.parse(value)) ? 'format' : null;
}

/** Why the server would refuse this normalised, non-empty value; null: it would not, as far as metadata tells. */
function problemOf(column: Column, value: Value): Reason | null {
  switch (column.type) {
    case 'text':
    case 'memo':
      return text(column, value);
    case 'integer':
      return Number.isInteger(value) ? range(column, Number(value)) : 'format';
    case 'decimal':
    case 'double':
    case 'money':
      return typeof value === 'string' ? range(column, Number(value)) : 'format';
    case 'boolean':
      return typeof value === 'boolean' ? null : 'format';
    case 'choice':
    case 'state':
    case 'status':
      return option(column, value);
    case 'choices':
      return Array.isArray(value)
        ? ((value as Value[]).map((item) => option(column, item)).find((why) => why !== null) ??
            null)
        : 'format';
    case 'date':
      return date(column, value);
    case 'lookup':
      if (!isLookup(value)) return 'format';
      return column.targets === undefined || column.targets.includes(value.table) ? null : 'option';
    case 'parties':
      return Array.isArray(value) ? null : 'format';
    case 'uniqueidentifier':
      return typeof value === 'string' ? null : 'format';
  }
}

/** Columns that the server fills by itself where a new row leaves them out. */
const defaulted = (column: Column): boolean =>
  column.name === 'ownerid' || ['state', 'status', 'boolean', 'choice'].includes(column.type);

/**
 * What is wrong with a change, by column; null: nothing.
 * @param whole a new row: then required columns of the form may not be missing either.
 */
export function validate(table: Table, values: Values, whole: boolean): Invalid | null {
  const wrong: Record<string, Reason> = {};
  for (const [name, value] of Object.entries(values)) {
    const column = table.columns[name];
    if (column === undefined) continue;
    const why = value === null ? (column.required ? 'required' : null) : problemOf(column, value);
    if (why !== null) wrong[name] = why;
  }
  if (whole)
    for (const name of table.sections.flatMap((section) => section.columns)) {
      const column = table.columns[name];
      if (column === undefined || name in values) continue;
      if (denies(column, 'Create')) continue;
      if (column.required && column.canCreate && !defaulted(column)) wrong[name] = 'required';
    }
  return Object.keys(wrong).length > 0 ? wrong : null;
}
