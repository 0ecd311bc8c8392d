import { SaveError } from '../../domain/record-store';
import type { Column } from '../../domain/table';
import { formatValue } from '../format';
import { strings } from '../strings';
import type { Problem } from './draft';

const limit = (column: Column, value: number | undefined): string | null =>
  value === undefined
    ? null
    : formatValue(
        { ...column, type: 'decimal', precision: Number.isInteger(value) ? 0 : 2 },
        String(value),
      );

/** What to do about a field that cannot be saved. */
export function describeProblem(column: Column, problem: Problem): string {
  const text = strings.form.problem;
  switch (problem) {
    case 'tooLong':
      return text.tooLong(column.maxLength);
    case 'range':
      return text.range(limit(column, column.min), limit(column, column.max));
    default:
      return text[problem];
  }
}

/** Why nothing was saved, and what to do. */
export function describeSaveError(error: unknown): string {
  return error instanceof SaveError
    ? strings.form.failed[error.problem.code]
    : strings.form.failed.localBroken;
}
