import type { SqlValue } from './store';

/** A piece of SQL and the values of its parameters, in the order of the text. */
export interface Sql {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

export const sql = (text: string, ...values: readonly SqlValue[]): Sql => ({ text, values });

/** Holds for every row. */
export const everyRow: Sql = { text: '1', values: [] };
/** Holds for none. */
export const noRow: Sql = { text: '0', values: [] };

export const negated = ({ text, values }: Sql): Sql => ({ text: `(NOT ${text})`, values });

/** The conditions joined: as a tree with few levels, since SQLite limits how deep an expression may be. */
export function joined(word: 'AND' | 'OR', parts: readonly Sql[]): Sql {
  const [first, second] = parts;
  if (!first) return word === 'AND' ? everyRow : noRow;
  if (!second) return { text: `(${first.text})`, values: first.values };
  const half = Math.ceil(parts.length / 2);
  const left = joined(word, parts.slice(0, half));
  const right = joined(word, parts.slice(half));
  return {
    text: `(${left.text} ${word} ${right.text})`,
    values: [...left.values, ...right.values],
  };
}
