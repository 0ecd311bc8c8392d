import type { Theirs } from '../domain/conflict';
import type { Row } from '../domain/row';
import type { Column, Table } from '../domain/table';
import { isLookup, type Values } from '../domain/value';

const modifiedBy: Column = {
  name: 'modifiedby',
  label: '',
  type: 'lookup',
  required: false,
  canCreate: false,
  canUpdate: false,
  targets: ['systemuser'],
};

/** The table with the column that says who changed a row last, which rows on board do not need. */
export const withModifier = (table: Table): Table => ({
  ...table,
  columns: { ...table.columns, [modifiedBy.name]: table.columns[modifiedBy.name] ?? modifiedBy },
});

/** The row without that column, where the table does not keep it. */
export const withoutModifier = (table: Table | undefined, row: Row): Row => {
  if (!(modifiedBy.name in row.values) || modifiedBy.name in (table?.columns ?? {})) return row;
  const { [modifiedBy.name]: _by, ...values } = row.values;
  return { ...row, values };
};

/** What a row read {@link withModifier} says of the other side. */
export function theirsOf(changed: Values, row: Row): Theirs {
  const by = row.values[modifiedBy.name];
  const at = row.values['modifiedon'];
  return {
    values: Object.fromEntries(Object.entries(row.values).filter(([column]) => column in changed)),
    etag: row.etag,
    by: isLookup(by) ? by.name : '',
    at: typeof at === 'string' ? at : null,
  };
}

/** Whether somebody else than this user changed the row last, as far as it tells. */
export const isByOthers = (row: Row, userId: string): boolean => {
  const by = row.values[modifiedBy.name];
  return isLookup(by) && by.id !== userId;
};
