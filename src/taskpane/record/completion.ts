import type { Table } from '../../domain/table';
import type { Values } from '../../domain/value';
import { columnOfType } from '../names';

/** Dataverse's state of a completed activity; the same in every activity table. */
const completed = 1;

/** What completes an activity: state and status together. Null where the row is no open activity. */
export function completion(table: Table, values: Values): Values | null {
  const state = columnOfType(table, 'state');
  const status = columnOfType(table, 'status');
  if (!table.isActivity || !state || (values[state.name] ?? 0) !== 0) return null;
  const option = state.options?.find(({ value }) => value === completed);
  if (!option) return null;
  return {
    [state.name]: completed,
    ...(status && option.defaultStatus !== undefined
      ? { [status.name]: option.defaultStatus }
      : {}),
  };
}
