import type { Sql } from './filter-sql';

/** Holds for every row. */
export const everyRow: Sql = { text: '1', values: [] };
/** Holds for none. */
export const noRow: Sql = { text: '0', values: [] };

export const joinSql = (by: 'AND' | 'OR', parts: readonly Sql[]): Sql => ({
  text: `(${parts.map(({ text }) => text).join(` ${by} `)})`,
  values: parts.flatMap(({ values }) => [...values]),
});
