import type { ListItem } from '../domain/record-store';
import { nameOf, type RowRef } from '../domain/row';
import type { Column, Model, Table } from '../domain/table';
import type { Lookup, Values } from '../domain/value';
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

/** What tells an item from others of the same name. */
export const itemDetail = (model: Model, item: ListItem, withTable: boolean): string =>
  [withTable ? tableLabel(model, item.table) : '', item.detail].filter(Boolean).join(' · ');

export const columnOfType = (table: Table, type: Column['type']): Column | undefined =>
  Object.values(table.columns).find((column) => column.type === type);
