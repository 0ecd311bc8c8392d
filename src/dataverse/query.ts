import { readableColumns } from '../domain/column-security';
import type { ColumnFilter, RowFilter, RowQuery } from '../domain/crm-server';
import type { Column, Table } from '../domain/table';
import { isLookup, type Value } from '../domain/value';

/** The annotations that decoding needs; all others would only cost bytes. */
export const annotations =
  'odata.include-annotations="OData.Community.Display.V1.FormattedValue,' +
  'Microsoft.Dynamics.CRM.lookuplogicalname"';

/** The property that a column is read from. */
export const propertyOf = (column: Column): string =>
  column.type === 'lookup' ? `_${column.name}_value` : column.name;

/** `$select` and `$expand` of everything the model knows of a table and the user may see. */
export function columnsQuery(table: Table): string {
  const columns = readableColumns(table);
  const select = columns.filter((column) => column.type !== 'parties').map(propertyOf);
  const expand = columns
    .filter((column) => column.type === 'parties')
    .map((column) => `${column.name}($select=participationtypemask,addressused,_partyid_value)`);
  const names = new Set([table.primaryId, ...select]);
  return `$select=${[...names].join(',')}${expand.length > 0 ? `&$expand=${expand.join(',')}` : ''}`;
}

/** As {@link columnsQuery}, for the answer to a write: Dataverse ignores `$expand` there. */
export const selectQuery = (table: Table): string => columnsQuery(table).split('&')[0] ?? '';

type Which = Omit<RowQuery, 'pageSize'>;

/** The part of a query that says which rows; '' for all of them. */
export function filterQuery(which: Which): string {
  const condition = conditionOf(which);
  return condition === '' ? '' : `&$filter=${encodeURIComponent(condition)}`;
}

/** The part of an address that asks how many rows there are, in its column `n`. Nothing may stand beside it. */
export function totalQuery(which: Which): string {
  const condition = conditionOf(which);
  const steps = [...(condition === '' ? [] : [`filter(${condition})`]), 'aggregate($count as n)'];
  return `$apply=${encodeURIComponent(steps.join('/'))}`;
}

const conditionOf = ({ table, filter, since = null }: Which): string =>
  [...conditionsOf(table, filter), ...(since === null ? [] : [`versionnumber gt ${since}`])].join(
    ' and ',
  );

/**
 * What all has to hold for the rows of a filter; nothing: every row is one of them.
 * @param via the way to the rows from those that are asked for: a navigation property and a slash.
 */
function conditionsOf(table: Table, filter: RowFilter, via = ''): string[] {
  switch (filter.kind) {
    case 'all':
      return [];
    case 'owner':
      return [`${via}_ownerid_value eq ${filter.userId}`];
    case 'team':
      return [called('EqualUserOrUserTeams', 'ownerid')];
    case 'ids':
      return [called('In', table.primaryId, filter.ids)];
    case 'values':
      return Object.entries(filter.values).map(([name, value]) =>
        columnCondition(table, { kind: 'column', column: name, operator: 'eq', values: [value] }),
      );
    case 'column':
      return [columnCondition(table, filter, via)];
    case 'referring': {
      const { column, to } = filter;
      const way = `${table.columns[column]?.navigation?.[to.name] ?? column}/`;
      return [`${way}${to.primaryId} ne null`, ...conditionsOf(to, filter.filter, way)];
    }
    case 'party': {
      const roles = filter.roles.map((role) => `p/participationtypemask eq ${role}`).join(' or ');
      const party = `p/_partyid_value eq ${filter.userId} and (${roles})`;
      return [`${filter.column}/any(p:${party})`];
    }
    case 'view':
      return filter.condition === '' ? [] : [`(${filter.condition})`];
    case 'and':
      return filter.filters.flatMap((each) => conditionsOf(table, each, via));
    case 'or': {
      const parts = filter.filters.map((each) => conditionsOf(table, each, via));
      if (parts.some((conditions) => conditions.length === 0)) return [];
      return [`(${parts.map((conditions) => conditions.join(' and ')).join(' or ')})`];
    }
  }
}

/** A query function of Dataverse about a property and values, whatever their types. */
export function called(name: string, property: string, values?: readonly unknown[]): string {
  const list = values?.map((value) => JSON.stringify(String(value))).join(',');
  return calledWith(name, property, list === undefined ? {} : { PropertyValues: `[${list}]` });
}

/** @param more further parameters, as they are written. */
export function calledWith(
  name: string,
  property: string,
  more: Readonly<Record<string, string>>,
): string {
  const parameters = Object.entries({ PropertyName: `'${property}'`, ...more });
  const list = parameters.map(([parameter, value]) => `${parameter}=${value}`).join(',');
  return `Microsoft.Dynamics.CRM.${name}(${list})`;
}

function columnCondition(
  table: Table,
  { column: name, operator, values }: ColumnFilter,
  via = '',
): string {
  const column = table.columns[name];
  const property = `${via}${column === undefined ? name : propertyOf(column)}`;
  const [value = null] = values;
  const pattern = asPattern(typeof value === 'string' ? value : '');
  const each = (comparison: 'eq' | 'ne') =>
    values.map((one) => `${property} ${comparison} ${literal(column, one)}`);
  switch (operator) {
    case 'contains':
      return `contains(${property},'${pattern}')`;
    case 'not-contain':
      return orEmpty(property, `not contains(${property},'${pattern}')`);
    case 'begins-with':
      return `startswith(${property},'${pattern}')`;
    case 'not-begin-with':
      return orEmpty(property, `not startswith(${property},'${pattern}')`);
    // Query functions are about the rows that are asked for.
    case 'in':
      return via === '' ? called('In', name, values) : `(${each('eq').join(' or ')})`;
    case 'not-in':
      return orEmpty(
        property,
        via === '' ? called('NotIn', name, values) : each('ne').join(' and '),
      );
    case 'contain-values':
      return called('ContainValues', name, values);
    case 'not-contain-values':
      return orEmpty(property, called('DoesNotContainValues', name, values));
    case 'null':
      return `${property} eq null`;
    case 'not-null':
      return `${property} ne null`;
    case 'ne':
      return orEmpty(property, `${property} ne ${literal(column, value)}`);
    default:
      return `${property} ${operator} ${literal(column, value)}`;
  }
}

/**
 * With the rows that have no value. Microsoft's documentation does not say of all that is turned round whether it finds
 * them: `ne` does (see {@link isNegation}).
 */
const orEmpty = (property: string, condition: string): string =>
  `(${condition} or ${property} eq null)`;

/** A text for the inside of quotes. */
export const escaped = (text: string): string => text.replaceAll("'", "''");

/** A text for the inside of quotes that stands for itself, whatever of it would stand for other letters. */
export const asPattern = (text: string): string => escaped(text.replace(/[%_[]/g, '[$&]'));

/** A value as a filter compares it. */
function literal(column: Column | undefined, value: Value): string {
  if (isLookup(value)) return value.id;
  if (typeof value !== 'string') return JSON.stringify(value);
  if (column?.type === 'text' || column?.type === 'memo') return `'${escaped(value)}'`;
  // Dataverse takes no time without a zone, and heeds none where the column has none.
  return column?.dateBehavior === 'TimeZoneIndependent' ? `${value}Z` : value;
}

/** The address of one row. */
export const rowAddress = (entitySetName: string, id: string): string =>
  `${entitySetName}(${encodeURIComponent(id)})`;

/** That a text property is one of these. */
export const anyOf = (property: string, texts: readonly string[]): string =>
  texts.map((text) => `${property} eq '${escaped(text)}'`).join(' or ');
