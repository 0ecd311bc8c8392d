import { parseApply, type Aggregated, type Apply } from './apply';
import { textual } from '../model/column-kind';
import { contextUrl } from '../http/context-url';
import { faults } from '../errors';
import type { Exchange } from '../exchange';
import { filterSql } from './filter-sql';
import { formattedValue } from './formatted-value';
import type { Column, Table } from '../model/model';
import { annotation } from '../http/prefer';
import { propertySql, type Property } from './property-path';
import type { QueryOptions } from './query-options';
import { rowsToJson, type Json } from './row-json';
import { joined, type Sql } from '../storage/sql';
import { quote, typeColumn, type SqlRow, type SqlValue } from '../storage/store';

/** Rows that an aggregate may run over. Source: Microsoft's "Aggregate data using OData" and "Aggregate data using FetchXml". */
export const aggregateLimit = 50_000;
const mostGroups = 5000;

const numeric: readonly Column['type'][] = ['integer', 'bigint', 'decimal', 'double', 'money'];

interface Term {
  readonly sql: Sql;
  /** The property in the answer. */
  readonly name: string;
  /** Formats the value; null: a whole number. */
  readonly column: Column | null;
}

function aggregatedTerm({ method, alias }: Aggregated, property: Property | null): Term {
  if (!property || method === 'count')
    return { sql: { text: 'count(*)', values: [] }, name: alias, column: null };
  const { text, values, column } = property;
  const whole = column.type === 'integer' || column.type === 'bigint';
  const allowed =
    method === 'countdistinct' ||
    numeric.includes(column.type) ||
    (column.type === 'date' && (method === 'min' || method === 'max'));
  if (!allowed)
    throw faults.query(
      `The aggregation method '${method}' is not valid for the attribute '${column.name}' of type '${column.type}'.`,
    );
  const collation = textual(column) ? ' COLLATE NOCASE' : '';
  switch (method) {
    case 'countdistinct':
      return {
        sql: { text: `count(DISTINCT ${text}${collation})`, values },
        name: alias,
        column: null,
      };
    case 'average':
      // SQL Server divides whole numbers without a rest.
      return {
        sql: whole
          ? { text: `sum(${text}) / count(${text})`, values: [...values, ...values] }
          : { text: `round(avg(${text}), 10)`, values },
        name: alias,
        column,
      };
    case 'sum':
      return {
        sql: { text: whole ? `sum(${text})` : `round(sum(${text}), 10)`, values },
        name: alias,
        column,
      };
    default:
      return { sql: { text: `${method}(${text})`, values }, name: alias, column };
  }
}

const groupColumn = (index: number): string => `group:${index}`;
const groupType = (index: number): string => `type:${index}`;
const valueColumn = (index: number): string => `value:${index}`;

function checkOptions(options: QueryOptions): void {
  const { filter, count, selected, expand, skipToken } = options;
  if (filter || count || selected !== null || expand.length > 0 || skipToken !== null)
    throw faults.notCovered('$apply beside $filter, $select, $expand, $count or $skiptoken');
}

/** Properties of the groups, each with the column that the database has their table in (null: one target). */
function groupsOf(scope: Parameters<typeof propertySql>[0], groups: Apply['groups']) {
  return groups.map((steps) => {
    const property = propertySql(scope, steps);
    const { column } = property;
    // Source: as above.
    if (column.type === 'date')
      throw faults.query(`groupby of '${steps.join('/')}' is not supported: it is a date.`);
    const several = column.targets.length > 1;
    if (several && steps.length > 1)
      throw faults.notCovered('groupby of a lookup to several tables behind another, in $apply');
    const name = steps.length > 1 ? `${property.table.name}_${column.wire}` : column.wire;
    return { property, name, path: steps.join('/'), type: several ? typeColumn(column) : null };
  });
}

/** The ORDER BY: as asked, else by the groups. */
function orderOf(options: QueryOptions, groups: ReturnType<typeof groupsOf>): string {
  const group = (index: number, descending: boolean): string =>
    `${quote(groupColumn(index))}${groups[index] && textual(groups[index].property.column) ? ' COLLATE NOCASE' : ''}${descending ? ' DESC' : ''}`;
  const asked = options.order.map(({ steps, descending }) => {
    const index = groups.findIndex(({ path }) => path === steps.join('/'));
    if (index < 0)
      throw faults.query('The query node SingleValueOpenPropertyAccess is not supported.');
    if (groups[index]?.property.column.type === 'lookup')
      throw faults.notCovered('$orderby of a lookup beside $apply');
    return group(index, descending);
  });
  return [...asked, ...groups.map((_, index) => group(index, false))].join(', ');
}

