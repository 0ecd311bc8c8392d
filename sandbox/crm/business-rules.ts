import { CrmFault } from './errors';
import type { Table } from './model';
import type { Organization } from './organization';
import type { SqlValue } from './store';

/** What an organisation's synchronous plug-in refuses, in its author's words. */
export function runPlugins(table: Table, changed: ReadonlyMap<string, SqlValue>): void {
  const budget = changed.get('budgetamount');
  if (table.name === 'opportunity' && typeof budget === 'number' && budget < 0)
    throw new CrmFault(
      400,
      '0x80040265',
      'A budget cannot be negative. Please enter the amount the customer can spend, or leave it empty.',
    );
}

/** What the server fills in when a row is made. */
export function generatedValues(organization: Organization, table: Table): Map<string, SqlValue> {
  const values = new Map<string, SqlValue>();
  if (table.activity) values.set('activitytypecode', table.name);
  if (table.name === 'incident')
    values.set('ticketnumber', `CAS-${String(organization.version).padStart(8, '0')}`);
  return values;
}
