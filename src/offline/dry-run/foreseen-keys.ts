import type { CrmServer } from '../../domain/crm-server';
import { type Row, sameRow } from '../../domain/row';
import type { Table } from '../../domain/table';
import { sameValue, type Value, type Values } from '../../domain/value';
import type { ForeseenRows } from './foreseen-rows';

/** As keys are compared: without case. */
const folded = (value: Value | undefined): Value | undefined =>
  typeof value === 'string' ? value.toLowerCase() : value;

const sameKey = (a: Values, b: Values): boolean =>
  Object.keys(a).every((column) => sameValue(folded(a[column]), folded(b[column])));

/** Which row has an alternate key already that a write would give to another one. */
export class ForeseenKeys {
  readonly #keys = new Map<string, readonly (readonly string[])[]>();

  constructor(
    private readonly server: Pick<CrmServer, 'readKeys' | 'readPage'>,
    private readonly rows: ForeseenRows,
  ) {}

  /** @param row as the write would leave it. @returns null: none of its keys is taken. */
  async takenBy(table: Table, row: Row, written: Values): Promise<Row | null> {
    const keys = this.#keys.get(table.name) ?? (await this.server.readKeys(table));
    this.#keys.set(table.name, keys);
    for (const key of keys.filter((columns) => columns.some((column) => column in written))) {
      const values = Object.fromEntries(key.map((column) => [column, row.values[column] ?? null]));
      if (Object.values(values).includes(null)) continue;
      const changed = this.rows.changedOf(table).filter((other) => sameKey(values, other.values));
      const query = { table, filter: { kind: 'values', values }, pageSize: 2 } as const;
      const { rows } = await this.server.readPage(query, null);
      const taken = [...changed, ...rows.filter((other) => !this.rows.isChanged(other))];
      const other = taken.find((found) => !sameRow(found, row));
      if (other !== undefined) return other;
    }
    return null;
  }
}
