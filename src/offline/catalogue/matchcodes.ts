import type { DuplicateRule } from '../../domain/duplicate-rule';
import { matchcode } from '../../domain/matchcode';
import type { Table } from '../../domain/table';
import type { Values } from '../../domain/value';

/**
 * A text as a number: so short that a hundred thousand rows keep theirs in memory, and of 53 bits, so that two texts
 * are not the same by chance (two FNV-1a hashes with different beginnings).
 */
function shortened(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x2c1b3c6d;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b);
    high ^= high >>> 13;
  }
  return (low >>> 0) * 0x200000 + (high >>> 11);
}

const code = (
  rules: readonly DuplicateRule[],
  rule: DuplicateRule,
  side: 'written' | 'there',
  table: Table,
  values: Values,
): number[] => {
  const text = matchcode(rule, side, table, values);
  return text === null ? [] : [shortened(`${rules.indexOf(rule)}:${text}`)];
};

/** What a row is found by as one that others may be duplicates of: a number for each rule. */
export const matchcodesOf = (
  rules: readonly DuplicateRule[],
  table: Table,
  values: Values,
): number[] =>
  rules
    .filter(({ matchingTable }) => matchingTable === table.name)
    .flatMap((rule) => code(rules, rule, 'there', table, values));

/**
 * What to look for as duplicates of a row that is written.
 * @param only rules that compare one of these columns; null: all.
 */
export const matchcodesFor = (
  rules: readonly DuplicateRule[],
  table: Table,
  values: Values,
  only: ReadonlySet<string> | null,
): ReadonlySet<number> =>
  new Set(
    rules
      .filter((rule) => rule.table === table.name)
      .filter(
        ({ conditions }) => only === null || conditions.some(({ column }) => only.has(column)),
      )
      .flatMap((rule) => code(rules, rule, 'written', table, values)),
  );
