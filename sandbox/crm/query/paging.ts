import { faults } from '../errors';
import { collated, orderColumn, type OrderTerm } from './order';
import type { Sql } from '../storage/sql';
import type { SqlRow, SqlValue } from '../storage/store';

/** Where a page begins: its number and the ordered values of the last row before it. */
export interface Cookie {
  readonly page: number;
  /** As written; by the name of the term. */
  readonly values: readonly { readonly name: string; readonly value: string | null }[];
}

/** The condition for rows after the cookie's row, in this order. An empty value comes first. */
export function afterSql(terms: readonly OrderTerm[], cookie: Cookie): Sql {
  const unfit = faults.query('The skip token does not fit the query.');
  if (cookie.values.length !== terms.length) throw unfit;
  const last = terms.map(({ name, kind }, index): SqlValue => {
    const found = cookie.values[index];
    if (found?.name !== name) throw unfit;
    if (found.value === null || (kind !== 'number' && kind !== 'boolean')) return found.value;
    const number = Number(found.value);
    if (Number.isNaN(number)) throw unfit;
    return number;
  });
  const values: SqlValue[] = [];
  const branches = terms.map((term, index) => {
    const parts = terms.slice(0, index).map((before, at) => {
      values.push(last[at] ?? null);
      return `${collated(before, at)} IS ?`;
    });
    const value = last[index] ?? null;
    const column = collated(term, index);
    if (value === null) parts.push(term.descending ? '0' : `${column} IS NOT NULL`);
    else {
      values.push(value);
      parts.push(term.descending ? `(${column} < ? OR ${column} IS NULL)` : `${column} > ?`);
    }
    return `(${parts.join(' AND ')})`;
  });
  return { text: `(${branches.join(' OR ')})`, values };
}

const guid = (text: string): string => `{${text.toUpperCase()}}`;

const written = (term: OrderTerm, value: SqlValue): string =>
  term.kind === 'id' ? guid(String(value)) : encodeURIComponent(String(value));

function entry(term: OrderTerm, index: number, first: SqlRow, last: SqlRow): string {
  const name = orderColumn(index);
  const value = (which: string, row: SqlRow): string => {
    const it = row[name] ?? null;
    return it === null ? `${which}null="1"` : `${which}="${written(term, it)}"`;
  };
  return `<${term.name} ${value('last', last)} ${value('first', first)} />`;
}

/**
 * The paging cookie after these rows, in the shape of Dataverse's: XML in XML. Source: Microsoft's "Page results".
 * Values are percent-encoded once more, so that none needs XML's escapes.
 */
export function skipToken(
  terms: readonly OrderTerm[],
  page: number,
  rows: readonly SqlRow[],
): string | null {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return null;
  const entries = terms.map((term, index) => entry(term, index, first, last)).join('');
  const inner = encodeURIComponent(`<cookie page="${page}">${entries}</cookie>`);
  return `<cookie pagenumber="${page + 1}" pagingcookie="${inner}" istracking="False" />`;
}

/** The token in an address: Dataverse leaves a few signs as they are. */
export const encodeToken = (token: string): string =>
  encodeURIComponent(token).replaceAll('%3D', '=').replaceAll('%2F', '/');

const outer = /^<cookie pagenumber="(\d{1,9})" pagingcookie="([^"]*)" istracking="False" \/>$/;
const inner = /^<cookie page="\d{1,9}">(.*)<\/cookie>$/s;
const one = /<([\w.]+) (?:lastnull="1"|last="([^"]*)") (?:firstnull="1"|first="[^"]*") \/>/y;

export function readSkipToken(text: string): Cookie {
  const malformed = faults.query('Malformed XML in the Paging Cookie.');
  try {
    const [, page, coded = ''] = outer.exec(text) ?? [];
    const entries = inner.exec(decodeURIComponent(coded))?.[1];
    if (page === undefined || entries === undefined) throw malformed;
    const values: Cookie['values'][number][] = [];
    for (one.lastIndex = 0; one.lastIndex < entries.length;) {
      const [, name = '', value] = one.exec(entries) ?? [];
      if (name === '') throw malformed;
      const id = /^\{([0-9A-F-]{36})\}$/.exec(value ?? '')?.[1];
      values.push({
        name,
        value: id?.toLowerCase() ?? (value === undefined ? null : decodeURIComponent(value)),
      });
    }
    return { page: Number(page), values };
  } catch {
    // Also what is not percent-encoded rightly.
    throw malformed;
  }
}
