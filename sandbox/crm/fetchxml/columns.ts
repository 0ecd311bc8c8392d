import { textual } from '../model/column-kind';
import { faults } from '../errors';
import { fetchFaults } from './faults';
import { checkAlias, columnNamed, propertyOf, type FetchContext, type Source } from './source';
import type { Column } from '../model/model';
import { stored } from '../query/row-json';
import { quote, typeColumn } from '../storage/store';
import { sql, type Sql } from '../storage/sql';

/** A column of the answer. */
export interface Output {
  /** As a column of its own: `name` is the SQL's, `wire` the answer's. */
  readonly column: Column;
  /** Where the column of the table is: logical name, and the annotation's for what has an alias. */
  readonly attribute: string;
  readonly aliased: boolean;
  readonly select: Sql;
}

/** No column of a table has such a name. */
export const outputName = (at: number): string => `c:${at}`;

/** An output that reads `select`, named by its place. */
export function output(
  at: number,
  column: Column,
  alias: string | null,
  source: Source,
  select: Sql,
): Output {
  const name = outputName(at);
  const typed =
    column.targets.length > 1
      ? `, ${source.sql}.${quote(typeColumn(column))} AS ${quote(typeColumn({ ...column, name }))}`
      : '';
  return {
    column: { ...column, name, wire: alias ?? column.wire },
    attribute: column.name,
    aliased: alias !== null,
    select: { text: `${select.text} AS ${quote(name)}${typed}`, values: select.values },
  };
}

/** Texts that differ in case only are the same in a group. */
export const withoutCase = (text: string, column: Column): string =>
  textual(column) ? `${text} COLLATE NOCASE` : text;

interface Chosen {
  readonly source: Source;
  readonly column: Column;
  readonly alias: string | null;
}

/** What the query asks for of one source. */
function chosen(source: Source): Chosen[] {
  const { attributes, allAttributes } = source.entity;
  const before = source.alias === null ? '' : `${source.alias}.`;
  const alias = (name: string): string | null => (before === '' ? null : before + name);
  const everything = allAttributes || (source.link === null && attributes.length === 0);
  const all = everything
    ? stored(source.table).map((column) => ({ source, column, alias: alias(column.name) }))
    : [];
  return [
    ...all,
    ...attributes.flatMap((attribute): Chosen[] => {
      if (attribute.countsChildren) throw faults.notCovered('rowaggregate in FetchXML');
      if (attribute.aggregate !== null || attribute.groupBy)
        throw fetchFaults.aggregate("'aggregate' and 'groupby' need an aggregate query.");
      const column = columnNamed(source.table, attribute.name);
      if (everything && attribute.alias === null) return [];
      return [
        {
          source,
          column,
          alias: attribute.alias === null ? alias(column.name) : checkAlias(attribute.alias),
        },
      ];
    }),
  ];
}

/** The columns of the answer. Money brings its currency, and a row its id. */
export function outputsOf({ sources }: FetchContext, distinct: boolean): Output[] {
  const [root] = sources;
  if (!root) return [];
  const list = sources.flatMap(chosen);
  const bring = (name: string): void => {
    const column = root.table.columns.get(name);
    const has = list.some((each) => each.column === column && each.alias === null);
    if (column && !has) list.push({ source: root, column, alias: null });
  };
  if (list.some(({ column, alias }) => column.type === 'money' && alias === null))
    bring('transactioncurrencyid');
  // A distinct row may stand for several.
  if (!distinct) bring(root.table.primaryId);
  const keys = list.map(({ column, alias }) => alias ?? column.wire);
  const twice = keys.find((key, at) => keys.indexOf(key) < at);
  if (twice !== undefined) throw fetchFaults.xml(`The column '${twice}' is not unique.`);
  return list.map(({ source, column, alias }, at) => {
    const { text } = propertyOf(source, column.name);
    return output(at, column, alias, source, sql(distinct ? withoutCase(text, column) : text));
  });
}
