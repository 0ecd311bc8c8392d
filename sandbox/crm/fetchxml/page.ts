import { aggregationOf } from './aggregate';
import { outputsOf, type Output } from './columns';
import { readCookie, writeCookie } from './cookie';
import { faults } from '../errors';
import { fetchFaults } from './faults';
import { fromSql, whereSql } from './join';
import { orderOf } from './order';
import { multiplies, type FetchContext, type Source } from './source';
import type { Fetch } from './tree';
import { aggregateLimit } from '../query/aggregate';
import { orderColumnsSql, orderSql, type OrderTerm } from '../query/order';
import { afterSql } from '../query/paging';
import { sql, type Sql } from '../storage/sql';
import { quote, type SqlRow } from '../storage/store';

/** Rows a page, and rows that are counted. */
const most = 5000;
/** Rows that pages without a cookie reach. */
const farthest = 50_000;

export interface FetchPage {
  readonly outputs: readonly Output[];
  readonly rows: readonly SqlRow[];
  readonly more: boolean;
  /** For the next page; null where the query allows none. */
  readonly cookie: string | null;
}

const list = (parts: readonly Sql[]): Sql => ({
  text: parts.map(({ text }) => text).join(', '),
  values: parts.flatMap(({ values }) => [...values]),
});

/** A query, ready to be asked for a page or a count. */
export class FetchStatement {
  readonly #from: Sql;
  readonly #where: Sql;
  readonly #size: number;

  constructor(
    readonly context: FetchContext,
    readonly root: Source,
    readonly fetch: Fetch,
    pageSize: number | null,
  ) {
    const { top, count, page } = fetch;
    if (top !== null && (count !== null || page > 1))
      throw fetchFaults.paging("The top attribute can't be specified with paging attribute page");
    if (top !== null && top > most)
      throw fetchFaults.paging(`The top attribute can't be greater than ${most}.`);
    this.#size = Math.min(top ?? count ?? pageSize ?? most, most);
    this.#from = fromSql(context, context.sources);
    this.#where = whereSql(context, root);
  }

  #rows(columns: Sql, tail: string, after = sql('1')): SqlRow[] {
    const [from, where] = [this.#from, this.#where];
    const { distinct } = this.fetch;
    return this.context.organization.store.all(
      `SELECT * FROM (SELECT ${distinct ? 'DISTINCT ' : ''}${columns.text} FROM ${from.text} WHERE ${where.text}) WHERE ${after.text}${tail}`,
      [...columns.values, ...from.values, ...where.values, ...after.values],
    );
  }

  #counted(columns: Sql, limit: number): number {
    const { text, values } = columns;
    const found = this.context.organization.store.get(
      `SELECT count(*) AS n FROM (SELECT ${text} FROM ${this.#from.text} WHERE ${this.#where.text} LIMIT ${limit + 1})`,
      [...values, ...this.#from.values, ...this.#where.values],
    );
    return Number(found?.['n']);
  }

  /** How many rows there are, at most one more than Dataverse counts. */
  count(): number {
    if (!this.fetch.distinct) return this.#counted(sql('1'), most);
    const { text, values } = list(outputsOf(this.context, true).map(({ select }) => select));
    return this.#counted({ text: `DISTINCT ${text}`, values }, most);
  }

  #page(outputs: readonly Output[], rows: SqlRow[], cookie: FetchPage['cookie']): FetchPage {
    const more = this.fetch.top === null && rows.length > this.#size;
    return { outputs, rows: rows.slice(0, this.#size), more, cookie: more ? cookie : null };
  }

  #limit(skipped: number): string {
    return ` LIMIT ${this.#size + 1} OFFSET ${skipped}`;
  }

  #skipped(): number {
    const skipped = (this.fetch.page - 1) * this.#size;
    if (skipped >= farthest)
      throw fetchFaults.paging(
        'Paging cookie is required when trying to retrieve a set of records on any high pages.',
      );
    return skipped;
  }

  #aggregated(): FetchPage {
    const limit = Math.min(this.fetch.aggregateLimit ?? aggregateLimit, aggregateLimit);
    const { outputs, groups, order } = aggregationOf(this.context);
    if (this.#counted(sql('1'), limit) > limit) throw faults.aggregateLimit();
    const columns = list(outputs.map(({ select }) => select));
    const [from, where] = [this.#from, this.#where];
    const group = groups.length > 0 ? ` GROUP BY ${groups.join(', ')}` : '';
    const ordered = order === '' ? '' : ` ORDER BY ${order}`;
    const rows = this.context.organization.store.all(
      `SELECT ${columns.text} FROM ${from.text} WHERE ${where.text}${group}${ordered}${this.#limit(this.#skipped())}`,
      [...columns.values, ...from.values, ...where.values],
    );
    return this.#page(outputs, rows, null);
  }

  #distinct(): FetchPage {
    const outputs = outputsOf(this.context, true);
    const order = orderOf(this.context, this.fetch.rawOrder, true);
    const columns = list([
      ...outputs.map(({ select }) => select),
      ...(order.length > 0 ? [orderColumnsSql(order)] : []),
    ]);
    const by = [
      ...(order.length > 0 ? [orderSql(order)] : []),
      ...outputs.map(({ column }) => quote(column.name)),
    ];
    const tail = ` ORDER BY ${by.join(', ')}${this.#limit(this.#skipped())}`;
    return this.#page(outputs, this.#rows(columns, tail), null);
  }

  /** The condition that the page begins after its cookie's row, and how many rows to pass from there. */
  #start(order: readonly OrderTerm[]): { readonly after: Sql; readonly skipped: number } {
    const { cookie: text, page } = this.fetch;
    const cookie = text === null ? null : readCookie(text);
    // Back to an earlier page: as without a cookie.
    if (cookie && page > cookie.page)
      return {
        after: afterSql(order, cookie),
        skipped: (page - cookie.page - 1) * this.#size,
      };
    return { after: sql('1'), skipped: this.#skipped() };
  }

  page(): FetchPage {
    if (this.fetch.aggregate) return this.#aggregated();
    if (this.fetch.distinct) return this.#distinct();
    const { context, fetch, root } = this;
    const outputs = outputsOf(context, false);
    const whole = orderOf(context, fetch.rawOrder, false);
    const single = !context.sources.some(multiplies);
    // Where each row of the entity comes once, its own order and key are enough.
    const order = single
      ? whole.filter(
          ({ source }, at) => source === root || at < whole.length - context.sources.length,
        )
      : whole;
    const cookies = single && order.every(({ source }) => source === root);
    const { after, skipped } = cookies
      ? this.#start(order)
      : { after: sql('1'), skipped: this.#skipped() };
    const columns = list([
      sql(`${root.sql}.versionnumber`),
      ...outputs.map(({ select }) => select),
      orderColumnsSql(order),
    ]);
    const tail = ` ORDER BY ${orderSql(order)}${this.#limit(skipped)}`;
    const rows = this.#rows(columns, tail, after);
    const cookie = cookies ? writeCookie(order, fetch.page, rows.slice(0, this.#size)) : null;
    return this.#page(outputs, rows, cookie);
  }
}
