import { choice, day, lookup, memo, money, numbered, text, yesNo } from '../columns';
import type { TableDefinition } from '../definition';

/** The demo organisation's own table: machines at its customers. */
export const equipment: TableDefinition = {
  name: 'new_equipment',
  label: 'Equipment',
  pluralLabel: 'Equipment',
  setName: 'new_equipments',
  schemaName: 'new_Equipment',
  objectTypeCode: 10_001,
  primaryName: 'new_name',
  offline: true,
  columns: [
    text('new_name', 'Name', 100, { schemaName: 'new_Name', required: 'ApplicationRequired' }),
    text('new_serialnumber', 'Serial Number', 40, { schemaName: 'new_SerialNumber' }),
    choice(
      'new_condition',
      'Condition',
      numbered(['New', 'Good', 'Worn', 'Out of Order'], 100_000_000),
      { schemaName: 'new_Condition' },
    ),
    day('new_installedon', 'Installed On', { schemaName: 'new_InstalledOn' }),
    money('new_price', 'Price', { schemaName: 'new_Price', min: 0, max: 1_000_000_000 }),
    yesNo('new_underwarranty', 'Under Warranty', 'No', 'Yes', { schemaName: 'new_UnderWarranty' }),
    lookup('new_accountid', 'Account', ['account'], {
      schemaName: 'new_AccountId',
      relationship: { account: 'new_account_equipment' },
      onDelete: 'Restrict',
    }),
    lookup('new_regionid', 'Region', ['new_region'], {
      schemaName: 'new_RegionId',
      relationship: { new_region: 'new_region_equipment' },
      onDelete: 'Restrict',
    }),
    memo('new_notes', 'Notes', 2000, { schemaName: 'new_Notes' }),
  ],
  keys: [{ name: 'new_serialnumber', label: 'Serial Number', columns: ['new_serialnumber'] }],
  form: [
    {
      tab: 'General',
      label: 'Equipment',
      columns: [
        'new_name',
        'new_serialnumber',
        'new_condition',
        'new_accountid',
        'new_regionid',
        'ownerid',
      ],
    },
    {
      tab: 'General',
      label: 'Purchase',
      columns: ['new_installedon', 'new_price', 'new_underwarranty', 'transactioncurrencyid'],
    },
    { tab: 'General', label: 'Notes', columns: ['new_notes'] },
  ],
};
