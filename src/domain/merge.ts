import { sameValue, type Values } from './value';

/** A change against what the server has now, column by column. */
export interface Merge {
  /** Columns whose change still has to go: the server has what it had before. */
  readonly apply: Values;
  /** Columns where the server already has our value. */
  readonly done: readonly string[];
  /** Columns someone else changed to something different: the server's values. */
  readonly overlap: Values;
}

/**
 * Three-way merge. The base is the change's own `before`, never a later refresh.
 * A column without a before counts as changed by the other side only if the server's value differs from ours.
 */
export function merge(before: Values, mine: Values, theirs: Values): Merge {
  const apply: Record<string, Values[string]> = {};
  const overlap: Record<string, Values[string]> = {};
  const done: string[] = [];
  for (const [column, value] of Object.entries(mine)) {
    const now = theirs[column];
    if (sameValue(now, value)) done.push(column);
    else if (sameValue(now, before[column])) apply[column] = value;
    else overlap[column] = now ?? null;
  }
  return { apply, done, overlap };
}
