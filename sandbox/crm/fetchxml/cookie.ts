import { parseXml, XmlElement } from '@rgrove/parse-xml';
import { guidPattern } from '../http/address';
import { fetchFaults } from './faults';
import { orderColumn, type OrderTerm } from '../query/order';
import type { Cookie } from '../query/paging';
import type { SqlRow, SqlValue } from '../storage/store';
import { escapeXml } from '../metadata/xml';

function side(name: 'first' | 'last', value: SqlValue): string {
  if (value === null) return `${name}null="1"`;
  const text = String(value);
  return `${name}="${guidPattern.test(text) ? `{${text.toUpperCase()}}` : escapeXml(text)}"`;
}

/** As .NET encodes for a URL. */
const encode = (text: string): string =>
  encodeURIComponent(text)
    .replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
    .replaceAll(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase());

/** What leads to the page after this one, without a cookie. */
export const nextPage = (page: number, cookie = ''): string =>
  `<cookie pagenumber="${page + 1}" pagingcookie="${cookie}" istracking="False" />`;

/** The annotation's XML for a page: the cookie stands in it, encoded twice. */
export function writeCookie(
  order: readonly OrderTerm[],
  page: number,
  rows: readonly SqlRow[],
): string {
  const [first, last] = [rows[0], rows.at(-1)];
  const terms = order.map(({ name }, at) => {
    const value = (row: SqlRow | undefined): SqlValue => row?.[orderColumn(at)] ?? null;
    return `<${name} ${side('last', value(last))} ${side('first', value(first))} />`;
  });
  const cookie = encode(encode(`<cookie page="${page}">${terms.join('')}</cookie>`));
  return nextPage(page, cookie);
}

/** Reads what a client made of the annotation. Throws where it is none. */
export function readCookie(text: string): Cookie {
  let root;
  try {
    ({ root } = parseXml(text));
  } catch {
    throw fetchFaults.cookie();
  }
  const page = Number(root?.attributes['page']);
  if (root?.name !== 'cookie' || !Number.isInteger(page) || page < 1) throw fetchFaults.cookie();
  const values = root.children.map((child) => {
    if (!(child instanceof XmlElement)) throw fetchFaults.cookie();
    const { last, lastnull } = child.attributes;
    if (last === undefined && lastnull !== '1') throw fetchFaults.cookie();
    const id = /^\{(.*)\}$/.exec(last ?? '')?.[1]?.toLowerCase() ?? '';
    return { name: child.name, value: guidPattern.test(id) ? id : (last ?? null) };
  });
  return { page, values };
}

const token = /^<cookie pagenumber="(\d{1,9})" pagingcookie="([^"]*)" istracking="False" \/>$/;

/** The page and its cookie in the annotation's XML, as it stands in the next link of a view. */
export function readToken(text: string): { readonly page: number; readonly cookie: string | null } {
  const [, page, coded = ''] = token.exec(text) ?? [];
  if (page === undefined) throw fetchFaults.cookie();
  try {
    return { page: Number(page), cookie: decodeURIComponent(decodeURIComponent(coded)) || null };
  } catch {
    throw fetchFaults.cookie();
  }
}
