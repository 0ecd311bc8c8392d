import { faults, type CrmFault } from './errors';
import type { Filter, Path, TextFunction } from './filter';
import type { Literal } from './filter-tokens';
import type { Column, Model, Table } from './model';
import { quote, typeColumn, type SqlValue } from './store';

export interface Sql {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

export interface FilterContext {
  readonly model: Model;
  readonly table: Table;
  readonly userId: string;
}

/** A property as SQL, with the column that decides how it compares. */
interface Property {
  readonly sql: string;
  readonly column: Column;
}

const operators = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' } as const;
const flipped = { eq: 'eq', ne: 'ne', gt: 'lt', ge: 'le', lt: 'gt', le: 'ge' } as const;
const ascii = (text: string): boolean => !/[^ -~\s]/.test(text);

/** Walks `nav/nav/property`; each step is a subquery on the row it leads to. */
function property({ model, table }: FilterContext, path: Path): Property {
  const walk = (at: Table, alias: string, steps: readonly string[]): Property => {
    const [step = '', ...rest] = steps;
    if (rest.length === 0) {
      const column = at.byWire.get(step);
      if (!column || column.type === 'parties') throw faults.noProperty(step, at.name);
      if (column.filterable === false) throw faults.unfilterable(at.name, column.name);
      return { sql: `${alias}.${quote(column.name)}`, column };
    }
    const way = at.navigation.get(step);
    const target = model.tables.get(way?.target ?? way?.column.targets[0] ?? '');
    if (!way || !target) throw faults.noProperty(step, at.name);
    const inner = `${alias}_${rest.length}`;
    const { sql, column } = walk(target, inner, rest);
    const here = `${alias}.${quote(way.column.name)}`;
    const typed =
      way.column.targets.length > 1
        ? ` AND ${alias}.${quote(typeColumn(way.column))} = '${target.name}'`
        : '';
    return {
      sql: `(SELECT ${sql} FROM ${quote(target.name)} AS ${inner} WHERE ${inner}.${quote(target.primaryId)} = ${here}${typed})`,
      column,
    };
  };
  if (path.steps.length > 6) throw faults.query('The path is too long.');
  return walk(table, 'r', path.steps);
}

const iso = (text: string): string => {
  const at = new Date(
    /T/.test(text) ? (/(Z|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text}Z`) : `${text}T00:00:00Z`,
  );
  if (Number.isNaN(at.getTime()))
    throw faults.query(`Unrecognized 'Edm.DateTimeOffset' literal '${text}'.`);
  return `${at.toISOString().slice(0, 19)}Z`;
};

const mismatch = (literal: Literal, column: Column): CrmFault =>
  faults.query(
    `A binary operator with incompatible types was detected. Found operand '${String(literal.value)}' for '${column.wire}'.`,
  );

/** A literal as the column stores it. */
export function storedLiteral(literal: Literal, column: Column): SqlValue {
  if (literal.kind === 'null') return null;
  switch (column.type) {
    case 'integer':
    case 'bigint':
    case 'decimal':
    case 'double':
    case 'money':
    case 'choice':
    case 'state':
    case 'status': {
      const number = literal.kind === 'string' ? Number(literal.value) : literal.value;
      if (typeof number !== 'number' || Number.isNaN(number)) throw mismatch(literal, column);
      return number;
    }
    case 'boolean':
      if (literal.kind === 'boolean') return literal.value ? 1 : 0;
      if (literal.kind === 'number') return literal.value;
      throw mismatch(literal, column);
    case 'date':
      if (literal.kind !== 'date' && literal.kind !== 'string') throw mismatch(literal, column);
      return column.behavior === 'DateOnly' ? iso(literal.value).slice(0, 10) : iso(literal.value);
    case 'lookup':
    case 'uniqueidentifier':
      if (literal.kind !== 'guid' && literal.kind !== 'string') throw mismatch(literal, column);
      return literal.value.toLowerCase();
    default:
      if (literal.kind === 'number' || literal.kind === 'boolean') throw mismatch(literal, column);
      return literal.value;
  }
}

const textual = (column: Column): boolean => ['text', 'memo', 'entityname'].includes(column.type);

function compare(context: FilterContext, filter: Extract<Filter, { kind: 'compare' }>): Sql {
  const { left, right, operator } = filter;
  if (left.kind !== 'path' && right.kind === 'path')
    return compare(context, {
      kind: 'compare',
      operator: flipped[operator],
      left: right,
      right: left,
    });
  if (left.kind !== 'path') throw faults.query('A comparison needs a property.');
  const { sql, column } = property(context, left);
  const sign = operators[operator];
  if (right.kind === 'path') {
    const other = property(context, right);
    const collation = textual(column) ? ' COLLATE NOCASE' : '';
    return { text: `((${sql} ${sign} ${other.sql}${collation}) IS TRUE)`, values: [] };
  }
  if (right.kind === 'null') {
    if (operator === 'eq') return { text: `${sql} IS NULL`, values: [] };
    if (operator === 'ne') return { text: `${sql} IS NOT NULL`, values: [] };
    return { text: '0', values: [] };
  }
  const value = storedLiteral(right, column);
  let text = `${sql} ${sign} ?`;
  if (textual(column))
    text =
      typeof value === 'string' && ascii(value)
        ? `${text} COLLATE NOCASE`
        : `fold(${sql}) ${sign} fold(?)`;
  // Dataverse's "not equal" holds for rows without a value, as its other comparisons do not.
  return {
    text: operator === 'ne' ? `((${text}) IS NOT FALSE)` : `((${text}) IS TRUE)`,
    values: [value],
  };
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?(){}|]/g, '\\$&');

/** `%` and `_` stand for any text and any character, `[a-c]` for one of several, as in SQL Server. */
function matches(sql: string, name: TextFunction, value: string): Sql {
  const before = name === 'startswith' ? '' : '%';
  const after = name === 'endswith' ? '' : '%';
  if (!value.includes('[')) {
    const pattern = before + value + after;
    return ascii(value)
      ? { text: `(${sql} LIKE ? IS TRUE)`, values: [pattern] }
      : { text: `(fold(${sql}) LIKE fold(?) IS TRUE)`, values: [pattern] };
  }
  const body = value
    .split(/(\[[^\]]*\])/)
    .map((part) => {
      if (!/^\[[^\]]*\]$/.test(part))
        return escaped(part)
          .replaceAll('[', '\\[')
          .replaceAll(']', '\\]')
          .replaceAll('%', '.*')
          .replaceAll('_', '.');
      const set = part.slice(1, -1).replace(/[\\[\]]/g, '\\$&');
      return set === '' || set === '^' ? '(?!)' : `[${set}]`;
    })
    .join('');
  const pattern = `${name === 'startswith' ? '^' : ''}${body}${name === 'endswith' ? '$' : ''}`;
  try {
    new RegExp(pattern, 'isu');
  } catch {
    throw faults.query(`'${value}' is not a pattern.`);
  }
  return { text: `(wildcard(${sql}, ?) IS TRUE)`, values: [pattern] };
}

function named(context: FilterContext, filter: Extract<Filter, { kind: 'function' }>): Sql {
  const name = filter.arguments['PropertyName'];
  if (!name || Array.isArray(name) || !('kind' in name) || name.kind !== 'string')
    throw faults.query(`The function '${filter.name}' needs PropertyName.`);
  const column = context.table.byWire.get(name.value) ?? context.table.columns.get(name.value);
  if (!column || column.type === 'parties') throw faults.noProperty(name.value, context.table.name);
  const sql = `r.${quote(column.name)}`;
  const values = filter.arguments['PropertyValues'];
  const list = Array.isArray(values)
    ? (values as readonly Literal[]).map((value) => storedLiteral(value, column))
    : null;
  switch (filter.name) {
    case 'EqualUserId':
    case 'NotEqualUserId':
      return {
        text: `(${sql} ${filter.name === 'EqualUserId' ? '=' : '<>'} ? IS TRUE)`,
        values: [context.userId],
      };
    case 'In':
    case 'NotIn': {
      if (!list) throw faults.query(`The function '${filter.name}' needs PropertyValues.`);
      const collation = textual(column) ? ' COLLATE NOCASE' : '';
      const holds = `(${sql}${collation} IN (SELECT value FROM json_each(?)) IS TRUE)`;
      return {
        text: filter.name === 'In' ? holds : `NOT ${holds}`,
        values: [JSON.stringify(list)],
      };
    }
    case 'Between': {
      const [low, high] = list ?? [];
      if (list?.length !== 2 || low === undefined || high === undefined)
        throw faults.query("The function 'Between' needs two PropertyValues.");
      return { text: `(${sql} BETWEEN ? AND ? IS TRUE)`, values: [low, high] };
    }
    default:
      throw faults.notCovered(`the query function Microsoft.Dynamics.CRM.${filter.name}`);
  }
}

/** A filter as SQL on the row `r`; every part is true or false, never unknown. */
export function filterSql(context: FilterContext, filter: Filter): Sql {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const left = filterSql(context, filter.left);
      const right = filterSql(context, filter.right);
      return {
        text: `(${left.text} ${filter.kind.toUpperCase()} ${right.text})`,
        values: [...left.values, ...right.values],
      };
    }
    case 'not': {
      const { text, values } = filterSql(context, filter.of);
      return { text: `(NOT ${text})`, values };
    }
    case 'compare':
      return compare(context, filter);
    case 'text': {
      const { sql, column } = property(context, filter.path);
      if (!textual(column) || filter.value.kind !== 'string')
        throw faults.query(`The function '${filter.name}' works on text.`);
      return matches(sql, filter.name, filter.value.value);
    }
    case 'function':
      return named(context, filter);
  }
}
