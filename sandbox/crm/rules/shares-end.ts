import type { RowRule } from './row-change';

/** What was shared is so no longer once it is gone. */
export const sharesEnd: RowRule = {
  applies: ({ ownership }) => ownership === 'user',
  deleted: ({ organization, table, id }) => {
    organization.store.run(
      'DELETE FROM principalobjectaccess WHERE objectid = ? AND objecttypecode = ?',
      [id, table.name],
    );
  },
};

/** Nor is anything shared with who is gone. */
export const sharesOfPrincipalEnd: RowRule = {
  applies: ({ name }) => name === 'team' || name === 'systemuser',
  deleted: ({ organization, table, id }) => {
    organization.store.run(
      'DELETE FROM principalobjectaccess WHERE principalid = ? AND principaltypecode = ?',
      [id, table.name],
    );
  },
};
