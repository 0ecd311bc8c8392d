import type { Comparison } from '../query/filter';

/** Operators that compare with one value, or with another column. */
export const comparisons: ReadonlyMap<string, Comparison> = new Map([
  ['eq', 'eq'],
  ['ne', 'ne'],
  ['neq', 'ne'],
  ['gt', 'gt'],
  ['ge', 'ge'],
  ['lt', 'lt'],
  ['le', 'le'],
]);

export const textOperators: ReadonlyMap<
  string,
  readonly [before: string, after: string, negated: boolean]
> = new Map([
  ['like', ['', '', false]],
  ['not-like', ['', '', true]],
  ['begins-with', ['', '%', false]],
  ['not-begin-with', ['', '%', true]],
  ['ends-with', ['%', '', false]],
  ['not-end-with', ['%', '', true]],
]);

/** Query functions whose names are not the operator's in another spelling. */
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
  ['eq-or-above', 'AboveOrEqual'],
  ['eq-or-under', 'UnderOrEqual'],
  ['not-contain-values', 'DoesNotContainValues'],
  ['last-seven-days', 'Last7Days'],
  ['next-seven-days', 'Next7Days'],
]);

const periods = '(hours|days|weeks|months|years|fiscal-periods|fiscal-years)';
const sameName = new RegExp(
  `^(today|yesterday|tomorrow|(last|this|next)-(week|month|year|fiscal-period|fiscal-year)|(last|next)-x-${periods}|older-?than-x-(minutes|hours|days|weeks|months|years)|on|on-or-before|on-or-after|in|not-in|between|not-between|contain-values|above|under|not-under|in-fiscal-year|in-fiscal-period|in(-or-(before|after))?-fiscal-period-and-year)$`,
);

/** The query function that means the same as the operator; null: there is none. */
export function functionOf(operator: string): string | null {
  const name = renamed.get(operator);
  if (name !== undefined) return name;
  if (!sameName.test(operator)) return null;
  return operator
    .replace('olderthan', 'older-than')
    .replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
