import { faults } from '../errors';
import type { Lambda } from './filter';
import { linkSide } from '../write/links';
import type { Table } from '../model/model';
import { own, visibleSource, type Scope } from './property-path';
import { negated, sql, type Sql } from '../storage/sql';
import { quote, typeColumn } from '../storage/store';

/** The rows of a collection: their table, and a SELECT (up to its condition) of the ids they belong to. */
interface Members {
  readonly table: Table;
  readonly select: (source: Sql, alias: string) => Sql;
}

function members({ organization: { model } }: Scope, table: Table, name: string): Members {
  const collection = model.collection(table, name);
  if (collection) {
    const { column } = collection;
    return {
      table: collection.table,
      select: (source, alias) => {
        const key = `${alias}.${quote(column.name)}`;
        const typed =
          column.targets.length > 1
            ? ` AND ${alias}.${quote(typeColumn(column))} = '${table.name}'`
            : '';
        return {
          text: `SELECT ${key} FROM ${source.text} AS ${alias} WHERE ${key} IS NOT NULL${typed}`,
          values: source.values,
        };
      },
    };
  }
  const side = linkSide(model, table, name);
  if (!side) throw faults.noProperty(name, table.name);
  const { link, mine, theirs, other } = side;
  return {
    table: other,
    select: (source, alias) => ({
      text: `SELECT ${alias}_l."${mine}" FROM ${quote(link.name)} AS ${alias}_l JOIN ${source.text} AS ${alias} ON ${alias}.${quote(other.primaryId)} = ${alias}_l."${theirs}" WHERE 1`,
      values: source.values,
    }),
  };
}

/**
 * `any` and `all` as SQL. The condition sees only the row of the collection, so that the collection is
 * read once, not once for every row.
 */
export function lambdaSql(
  scope: Scope,
  { operator, steps, variable, of }: Lambda,
  condition: (scope: Scope) => Sql,
): Sql {
  const { table, alias } = scope;
  const [name = '', ...rest] = own(scope, steps);
  // Source: Microsoft's "Filter rows": no collection behind a lookup.
  if (rest.length > 0)
    throw faults.query(
      `The collection '${rest.join('/').slice(0, 100)}' behind the navigation property '${name}' cannot be filtered by ${operator}.`,
    );
  const { table: inner, select } = members(scope, table, name);
  const innerScope: Scope = { ...scope, table: inner, alias: `${alias}_c`, variable };
  const from = select(visibleSource(scope, inner), innerScope.alias);
  const holds = of ? condition(innerScope) : sql('1');
  const wanted = operator === 'any' ? holds : negated(holds);
  return {
    text: `(${alias}.${quote(table.primaryId)} ${operator === 'any' ? 'IN' : 'NOT IN'} (${from.text} AND ${wanted.text}))`,
    values: [...from.values, ...wanted.values],
  };
}
