import { faults } from '../errors';
import { conditionSql } from './condition';
import {
  isJoin,
  multiplies,
  propertyOf,
  sourcesOf,
  tableNamed,
  type FetchContext,
  type Source,
} from './source';
import type { FetchFilter, FetchLink } from './tree';
import { textual } from '../model/column-kind';
import { visibleSource, type Property } from '../query/property-path';
import { joined, negated, sql, type Sql } from '../storage/sql';
import { quote, typeColumn, visited } from '../storage/store';

const concat = (...parts: readonly Sql[]): Sql => ({
  text: parts.map(({ text }) => text).join(''),
  values: parts.flatMap(({ values }) => [...values]),
});

/** The rows of the table that the user may read, under the source's name. */
const rowsSql = ({ organization, user }: FetchContext, { table, sql: alias }: Source): Sql =>
  concat(
    visibleSource({ organization, user, table, alias, variable: null }, table),
    sql(` AS ${alias}`),
  );

/** How a link matches: `from` equals `to`, and where one of them may refer to several tables, to the right one. */
function matchOf(source: Source, link: FetchLink, parent: Source) {
  const from = propertyOf(source, link.from);
  const to = propertyOf(parent, link.to);
  const typed = (side: Source, { column }: Property, { table }: Source, key: Property): Sql =>
    column.targets.length > 1 && key.column.name === table.primaryId
      ? sql(`${side.sql}.${quote(typeColumn(column))} = ?`, table.name)
      : sql('1');
  return {
    from: from.text,
    to: `${to.text}${textual(from.column) ? ' COLLATE NOCASE' : ''}`,
    fromTyped: typed(source, from, parent, to),
    toTyped: typed(parent, to, source, from),
  };
}

function onSql(source: Source, link: FetchLink, parent: Source): Sql {
  const { from, to, fromTyped, toTyped } = matchOf(source, link, parent);
  return joined('AND', [sql(`${from} = ${to}`), fromTyped, toTyped]);
}

function filterSql(context: FetchContext, source: Source, filter: FetchFilter): Sql {
  if (filter.kind === 'condition') return conditionSql(context, source, filter);
  if (filter.kind === 'link') return linkFilter(context, source, filter.link);
  if (filter.parts.length === 0) return sql('1');
  return joined(
    filter.kind === 'and' ? 'AND' : 'OR',
    filter.parts.map((part) => filterSql(context, source, part)),
  );
}

/** Every filter of the source, and its links that only filter. */
function filtersSql(context: FetchContext, source: Source): Sql {
  const { filters, links } = source.entity;
  return joined('AND', [
    ...filters.map((filter) => filterSql(context, source, filter)),
    ...links.filter((link) => !isJoin(link)).map((link) => linkFilter(context, source, link)),
  ]);
}

/** A link as a condition on the rows around it. */
function linkFilter(context: FetchContext, parent: Source, link: FetchLink): Sql {
  const { model } = context.organization;
  const root: Source = {
    sql: `${parent.sql}_f`,
    alias: link.alias ?? link.name,
    model,
    table: tableNamed(model, link.name),
    entity: link,
    link,
    parent,
  };
  if (link.attributes.length > 0 || link.allAttributes)
    throw faults.notCovered(`columns of a link of the type '${link.type}'`);
  const own = sourcesOf(model, root);
  const inner: FetchContext = { ...context, sources: [...context.sources, ...own] };
  const rows = fromSql(inner, own);
  const { from, to, fromTyped, toTyped } = matchOf(root, link, parent);
  // Not EXISTS: the database works out the list once, where EXISTS would look for each row.
  const found = (condition: Sql): Sql =>
    joined('AND', [
      toTyped,
      concat(
        sql(`(${to} IN (SELECT ${from} FROM `),
        rows,
        sql(' WHERE '),
        joined('AND', [fromTyped, condition]),
        sql(') IS TRUE)'),
      ),
    ]);
  const fits = found(filtersSql(inner, root));
  switch (link.type) {
    case 'not any':
      return negated(fits);
    // Source: Microsoft's "Filter rows using FetchXml": these two mean the opposite of their names.
    case 'all':
      return joined('AND', [found(sql('1')), negated(fits)]);
    default:
      return fits;
  }
}

/** The first row of the link for each that it matches, for a join with no more than one. */
function firstRowsSql(context: FetchContext, source: Source, link: FetchLink, parent: Source): Sql {
  const twin: Source = { ...source, sql: `${source.sql}_one` };
  const key = quote(source.table.primaryId);
  const { from, fromTyped } = matchOf(twin, link, parent);
  return concat(
    sql(`${source.sql}.${key} IN (SELECT min(${twin.sql}.${key}) FROM `),
    rowsSql(context, twin),
    sql(' WHERE '),
    joined('AND', [fromTyped, filtersSql(context, twin)]),
    sql(` GROUP BY ${from})`),
  );
}

/** One join that multiplies rows ends by itself; several may take without end. */
function watched({ sources }: FetchContext, source: Source): Sql {
  const many = sources.slice(0, sources.indexOf(source) + 1).filter(multiplies);
  if (many.length < 2 || !multiplies(source)) return sql('1');
  // It names them all, so that it is checked for their combinations, in whatever order they are read.
  const keys = many.map(({ sql: alias, table }) => `${alias}.${quote(table.primaryId)}`);
  return sql(`${visited}(${keys.join(' IS ')})`);
}

function joinSql(context: FetchContext, source: Source): Sql {
  const { link, parent } = source;
  if (!link || !parent) throw new Error('unreachable');
  const first = link.type === 'matchfirstrowusingcrossapply';
  const on = joined('AND', [
    onSql(source, link, parent),
    watched(context, source),
    first ? firstRowsSql(context, source, link, parent) : filtersSql(context, source),
  ]);
  const word = link.type === 'inner' ? ' JOIN ' : ' LEFT JOIN ';
  return concat(sql(word), rowsSql(context, source), sql(' ON '), on);
}

/** The sources for a FROM: the first, and the others joined to it. */
export function fromSql(context: FetchContext, sources: readonly Source[]): Sql {
  const [root, ...others] = sources;
  if (!root) throw new Error('unreachable');
  return concat(rowsSql(context, root), ...others.map((source) => joinSql(context, source)));
}

/** The condition on the rows of the whole query. */
export const whereSql = (context: FetchContext, root: Source): Sql => filtersSql(context, root);
