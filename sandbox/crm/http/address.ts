import { faults } from '../errors';

/** One part of a Web API path: `accounts(<key>)`. */
export interface Segment {
  readonly name: string;
  /** What stands in the parentheses; null without them. */
  readonly key: string | null;
}

export const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw faults.query('The request URI is not valid: bad percent-encoding.');
  }
}

/** Splits at `/` outside quotes and parentheses. */
export function parsePath(path: string): Segment[] {
  const parts: string[] = [''];
  let depth = 0;
  let quoted = false;
  for (const sign of decode(path)) {
    if (sign === "'") quoted = !quoted;
    else if (!quoted && sign === '(') depth += 1;
    else if (!quoted && sign === ')') depth -= 1;
    if (sign === '/' && depth === 0 && !quoted) parts.push('');
    else parts[parts.length - 1] += sign;
  }
  const filled = parts.filter((part) => part !== '');
  if (filled.length > 12) throw faults.query('The request URI has too many segments.');
  return filled.map((part) => {
    const open = part.indexOf('(');
    if (open < 0) return { name: part, key: null };
    if (!part.endsWith(')'))
      throw faults.query(`Bad Request - Error in query syntax: '${part.slice(0, 200)}'.`);
    return { name: part.slice(0, open), key: part.slice(open + 1, -1) };
  });
}

/** Values by name. A name that comes twice is refused, as by Microsoft's OData library. */
export function byName(
  pairs: Iterable<readonly [name: string, value: string]>,
): Map<string, string> {
  const options = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (options.has(name))
      throw faults.query(
        `Query option '${name.slice(0, 100)}' was specified more than once, but it must be specified at most once.`,
      );
    options.set(name, value);
  }
  return options;
}

/** Query options by name, decoded. */
export function parseQuery(search: string): Map<string, string> {
  const parts = search.replace(/^\?/, '').split('&');
  return byName(
    parts
      .filter((part) => part !== '')
      .map((part): [string, string] => {
        const [name = '', ...rest] = part.replaceAll('+', ' ').split('=');
        return [decode(name), decode(rest.join('='))];
      }),
  );
}

/** Refuses query options, named ones or all that are OData's, where they would say nothing. */
export function refuseOptions(search: string, where: string, names?: readonly string[]): void {
  for (const name of parseQuery(search).keys())
    if (names ? names.includes(name) : name.startsWith('$'))
      throw faults.notCovered(`the query option ${name.slice(0, 100)} on ${where}`);
}

/** Splits a list at commas (or another sign) outside quotes and brackets of any kind. */
export function splitList(text: string, separator = ','): string[] {
  const parts: string[] = [''];
  let depth = 0;
  let quoted = false;
  for (const sign of text) {
    if (sign === "'") quoted = !quoted;
    else if (!quoted && '([{'.includes(sign)) depth += 1;
    else if (!quoted && ')]}'.includes(sign)) depth -= 1;
    if (sign === separator && depth === 0 && !quoted) parts.push('');
    else parts[parts.length - 1] += sign;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}
