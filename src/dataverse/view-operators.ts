/**
 * FetchXML's operators and the Web API's query functions of the same meaning.
 * Sources: Microsoft's "FetchXml condition operators" and the Web API's query function reference.
 */

/** Named in another way than by the operator's words. */
const renamed: ReadonlyMap<string, string> = new Map([
  ['eq-userid', 'EqualUserId'],
  ['ne-userid', 'NotEqualUserId'],
  ['eq-businessid', 'EqualBusinessId'],
  ['ne-businessid', 'NotEqualBusinessId'],
  ['eq-userteams', 'EqualUserTeams'],
  ['eq-useroruserteams', 'EqualUserOrUserTeams'],
  ['eq-useroruserhierarchy', 'EqualUserOrUserHierarchy'],
  ['eq-useroruserhierarchyandteams', 'EqualUserOrUserHierarchyAndTeams'],
  ['eq-userlanguage', 'EqualUserLanguage'],
  ['eq-or-under', 'UnderOrEqual'],
  ['eq-or-above', 'AboveOrEqual'],
  ['not-contain-values', 'DoesNotContainValues'],
  ['last-seven-days', 'Last7Days'],
  ['next-seven-days', 'Next7Days'],
]);

const periods = ['week', 'month', 'year', 'fiscal-period', 'fiscal-year'];
const lengths = ['hours', 'days', 'weeks', 'months', 'years', 'fiscal-periods', 'fiscal-years'];
const ages = ['minutes', 'hours', 'days', 'weeks', 'months', 'years'];

/** What the functions want beside the property. */
const wants: Readonly<Record<'nothing' | 'number' | 'text' | 'list', readonly string[]>> = {
  nothing: [
    'today',
    'yesterday',
    'tomorrow',
    'last-seven-days',
    'next-seven-days',
    ...['last', 'this', 'next'].flatMap((when) => periods.map((period) => `${when}-${period}`)),
    ...[...renamed.keys()].filter((operator) => /^(eq|ne)-(user|business)/.test(operator)),
  ],
  number: [
    ...['last', 'next'].flatMap((when) => lengths.map((length) => `${when}-x-${length}`)),
    ...ages.map((age) => `olderthan-x-${age}`),
    'in-fiscal-year',
    'in-fiscal-period',
  ],
  text: [
    'on',
    'on-or-before',
    'on-or-after',
    'under',
    'not-under',
    'eq-or-under',
    'above',
    'eq-or-above',
  ],
  list: ['in', 'not-in', 'between', 'not-between', 'contain-values', 'not-contain-values'],
};

const nameOf = (operator: string): string =>
  renamed.get(operator) ??
  operator
    .replace('olderthan', 'older-than')
    .replace(/(^|-)([a-z])/g, (_, _dash, letter: string) => letter.toUpperCase());

export interface QueryFunction {
  readonly name: string;
  readonly wants: keyof typeof wants;
}

/** By operator. */
export const queryFunctions: ReadonlyMap<string, QueryFunction> = new Map(
  (Object.keys(wants) as (keyof typeof wants)[]).flatMap((what) =>
    wants[what].map((operator) => [operator, { name: nameOf(operator), wants: what }] as const),
  ),
);

/** Comparisons of a column whose type is known. */
export const comparisons: ReadonlyMap<string, string> = new Map([
  ['eq', 'eq'],
  ['ne', 'ne'],
  ['neq', 'ne'],
  ['gt', 'gt'],
  ['ge', 'ge'],
  ['lt', 'lt'],
  ['le', 'le'],
]);

/** Comparisons of texts: what stands before and after the text in a pattern, and whether it is turned round. */
export const patterns: ReadonlyMap<string, readonly [before: string, after: string, not: boolean]> =
  new Map([
    ['like', ['', '', false]],
    ['not-like', ['', '', true]],
    ['begins-with', ['', '%', false]],
    ['not-begin-with', ['', '%', true]],
    ['ends-with', ['%', '', false]],
    ['not-end-with', ['%', '', true]],
  ]);
