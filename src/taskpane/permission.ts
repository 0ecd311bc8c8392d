import type { Permission } from '../domain/rights';
import type { Table } from '../domain/table';
import { strings } from './strings';

/** Why the user may not do it; null: they may. @param what "edit", "delete" */
export const reasonOf = (permission: Permission, what: string, table: Table): string | null => {
  if (permission.allowed) return null;
  return permission.reason === 'owner'
    ? strings.record.notOwner(what)
    : strings.record.noPrivilege(what, table.pluralLabel);
};
