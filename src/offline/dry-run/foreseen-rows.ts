import type { CrmServer } from '../../domain/crm-server';
import { may, type Rights } from '../../domain/rights';
import { type Row, rowKey, type RowRef, sameRow } from '../../domain/row';
import type { Model, Table } from '../../domain/table';
import { isLookup, type Values } from '../../domain/value';
import { withModifier } from '../modifier';
import { Layered } from './layered';

/** Rows that are read by one request: their ids have to fit an address. */
const AT_A_TIME = 50;

/** The server's rows: as they are, and as the changes that were tried would leave them. */
export class ForeseenRows {
  readonly #read = new Map<string, Row | null>();
  readonly #changed = new Layered<Row | null>();
  #versions = 0;

  constructor(
    private readonly server: Pick<CrmServer, 'readPage' | 'readRow'>,
    private readonly model: Model,
    private readonly rights: Rights,
  ) {}

  /** Reads many at once, so that to ask for them one by one costs no request. */
  async readAll(refs: readonly RowRef[]): Promise<void> {
    const wanted = new Map<string, Set<string>>();
    for (const { table, id } of refs)
      if (!this.#read.has(rowKey({ table, id })))
        wanted.set(table, (wanted.get(table) ?? new Set()).add(id));
    for (const [name, ids] of wanted) {
      const table = this.model[name];
      if (table === undefined) continue;
      const all = [...ids];
      for (let from = 0; from < all.length; from += AT_A_TIME)
        await this.#readPage(table, all.slice(from, from + AT_A_TIME));
    }
  }

  async #readPage(table: Table, ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#read.set(rowKey({ table: table.name, id }), null);
    // Without the right to read there are no rows for this user.
    if (!may(this.rights, table, 'Read').allowed) return;
    const query = {
      table: withModifier(table),
      filter: { kind: 'ids', ids },
      pageSize: AT_A_TIME,
    } as const;
    const { rows } = await this.server.readPage(query, null);
    for (const row of rows) this.#read.set(rowKey(row), row);
  }

  /** As the server has it; null where there is none that the user may read. */
  async asRead(table: Table, id: string): Promise<Row | null> {
    const key = rowKey({ table: table.name, id });
    if (!this.#read.has(key))
      this.#read.set(key, await this.server.readRow(withModifier(table), id));
    return this.#read.get(key) ?? null;
  }

  /** As {@link asRead} has told it; undefined where it was not asked. */
  seen = (ref: RowRef): Row | null | undefined => this.#read.get(rowKey(ref));

  /** As the changes leave it. */
  async now(table: Table, id: string): Promise<Row | null> {
    const changed = this.#changed.get(rowKey({ table: table.name, id }));
    return changed === undefined ? this.asRead(table, id) : changed;
  }

  /** Whether the changes have made it, changed or deleted it. */
  isChanged(ref: RowRef): boolean {
    return this.#changed.get(rowKey(ref)) !== undefined;
  }

  /** Rows of a table that the changes have made or changed. */
  changedOf({ name }: Table): Row[] {
    return [...this.#changed.keys()].flatMap((key) => {
      const row = this.#changed.get(key) ?? null;
      return row !== null && row.table === name ? [row] : [];
    });
  }

  /** @returns the row with the version that the change gives it. */
  put(ref: RowRef, values: Values): Row {
    this.#versions += 1;
    const row: Row = { ...ref, etag: `foreseen ${this.#versions}`, values };
    this.#changed.set(rowKey(ref), row);
    return row;
  }

  /** Deletes a row. Of the rows that are known here, those that belong to it go too, and others let go of it. */
  remove(ref: RowRef): void {
    this.#changed.set(rowKey(ref), null);
    for (const key of new Set([...this.#read.keys(), ...this.#changed.keys()])) {
      const changed = this.#changed.get(key);
      const row = changed === undefined ? this.#read.get(key) : changed;
      if (row) this.#letGo(row, ref);
    }
  }

  #letGo(row: Row, gone: RowRef): void {
    const columns = Object.keys(row.values).filter((column) => {
      const value = row.values[column];
      return isLookup(value) && sameRow(value, gone);
    });
    if (columns.length === 0) return;
    const known = this.model[row.table]?.columns ?? {};
    if (columns.some((column) => known[column]?.deletedWith?.includes(gone.table)))
      this.remove({ table: row.table, id: row.id });
    else
      this.put(
        { table: row.table, id: row.id },
        { ...row.values, ...Object.fromEntries(columns.map((column) => [column, null])) },
      );
  }

  keep(): void {
    this.#changed.keep();
  }

  takeBack(): void {
    this.#changed.takeBack();
  }
}
