import type { Column, ColumnType, Table } from './table';
import { isLookup, type Lookup } from './value';

/**
 * How a condition compares, in FetchXML's words; `contains` alone is the Web API's, which FetchXML writes as `like`, and
 * `not-contain` is what that is turned round. How many values each takes:
 *
 * | operators                                            | values                             |
 * | ---------------------------------------------------- | ---------------------------------- |
 * | null, not-null                                       | none                               |
 * | between                                              | two                                |
 * | in (a choice), contain-values (one of several), and  |                                    |
 * | not-in, not-contain-values                           | one or more                        |
 * | last-x-days, next-x-days                             | one: whole days, today not counted |
 * | all others                                           | one                                |
 */
export const operators = [
  'eq',
  'ne',
  'contains',
  'not-contain',
  'begins-with',
  'not-begin-with',
  'ge',
  'le',
  'between',
  'on-or-after',
  'on-or-before',
  'on',
  'last-x-days',
  'next-x-days',
  'in',
  'not-in',
  'contain-values',
  'not-contain-values',
  'not-null',
  'null',
] as const;
export type Operator = (typeof operators)[number];

/** What is another one turned round. */
export const negations = [
  'ne',
  'not-contain',
  'not-begin-with',
  'not-in',
  'not-contain-values',
] as const satisfies readonly Operator[];
export type Negation = (typeof negations)[number];

/**
 * Whether an operator is another one turned round. A row without a value meets it, as it does in the CRM's own advanced
 * find. Sources: PowerObjects, "Boolean Blitz", 2016, of "does not equal"; issue 167 of MarkMpn/Sql4Cds and its
 * translation to FetchXML, of `ne` and `not-like`.
 */
export const isNegation = (operator: string): operator is Negation =>
  (negations as readonly string[]).includes(operator);

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

export type Join = 'and' | 'or';

/** Conditions of which a row meets each one (`and`) or at least one (`or`). There is at least one. */
export interface ConditionGroup {
  readonly join: Join;
  readonly list: readonly Condition[];
}

/** As a {@link ConditionGroup}, of which each part may be a group of its own. */
export interface Conditions {
  readonly join: Join;
  readonly list: readonly (Condition | ConditionGroup)[];
}

export const isGroup = (part: Condition | ConditionGroup): part is ConditionGroup => 'list' in part;

/** All of them, in or out of groups. */
export const conditionsIn = ({ list }: Pick<Conditions, 'list'>): readonly Condition[] =>
  list.flatMap((part) => (isGroup(part) ? part.list : [part]));

const filled = ['not-null', 'null'] as const;
const numbers = ['eq', 'ne', 'ge', 'le', 'between', ...filled] as const;
const options = ['in', 'not-in'] as const;
const inText = ['contains', 'not-contain', 'begins-with', 'not-begin-with'] as const;

const suiting: Readonly<Record<ColumnType, readonly Operator[]>> = {
  text: [...inText, 'eq', 'ne', ...filled],
  memo: [...inText, ...filled],
  integer: numbers,
  decimal: numbers,
  double: numbers,
  money: numbers,
  boolean: ['eq', 'ne', ...filled],
  date: ['on-or-after', 'on-or-before', 'on', 'last-x-days', 'next-x-days', ...filled],
  choice: [...options, ...filled],
  state: options,
  status: options,
  choices: ['contain-values', 'not-contain-values', ...filled],
  lookup: ['eq', 'ne', ...filled],
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
    case 'not-in':
    case 'contain-values':
    case 'not-contain-values':
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
