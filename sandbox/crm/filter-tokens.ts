import { faults } from './errors';

export type Literal =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null'; readonly value: null }
  | { readonly kind: 'guid'; readonly value: string }
  | { readonly kind: 'date'; readonly value: string }
  | { readonly kind: 'enum'; readonly value: string };

export type Token = Literal | { readonly kind: 'name' | 'sign'; readonly value: string };

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
const date = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?/;
const number = /^-?\d+(\.\d+)?(e[+-]?\d+)?/i;
const enumeration = /^Microsoft\.Dynamics\.CRM\.\w+'([^']*)'/;
const name = /^[$A-Za-z_][\w.]*(\/[$A-Za-z_][\w.]*)*/;
const single = /^'((?:[^']|'')*)'/;
const double = /^"((?:[^"\\]|\\.)*)"/;

function word(value: string): Token {
  if (value === 'null') return { kind: 'null', value: null };
  if (value === 'true' || value === 'false') return { kind: 'boolean', value: value === 'true' };
  return { kind: 'name', value };
}

function next(rest: string): { token: Token; length: number } | null {
  const match = (pattern: RegExp): RegExpExecArray | null => pattern.exec(rest);
  const text = match(single);
  if (text)
    return {
      token: { kind: 'string', value: (text[1] ?? '').replaceAll("''", "'") },
      length: text[0].length,
    };
  const quoted = match(double);
  if (quoted)
    return {
      token: { kind: 'string', value: (quoted[1] ?? '').replace(/\\(.)/g, '$1') },
      length: quoted[0].length,
    };
  const id = match(guid);
  if (id) return { token: { kind: 'guid', value: id[0].toLowerCase() }, length: id[0].length };
  const moment = match(date);
  if (moment) return { token: { kind: 'date', value: moment[0] }, length: moment[0].length };
  const digits = match(number);
  if (digits)
    return { token: { kind: 'number', value: Number(digits[0]) }, length: digits[0].length };
  const member = match(enumeration);
  if (member) return { token: { kind: 'enum', value: member[1] ?? '' }, length: member[0].length };
  const path = match(name);
  if (path) return { token: word(path[0]), length: path[0].length };
  const sign = /^[(),=:[\]@]/.exec(rest);
  return sign ? { token: { kind: 'sign', value: sign[0] }, length: 1 } : null;
}

/** The words of a $filter. Throws Dataverse's syntax error. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const found = next(text.slice(at, at + 4000));
    if (!found) throw faults.query(`Syntax error at position ${at} in '${text.slice(0, 200)}'.`);
    tokens.push(found.token);
    at += found.length;
  }
  return tokens;
}
