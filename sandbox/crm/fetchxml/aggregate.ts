import { faults } from '../errors';
import { output, outputName, withoutCase, type Output } from './columns';
import { fetchFaults } from './faults';
import { checkAlias, propertyOf, type FetchContext, type Source } from './source';
import type { FetchAttribute } from './tree';
import type { Column } from '../model/model';
import { sql, type Sql } from '../storage/sql';
import { quote } from '../storage/store';

export interface Aggregation {
  readonly outputs: readonly Output[];
  /** Places of the groups among the outputs, as names for GROUP BY. */
  readonly groups: readonly string[];
  readonly order: string;
}

const numbers = ['integer', 'bigint', 'decimal', 'double', 'money'];
const whole = ['integer', 'bigint'];

const counting = (column: Column): Column => ({ ...column, type: 'integer', targets: [] });

/** Part of a date, as SQL Server's DATEPART counts: the week with the first of January is the first. */
const parts: Readonly<Record<string, (date: string) => string>> = {
  day: (date) => `CAST(strftime('%d', ${date}) AS INTEGER)`,
  week: (date) =>
    `(strftime('%j', ${date}) - 1 + strftime('%w', ${date}, 'start of year')) / 7 + 1`,
  month: (date) => `CAST(strftime('%m', ${date}) AS INTEGER)`,
  quarter: (date) => `(strftime('%m', ${date}) + 2) / 3`,
  year: (date) => `CAST(strftime('%Y', ${date}) AS INTEGER)`,
};

interface Measured {
  readonly column: Column;
  readonly select: Sql;
}

function grouped(source: Source, attribute: FetchAttribute): Measured {
  const { text, column } = propertyOf(source, attribute.name);
  const { dateGrouping } = attribute;
  if (dateGrouping === null) return { column, select: sql(withoutCase(text, column)) };
  if (column.type !== 'date')
    throw fetchFaults.aggregate(`'${column.name}' is no date: 'dategrouping' is not possible.`);
  const part = parts[dateGrouping];
  if (!part) throw faults.notCovered(`dategrouping '${dateGrouping}' in FetchXML`);
  return { column: counting(column), select: sql(part(text)) };
}

function measured(source: Source, attribute: FetchAttribute): Measured {
  const { text, column } = propertyOf(source, attribute.name);
  const { aggregate } = attribute;
  const of = (types: readonly string[]): void => {
    if (!types.includes(column.type))
      throw fetchFaults.aggregate(
        `The aggregate '${aggregate}' is not possible for '${column.name}' of the type '${column.type}'.`,
      );
  };
  switch (aggregate) {
    case 'count':
      return { column: counting(column), select: sql('count(*)') };
    case 'countcolumn':
      return {
        column: counting(column),
        select: sql(`count(${attribute.distinct ? 'DISTINCT ' : ''}${withoutCase(text, column)})`),
      };
    case 'avg':
      of(numbers);
      // The average of whole numbers is one, as in SQL Server.
      return {
        column,
        select: sql(
          whole.includes(column.type) ? `sum(${text}) / count(${text})` : `round(avg(${text}), 10)`,
        ),
      };
    case 'sum':
      of(numbers);
      return {
        column,
        select: sql(whole.includes(column.type) ? `sum(${text})` : `round(sum(${text}), 10)`),
      };
    default:
      of([...numbers, 'date']);
      return { column, select: sql(`${aggregate ?? 'min'}(${text})`) };
  }
}

/** What an aggregate query selects, groups and orders by. */
export function aggregationOf({ sources }: FetchContext): Aggregation {
  const list = sources.flatMap((source) => {
    if (source.entity.allAttributes)
      throw fetchFaults.aggregate("'all-attributes' is not possible in an aggregate query.");
    return source.entity.attributes.map((attribute) => ({ source, attribute }));
  });
  if (list.length === 0)
    throw fetchFaults.aggregate('An aggregate query needs an attribute with an aggregate.');
  const outputs = list.map(({ source, attribute }, at): Output => {
    const { alias, aggregate, groupBy } = attribute;
    if (alias === null) throw fetchFaults.noAlias();
    if (groupBy === (aggregate !== null))
      throw fetchFaults.aggregate(
        `The attribute '${attribute.name.slice(0, 100)}' of an aggregate query needs either 'aggregate' or 'groupby'.`,
      );
    const { column, select } = (groupBy ? grouped : measured)(source, attribute);
    return output(at, column, checkAlias(alias), source, select);
  });
  const aliases = list.map(({ attribute }) => attribute.alias);
  if (new Set(aliases).size < aliases.length)
    throw fetchFaults.xml('Two attributes have the same alias.');
  const groups = list.flatMap(({ attribute }, at) =>
    attribute.groupBy ? [quote(outputName(at))] : [],
  );
  const order = sources
    .flatMap(({ entity }) => entity.orders)
    .map(({ alias, descending }) => {
      const at = aliases.indexOf(alias);
      if (alias === null || at < 0)
        throw fetchFaults.aggregate(
          "An aggregate query is ordered by the 'alias' of one of its attributes.",
        );
      return `${quote(outputName(at))}${descending ? ' DESC' : ''}`;
    });
  return { outputs, groups, order: [...order, ...groups].join(', ') };
}
