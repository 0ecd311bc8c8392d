import { faults } from '../errors';
import type { Table } from '../model/model';
import type { SqlRow, SqlValue } from '../storage/store';

const statuses = (table: Table) => table.columns.get('statuscode')?.options ?? [];

/** The status a row gets with a state. */
const defaultStatus = (table: Table, state: SqlValue): number | null =>
  statuses(table).find((option) => option.state === state)?.value ?? null;

/** Completes state and status, and refuses pairs that do not belong together. */
export function settleState(
  table: Table,
  id: string,
  values: Map<string, SqlValue>,
  before: SqlRow | null,
): void {
  if (!table.columns.has('statecode')) return;
  if (!before && !values.has('statecode')) {
    const status = values.get('statuscode');
    values.set('statecode', statuses(table).find(({ value }) => value === status)?.state ?? 0);
  }
  if (!values.has('statecode') && !values.has('statuscode')) return;
  const state = values.get('statecode') ?? before?.['statecode'] ?? 0;
  const status = values.get('statuscode') ?? defaultStatus(table, state);
  if (statuses(table).find(({ value }) => value === status)?.state !== state) {
    const label =
      table.columns.get('statecode')?.options?.find(({ value }) => value === state)?.label ??
      String(state);
    throw faults.status(table.name, id, Number(status), label);
  }
  values.set('statecode', state);
  values.set('statuscode', status);
}
