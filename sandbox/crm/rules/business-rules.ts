import type { Table } from '../model/model';
import type { Organization } from '../organization';
import type { SqlValue } from '../storage/store';

/** What the server fills in when a row is made. */
export function generatedValues(organization: Organization, table: Table): Map<string, SqlValue> {
  const values = new Map<string, SqlValue>();
  if (table.activity) values.set('activitytypecode', table.name);
  if (table.name === 'incident')
    values.set('ticketnumber', `CAS-${String(organization.version).padStart(8, '0')}`);
  return values;
}
