import type { Clock } from '../../domain/ports';
import type { CopyProgress } from '../../domain/status';

export const idle: CopyProgress = {
  phase: 'idle',
  rows: 0,
  total: null,
  table: null,
  leftMs: null,
  failure: null,
};

/** Milliseconds left at the speed so far; null before there is one. */
export function timeLeft(
  clock: Clock,
  since: number,
  rowsSince: number,
  left: number | null,
): number | null {
  const passed = clock.now() - since;
  if (left === null || rowsSince <= 0 || passed <= 0) return null;
  return Math.round((passed / rowsSince) * Math.max(0, left));
}
