import type { Output } from './columns';
import type { FetchPage } from './page';
import type { Table } from '../model/model';
import type { Organization } from '../organization';
import { annotation, type Preferences } from '../http/prefer';
import { rowsToJson, type Json } from '../query/row-json';

const attributeName = 'OData.Community.Display.V1.AttributeName';

/** The row with the properties that have a value; Dataverse leaves the others out of these answers. */
function filled(outputs: readonly Output[], named: boolean, json: Json): Json {
  const row: Json = {};
  if (json['@odata.etag'] !== undefined) row['@odata.etag'] = json['@odata.etag'];
  for (const { column, attribute, aliased } of outputs) {
    const { wire } = column;
    if (json[wire] === null) continue;
    if (aliased && named) row[`${wire}@${attributeName}`] = attribute;
    for (const name of [annotation.formatted, annotation.navigation, annotation.logicalName]) {
      const value = json[`${wire}@${name}`];
      if (value !== undefined && !(aliased && name === annotation.navigation))
        row[`${wire}@${name}`] = value;
    }
    row[wire] = json[wire];
  }
  return row;
}

/** The rows of a page as the Web API writes them. `etags`: each is a row of the table. */
export function pageToJson(
  { store, model }: Organization,
  table: Table,
  { outputs, rows }: FetchPage,
  etags: boolean,
  prefer: Preferences,
): Json[] {
  const columns = outputs.map(({ column }) => column);
  const named = prefer.annotates(attributeName);
  return rowsToJson(store, model, table, columns, rows, prefer).map((json) => {
    if (!etags) delete json['@odata.etag'];
    return filled(outputs, named, json);
  });
}

/** What stands behind `$metadata#`: columns, and at the end the lookups' navigation properties. */
export function contextOf(table: Table, { outputs }: FetchPage): string {
  const names: string[] = [];
  const lookups: string[] = [];
  for (const { column, attribute, aliased } of outputs) {
    const own = table.columns.get(attribute);
    if (aliased || !own) continue;
    names.push(column.wire);
    const properties = [...new Set(Object.values(own.navigation))];
    names.push(...properties);
    lookups.push(...properties.map((property) => `${property}()`));
  }
  const all = [...names, ...lookups].join(',');
  return all === '' ? table.setName : `${table.setName}(${all})`;
}
