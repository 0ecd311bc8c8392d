import { integer, memo, states, text, yesNo } from '../columns';
import type { ColumnDefinition, TableDefinition } from '../definition';

/** What every view has, whoever made it. Source: Microsoft's table reference. */
const view: readonly ColumnDefinition[] = [
  text('name', 'Name', 200, { required: 'SystemRequired' }),
  memo('description', 'Description', 2000),
  {
    name: 'returnedtypecode',
    label: 'Entity Name',
    type: 'entityname',
    required: 'SystemRequired',
  },
  integer('querytype', 'Query Type', 0, 1_000_000_000),
  memo('fetchxml', 'FetchXML', 1_073_741_823),
  memo('layoutxml', 'Layout XML', 1_073_741_823),
  memo('columnsetxml', 'Column Set XML', 1_073_741_823),
];

/** Views of the system and of users. */
export const viewTables: readonly TableDefinition[] = [
  {
    name: 'savedquery',
    label: 'View',
    setName: 'savedqueries',
    schemaName: 'SavedQuery',
    objectTypeCode: 1039,
    primaryName: 'name',
    ownership: 'organization',
    optimisticConcurrency: false,
    columns: [
      ...view,
      yesNo('isdefault', 'Default View'),
      yesNo('isquickfindquery', 'Is Quick Find Query'),
      ...states({ Active: { 1: 'Active' }, Inactive: { 2: 'Inactive' } }),
    ],
  },
  {
    name: 'userquery',
    label: 'Saved View',
    setName: 'userqueries',
    schemaName: 'UserQuery',
    objectTypeCode: 4230,
    primaryName: 'name',
    hasActivities: false,
    hasNotes: false,
    columns: view,
  },
];
