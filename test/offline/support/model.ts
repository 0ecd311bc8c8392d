import type { Column, ColumnType, Model, Table } from '../../../src/domain/table';

export const column = (name: string, type: ColumnType, more: Partial<Column> = {}): Column => ({
  name,
  label: name,
  type,
  required: false,
  canCreate: true,
  canUpdate: true,
  ...more,
});

export function table(name: string, columns: readonly Column[], more: Partial<Table> = {}): Table {
  return {
    name,
    label: name,
    pluralLabel: `${name}s`,
    entitySetName: `${name}s`,
    primaryId: `${name}id`,
    primaryName: 'name',
    ownership: 'user',
    isActivity: false,
    optimisticConcurrency: true,
    columns: Object.fromEntries(columns.map((item) => [item.name, item])),
    referencedBy: [],
    privileges: { Read: `prvRead${name}`, Write: `prvWrite${name}` },
    sections: [{ label: 'General', columns: columns.map((item) => item.name) }],
    ...more,
  };
}

export const owner = column('ownerid', 'lookup', { targets: ['systemuser', 'team'] });
export const states = [
  column('statecode', 'state', {
    options: [
      { value: 0, label: 'Open', defaultStatus: 1 },
      { value: 1, label: 'Done', defaultStatus: 5 },
    ],
  }),
  column('statuscode', 'status', {
    options: [
      { value: 1, label: 'Open', state: 0 },
      { value: 5, label: 'Completed', state: 1 },
    ],
  }),
];

export const account = table(
  'account',
  [
    column('name', 'text', { required: true, maxLength: 100 }),
    column('revenue', 'money', { precision: 2, min: 0, max: 1_000_000 }),
    column('city', 'text', { maxLength: 40 }),
    column('phone', 'text', { format: 'phone', maxLength: 40 }),
    column('emailaddress1', 'text', { format: 'email', maxLength: 100 }),
    column('primarycontactid', 'lookup', { targets: ['contact'] }),
    column('currencyid', 'lookup', { targets: ['currency'] }),
    column('size', 'choice', {
      options: [
        { value: 1, label: 'S' },
        { value: 2, label: 'L' },
      ],
    }),
    owner,
  ],
  { referencedBy: [{ table: 'contact', column: 'parentcustomerid' }] },
);

export const contact = table(
  'contact',
  [
    column('fullname', 'text', { canCreate: false, canUpdate: false }),
    column('firstname', 'text', { maxLength: 50 }),
    column('lastname', 'text', { required: true, maxLength: 50 }),
    column('emailaddress1', 'text', { format: 'email', maxLength: 100 }),
    column('parentcustomerid', 'lookup', { targets: ['account', 'contact'] }),
    column('birthdate', 'date', { dateBehavior: 'DateOnly' }),
    column('tags', 'choices', { options: [1, 2, 3].map((value) => ({ value, label: '' })) }),
    owner,
  ],
  { primaryName: 'fullname' },
);

export const task = table(
  'task',
  [
    column('subject', 'text', { required: true, maxLength: 200 }),
    column('scheduledend', 'date', { dateBehavior: 'UserLocal' }),
    column('minutes', 'integer', { min: 0, max: 600 }),
    column('regardingobjectid', 'lookup', { targets: ['account', 'contact'] }),
    ...states,
    owner,
  ],
  { primaryName: 'subject', isActivity: true },
);

/** No optimistic concurrency, owned by the organisation. */
export const currency = table('currency', [column('name', 'text'), column('rate', 'decimal')], {
  ownership: 'organization',
  optimisticConcurrency: false,
});

export const model: Model = { account, contact, task, currency };
