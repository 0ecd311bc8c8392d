import type { CrmServer, RowFilter, RowPage, RowQuery } from '../../domain/crm-server';
import { type Row, rowKey } from '../../domain/row';
import type { Model, Table } from '../../domain/table';
import { newestGeneration } from '../feed';
import type { Store } from '../store';
import { IDS_PAGE, type Pass } from './passes';
import { newestOf } from './watermark';
import { writeRows, type Written } from './write-rows';

/** Ids in one request: a longer address may not get through a proxy. */
const IDS = 100;

export interface ReaderContext {
  readonly store: Store;
  readonly server: Pick<CrmServer, 'readPage'>;
  readonly model: Model;
  /** Asks the CRM when it is time to, and again where it was too busy. */
  readonly ask: <T>(question: () => Promise<T>) => Promise<T>;
  /** So many rows more are going to be read. */
  readonly expect: (rows: number) => void;
  /** So many rows were read. */
  readonly took: (rows: number) => void;
  /** Called after each transaction that has written something. */
  readonly written: (written: Written) => Promise<unknown>;
  readonly pageSize: number;
}

/** A table of which only ids and versions are asked for. */
const bare = (table: Table): Table => ({ ...table, columns: {} });

export const byIds = (ids: readonly string[]): RowFilter => ({ kind: 'ids', ids });

/** A page that is asked for. */
interface Asked {
  readonly table: Table;
  readonly since: string;
  /** The feed's generation then. */
  readonly asked: number;
  readonly answer: Promise<RowPage>;
}

/** Brings rows of the CRM on board. Rejects with a CrmError or StoreError. */
export class Reader {
  /** The page that follows the one which is being written. */
  #ahead: Asked | null = null;

  constructor(private readonly context: ReaderContext) {}

  /** Reads rows by their ids. @returns those that are there. */
  async byIds(table: Table, ids: readonly string[]): Promise<readonly Row[]> {
    const { store, server, model, ask, expect, took, written } = this.context;
    expect(ids.length);
    const found: Row[] = [];
    for (const part of parts(ids)) {
      const asked = await newestGeneration(store.db);
      const { rows } = await ask(() =>
        server.readPage({ table, filter: byIds(part), pageSize: IDS }, null),
      );
      await writeRows(store, model, rows, asked, written);
      found.push(...rows);
      took(part.length);
    }
    return found;
  }

  /** Reads those of these rows that are not on board in the CRM's version. @returns all that are there. */
  async check(table: Table, ids: readonly string[]): Promise<readonly Row[]> {
    const found: Row[] = [];
    for (const part of parts(ids)) {
      const { rows } = await this.#versions({ table, filter: byIds(part), pageSize: IDS }, null);
      await this.mend(table, rows);
      found.push(...rows);
    }
    return found;
  }

  /** Reads those of these rows whose version on board is another one. */
  async mend(table: Table, versions: readonly Row[]): Promise<void> {
    const { db } = this.context.store;
    const known = await db.records.bulkGet(versions.map(rowKey));
    const others = versions.filter(
      ({ etag }, index) => etag === null || known[index]?.keys.etag !== etag,
    );
    await this.byIds(
      table,
      others.map(({ id }) => id),
    );
  }

  /** One page of a pass. @returns its rows, without values unless it is for them, and the mark of the next page. */
  async page(
    table: Table,
    filter: RowFilter,
    pass: Pass,
    from: { readonly next: string | null; readonly newest: string | null },
  ): Promise<RowPage> {
    if (pass.kind !== 'rows') {
      const since = pass.kind === 'late' ? pass.since : null;
      const page = await this.#versions({ table, filter, since, pageSize: IDS_PAGE }, from.next);
      await this.mend(table, page.rows);
      return page;
    }
    const { store, model, took, written } = this.context;
    const since = from.newest ?? pass.since;
    const ahead = this.#ahead;
    this.#ahead = null;
    const { asked, answer } =
      ahead?.table === table && ahead.since === since
        ? ahead
        : await this.#ask(table, filter, since);
    const page = await answer;
    if (page.next !== null) this.#ahead = await this.#ask(table, filter, newestOf(page.rows));
    await writeRows(store, model, page.rows, asked, written, pass.whole);
    took(page.rows.length);
    return page;
  }

  async #ask(table: Table, filter: RowFilter, since: string): Promise<Asked> {
    const { store, server, ask, pageSize } = this.context;
    const asked = await newestGeneration(store.db);
    const answer = ask(() => server.readPage({ table, filter, since, pageSize }, null));
    // Whoever takes it hears of its failure.
    answer.catch(() => undefined);
    return { table, since, asked, answer };
  }

  /** Ids and versions of a table's rows that were changed since a version, whoever's they are: the first page. */
  changed(table: Table, since: string): Promise<RowPage> {
    return this.#versions({ table, filter: { kind: 'all' }, since, pageSize: IDS_PAGE }, null);
  }

  /** Those of these rows of a table that are on board. */
  async onBoard(table: Table, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const { db } = this.context.store;
    const stored = await db.records.bulkGet(ids.map((id) => rowKey({ table: table.name, id })));
    return new Set(ids.filter((_, index) => stored[index] !== undefined));
  }

  #versions(query: RowQuery, next: string | null): Promise<RowPage> {
    const { server, ask } = this.context;
    return ask(() => server.readPage({ ...query, table: bare(query.table) }, next));
  }
}

const parts = (ids: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / IDS) }, (_, part) =>
    ids.slice(part * IDS, (part + 1) * IDS),
  );
