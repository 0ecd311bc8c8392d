import { may, type Rights } from '../domain/rights';
import type { LocalRow } from '../domain/row';
import type { Table } from '../domain/table';
import { strings } from './strings';

export type Needed = keyof typeof strings.record.what;

/**
 * Why the user may not do to the row what needs all of this, or create one without a row; null: they may. What a control
 * asks before it is offered.
 */
export function whyNot(
  rights: Rights,
  table: Table,
  needs: Needed | readonly Needed[],
  row?: Pick<LocalRow, 'id' | 'values'>,
): string | null {
  for (const type of typeof needs === 'string' ? [needs] : needs) {
    const permission = may(rights, table, type, row);
    if (permission.allowed) continue;
    const what = strings.record.what[type];
    return permission.reason === 'owner'
      ? strings.record.notOwner(what)
      : strings.record.noPrivilege(what, table.pluralLabel);
  }
  return null;
}
