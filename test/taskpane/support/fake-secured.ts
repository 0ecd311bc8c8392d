import type { Column, ColumnRight, Model } from '../../../src/domain/table';
import type { FakeLeftOut } from './fake-left-out';

/** What the user may not do with secured columns, by table and column. */
export type FakeSecured = Readonly<
  Record<string, Readonly<Record<string, readonly ColumnRight[]>>>
>;

/** The model of somebody whose field security profiles deny this. */
export const modelSecuring = (model: Model, secured: FakeSecured): Model =>
  Object.fromEntries(
    Object.entries(model).map(([name, table]) => {
      const columns: Record<string, Column> = { ...table.columns };
      for (const [key, denied] of Object.entries(secured[name] ?? {})) {
        const column = columns[key];
        if (column !== undefined) columns[key] = { ...column, secured: key, denied };
      }
      return [name, { ...table, columns }];
    }),
  );

/** The columns that rows come without. */
export const unseenIn = (secured: FakeSecured): FakeLeftOut =>
  Object.fromEntries(
    Object.entries(secured).map(([name, columns]) => [
      name,
      Object.keys(columns).filter((key) => columns[key]?.includes('Read')),
    ]),
  );
