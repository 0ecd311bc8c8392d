import type { RowRef } from '../../src/domain/row';
import type { Lookup, Values } from '../../src/domain/value';

const tables = [
  'account',
  'contact',
  'opportunity',
  'task',
  'lead',
  'new_equipment',
  'email',
] as const;
export type TableName = (typeof tables)[number];

/** Columns for free text: each save writes a text of its own into one of them. */
export const freeColumns: Readonly<Record<TableName, readonly string[]>> = {
  account: ['address1_line1', 'address1_line2', 'address1_city'],
  contact: ['jobtitle', 'department', 'address1_line1'],
  opportunity: ['stepname'],
  task: ['category'],
  lead: ['jobtitle', 'address1_line1'],
  new_equipment: ['new_serialnumber'],
  email: ['messageid'],
};

export const nameColumn: Readonly<Record<TableName, string>> = {
  account: 'name',
  contact: 'lastname',
  opportunity: 'name',
  task: 'subject',
  lead: 'subject',
  new_equipment: 'new_name',
  email: 'subject',
};

export const isTable = (name: string): name is TableName =>
  (tables as readonly string[]).includes(name);

/** The n-th row of a run. */
export const rowOf = (seed: number, table: TableName, n: number): RowRef => ({
  table,
  id: `${(seed >>> 0).toString(16).padStart(8, '0')}-000${tables.indexOf(table)}-4000-8000-${String(n).padStart(12, '0')}`,
});

export const lookup = (ref: RowRef): Lookup => ({ ...ref, name: '' });

/** An address that is unique to the run: another contact or account with it is a duplicate. */
export const takenAddress = (seed: number): string => `taken.${seed}@example.com`;

/** Who has it from the beginning. */
export const addressees = (seed: number): readonly RowRef[] =>
  (['account', 'contact'] as const).map((table) => rowOf(seed, table, 0));

/** What the organisation has when a run begins. */
export function firstRows(seed: number): readonly (readonly [RowRef, Values])[] {
  const account = (n: number, more: Values = {}): readonly [RowRef, Values] => [
    rowOf(seed, 'account', n),
    {
      name: `Company ${seed}-${n}`,
      address1_city: 'Bern',
      address1_line1: 'Main Street 1',
      ...more,
    },
  ];
  const first = lookup(rowOf(seed, 'account', 0));
  const emailaddress1 = takenAddress(seed);
  return [
    account(0, { emailaddress1 }),
    account(1),
    [rowOf(seed, 'contact', 0), { lastname: 'Meier', emailaddress1, parentcustomerid: first }],
    [rowOf(seed, 'contact', 1), { lastname: 'Huber', jobtitle: 'Buyer' }],
    [rowOf(seed, 'opportunity', 0), { name: 'Deal', customerid: first, stepname: '1' }],
    [rowOf(seed, 'task', 0), { subject: 'Call back', regardingobjectid: first }],
    [rowOf(seed, 'lead', 0), { subject: 'Fair', lastname: 'Kunz', companyname: `Fair ${seed}` }],
    [rowOf(seed, 'lead', 1), { subject: 'Fair', lastname: 'Kunze', companyname: `Fairs ${seed}` }],
    [rowOf(seed, 'new_equipment', 0), { new_name: 'Pump' }],
  ];
}
