import type { Column, ColumnType, Table } from './table';
import { isLookup, type Lookup } from './value';

/**
 * How a condition compares, in FetchXML's words; `contains` alone is the Web API's, which FetchXML writes as `like`.
 * How many values each takes:
 *
 * | operators                                            | values                             |
 * | ---------------------------------------------------- | ---------------------------------- |
 * | null, not-null                                       | none                               |
 * | between                                              | two                                |
 * | in (a choice), contain-values (one of several)       | one or more                        |
 * | last-x-days, next-x-days                             | one: whole days, today not counted |
 * | all others                                           | one                                |
 */
export const operators = [
  'eq',
  'contains',
  'begins-with',
  'ge',
  'le',
  'between',
  'on-or-after',
  'on-or-before',
  'last-x-days',
  'next-x-days',
  'in',
  'contain-values',
  'not-null',
  'null',
] as const;
export type Operator = (typeof operators)[number];

/**
 * What a column is compared with: text; a number or an amount in plain decimal notation; a day ("YYYY-MM-DD"), in the
 * user's time zone where the column has moments; an option's value; true or false; a record.
 */
export type Operand = string | number | boolean | Lookup;

export interface Condition {
  /** Logical name. */
  readonly column: string;
  readonly operator: Operator;
  readonly values: readonly Operand[];
}

/** Conditions of which a row meets each one (`and`) or at least one (`or`). There is at least one. */
export interface Conditions {
  readonly join: 'and' | 'or';
  readonly list: readonly Condition[];
}

const filled = ['not-null', 'null'] as const;
const numbers = ['eq', 'ge', 'le', 'between', ...filled] as const;
const options = ['in', ...filled] as const;

const suiting: Readonly<Record<ColumnType, readonly Operator[]>> = {
  text: ['contains', 'begins-with', 'eq', ...filled],
  memo: ['contains', 'begins-with', ...filled],
  integer: numbers,
  decimal: numbers,
  double: numbers,
  money: numbers,
  boolean: ['eq', ...filled],
  date: ['on-or-after', 'on-or-before', 'last-x-days', 'next-x-days', ...filled],
  choice: options,
  state: ['in'],
  status: ['in'],
  choices: ['contain-values', ...filled],
  lookup: ['eq', ...filled],
  parties: [],
  uniqueidentifier: [],
};

/** The operators that suit a column, the usual one first; none: no condition can be made on it. */
export const operatorsFor = ({ type, format }: Pick<Column, 'type' | 'format'>) =>
  // Dataverse does not look into an e-mail's text.
  format === 'html' ? [] : suiting[type];

/** Days that a relative condition may reach: about a century. */
export const mostDays = 36_500;

const isDay = (value: Operand): boolean => {
  if (typeof value !== 'string' || !/^(1[89]|2\d)\d\d-\d\d-\d\d$/.test(value)) return false;
  const at = Date.parse(`${value}T00:00:00Z`);
  // There is no 30th of February.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(value);
};

const isNumber = (value: Operand): value is string | number =>
  (typeof value === 'string' || typeof value === 'number') &&
  /^-?\d{1,15}(\.\d{1,10})?$/.test(String(value));

const isWhole = (value: Operand): value is string | number =>
  isNumber(value) && !String(value).includes('.');

const isRecord = (value: Operand, { targets }: Column): boolean =>
  isLookup(value) &&
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value.id) &&
  (targets === undefined || targets.includes(value.table));

/** Whether a column can be compared with the value so. */
function fits(column: Column, operator: Operator, value: Operand): boolean {
  if (operator === 'last-x-days' || operator === 'next-x-days')
    return isWhole(value) && Number(value) >= 1 && Number(value) <= mostDays;
  switch (column.type) {
    case 'text':
    case 'memo':
      return typeof value === 'string' && value !== '';
    case 'date':
      return isDay(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'lookup':
      return isRecord(value, column);
    case 'integer':
    case 'choice':
    case 'state':
    case 'status':
    case 'choices':
      return isWhole(value);
    default:
      return isNumber(value);
  }
}

const countFits = (operator: Operator, count: number): boolean => {
  switch (operator) {
    case 'null':
    case 'not-null':
      return count === 0;
    case 'in':
    case 'contain-values':
      return count > 0;
    default:
      return count === (operator === 'between' ? 2 : 1);
  }
};

/**
 * Why a condition cannot be used on a table:
 * - `column`: there is no such column, or not any more;
 * - `operator`: it does not suit the column, whose type may have changed;
 * - `values`: they are not complete, or the column is not compared with such values.
 */
export type ConditionProblem = 'column' | 'operator' | 'values';

export function conditionProblem(
  { column: name, operator, values }: Condition,
  table: Pick<Table, 'columns'>,
): ConditionProblem | null {
  const column = Object.hasOwn(table.columns, name) ? table.columns[name] : undefined;
  if (column === undefined) return 'column';
  if (!operatorsFor(column).includes(operator)) return 'operator';
  return countFits(operator, values.length) &&
    values.every((value) => fits(column, operator, value))
    ? null
    : 'values';
}
