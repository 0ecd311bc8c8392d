import type { ListItem } from '../domain/record-store';
import { nameOf, type RowRef } from '../domain/row';
import type { Column, Model, Table } from '../domain/table';
import type { Lookup, Values } from '../domain/value';
import { formatDay } from './format';
import { strings } from './strings';

/** A table's label; its logical name where the model does not have it. */
export const tableLabel = (model: Model, name: string): string => model[name]?.label ?? name;

/** A row's name as it is shown: "(no name), Task" where it has none. */
export const shownName = (model: Model, table: string, name: string): string =>
  name === '' ? strings.namelessOf(tableLabel(model, table)) : name;

export const shownNameOf = (table: Table, values: Values): string =>
  nameOf(table, values) || strings.namelessOf(table.label);

export const asLookup = ({ table, id, name }: RowRef & { readonly name: string }): Lookup => ({
  table,
  id,
  name,
});

/** What stands between the parts of an item's detail. */
const between = ' · ';

const day = /^\d{4}-\d{2}-\d{2}$/;

/**
 * What tells an item from others of the same name, in parts, days as the user writes them.
 * @param known a name that stands there anyway, and so tells nothing
 */
export const detailParts = (
  model: Model,
  item: ListItem,
  withTable: boolean,
  known = '',
): readonly string[] =>
  [withTable ? tableLabel(model, item.table) : '', ...item.detail.split(between)]
    .filter((part) => part !== '' && part !== known)
    .map((part) => (day.test(part) ? formatDay(part) : part));

export const columnOfType = (table: Table, type: Column['type']): Column | undefined =>
  Object.values(table.columns).find((column) => column.type === type);

/** The columns as the user reads them, in a row. */
export const labelsOf = (columns: readonly Column[]): string =>
  columns.map(({ label }) => label).join(', ');
