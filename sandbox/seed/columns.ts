import type { ColumnDefinition, OptionDefinition } from './definition';

type More = Partial<ColumnDefinition>;

/** Short ways to write columns down. */
export const text = (
  name: string,
  label: string,
  maxLength = 100,
  more: More = {},
): ColumnDefinition => ({
  name,
  label,
  type: 'text',
  maxLength,
  ...more,
});
export const memo = (
  name: string,
  label: string,
  maxLength = 2000,
  more: More = {},
): ColumnDefinition => ({
  name,
  label,
  type: 'memo',
  maxLength,
  ...more,
});
export const integer = (
  name: string,
  label: string,
  min: number,
  max: number,
  more: More = {},
): ColumnDefinition => ({
  name,
  label,
  type: 'integer',
  min,
  max,
  ...more,
});
export const money = (name: string, label: string, more: More = {}): ColumnDefinition => ({
  name,
  label,
  type: 'money',
  precision: 2,
  min: -922337203685477,
  max: 922337203685477,
  ...more,
});
export const yesNo = (
  name: string,
  label: string,
  no = 'No',
  yes = 'Yes',
  more: More = {},
): ColumnDefinition => ({
  name,
  label,
  type: 'boolean',
  default: false,
  options: [
    { value: 0, label: no },
    { value: 1, label: yes },
  ],
  ...more,
});
export const day = (name: string, label: string, more: More = {}): ColumnDefinition => ({
  name,
  label,
  type: 'date',
  format: 'DateOnly',
  behavior: 'DateOnly',
  ...more,
});
export const time = (name: string, label: string, more: More = {}): ColumnDefinition => ({
  name,
  label,
  type: 'date',
  format: 'DateAndTime',
  behavior: 'UserLocal',
  ...more,
});
export const choice = (
  name: string,
  label: string,
  options: readonly OptionDefinition[],
  more: More = {},
): ColumnDefinition => ({
  name,
  label,
  type: 'choice',
  options,
  ...more,
});
export const lookup = (
  name: string,
  label: string,
  targets: readonly string[],
  more: More = {},
): ColumnDefinition => ({
  name,
  label,
  type: 'lookup',
  targets,
  ...more,
});
export const email = (name: string, label: string): ColumnDefinition =>
  text(name, label, 100, { format: 'Email' });
export const phone = (name: string, label: string): ColumnDefinition =>
  text(name, label, 50, { format: 'Phone' });

/** Options numbered from `first`. */
export const numbered = (labels: readonly string[], first = 1): OptionDefinition[] =>
  labels.map((label, index) => ({ value: first + index, label }));

/** States and their status reasons: `{ Open: { 1: 'In Progress' } }` in the order of the states' values. */
export function states(
  byState: Readonly<Record<string, Readonly<Record<number, string>>>>,
): ColumnDefinition[] {
  const names = Object.keys(byState);
  return [
    {
      name: 'statecode',
      label: 'Status',
      type: 'state',
      options: names.map((label, value) => ({ value, label })),
    },
    {
      name: 'statuscode',
      label: 'Status Reason',
      type: 'status',
      options: names.flatMap((name, state) =>
        Object.entries(byState[name] ?? {}).map(([value, label]) => ({
          value: Number(value),
          label,
          state,
        })),
      ),
    },
  ];
}

/** Of a table whose rows can be merged: whether that was done to a row, and into which one. */
export const merging = (table: string): ColumnDefinition[] => [
  yesNo('merged', 'Merged', 'No', 'Yes', { create: false, update: false }),
  lookup('masterid', 'Master ID', [table], {
    create: false,
    update: false,
    relationship: { [table]: `${table}_master_${table}` },
  }),
];

/** The first address of an account, contact or lead. */
export const address = (): ColumnDefinition[] => [
  text('address1_line1', 'Address 1: Street 1', 250),
  text('address1_line2', 'Address 1: Street 2', 250),
  text('address1_city', 'Address 1: City', 80),
  text('address1_stateorprovince', 'Address 1: State/Province', 50),
  text('address1_postalcode', 'Address 1: ZIP/Postal Code', 20),
  text('address1_country', 'Address 1: Country/Region', 80),
  memo('address1_composite', 'Address 1', 1000, {
    joins: {
      columns: [
        'address1_line1',
        'address1_line2',
        'address1_city',
        'address1_stateorprovince',
        'address1_postalcode',
        'address1_country',
      ],
      by: '\r\n',
    },
  }),
];
export const addressFields = [
  'address1_line1',
  'address1_line2',
  'address1_city',
  'address1_stateorprovince',
  'address1_postalcode',
  'address1_country',
];
