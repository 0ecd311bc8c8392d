import type { LocalRow } from '../../../src/domain/row';
import type { Column, Model } from '../../../src/domain/table';
import { fakeModel } from './fake-model';

/** Columns that the rows were read without, by table. */
export type FakeLeftOut = Readonly<Record<string, readonly string[]>>;

/** The model of somebody whose trips leave columns out. */
export const modelWithout = (leftOut: FakeLeftOut): Model =>
  Object.fromEntries(
    Object.entries(fakeModel).map(([name, table]) => {
      const columns: Record<string, Column> = { ...table.columns };
      for (const out of leftOut[name] ?? []) {
        const column = columns[out];
        if (column !== undefined) columns[out] = { ...column, leftOut: true };
      }
      return [name, { ...table, columns }];
    }),
  );

/** The rows as they were read. */
export const rowsWithout = (leftOut: FakeLeftOut, rows: readonly LocalRow[]): readonly LocalRow[] =>
  rows.map((row) => ({
    ...row,
    values: Object.fromEntries(
      Object.entries(row.values).filter(([column]) => !leftOut[row.table]?.includes(column)),
    ),
  }));
