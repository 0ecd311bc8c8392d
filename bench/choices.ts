import type { Trip } from '../src/domain/trip';

/** A choice of all rows. */
export const everything: Trip = {
  name: 'Everything',
  on: true,
  tables: {},
  others: { rows: 'all' },
};

export const nothing: Trip = { ...everything, name: 'Nothing', others: { rows: 'none' } };
