import { columnKind, textual } from '../model/column-kind';
import { edmType } from '../write/column-value';
import { faults } from '../errors';
import type { Comparison, Filter } from './filter';
import { comparedLiteral, mismatch } from './literal';
import { propertySql, type Property, type Scope } from './property-path';
import type { Sql } from '../storage/sql';
import type { SqlValue } from '../storage/store';
import { ascii } from './text-match';

const operators = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' } as const;
const flipped = { eq: 'eq', ne: 'ne', gt: 'lt', ge: 'le', lt: 'gt', le: 'ge' } as const;

/** Two columns of the same row: the types have to match, and both must have a value. */
export function compareColumns(left: Property, right: Property, operator: Comparison): Sql {
  const [first, second] = [edmType(left.column), edmType(right.column)];
  const numbers = [left, right].every(({ column }) => columnKind(column) === 'number');
  if (first !== second && !numbers) throw mismatch(first, second, operator);
  const [a, b] = textual(left.column)
    ? [`fold(${left.text})`, `fold(${right.text})`]
    : [left.text, right.text];
  return {
    text: `((${a} ${operators[operator]} ${b}) IS TRUE)`,
    values: [...left.values, ...right.values],
  };
}

/** A property against a value as its column stores it; true or false, never unknown. */
export function compareValue(
  { text: sql, values, column }: Property,
  operator: Comparison,
  value: SqlValue,
): Sql {
  const sign = operators[operator];
  let text = `${sql} ${sign} ?`;
  if (textual(column))
    text = ascii(String(value)) ? `${text} COLLATE NOCASE` : `fold(${sql}) ${sign} fold(?)`;
  return {
    // Dataverse's "not equal" holds for rows without a value, as its other comparisons do not.
    text: operator === 'ne' ? `((${text}) IS NOT FALSE)` : `((${text}) IS TRUE)`,
    values: [...values, value],
  };
}

/** A comparison as SQL; true or false, never unknown. */
export function comparisonSql(scope: Scope, filter: Extract<Filter, { kind: 'compare' }>): Sql {
  const { left, right, operator } = filter;
  if (left.kind !== 'path') {
    if (right.kind !== 'path') throw faults.query('A comparison needs a property.');
    return comparisonSql(scope, {
      kind: 'compare',
      operator: flipped[operator],
      left: right,
      right: left,
    });
  }
  const property = propertySql(scope, left.steps);
  if (right.kind === 'path')
    return compareColumns(property, propertySql(scope, right.steps), operator);
  if (right.kind === 'null') {
    if (operator === 'eq') return { text: `(${property.text} IS NULL)`, values: property.values };
    if (operator === 'ne')
      return { text: `(${property.text} IS NOT NULL)`, values: property.values };
    return { text: '0', values: [] };
  }
  return compareValue(property, operator, comparedLiteral(right, property.column, operator));
}
