import { CrmFault } from '../errors';
import { roleId } from '../rights/role-rows';
import type { RowRule } from './row-change';

/** Who administers the organisation goes on doing so. Source: CannotDeleteSysAdmin in Microsoft's error codes. */
export const administratorRole: RowRule = {
  applies: ({ name }) => name === 'role',
  deleted({ id }) {
    if (id === roleId('administrator'))
      throw new CrmFault(400, '0x80041d2e', 'The System Administrator Role cannot be deleted.');
  },
};
