import { faults } from '../errors';
import type { Column, Model, Table } from './model';
import { quote } from '../storage/store';
import type { Sql } from '../storage/sql';

/** The lookup that makes the table's rows a hierarchy: the one that refers to the table itself alone. */
function parentColumn(table: Table): Column {
  const column = [...table.columns.values()].find(
    ({ targets }) => targets.length === 1 && targets[0] === table.name,
  );
  if (!column) throw faults.argument(`The table '${table.name}' has no hierarchical relationship.`);
  return column;
}

/** The table in whose hierarchy the column stands: its own, or the one that it refers to. */
export function hierarchyOf(model: Model, table: Table, column: Column): Table {
  if (column.name === table.primaryId) return table;
  const target = model.tables.get(column.targets.length === 1 ? (column.targets[0] ?? '') : '');
  if (!target)
    throw faults.argument(`'${column.name}' of '${table.name}' has no place in a hierarchy.`);
  return target;
}

/** A SELECT of the ids below (or above) a row, without itself. Circles end. */
export function lineSql(table: Table, id: string, way: 'below' | 'above'): Sql {
  const [name, key, parent] = [table.name, table.primaryId, parentColumn(table).name].map(quote);
  const first =
    way === 'below'
      ? `SELECT ${key} FROM ${name} WHERE ${parent} = ?`
      : `SELECT ${parent} FROM ${name} WHERE ${key} = ?`;
  const next =
    way === 'below'
      ? `SELECT t.${key} FROM ${name} AS t JOIN line ON t.${parent} = line.id`
      : `SELECT t.${parent} FROM ${name} AS t JOIN line ON t.${key} = line.id`;
  return {
    text: `WITH RECURSIVE line(id) AS (${first} UNION ${next}) SELECT id FROM line WHERE id IS NOT NULL`,
    values: [id],
  };
}
