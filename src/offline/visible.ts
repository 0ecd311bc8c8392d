import type { OutboxEntry } from '../domain/entry';
import { type LocalRow, nameOf, type Row, type RowRef } from '../domain/row';
import type { Table } from '../domain/table';
import type { Value, Values } from '../domain/value';
import { cleanRow } from './stored';

const text = (value: Value | undefined): string => (typeof value === 'string' ? value.trim() : '');

/**
 * Values that the server will compute from these, as far as they can be guessed: the full name of a person, and the
 * state of a new row. They are shown, never sent.
 */
export function provisional(table: Table, changed: Values, values: Values): Values {
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

/** A row before anything is known of it. */
export const newRow = ({ table, id }: RowRef): LocalRow => ({
  table,
  id,
  etag: null,
  values: {},
  pending: 0,
  deleted: false,
});

type Effect = Pick<OutboxEntry, 'kind' | 'values'>;

/** The row that the user sees, with the effect of one more entry. */
export function withEntry(table: Table | undefined, row: LocalRow, entry: Effect): LocalRow {
  const { kind } = entry;
  let { values } = row;
  if (kind === 'create' && table !== undefined && Object.keys(values).length === 0)
    values = initialState(table, entry.values);
  values = { ...values, ...entry.values };
  if (table !== undefined) values = { ...values, ...provisional(table, entry.values, values) };
  return {
    ...row,
    values,
    pending: row.pending + 1,
    deleted: row.deleted || kind === 'delete',
  };
}

/** The row that the user sees: the server's row (null: it is only here) with the effects of the entries, in order. */
export const visibleRow = (
  table: Table | undefined,
  ref: RowRef,
  server: Row | null,
  entries: readonly Effect[],
): LocalRow =>
  entries.reduce<LocalRow>(
    (row, entry) => withEntry(table, row, entry),
    server === null ? newRow(ref) : cleanRow(server),
  );
