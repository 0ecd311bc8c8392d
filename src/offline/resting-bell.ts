import type { Clock } from '../domain/ports';
import type { Bell } from './bell';

/**
 * A bell for who rings often: the first ring is heard at once, those that follow within `ms` become one.
 * Each ring makes every pane read the feed, which takes its time from the work that is rung for.
 */
export function restingBell(bell: Bell, clock: Clock, ms: number): Bell {
  let resting = false;
  let again = false;
  const rest = (): void => {
    resting = true;
    clock.after(ms, () => {
      resting = false;
      if (again) ring();
    });
  };
  const ring = (): void => {
    again = resting;
    if (resting) return;
    bell.ring();
    rest();
  };
  return { ...bell, ring };
}
