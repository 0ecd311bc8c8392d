import type { Model, Table } from '../../../src/domain/table';
import { account, column, contact, states, table } from './model';

const customer = column('customerid', 'lookup', { targets: ['account', 'contact'] });
const owner = account.columns['ownerid']!;

const deal = (name: string, more: Table['columns'][string][] = []): Table =>
  table(name, [column('name', 'text'), customer, ...more, ...states, owner]);

const appointment = table(
  'appointment',
  [
    column('subject', 'text'),
    column('scheduledstart', 'date', { dateBehavior: 'UserLocal' }),
    column('scheduledend', 'date', { dateBehavior: 'UserLocal' }),
    column('regardingobjectid', 'lookup', { targets: ['account', 'contact', 'opportunity'] }),
    column('appointment_activity_parties', 'parties', {
      targets: ['account', 'contact', 'lead', 'systemuser'],
    }),
    ...states,
    owner,
  ],
  { primaryName: 'subject', isActivity: true },
);

const lead = table(
  'lead',
  [column('fullname', 'text'), account.columns['emailaddress1']!, ...states, owner],
  { primaryName: 'fullname' },
);

/** What a salesperson's diary leads to. */
export const diaryModel: Model = {
  account,
  contact,
  lead,
  appointment,
  opportunity: deal('opportunity', [column('parentcontactid', 'lookup', { targets: ['contact'] })]),
  incident: deal('incident'),
};
