import type { CrmServer, RowFilter, RowPage, RowQuery } from '../../domain/crm-server';
import { mapParallel } from '../../domain/parallel';
import { type Row, rowKey } from '../../domain/row';
import type { Model, Table } from '../../domain/table';
import type { Keeper } from '../catalogue/keeper';
import { newestGeneration } from '../feed';
import { withModifier } from '../modifier';
import { parts } from '../parts';
import { withRoomOfFiles } from '../room';
import type { Store } from '../store';
import type { Noting } from '../unseen/noting';
import type { Stopwatch } from './pace';
import { IDS_PAGE, type Pass } from './passes';
import { newestOf } from './watermark';
import { writeRows } from './write-rows';

/** Ids in one address: a longer one may not get through a proxy. */
export const IDS = 100;
/** Rows that are asked for by their ids in one request. */
export const BY_IDS = 10 * IDS;
/** Such requests under way at a time. */
const AT_A_TIME = 2;

export interface ReaderContext {
  readonly store: Store;
  readonly server: Pick<CrmServer, 'readPage' | 'readPages'>;
  readonly model: Model;
  /** Asks the CRM when it is time to, and again where it was too busy. */
  readonly ask: <T>(question: () => Promise<T>) => Promise<T>;
  /** So many rows more of a table are going to be read. */
  readonly expect: (table: Table, rows: number) => void;
  /** So many of these are not there. */
  readonly lack: (table: Table, rows: number) => void;
  /** So many rows of a table were read. */
  readonly took: (table: Table, rows: number) => void;
  /** So many bytes have come. */
  readonly weighed: (bytes: number) => void;
  readonly stopwatch: Stopwatch;
  readonly keeper: Pick<Keeper, 'current' | 'follow'>;
  readonly noting: Noting;
  /** Tables of which all rows on board are to be read again. */
  readonly anew: ReadonlySet<string>;
  readonly pageSize: number;
}

export const byIds = (ids: readonly string[]): RowFilter => ({ kind: 'ids', ids });

/** A table of which it is asked too who has changed a row, where it can tell. */
const told = (table: Table): Table => ('modifiedon' in table.columns ? withModifier(table) : table);

/** The table with these columns alone. */
export const withOnly = (table: Table, names: readonly string[]): Table => ({
  ...table,
  columns: Object.fromEntries(
    names.flatMap((name) => {
      const column = table.columns[name];
      return column === undefined ? [] : [[name, column]];
    }),
  ),
});

/** A page that is asked for. */
interface Asked {
  readonly since: string;
  /** The feed's generation then. */
  readonly asked: number;
  readonly answer: Promise<RowPage>;
}

/** Brings rows of the CRM on board. Rejects with a CrmError or StoreError. */
export class Reader {
  /** By table: the page that follows the one which is being written. */
  readonly #ahead = new Map<string, Asked>();
  /** Done when no page is being written. */
  #writing: Promise<unknown> = Promise.resolve();

  constructor(private readonly context: ReaderContext) {}

  /** Whether rows of the table that are on board are to be read again, since they have other columns than is wanted. */
  readsAnew({ name }: Table): boolean {
    return this.context.anew.has(name);
  }

  /** Reads rows by their ids. @returns those that are there. */
  async byIds(table: Table, ids: readonly string[]): Promise<readonly Row[]> {
    const { store, expect, lack, took } = this.context;
    expect(table, ids.length);
    const found = await mapParallel(AT_A_TIME, parts(ids, BY_IDS), async (part) => {
      const asked = await newestGeneration(store.db);
      const rows = await this.#together({ table }, part);
      await this.#write(rows, asked, this.readsAnew(table));
      took(table, rows.length);
      lack(table, part.length - rows.length);
      return rows;
    });
    return found.flat();
  }

  /** Reads those of these rows that are not on board in the CRM's version. @returns all that are there. */
  async check(table: Table, ids: readonly string[]): Promise<readonly Row[]> {
    const found = await mapParallel(AT_A_TIME, parts(ids, BY_IDS), async (part) => {
      const rows = await this.#together({ table, bare: true }, part);
      await this.mend(table, rows);
      return rows;
    });
    return found.flat();
  }

  /** Reads those of these rows whose version on board is another one. */
  async mend(table: Table, versions: readonly Row[]): Promise<void> {
    const catalogue = await this.context.keeper.current();
    const others = versions.filter(
      (row) => row.etag === null || catalogue.get(rowKey(row))?.etag !== row.etag,
    );
    await this.byIds(
      told(table),
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
    const since = from.newest ?? pass.since;
    const ahead = this.#ahead.get(table.name);
    this.#ahead.delete(table.name);
    const { asked, answer } =
      ahead?.since === since ? ahead : await this.#ask(table, filter, since, pass.first);
    const page = await answer;
    if (page.next !== null)
      this.#ahead.set(table.name, await this.#ask(table, filter, newestOf(page.rows), pass.first));
    await this.#write(page.rows, asked, pass.whole);
    this.context.took(table, page.rows.length);
    return page;
  }

  /** @param first nobody has changed what was never here. */
  async #ask(table: Table, filter: RowFilter, since: string, first: boolean): Promise<Asked> {
    const { store, pageSize } = this.context;
    const asked = await newestGeneration(store.db);
    const query = { table: first ? table : told(table), filter, since, pageSize };
    const answer = this.read(query, null);
    // Whoever takes it hears of its failure.
    answer.catch(() => undefined);
    return { since, asked, answer };
  }

  /**
   * Ids and versions of a table's rows that were changed since a version, whoever's they are: the first page.
   * @param column what they hold there is asked for too.
   */
  changed(table: Table, since: string, column?: string): Promise<RowPage> {
    const query = { table, filter: { kind: 'all' }, since, pageSize: IDS_PAGE } as const;
    if (column === undefined) return this.#versions(query, null);
    return this.read({ ...query, table: withOnly(table, [column]) }, null);
  }

  /** Those of these rows of a table that are on board. */
  async onBoard(table: Table, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const catalogue = await this.context.keeper.current();
    return new Set(ids.filter((id) => catalogue.get(rowKey({ table: table.name, id })) !== null));
  }

  #versions(query: RowQuery, next: string | null): Promise<RowPage> {
    return this.read({ ...query, bare: true }, next);
  }

  /** Rows by their ids, as the CRM gives them. @param ids {@link BY_IDS} at most. */
  async #together(
    query: Pick<RowQuery, 'table' | 'bare'>,
    ids: readonly string[],
  ): Promise<readonly Row[]> {
    const { server, ask, weighed } = this.context;
    const queries = parts(ids, IDS).map((part) => ({
      ...query,
      filter: byIds(part),
      pageSize: IDS,
    }));
    const pages = await ask(() => server.readPages(queries));
    for (const { bytes } of pages) weighed(bytes);
    return pages.flatMap(({ rows }) => rows);
  }

  /** One page as the CRM gives it. */
  async read(query: RowQuery, next: string | null): Promise<RowPage> {
    const { server, ask, weighed } = this.context;
    const page = await ask(() => server.readPage(query, next));
    weighed(page.bytes);
    return page;
  }

  /** One page after the other: two would only wait for each other in the database. */
  #write(rows: readonly Row[], asked: number, whole = false): Promise<void> {
    const { store, model, keeper, noting, stopwatch } = this.context;
    const written = this.#writing.then(() =>
      stopwatch.store(rows.length, () =>
        withRoomOfFiles(store, () => writeRows(store, model, rows, asked, keeper, whole, noting)),
      ),
    );
    this.#writing = written.catch(() => undefined);
    return written;
  }
}
