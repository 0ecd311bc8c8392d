import { text, time, yesNo } from '../columns';
import type { TableDefinition } from '../definition';

/** What is installed in the organisation. */
export const solution: TableDefinition = {
  name: 'solution',
  label: 'Solution',
  schemaName: 'Solution',
  objectTypeCode: 7100,
  primaryName: 'friendlyname',
  ownership: 'organization',
  columns: [
    text('uniquename', 'Name', 65, { required: 'SystemRequired' }),
    text('friendlyname', 'Display Name', 256),
    text('version', 'Version', 256),
    yesNo('ismanaged', 'Package Type', 'Unmanaged', 'Managed', { update: false }),
    yesNo('isvisible', 'Is Visible Outside Platform', 'No', 'Yes', { default: true }),
    time('installedon', 'Installed On', { create: false, update: false }),
  ],
};