/** The groups' own properties, with their annotations. */
function groupJson(
  { organization, prefer }: Exchange,
  table: Table,
  { property, name, type }: ReturnType<typeof groupsOf>[number],
  index: number,
  rows: readonly SqlRow[],
): Json[] {
  const { column } = property;
  const bare = rows.map((row): SqlRow => ({
    [column.name]: row[groupColumn(index)] ?? null,
    ...(type === null ? {} : { [type]: row[groupType(index)] ?? null }),
  }));
  return rowsToJson(organization.store, organization.model, table, [column], bare, prefer).map(
    (json) =>
      Object.fromEntries(
        Object.entries(json)
          .filter(([key, value]) => key.startsWith(column.wire) && value !== null)
          .map(([key, value]) => [name + key.slice(column.wire.length), value]),
      ),
  );
}

const whole = new Intl.NumberFormat('en-US');

function valueJson({ prefer }: Exchange, { name, column }: Term, value: SqlValue): Json {
  if (value === null) return {};
  const formatted = column ? formattedValue(column, value, '$') : whole.format(Number(value));
  return prefer.annotates(annotation.formatted) && formatted !== null
    ? { [`${name}@${annotation.formatted}`]: formatted, [name]: value }
    : { [name]: value };
}

/** What $apply asks for, over the rows that the condition leaves. What is empty is left out, as in Dataverse's examples. */
export function readAggregate(
  exchange: Exchange,
  table: Table,
  options: QueryOptions,
  visible: Sql,
): Json {
  const { organization, user, root } = exchange;
  checkOptions(options);
  const apply = parseApply(options.apply ?? '', options.aliases);
  const scope = { organization, user, table, alias: 'r', variable: null };
  const condition = joined('AND', [
    visible,
    ...apply.filters.map((filter) => filterSql(exchange, table, filter)),
  ]);
  const from = `FROM ${quote(table.name)} AS r WHERE ${condition.text}`;
  const groups = groupsOf(scope, apply.groups);
  const terms = apply.aggregated.map((each) =>
    aggregatedTerm(each, each.steps && propertySql(scope, each.steps)),
  );
  const records = organization.store.get(
    `SELECT count(*) AS n FROM (SELECT 1 ${from} LIMIT ${aggregateLimit + 1})`,
    condition.values,
  );
  if (Number(records?.['n']) > aggregateLimit) throw faults.aggregateLimit();
  const columns = [
    ...groups.flatMap(({ property, type }, index) => [
      `${property.text} AS ${quote(groupColumn(index))}`,
      ...(type === null ? [] : [`r.${quote(type)} AS ${quote(groupType(index))}`]),
    ]),
    ...terms.map(({ sql }, index) => `${sql.text} AS ${quote(valueColumn(index))}`),
  ];
  const by = groups.flatMap(({ property, type }, index) => [
    `${quote(groupColumn(index))}${textual(property.column) ? ' COLLATE NOCASE' : ''}`,
    ...(type === null ? [] : [quote(groupType(index))]),
  ]);
  const grouped =
    by.length > 0 ? ` GROUP BY ${by.join(', ')} ORDER BY ${orderOf(options, groups)}` : '';
  const found = organization.store.all(
    `SELECT ${columns.join(', ')} ${from}${grouped} LIMIT ${mostGroups + 1}`,
    [
      ...groups.flatMap(({ property }) => [...property.values]),
      ...terms.flatMap(({ sql }) => [...sql.values]),
      ...condition.values,
    ],
  );
  if (found.length > mostGroups && options.top === null)
    throw faults.notCovered(`more than ${mostGroups} groups in $apply`);
  const rows = found.slice(0, options.top ?? mostGroups);
  const shown = groups.map((group, index) => groupJson(exchange, table, group, index, rows));
  return {
    '@odata.context': contextUrl(root, table, options, false),
    value: rows.map(
      (row, at) =>
        Object.assign(
          {},
          ...shown.map((group) => group[at]),
          ...terms.map((term, index) => valueJson(exchange, term, row[valueColumn(index)] ?? null)),
        ) as Json,
    ),
  };
}
