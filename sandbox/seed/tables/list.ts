import { choice, integer, lookup, memo, states, text, time, yesNo } from '../columns';
import type { TableDefinition } from '../definition';

const readOnly = { create: false, update: false } as const;

/** Which table's rows a list takes, by the value of `createdfromcode`. */
export const memberTables: Readonly<Record<number, string>> = {
  1: 'account',
  2: 'contact',
  4: 'lead',
};

/** Marketing lists and who is on them. Source: Microsoft's table reference. */
export const listTables: readonly TableDefinition[] = [
  {
    name: 'list',
    label: 'Marketing List',
    schemaName: 'List',
    objectTypeCode: 4300,
    primaryName: 'listname',
    offline: true,
    links: Object.values(memberTables).map((other) => ({
      name: `list${other}_association`,
      other,
      over: { table: 'listmember', left: 'listid', right: 'entityid' },
    })),
    columns: [
      text('listname', 'Name', 128, { required: 'ApplicationRequired' }),
      yesNo('type', 'Type', 'Static', 'Dynamic', { update: false }),
      choice(
        'createdfromcode',
        'Targeted At',
        [
          { value: 1, label: 'Account' },
          { value: 2, label: 'Contact' },
          { value: 4, label: 'Lead' },
        ],
        { required: 'SystemRequired', update: false },
      ),
      integer('membercount', 'Members Count', 0, 2_147_483_647, readOnly),
      text('purpose', 'Purpose', 512),
      text('source', 'Source', 128),
      yesNo('lockstatus', 'Locked'),
      time('lastusedon', 'Last Used On', readOnly),
      memo('query', 'Query', 1_073_741_823),
      memo('description', 'Description', 100_000),
      ...states({ Active: { 0: 'Active' }, Inactive: { 1: 'Inactive' } }),
    ],
    form: [
      {
        tab: 'Summary',
        label: 'Information',
        columns: [
          'listname',
          'type',
          'createdfromcode',
          'purpose',
          'membercount',
          'lockstatus',
          'ownerid',
          'description',
        ],
      },
    ],
  },
  {
    name: 'listmember',
    label: 'Marketing List Member',
    schemaName: 'ListMember',
    objectTypeCode: 4301,
    primaryName: 'entitytype',
    ownership: 'none',
    follows: 'listid',
    readOnly: true,
    columns: [
      lookup('listid', 'Marketing List', ['list'], {
        required: 'SystemRequired',
        onDelete: 'Cascade',
        relationship: { list: 'list_listmember' },
      }),
      lookup('entityid', 'Member', Object.values(memberTables), {
        required: 'SystemRequired',
        onDelete: 'Cascade',
        collection: '{name}_listmember',
      }),
      { name: 'entitytype', label: 'Member Type', type: 'entityname' },
    ],
  },
];
