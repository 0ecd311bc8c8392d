import { faults, type CrmFault } from '../errors';

export type Literal =
  | {
      readonly kind: 'string';
      readonly value: string;
      /** In double quotes, as JSON; lists alone have such. */
      readonly json?: true;
    }
  | { readonly kind: 'number'; readonly value: number; readonly whole: boolean }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null'; readonly value: null }
  | { readonly kind: 'guid'; readonly value: string }
  | { readonly kind: 'date'; readonly value: string }
  | { readonly kind: 'enum'; readonly value: string };

type Word =
  | Literal
  | { readonly kind: 'name'; readonly value: string }
  | { readonly kind: 'sign'; readonly value: string };

/** A word and where it stands. */
export interface Token {
  readonly word: Word;
  readonly at: number;
}

export type Aliases = ReadonlyMap<string, string>;

/** Longer filters are refused before they cost time; Dataverse's own limits are far below. */
const most = 50_000;

const word = (value: string): Word => {
  if (value === 'null') return { kind: 'null', value: null };
  if (value === 'true' || value === 'false') return { kind: 'boolean', value: value === 'true' };
  return { kind: 'name', value };
};

/** The first that fits decides. */
const kinds: readonly (readonly [RegExp, (text: string, inner: string) => Word])[] = [
  [/'((?:[^']|'')*)'/y, (_, inner) => ({ kind: 'string', value: inner.replaceAll("''", "'") })],
  [
    /"((?:[^"\\]|\\.)*)"/y,
    (_, inner) => ({ kind: 'string', value: inner.replace(/\\(.)/g, '$1'), json: true }),
  ],
  [
    /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/iy,
    (text) => ({ kind: 'guid', value: text.toLowerCase() }),
  ],
  [
    /\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?/y,
    (text) => ({ kind: 'date', value: text }),
  ],
  [
    /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/iy,
    (text) => ({ kind: 'number', value: Number(text), whole: /^-?\d+$/.test(text) }),
  ],
  [/Microsoft\.Dynamics\.CRM\.\w+'([^']*)'/y, (_, inner) => ({ kind: 'enum', value: inner })],
  [/[$A-Za-z_][\w.]*(?:\/[$A-Za-z_][\w.]*)*/y, word],
  [/[(),=:[\]]/y, (text) => ({ kind: 'sign', value: text })],
];
const alias = /@\w+/y;
const space = /\s*/y;

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

export const syntaxError = (text: string, at: number): CrmFault =>
  faults.query(`Syntax error at position ${at} in '${text.slice(0, 200)}'.`);

/**
 * The words of a $filter; an alias (`@p1`) becomes the words of its value.
 * Throws Dataverse's syntax errors.
 */
export function tokenize(text: string, aliases: Aliases): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const skipSpace = (): void => {
    at += match(space, text, at)?.[0].length ?? 0;
  };
  for (skipSpace(); at < text.length; skipSpace()) {
    const named = match(alias, text, at)?.[0];
    if (named !== undefined) {
      const value = aliases.get(named);
      if (value === undefined)
        throw faults.query(`The parameter alias '${named.slice(0, 100)}' has no value.`);
      for (const inner of tokenize(value, new Map())) tokens.push({ ...inner, at });
      at += named.length;
    } else {
      const found = kinds
        .map(([pattern, make]) => ({ made: match(pattern, text, at), make }))
        .find(({ made }) => made);
      if (!found?.made) {
        if (text[at] === "'")
          throw faults.query(
            `There is an unterminated literal at position ${text.length} in '${text.slice(0, 200)}'.`,
          );
        throw syntaxError(text, at);
      }
      const [all, inner = ''] = found.made;
      tokens.push({ word: found.make(all, inner), at });
      at += all.length;
    }
    if (tokens.length > most) throw faults.query('The filter is too long.');
  }
  return tokens;
}
