import type { Column, Table } from '../../src/domain/table';

const column = (name: string, type: Column['type'], more: Partial<Column> = {}): Column => ({
  name,
  label: name,
  type,
  required: false,
  canCreate: true,
  canUpdate: true,
  ...more,
});

const table = (more: Partial<Table>, columns: readonly Column[]): Table => ({
  name: 'account',
  label: 'Account',
  pluralLabel: 'Accounts',
  entitySetName: 'accounts',
  primaryId: 'accountid',
  primaryName: 'name',
  ownership: 'user',
  isActivity: false,
  optimisticConcurrency: true,
  referencedBy: [],
  privileges: {},
  sections: [],
  ...more,
  columns: Object.fromEntries(columns.map((each) => [each.name, each])),
});

/** One column of every type. */
export const account = table({}, [
  column('accountid', 'uniqueidentifier', { canUpdate: false }),
  column('name', 'text'),
  column('revenue', 'money', { precision: 2 }),
  column('rate', 'decimal', { precision: 4 }),
  column('employees', 'integer'),
  column('donotemail', 'boolean'),
  column('industry', 'choice'),
  column('days', 'choices'),
  column('founded', 'date', { dateBehavior: 'DateOnly' }),
  column('lastcall', 'date', { dateBehavior: 'UserLocal' }),
  column('opens', 'date', { dateBehavior: 'TimeZoneIndependent' }),
  column('createdon', 'date', { dateBehavior: 'UserLocal', canCreate: false, canUpdate: false }),
  column('statecode', 'state', { canCreate: false }),
  column('ownerid', 'lookup', {
    targets: ['systemuser', 'team'],
    navigation: { systemuser: 'ownerid', team: 'ownerid' },
  }),
  column('customerid', 'lookup', {
    targets: ['account', 'contact'],
    navigation: { account: 'customerid_account', contact: 'customerid_contact' },
  }),
]);

export const email = table(
  {
    name: 'email',
    entitySetName: 'emails',
    primaryId: 'activityid',
    primaryName: 'subject',
    isActivity: true,
  },
  [
    column('activityid', 'uniqueidentifier', { canUpdate: false }),
    column('subject', 'text'),
    column('email_activity_parties', 'parties', {
      targets: ['contact'],
      navigation: { contact: 'partyid_contact' },
    }),
  ],
);
