import { operator, type DuplicateCondition, type DuplicateRule } from './duplicate-rules';
import type { Sql } from '../storage/sql';
import type { Column } from '../model/model';
import { ascii } from '../query/text-match';
import { quote, typeColumn, type SqlRow, type SqlValue } from '../storage/store';

const labelOf = (column: Column, value: SqlValue): string | undefined =>
  column.options?.find((option) => option.value === value)?.label.toLowerCase();

/** The matching column's options with the label that the value has. */
function sameLabel({ base, matching }: DuplicateCondition, value: SqlValue, here: string): Sql {
  const label = labelOf(base, value);
  const values = (matching.options ?? [])
    .filter((option) => label !== undefined && option.label.toLowerCase() === label)
    .map((option) => option.value);
  return { text: `${here} IN (${values.map(() => '?').join(', ')})`, values };
}

/** A condition on row `r` of the matching table; null: the rule does not apply to this row. */
function matches(condition: DuplicateCondition, row: SqlRow, caseSensitive: boolean): Sql | null {
  const { base, matching, count } = condition;
  const value = row[base.name] ?? null;
  const here = `r.${quote(matching.name)}`;
  if (value === null) return condition.ignoreBlank ? null : { text: `${here} IS NULL`, values: [] };
  const textual = ['text', 'memo'].includes(matching.type);
  const fold = (sql: string): string => (textual && !caseSensitive ? `fold(${sql})` : sql);
  switch (condition.operator) {
    case operator.firstCharacters:
      return {
        text: `${fold(`substr(${here}, 1, ?)`)} = ${fold('?')}`,
        values: [count, String(value).slice(0, count)],
      };
    case operator.lastCharacters:
      return {
        text: `${fold(`substr(${here}, -?)`)} = ${fold('?')}`,
        values: [count, String(value).slice(-count)],
      };
    case operator.date:
      return { text: `substr(${here}, 1, 10) = ?`, values: [String(value).slice(0, 10)] };
    case operator.label:
      return sameLabel(condition, value, here);
    default: {
      if (base.targets.length > 1 && matching.targets.length > 1)
        return {
          text: `${here} = ? AND r.${quote(typeColumn(matching))} = ?`,
          values: [value, row[typeColumn(base)] ?? null],
        };
      // As filters compare: without case, and without calling back for each row where SQLite can do it.
      return textual && !caseSensitive && ascii(String(value))
        ? { text: `${here} = ? COLLATE NOCASE`, values: [value] }
        : { text: `${fold(here)} = ${fold('?')}`, values: [value] };
    }
  }
}

/** A condition on row `r` that leaves what the rule calls duplicates of the row; null: it does not apply. */
export function duplicatesSql(rule: DuplicateRule, row: SqlRow): Sql | null {
  const parts: Sql[] = [];
  for (const condition of rule.conditions) {
    const part = matches(condition, row, rule.caseSensitive);
    if (!part) return null;
    parts.push(part);
  }
  if (parts.length === 0) return null;
  if (rule.activeOnly && rule.matching.columns.has('statecode'))
    parts.push({ text: 'r.statecode = 0', values: [] });
  return {
    text: `(${parts.map(({ text }) => text).join(' AND ')})`,
    values: parts.flatMap(({ values }) => [...values]),
  };
}
