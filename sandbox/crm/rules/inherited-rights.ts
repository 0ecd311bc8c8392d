import { inheritAccess, passAccess } from '../rights/inherited-access';
import type { RowRule } from './row-change';

/** A row with another parent is open to others; one with another owner opens those that go with it to others. */
export const inheritedRights: RowRule = {
  applies: ({ ownership }) => ownership === 'user',
  after({ organization, table, id, before, values }) {
    const assigned = before !== null && values.has('ownerid');
    const moved = [...table.columns.values()].some(
      ({ name, cascade }) => cascade !== 'NoCascade' && values.has(name),
    );
    if (moved || assigned) inheritAccess(organization, table, id);
    if (assigned) passAccess(organization, table, id);
  },
};
