import type { Table } from '../../../src/domain/table';
import { account, column, owner } from './model';

const closed = [
  { value: 1, label: 'Won', defaultStatus: 3 },
  { value: 2, label: 'Lost', defaultStatus: 4 },
];

/** A table whose rows are closed by actions. */
export const opportunity: Table = {
  ...account,
  name: 'opportunity',
  label: 'opportunity',
  entitySetName: 'opportunities',
  primaryId: 'opportunityid',
  columns: Object.fromEntries(
    [
      column('name', 'text', { required: true }),
      column('stepname', 'text'),
      column('actualvalue', 'money', { precision: 2 }),
      column('actualclosedate', 'date', { dateBehavior: 'DateOnly' }),
      column('customerid', 'lookup', { targets: ['account'] }),
      column('statecode', 'state', {
        options: [{ value: 0, label: 'Open', defaultStatus: 1 }, ...closed],
      }),
      column('statuscode', 'status', {
        options: [
          { value: 1, label: 'In progress', state: 0 },
          { value: 3, label: 'Won', state: 1 },
          { value: 4, label: 'Canceled', state: 2 },
        ],
      }),
      owner,
    ].map((each) => [each.name, each]),
  ),
  referencedBy: [],
};
