import type { Table } from '../model/model';
import type { Organization } from '../organization';
import { quote, type SqlValue } from './store';

/** Writes a new row with these columns, without asking anything. */
export function insertRow(
  { store }: Organization,
  table: Table,
  values: ReadonlyMap<string, SqlValue>,
): void {
  const names = [...values.keys()];
  store.run(
    `INSERT INTO ${quote(table.name)} (${names.map(quote).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    names.map((name) => values.get(name) ?? null),
  );
}
