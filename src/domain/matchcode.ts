import { denies } from './column-security';
import type { DuplicateCondition, DuplicateRule } from './duplicate-rule';
import type { Column, Table } from './table';
import { isLookup, type Value, type Values } from './value';

const isDecimal = ({ type }: Column): boolean =>
  type === 'decimal' || type === 'money' || type === 'double';

/** A filled value as text: the same for values that are equal, whatever their columns' precision. */
function asText(value: Exclude<Value, null>, column: Column): string {
  if (typeof value === 'string')
    return isDecimal(column) && value.includes('.') ? value.replace(/\.?0+$/, '') : value;
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (isLookup(value)) return value.id;
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

const labelOf = (value: Value, { options }: Column): string | undefined =>
  options?.find((option) => option.value === Number(value))?.label.toLowerCase();

/**
 * What the operator compares of a value: two values are the same to it where this is. Marks on letters count.
 * Null: blank; undefined: nothing is the same.
 */
function compared(
  value: Value | undefined,
  column: Column,
  { operator, characters }: DuplicateCondition,
): string | null | undefined {
  if (value === undefined || value === null || value === '') return null;
  const text = asText(value, column);
  const count = characters ?? text.length;
  switch (operator) {
    case 'sameFirstCharacters':
      return text.slice(0, count);
    case 'sameLastCharacters':
      return text.slice(-count);
    case 'sameDate':
      return text.slice(0, 10);
    case 'sameOptionLabel':
      return labelOf(value, column);
    case 'exactMatch':
    case 'sameDateAndTime':
    case 'sameOptionValue':
      return text;
  }
}

const isInactive = ({ columns }: Table, values: Values): boolean => {
  const state = Object.values(columns).find(({ type }) => type === 'state');
  return state !== undefined && values[state.name] !== 0;
};

/**
 * What a rule compares of a row, as one text: a written row is a duplicate of one that is there where their codes are
 * the same. Null: the rule finds nothing, or compares a column that is not known here.
 * @param side `written`: the row that is written; `there`: one that it may be a duplicate of.
 */
export function matchcode(
  rule: DuplicateRule,
  side: 'written' | 'there',
  table: Table,
  values: Values,
): string | null {
  if (side === 'there' && rule.excludesInactive && isInactive(table, values)) return null;
  const parts: (string | null)[] = [];
  for (const condition of rule.conditions) {
    const column = table.columns[side === 'written' ? condition.column : condition.matchingColumn];
    if (column === undefined || denies(column, 'Read')) return null;
    const part = compared(values[column.name], column, condition);
    if (part === undefined || (part === null && condition.ignoreBlank)) return null;
    parts.push(part === null || rule.caseSensitive ? part : part.toLowerCase());
  }
  return JSON.stringify(parts);
}
