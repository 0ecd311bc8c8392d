import { faults } from './errors';
import type { Sql } from './filter-sql';
import type { Table } from './model';
import type { Order } from './query-options';
import { quote, type SqlRow, type SqlValue } from './store';

/** Where a page begins: its number and the ordered values of the last row before it. */
export interface Cookie {
  readonly page: number;
  readonly values: readonly SqlValue[];
}

const collation = (order: Order): string =>
  order.column.type === 'text' || order.column.type === 'memo' ? ' COLLATE NOCASE' : '';

/** The order of the rows: as asked, then by id so that it is always the same. */
export function orderSql(table: Table, order: readonly Order[]): string {
  const terms = order.map(
    (term) => `r.${quote(term.column.name)}${collation(term)}${term.descending ? ' DESC' : ''}`,
  );
  return [...terms, `r.${quote(table.primaryId)}`].join(', ');
}

const orderedColumns = (table: Table, order: readonly Order[]): string[] => [
  ...order.map(({ column }) => column.name),
  table.primaryId,
];

/** The condition for rows after the cookie's row, in this order. An empty value comes first. */
export function afterSql(table: Table, order: readonly Order[], cookie: Cookie): Sql {
  const names = orderedColumns(table, order);
  if (cookie.values.length !== names.length)
    throw faults.query('The skip token does not fit the query.');
  const values: SqlValue[] = [];
  const branches = names.map((name, index) => {
    const equal = names.slice(0, index).map((before, at) => {
      values.push(cookie.values[at] ?? null);
      const term = order[at];
      return `r.${quote(before)} IS ?${term ? collation(term) : ''}`;
    });
    const term = order[index];
    const value = cookie.values[index] ?? null;
    const column = `r.${quote(name)}${term ? collation(term) : ''}`;
    if (value === null) equal.push(term?.descending ? '0' : `${column} IS NOT NULL`);
    else {
      values.push(value);
      equal.push(term?.descending ? `(${column} < ? OR ${column} IS NULL)` : `${column} > ?`);
    }
    return `(${equal.join(' AND ')})`;
  });
  return { text: `(${branches.join(' OR ')})`, values };
}

/** The skip token after this row, in the shape of Dataverse's: XML with an opaque cookie. */
export function skipToken(
  table: Table,
  order: readonly Order[],
  page: number,
  last: SqlRow,
): string {
  const values = orderedColumns(table, order).map((name) => last[name] ?? null);
  const cookie = Buffer.from(JSON.stringify(values)).toString('base64url');
  return `<cookie pagenumber="${page}" pagingcookie="${cookie}" istracking="False" />`;
}

export function readSkipToken(text: string): Cookie {
  const match =
    /^<cookie pagenumber="(\d{1,9})" pagingcookie="([\w-]*)" istracking="False" \/>$/.exec(text);
  try {
    const values: unknown = JSON.parse(Buffer.from(match?.[2] ?? '', 'base64url').toString());
    if (
      Array.isArray(values) &&
      values.every((value) => value === null || ['string', 'number'].includes(typeof value))
    )
      return { page: Number(match?.[1]), values: values as SqlValue[] };
  } catch {
    // Told below.
  }
  throw faults.query('Malformed XML in the Paging Cookie.');
}
