import type { OutboxEntry } from '../domain/entry';
import { type LocalRow, nameOf, type Row, type RowRef } from '../domain/row';
import type { Table } from '../domain/table';
import type { Value, Values } from '../domain/value';

const text = (value: Value | undefined): string => (typeof value === 'string' ? value.trim() : '');

/**
 * Values that the server will compute from these, as far as they can be guessed: the full name of a person, and the
 * state of a new row. They are shown, never sent.
 */
function provisional(table: Table, changed: Values, values: Values): Values {
  const guessed: Record<string, Value> = {};
  const name = table.columns[table.primaryName];
  if (name?.canCreate !== true && ('firstname' in changed || 'lastname' in changed)) {
    const parts = [text(values['firstname']), text(values['lastname'])];
    guessed[table.primaryName] = parts.filter((part) => part !== '').join(' ');
  }
  return guessed;
}

/** The primary name of a new row. */
export const createdName = (table: Table, values: Values): string =>
  nameOf(table, { ...values, ...provisional(table, values, values) });

function initialState(table: Table, values: Values): Values {
  const state = Object.values(table.columns).find((column) => column.type === 'state');
  const status = Object.values(table.columns).find((column) => column.type === 'status');
  const first = state?.options?.find((option) => option.value === 0);
  if (state === undefined || first === undefined || state.name in values) return {};
  return {
    [state.name]: first.value,
    ...(status !== undefined && first.defaultStatus !== undefined && !(status.name in values)
      ? { [status.name]: first.defaultStatus }
      : {}),
  };
}

/** The row that the user sees: the server's row (null: it is only here) with the effects of the entries, in order. */
export function visibleRow(
  table: Table | undefined,
  ref: RowRef,
  server: Row | null,
  entries: readonly Pick<OutboxEntry, 'kind' | 'values'>[],
): LocalRow {
  let values: Values = server?.values ?? {};
  let deleted = false;
  for (const entry of entries) {
    if (entry.kind === 'delete') deleted = true;
    if (entry.kind === 'create' && table !== undefined && server === null)
      values = { ...values, ...initialState(table, entry.values) };
    values = { ...values, ...entry.values };
    if (table !== undefined) values = { ...values, ...provisional(table, entry.values, values) };
  }
  return {
    table: ref.table,
    id: ref.id,
    etag: server?.etag ?? null,
    values,
    pending: entries.length,
    deleted,
  };
}
