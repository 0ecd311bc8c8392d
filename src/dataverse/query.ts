import type { RowFilter, RowQuery } from '../domain/crm-server';
import type { Column, Table } from '../domain/table';
import { isLookup, type Value } from '../domain/value';

/** The annotations that decoding needs; all others would only cost bytes. */
export const annotations =
  'odata.include-annotations="OData.Community.Display.V1.FormattedValue,' +
  'Microsoft.Dynamics.CRM.lookuplogicalname"';

/** The property that a column is read from. */
export const propertyOf = (column: Column): string =>
  column.type === 'lookup' ? `_${column.name}_value` : column.name;

/** `$select` and `$expand` of everything the model knows of a table. */
export function columnsQuery(table: Table): string {
  const columns = Object.values(table.columns);
  const select = columns.filter((column) => column.type !== 'parties').map(propertyOf);
  const expand = columns
    .filter((column) => column.type === 'parties')
    .map((column) => `${column.name}($select=participationtypemask,addressused,_partyid_value)`);
  const names = new Set([table.primaryId, ...select]);
  return `$select=${[...names].join(',')}${expand.length > 0 ? `&$expand=${expand.join(',')}` : ''}`;
}

/** As {@link columnsQuery}, for the answer to a write: Dataverse ignores `$expand` there. */
export const selectQuery = (table: Table): string => columnsQuery(table).split('&')[0] ?? '';

/** The part of a query that says which rows; '' for all of them. */
export function filterQuery({ table, filter, since = null }: Omit<RowQuery, 'pageSize'>): string {
  const conditions = [
    ...conditionsOf(table, filter),
    ...(since === null ? [] : [`versionnumber gt ${since}`]),
  ];
  return conditions.length === 0 ? '' : `&$filter=${encodeURIComponent(conditions.join(' and '))}`;
}

function conditionsOf(table: Table, filter: RowFilter): string[] {
  switch (filter.kind) {
    case 'all':
      return [];
    case 'owner':
      return [`_ownerid_value eq ${filter.userId}`];
    case 'team':
      return ["Microsoft.Dynamics.CRM.EqualUserOrUserTeams(PropertyName='ownerid')"];
    case 'ids': {
      const values = filter.ids.map((id) => JSON.stringify(id)).join(',');
      return [
        `Microsoft.Dynamics.CRM.In(PropertyName='${table.primaryId}',PropertyValues=[${values}])`,
      ];
    }
    case 'values':
      return Object.entries(filter.values).map(([name, value]) => {
        const column = table.columns[name];
        return `${column === undefined ? name : propertyOf(column)} eq ${literal(column, value)}`;
      });
  }
}

/** A value as a filter compares it. */
function literal(column: Column | undefined, value: Value): string {
  if (isLookup(value)) return value.id;
  if (typeof value !== 'string') return JSON.stringify(value);
  const quoted = column?.type === 'text' || column?.type === 'memo';
  return quoted ? `'${value.replaceAll("'", "''")}'` : value;
}

/** The address of one row. */
export const rowAddress = (entitySetName: string, id: string): string =>
  `${entitySetName}(${encodeURIComponent(id)})`;
