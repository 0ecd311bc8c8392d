import { CrmFault } from '../errors';
import type { Table } from '../model/model';
import type { RowRule } from './row-change';
import type { SqlRow } from '../storage/store';

/**
 * What may change on an e-mail that is completed or canceled: whom it belongs to, what it regards, its state,
 * and what the server keeps itself.
 */
const changeable = new Set([
  'regardingobjectid',
  'ownerid',
  'owninguser',
  'owningteam',
  'owningbusinessunit',
  'statecode',
  'statuscode',
]);

export const isClosed = (table: Table, row: SqlRow): boolean =>
  table.name === 'email' && row['statecode'] !== 0;

/** Refuses other columns of a closed e-mail. Dataverse's own code for this is not known. */
export function refuseClosed(table: Table, row: SqlRow, columns: Iterable<string>): void {
  if (!isClosed(table, row)) return;
  for (const column of columns)
    if (!changeable.has(column.replace(/:.*/, '')))
      throw new CrmFault(
        400,
        '0x80040203',
        `The email is completed or canceled and cannot be changed: ${column}.`,
      );
}

export const closedEmail: RowRule = {
  applies: ({ name }) => name === 'email',
  before({ table, before, values }) {
    if (!before) return;
    const changed = [...values].filter(([name, value]) => value !== (before[name] ?? null));
    refuseClosed(
      table,
      before,
      changed.map(([name]) => name),
    );
  },
};
