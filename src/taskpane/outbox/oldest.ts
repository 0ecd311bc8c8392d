import type { OutboxEntry } from '../../domain/entry';

const DAY = 86_400_000;

/** When the oldest of the changes was made, by the computer's clock: milliseconds since 1970; null where none tells. */
export function oldestOf(entries: readonly Pick<OutboxEntry, 'at'>[]): number | null {
  const times = entries.map(({ at }) => Date.parse(at)).filter((time) => !Number.isNaN(time));
  return times.length > 0 ? Math.min(...times) : null;
}

/** It has waited for so long that the user may not know of it any more. */
export const isOverdue = (oldest: number, now: number): boolean => now - oldest > DAY;
