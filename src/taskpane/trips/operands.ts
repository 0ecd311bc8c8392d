import {
  type Condition,
  conditionProblem,
  type Conditions,
  isGroup,
  mostDays,
  type Operand,
  type Operator,
} from '../../domain/condition';
import type { Column, Option, Table } from '../../domain/table';
import type { Value } from '../../domain/value';
import { type Input, type Problem, readInput, toInput } from '../form/draft';
import { formatValue, locale } from '../format';
import { strings } from '../strings';

const text = strings.conditions;

const yesNo = ({ options }: Column): readonly Option[] =>
  options ?? [
    { value: 1, label: strings.yes },
    { value: 0, label: strings.no },
  ];

/** The fields in which the values of a condition are entered, each as a column of its own. */
export function operandFields(column: Column, operator: Operator): readonly Column[] {
  const field = (label: string, more: Partial<Column> = {}): Column => ({
    ...column,
    label,
    required: true,
    ...more,
  });
  switch (operator) {
    case 'null':
    case 'not-null':
      return [];
    case 'between':
      return [field(text.from), field(text.to)];
    case 'in':
    case 'not-in':
    case 'contain-values':
    case 'not-contain-values':
      return [field(text.options, { type: 'choices' })];
    case 'on-or-after':
    case 'on-or-before':
    case 'on':
      return [field(text.day, { dateBehavior: 'DateOnly', dateFormat: 'DateOnly' })];
    case 'last-x-days':
    case 'next-x-days':
      return [field(text.days, { type: 'integer', min: 1, max: mostDays })];
    default:
      if (column.type === 'boolean')
        return [field(text.value, { type: 'choice', options: yesNo(column) })];
      return [field(text.value, column.type === 'memo' ? { type: 'text' } : {})];
  }
}

/** What the field at a place holds of a condition's values. */
function valueIn(field: Column, values: readonly Operand[], place: number): Value | undefined {
  if (field.type === 'choices') return values as readonly number[];
  const value = values[place];
  return typeof value === 'boolean' ? Number(value) : value;
}

/** A condition's values as their fields show them. */
export const operandInputs = (
  column: Column,
  { operator, values }: Pick<Condition, 'operator' | 'values'>,
): readonly Input[] =>
  operandFields(column, operator).map((field, place) =>
    toInput(field, valueIn(field, values, place), locale()),
  );

/** Field by field what is wrong with it; null: nothing. And the values, which are none where something is wrong. */
export function readOperands(
  column: Column,
  operator: Operator,
  inputs: readonly Input[],
): { readonly values: readonly Operand[]; readonly problems: readonly (Problem | null)[] } {
  const read = operandFields(column, operator).map((field, place) =>
    readInput(field, inputs[place] ?? null, locale()),
  );
  const problems = read.map((each) => ('problem' in each ? each.problem : null));
  if (problems.some((problem) => problem !== null)) return { values: [], problems };
  const values = read.flatMap((each) => ('value' in each ? (each.value as Operand) : []));
  if (operator === 'between' && Number(values[0]) > Number(values[1]))
    return { values: [], problems: [null, 'order'] };
  return {
    values: column.type === 'boolean' ? values.map((value) => value === 1) : values,
    problems,
  };
}

/** A condition as a sentence without its end: "Account Name contains “contoso”". */
export function describeCondition(column: Column, { operator, values }: Condition): string {
  const quoted = column.type === 'text' || column.type === 'memo';
  const shown = operandFields(column, operator)
    .map((field, place) => formatValue(field, valueIn(field, values, place)))
    .map((value) => (quoted ? text.quoted(value) : value));
  return text.is[operator](column.label, shown[0] ?? '', shown[1] ?? '');
}

/** Conditions as one sentence, complete or not. */
export const describeConditions = (table: Table, { join, list }: Conditions): string =>
  list
    .map((part) => {
      if (isGroup(part)) return text.bracketed(describeConditions(table, part));
      const column = table.columns[part.column];
      if (column === undefined) return text.goneField(part.column);
      return conditionProblem(part, table) === null
        ? describeCondition(column, part)
        : text.notComplete(column.label);
    })
    .join(text.between[join]);
