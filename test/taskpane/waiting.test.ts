import { describe, expect, it } from '@jest/globals';
import { formatMoment, formatRecent } from '../../src/taskpane/format';
import { isOverdue, oldestOf } from '../../src/taskpane/outbox/oldest';

/** The computer's own time zone, as the user reads it. */
const local = (day: number, hour: number, minute = 0): number =>
  new Date(2026, 10, day, hour, minute).getTime();
/** Thursday. */
const now = local(26, 9);
const words = (at: number): string => formatRecent(at, now).replace(/\u202f/g, ' ');

describe('the age of what waits', () => {
  it('is that of the oldest change, wherever it stands in the line', () => {
    const at = (ms: number) => ({ at: new Date(ms).toISOString() });
    expect(oldestOf([at(local(25, 8)), at(local(24, 14)), at(now)])).toBe(local(24, 14));
  });

  it('is not known where no change tells its time', () => {
    expect(oldestOf([{ at: '' }])).toBeNull();
    expect(oldestOf([])).toBeNull();
  });

  it('is told by the day for a week, and by the date from then on', () => {
    expect(words(local(26, 8, 5))).toBe('today, 8:05 AM');
    expect(words(local(25, 23, 59))).toBe('yesterday, 11:59 PM');
    expect(words(local(24, 14, 5))).toBe('Tuesday, 2:05 PM');
    expect(words(local(20, 14, 5))).toBe('Friday, 2:05 PM');
    expect(formatRecent(local(19, 14, 5), now)).toBe(formatMoment(local(19, 14, 5)));
  });

  it('is told by the date where the clock has been set back since', () => {
    expect(formatRecent(local(28, 8), now)).toBe(formatMoment(local(28, 8)));
  });

  it('is said louder after more than a day', () => {
    expect(isOverdue(local(25, 9), now)).toBe(false);
    expect(isOverdue(local(25, 9) - 1, now)).toBe(true);
  });
});
