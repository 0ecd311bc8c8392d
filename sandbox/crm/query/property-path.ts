import { faults } from '../errors';
import type { Column, Table } from '../model/model';
import type { Organization, User } from '../organization';
import { visibleRows } from '../rights/rights';
import { everyRow, type Sql } from '../storage/sql';
import { quote, typeColumn } from '../storage/store';

/** Where a filter stands: on which rows, and who asks. */
export interface Scope {
  readonly organization: Organization;
  readonly user: User;
  readonly table: Table;
  /** The table's name in the SQL around the condition. */
  readonly alias: string;
  /** In a lambda, what its rows are called; null outside. */
  readonly variable: string | null;
}

/** A property as SQL, with the column that decides how it compares. */
export interface Property extends Sql {
  readonly table: Table;
  readonly column: Column;
}

/** Navigation properties that a path may have. */
const longest = 6;

/** The rows of a table that the user may read, for a FROM. Throws where no row is. */
export function visibleSource({ organization, user }: Scope, table: Table): Sql {
  const visible = visibleRows(organization, user, table);
  if (visible === everyRow) return { text: quote(table.name), values: [] };
  return {
    text: `(SELECT * FROM ${quote(table.name)} AS r WHERE ${visible.text})`,
    values: visible.values,
  };
}

/** The steps without the lambda's variable, with which they have to begin. */
export function own({ variable }: Scope, steps: readonly string[]): readonly string[] {
  if (variable === null) return steps;
  const [first, ...rest] = steps;
  if (first === variable) return rest;
  throw faults.notCovered(
    `the path '${steps.join('/').slice(0, 100)}' in a lambda: it begins with another name than '${variable}'`,
  );
}

function walk(scope: Scope, at: Table, alias: string, steps: readonly string[]): Property {
  const [step = '', ...rest] = steps;
  if (rest.length === 0) {
    const column = at.byWire.get(step);
    if (!column || column.type === 'parties') throw faults.noProperty(step, at.name);
    if (column.filterable === false) throw faults.unfilterable(at.name, column.name);
    const hidden = scope.organization.model.hides(at, column);
    const text = hidden ? 'NULL' : `${alias}.${quote(column.name)}`;
    return { text, values: [], table: at, column };
  }
  const way = at.navigation.get(step);
  if (!way) throw faults.noProperty(step, at.name);
  const target = scope.organization.model.tables.get(way.target ?? '');
  // What several tables share (ownerid) has no properties but its id.
  if (!target) throw faults.noProperty(rest[0] ?? '', 'principal');
  const inner = `${alias}_${rest.length}`;
  const { text, values, ...property } = walk(scope, target, inner, rest);
  const source = visibleSource(scope, target);
  const here = `${alias}.${quote(way.column.name)}`;
  const typed =
    way.column.targets.length > 1
      ? ` AND ${alias}.${quote(typeColumn(way.column))} = '${target.name}'`
      : '';
  return {
    text: `(SELECT ${text} FROM ${source.text} AS ${inner} WHERE ${inner}.${quote(target.primaryId)} = ${here}${typed})`,
    values: [...values, ...source.values],
    ...property,
  };
}

/** The property at the end of `nav/nav/property`; each step is a subquery on the row it leads to. */
export function propertySql(scope: Scope, steps: readonly string[]): Property {
  if (steps.length > longest) throw faults.query('The path is too long.');
  return walk(scope, scope.table, scope.alias, own(scope, steps));
}

/** As {@link propertySql}, for the name in a query function: there, a lookup may go by its logical name. */
export function namedPropertySql(scope: Scope, steps: readonly string[], name: string): Property {
  const wire = (table: Table): string => table.columns.get(name)?.wire ?? name;
  let table: Table | undefined = scope.table;
  for (const step of own(scope, steps))
    table = scope.organization.model.tables.get(table?.navigation.get(step)?.target ?? '');
  return propertySql(scope, [...steps, table ? wire(table) : name]);
}
