import { lookup, memo, text } from '../columns';
import type { TableDefinition } from '../definition';

/** The demo organisation's regions, each with its service partner: nobody owns them. */
export const region: TableDefinition = {
  name: 'new_region',
  label: 'Region',
  setName: 'new_regions',
  schemaName: 'new_Region',
  objectTypeCode: 10_002,
  primaryName: 'new_name',
  ownership: 'organization',
  offline: true,
  columns: [
    text('new_name', 'Name', 100, { schemaName: 'new_Name', required: 'ApplicationRequired' }),
    text('new_code', 'Code', 8, { schemaName: 'new_Code' }),
    text('new_servicepartner', 'Service Partner', 100, { schemaName: 'new_ServicePartner' }),
    text('new_servicephone', 'Service Phone', 50, {
      schemaName: 'new_ServicePhone',
      format: 'Phone',
    }),
    lookup('new_managerid', 'Manager', ['systemuser'], {
      schemaName: 'new_ManagerId',
      relationship: { systemuser: 'new_systemuser_region' },
    }),
    memo('new_notes', 'Notes', 2000, { schemaName: 'new_Notes' }),
  ],
  keys: [{ name: 'new_code', label: 'Code', columns: ['new_code'] }],
  form: [
    {
      tab: 'General',
      label: 'Region',
      columns: ['new_name', 'new_code', 'new_managerid'],
    },
    {
      tab: 'General',
      label: 'Service',
      columns: ['new_servicepartner', 'new_servicephone', 'new_notes'],
    },
  ],
};
