import { parseQuery, splitList } from './address';
import { faults } from './errors';
import { parseFilter, type Filter } from './filter';
import type { Column, Table } from './model';
import { stored } from './row-json';

export interface Order {
  readonly column: Column;
  readonly descending: boolean;
}

export interface QueryOptions {
  readonly select: readonly Column[];
  /** As written, for @odata.context; null: all columns. */
  readonly selected: string | null;
  readonly filter: Filter | null;
  readonly order: readonly Order[];
  readonly top: number | null;
  readonly count: boolean;
  readonly expand: readonly Expansion[];
  readonly skipToken: string | null;
}

export interface Expansion {
  readonly property: string;
  readonly options: ReadonlyMap<string, string>;
}

const known = new Set([
  '$select',
  '$filter',
  '$orderby',
  '$top',
  '$count',
  '$expand',
  '$skiptoken',
]);
const notCovered = new Set([
  '$apply',
  '$deltatoken',
  'fetchXml',
  'savedQuery',
  'userQuery',
  '$format',
  '$search',
  '$compute',
]);

/** Splits an $expand into properties with their own options. */
export function parseExpand(text: string): Expansion[] {
  return splitList(text).map((item) => {
    const open = item.indexOf('(');
    const property = open < 0 ? item : item.slice(0, open);
    if (open >= 0 && !item.endsWith(')'))
      throw faults.query(`Term '${item}' is not valid in a $expand expression.`);
    const inner = open < 0 ? [] : splitList(item.slice(open + 1, -1), ';');
    return {
      property,
      options: new Map(
        inner.map((option): [string, string] => {
          const at = option.indexOf('=');
          return [option.slice(0, at).trim(), option.slice(at + 1)];
        }),
      ),
    };
  });
}

/** Money brings its currency, a part of an address the whole. */
function withCompanions(table: Table, columns: readonly Column[]): Column[] {
  const all = new Set(columns);
  const bring = (name: string): void => {
    const column = table.columns.get(name);
    if (column) all.add(column);
  };
  for (const column of columns) {
    if (column.type === 'money') bring('transactioncurrencyid');
    if (column.name.startsWith('address1_')) bring('address1_composite');
  }
  const primary = table.columns.get(table.primaryId);
  if (primary) all.add(primary);
  return [...all];
}

export function parseSelect(table: Table, text: string | undefined): Column[] {
  if (text === undefined || text.trim() === '' || text.trim() === '*') return stored(table);
  return withCompanions(
    table,
    splitList(text).map((name) => {
      const column = table.byWire.get(name);
      if (!column || column.type === 'parties') throw faults.noProperty(name, table.name);
      return column;
    }),
  );
}

export function parseOrder(table: Table, text: string | undefined): Order[] {
  if (text === undefined) return [];
  return splitList(text).map((item) => {
    const [name = '', direction = 'asc', ...rest] = item.split(/\s+/);
    const column = table.byWire.get(name);
    if (!column || column.type === 'parties') throw faults.noProperty(name, table.name);
    if (rest.length || !['asc', 'desc'].includes(direction))
      throw faults.query(`Syntax error in $orderby: '${item}'.`);
    return { column, descending: direction === 'desc' };
  });
}

function wholeNumber(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d{1,9}$/.test(text))
    throw faults.query(
      `Invalid value '${text}' for ${name} query option found. The ${name} query option requires a non-negative integer value.`,
    );
  return Number(text);
}

export function parseOptions(table: Table, options: ReadonlyMap<string, string>): QueryOptions {
  for (const name of options.keys()) {
    if (name === '$skip') throw faults.query('Skip Clause is not supported in CRM');
    if (notCovered.has(name)) throw faults.notCovered(`the query option ${name}`);
    if (name.startsWith('$') && !known.has(name))
      throw faults.query(`The query parameter '${name}' is not supported.`);
  }
  const filter = options.get('$filter');
  const count = options.get('$count');
  if (count !== undefined && count !== 'true' && count !== 'false')
    throw faults.query(`Invalid value '${count}' for $count query option found.`);
  return {
    select: parseSelect(table, options.get('$select')),
    selected: options.get('$select') ?? null,
    filter: filter === undefined ? null : parseFilter(filter),
    order: parseOrder(table, options.get('$orderby')),
    top: wholeNumber('$top', options.get('$top')),
    count: count === 'true',
    expand: parseExpand(options.get('$expand') ?? ''),
    skipToken: options.get('$skiptoken') ?? null,
  };
}

export const readOptions = (table: Table, search: string): QueryOptions =>
  parseOptions(table, parseQuery(search));
