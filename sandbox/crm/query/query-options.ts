import { byName, parseQuery, refuseOptions, splitList } from '../http/address';
import { faults } from '../errors';
import { parseFilter, type Filter } from './filter';
import type { Aliases } from './filter-tokens';
import type { Column, Table } from '../model/model';
import { stored } from './row-json';

export interface Ordering {
  /** Navigation properties, then a property. */
  readonly steps: readonly string[];
  readonly descending: boolean;
}

export interface QueryOptions {
  readonly select: readonly Column[];
  /** As written, for @odata.context; null: all columns. */
  readonly selected: string | null;
  readonly filter: Filter | null;
  readonly order: readonly Ordering[];
  readonly top: number | null;
  readonly count: boolean;
  readonly expand: readonly Expansion[];
  readonly skipToken: string | null;
  readonly apply: string | null;
  /** `@p1` and its like. */
  readonly aliases: Aliases;
}

export interface Expansion {
  readonly property: string;
  /** With `/$ref`: an address instead of a row. */
  readonly ref: boolean;
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
  '$apply',
]);
const notCovered = new Set(['$deltatoken', '$format', '$search', '$compute']);
/** Of options without `$`, the one that leaves an answer as it is: plug-ins see it. */
const forPlugins = 'tag';
const ofCollections = ['$filter', '$orderby', '$top', '$count', '$skiptoken', '$apply'];

/** Splits an $expand into properties with their own options; aliases (`@p1`) are the request's. */
export function parseExpand(
  text: string,
  all: ReadonlyMap<string, string> = new Map(),
): Expansion[] {
  const aliases = [...all].filter(([name]) => name.startsWith('@'));
  return splitList(text).map((item) => {
    const open = item.indexOf('(');
    const path = open < 0 ? item : item.slice(0, open);
    const ref = path.endsWith('/$ref');
    const property = ref ? path.slice(0, -'/$ref'.length) : path;
    if (open >= 0 && !item.endsWith(')'))
      throw faults.query(`Term '${item}' is not valid in a $expand expression.`);
    const inner = open < 0 ? [] : splitList(item.slice(open + 1, -1), ';');
    return {
      property,
      ref,
      options: byName([
        ...inner.map((option): [string, string] => {
          const at = option.indexOf('=');
          return [option.slice(0, at).trim(), option.slice(at + 1)];
        }),
        ...aliases,
      ]),
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

export function parseOrder(text: string | undefined, aliases: Aliases): Ordering[] {
  if (text === undefined) return [];
  if (text.trim() === '') throw faults.query("Expression expected at position 0 in ''.");
  return splitList(text).map((item) => {
    const [name = '', direction = 'asc', ...rest] = item.split(/\s+/);
    if (rest.length || !['asc', 'desc'].includes(direction))
      throw faults.query(`Syntax error in $orderby: '${item.slice(0, 200)}'.`);
    return {
      steps: (aliases.get(name) ?? name).split('/'),
      descending: direction === 'desc',
    };
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
    if (name.startsWith('@') || name === forPlugins || known.has(name)) continue;
    if (notCovered.has(name) || !name.startsWith('$'))
      throw faults.notCovered(`the query option ${name.slice(0, 100)}`);
    throw faults.query(`The query parameter '${name.slice(0, 100)}' is not supported.`);
  }
  const filter = options.get('$filter');
  const count = options.get('$count');
  if (count !== undefined && count !== 'true' && count !== 'false')
    throw faults.query(`Invalid value '${count}' for $count query option found.`);
  return {
    select: parseSelect(table, options.get('$select')),
    selected: options.get('$select') ?? null,
    filter: filter === undefined ? null : parseFilter(filter, options),
    order: parseOrder(options.get('$orderby'), options),
    top: wholeNumber('$top', options.get('$top')),
    count: count === 'true',
    expand: parseExpand(options.get('$expand') ?? '', options),
    skipToken: options.get('$skiptoken') ?? null,
    apply: options.get('$apply') ?? null,
    aliases: options,
  };
}

export const readOptions = (table: Table, search: string): QueryOptions =>
  parseOptions(table, parseQuery(search));

/** Options of a request on one row: those that choose among rows would say nothing. */
export function readRowOptions(table: Table, search: string): QueryOptions {
  refuseOptions(search, 'a single row', ofCollections);
  return readOptions(table, search);
}
