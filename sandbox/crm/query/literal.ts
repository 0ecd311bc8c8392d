import { guidPattern } from '../http/address';
import { columnKind } from '../model/column-kind';
import { edmType, isDay } from '../write/column-value';
import { faults } from '../errors';
import type { Comparison } from './filter';
import type { Literal } from './filter-tokens';
import type { Column, Table } from '../model/model';
import type { SqlValue } from '../storage/store';

const kinds = {
  eq: 'Equal',
  ne: 'NotEqual',
  gt: 'GreaterThan',
  ge: 'GreaterThanOrEqual',
  lt: 'LessThan',
  le: 'LessThanOrEqual',
} as const;

function literalType(literal: Literal): string {
  switch (literal.kind) {
    case 'string':
      return 'Edm.String';
    case 'number':
      return literal.whole ? 'Edm.Int32' : 'Edm.Double';
    case 'boolean':
      return 'Edm.Boolean';
    case 'guid':
      return 'Edm.Guid';
    case 'date':
      return literal.value.includes('T') ? 'Edm.DateTimeOffset' : 'Edm.Date';
    default:
      return 'Edm.Enum';
  }
}

export const mismatch = (left: string, right: string, operator: Comparison) =>
  faults.query(
    `A binary operator with incompatible types was detected. Found operand types '${left}' and '${right}' for operator kind '${kinds[operator]}'.`,
  );

/** A moment of a literal, in milliseconds. */
export function moment(text: string): number {
  const zoned = /(Z|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text}Z`;
  const at = Date.parse(text.includes('T') ? zoned : `${text}T00:00:00Z`);
  if (Number.isNaN(at) || !isDay(text.slice(0, 10)))
    throw faults.query(`Unrecognized 'Edm.DateTimeOffset' literal '${text.slice(0, 100)}'.`);
  return at;
}

const stored = (column: Column, at: number): string => {
  const text = new Date(at).toISOString();
  return column.behavior === 'DateOnly' ? text.slice(0, 10) : `${text.slice(0, 19)}Z`;
};

/** A literal that a column is compared with, as the column stores it. Throws where its type does not fit. */
export function comparedLiteral(literal: Literal, column: Column, operator: Comparison): SqlValue {
  const wrong = () => mismatch(edmType(column), literalType(literal), operator);
  switch (columnKind(column)) {
    case 'number':
      if (literal.kind !== 'number') throw wrong();
      return literal.value;
    case 'boolean':
      if (literal.kind !== 'boolean') throw wrong();
      return literal.value ? 1 : 0;
    case 'date':
      if (literal.kind !== 'date') throw wrong();
      return stored(column, moment(literal.value));
    case 'id':
      if (literal.kind === 'guid') return literal.value;
      if (literal.kind === 'string' && guidPattern.test(literal.value))
        return literal.value.toLowerCase();
      throw wrong();
    case 'text':
      if (literal.kind !== 'string') throw wrong();
      return literal.value;
  }
}

/** An argument of a query function as the column stores it: there, everything may be written as text. */
export function argumentLiteral(literal: Literal, table: Table, column: Column): SqlValue {
  const where = `Condition for attribute '${table.name}.${column.name}'`;
  if (literal.kind === 'null')
    throw faults.argument(
      `${where}: null is not a valid value for an attribute. Use 'Null' or 'NotNull' conditions instead.`,
    );
  const text = String(literal.value);
  const wrong = () =>
    faults.argument(`${where}: expected argument(s) of a different type from 'System.String'.`);
  switch (columnKind(column)) {
    case 'number':
      if (!/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)) throw wrong();
      return Number(text);
    case 'boolean':
      if (!/^(true|false|0|1)$/i.test(text)) throw wrong();
      return /^(true|1)$/i.test(text) ? 1 : 0;
    case 'date':
      if (!/^\d{4}-\d{2}-\d{2}(T|$)/.test(text)) throw wrong();
      return stored(column, moment(text));
    case 'id': {
      const id = text.replace(/^\{(.*)\}$/, '$1');
      if (!guidPattern.test(id)) throw wrong();
      return id.toLowerCase();
    }
    case 'text':
      return text;
  }
}
