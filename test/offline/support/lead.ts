import type { Table } from '../../../src/domain/table';
import { account, column, owner } from './model';

const state = (value: number, label: string, defaultStatus: number) => ({
  value,
  label,
  defaultStatus,
});

/** A table whose rows become others. */
export const lead: Table = {
  ...account,
  name: 'lead',
  label: 'lead',
  entitySetName: 'leads',
  primaryId: 'leadid',
  columns: Object.fromEntries(
    [
      column('name', 'text', { required: true }),
      column('companyname', 'text'),
      column('masterid', 'lookup', { targets: ['lead'], canUpdate: false }),
      column('statecode', 'state', {
        options: [state(0, 'Open', 1), state(1, 'Qualified', 3), state(2, 'Disqualified', 4)],
      }),
      column('statuscode', 'status', {
        options: [
          { value: 1, label: 'New', state: 0 },
          { value: 3, label: 'Qualified', state: 1 },
          { value: 4, label: 'Lost', state: 2 },
          { value: 7, label: 'Canceled', state: 2 },
        ],
      }),
      owner,
    ].map((each) => [each.name, each]),
  ),
  referencedBy: [],
};
