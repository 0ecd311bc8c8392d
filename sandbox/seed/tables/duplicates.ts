import { choice, integer, lookup, memo, numbered, states, text, yesNo } from '../columns';
import type { ColumnDefinition, TableDefinition } from '../definition';

const tableName = (name: string, label: string): ColumnDefinition =>
  text(name, label, 160, { required: 'SystemRequired', update: false });
const columnName = (name: string, label: string): ColumnDefinition =>
  text(name, label, 128, { required: 'SystemRequired' });

/** Rules by which duplicates are found. Source: Microsoft's table reference. */
export const duplicateTables: readonly TableDefinition[] = [
  {
    name: 'duplicaterule',
    label: 'Duplicate Detection Rule',
    schemaName: 'DuplicateRule',
    objectTypeCode: 4414,
    primaryName: 'name',
    hasActivities: false,
    hasNotes: false,
    columns: [
      text('name', 'Rule Name', 160, { required: 'SystemRequired' }),
      memo('description', 'Description'),
      tableName('baseentityname', 'Base Record Type'),
      tableName('matchingentityname', 'Matching Record Type'),
      yesNo('iscasesensitive', 'Case Sensitive', 'False', 'True'),
      yesNo('excludeinactiverecords', 'Exclude Inactive Records', 'False', 'True'),
      ...states({
        Inactive: { 0: 'Unpublished', 1: 'Publishing' },
        Active: { 2: 'Published' },
      }),
    ],
  },
  {
    name: 'duplicaterulecondition',
    label: 'Duplicate Rule Condition',
    schemaName: 'DuplicateRuleCondition',
    objectTypeCode: 4416,
    primaryName: 'baseattributename',
    ownership: 'none',
    follows: 'regardingobjectid',
    columns: [
      columnName('baseattributename', 'Base Field'),
      columnName('matchingattributename', 'Matching Field'),
      choice(
        'operatorcode',
        'Operator Code',
        numbered(
          [
            'Exact Match',
            'Same First Characters',
            'Same Last Characters',
            'Same Date',
            'Same Date and Time',
            'Exact Match (Pick List Label)',
            'Exact Match (Pick List Value)',
          ],
          0,
        ),
        { required: 'SystemRequired' },
      ),
      integer('operatorparam', 'Operator Parameter', 1, 2_147_483_647),
      yesNo('ignoreblankvalues', 'Ignore Blank Values', 'False', 'True'),
      lookup('regardingobjectid', 'Regarding', ['duplicaterule'], {
        required: 'SystemRequired',
        update: false,
        onDelete: 'Cascade',
        relationship: { duplicaterule: 'DuplicateRule_DuplicateRuleConditions' },
      }),
    ],
  },
];
