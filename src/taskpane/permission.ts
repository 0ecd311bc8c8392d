import { may, type Rights } from '../domain/rights';
import type { LocalRow } from '../domain/row';
import type { Table } from '../domain/table';
import { strings } from './strings';

/** Why the user may not do this to the row, or create one without a row; null: they may. */
export function whyNot(
  rights: Rights,
  table: Table,
  type: keyof typeof strings.record.what,
  row?: Pick<LocalRow, 'values'>,
): string | null {
  const permission = may(rights, table, type, row);
  if (permission.allowed) return null;
  const what = strings.record.what[type];
  return permission.reason === 'owner'
    ? strings.record.notOwner(what)
    : strings.record.noPrivilege(what, table.pluralLabel);
}
