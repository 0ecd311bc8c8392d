import type { Trip } from '../src/domain/trip';

/** A choice of all rows. */
export const everything: Trip = {
  name: 'Everything',
  on: true,
  tables: {},
  others: { rows: 'all' },
};

/** A choice that the CRM is asked about, and of which a large organisation has no row. */
export const nothing: Trip = {
  name: 'Nothing',
  on: true,
  tables: { list: { rows: 'all' } },
  others: { rows: 'none' },
};
