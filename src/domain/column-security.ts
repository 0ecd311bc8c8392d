import type { Rights } from './rights';
import type { Column, ColumnRight, Model, Table } from './table';
import type { Values } from './value';

const all: readonly ColumnRight[] = ['Read', 'Create', 'Update'];

/** Whether the user's field security profiles keep them from doing this to the column. What is not known counts as no. */
export const denies = (column: Column | undefined, right: ColumnRight): boolean =>
  column?.denied?.includes(right) === true;

/**
 * Whether the user may not give the column a value.
 * @param creating of a new row; of one that is there, they have to see what it holds too: what others have put there
 *   could else not be told from what was there before.
 */
export const isClosed = (column: Column | undefined, creating: boolean): boolean =>
  creating ? denies(column, 'Create') : denies(column, 'Update') || denies(column, 'Read');

/** What a row holds that the user could not fill in once more: made anew, it would be without that. */
export const unfillableIn = ({ columns }: Table, values: Values): readonly Column[] =>
  Object.values(columns).filter(
    (column) => denies(column, 'Create') && (values[column.name] ?? null) !== null,
  );

/** The columns that rows come with. */
export const readableColumns = ({ columns }: Table): readonly Column[] =>
  Object.values(columns).filter((column) => !denies(column, 'Read'));

function permitted(column: Column, profiles: NonNullable<Rights['columns']>): Column {
  if (column.secured === undefined) return column;
  const held = profiles[column.secured] ?? [];
  const denied = all.filter((right) => !held.includes(right));
  return denied.length === 0 ? column : { ...column, denied };
}

/** The model, told of each secured column what the user may not do with it, as far as it is known. */
export const asPermitted = (model: Model, { columns: profiles }: Rights): Model =>
  profiles === undefined
    ? model
    : Object.fromEntries(
        Object.entries(model).map(([name, table]) => {
          const columns = Object.entries(table.columns);
          if (columns.every(([, { secured }]) => secured === undefined)) return [name, table];
          const told = columns.map(([key, column]) => [key, permitted(column, profiles)] as const);
          return [name, { ...table, columns: Object.fromEntries(told) }];
        }),
      );
