import { faults } from '../errors';
import type { TextFunction } from './filter';
import type { Sql } from '../storage/sql';

/** SQL Server's limit for a pattern. */
const longest = 4000;

/** Whether SQLite's own comparison without case is enough: it knows the letters of ASCII alone. */
export const ascii = (text: string): boolean => !/[^ -~\s]/.test(text);

const around: Readonly<Record<TextFunction, (value: string) => string>> = {
  contains: (value) => `%${value}%`,
  startswith: (value) => `${value}%`,
  endswith: (value) => `%${value}`,
};

/** Whether a text (as SQL) fits a pattern of SQL Server's LIKE; true or false, never unknown. */
export function likeSql({ text, values }: Sql, pattern: string, plain: boolean): Sql {
  if (pattern.length > longest) throw faults.query('The pattern of a text function is too long.');
  if (!plain) return { text: `(wildcard(${text}, ?) IS TRUE)`, values: [...values, pattern] };
  return ascii(pattern)
    ? { text: `(${text} LIKE ? IS TRUE)`, values: [...values, pattern] }
    : { text: `(fold(${text}) LIKE fold(?) IS TRUE)`, values: [...values, pattern] };
}

/** `contains(name,'x')`; the value may hold wildcards. */
export const textMatch = (property: Sql, name: TextFunction, value: string): Sql =>
  likeSql(property, around[name](value), !/[%[]/.test(value));
