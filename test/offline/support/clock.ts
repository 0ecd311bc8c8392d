import type { Clock } from '../../../src/domain/ports';

/** A clock that stands still until it is moved. */
export interface TestClock extends Clock {
  /** Moves on, firing what falls due on the way. */
  advance(ms: number): void;
  /** Another time of day, without anything falling due: a clock jump. */
  jump(ms: number): void;
  /** Milliseconds until something falls due; null: nothing will. */
  untilNext(): number | null;
}

export function testClock(start = Date.parse('2026-03-02T08:00:00Z')): TestClock {
  let wall = start;
  let elapsed = 0;
  let timers: { at: number; callback: () => void }[] = [];
  return {
    now: () => wall,
    after(ms, callback) {
      const timer = { at: elapsed + ms, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(ms) {
      const end = elapsed + ms;
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        timers = timers.filter((other) => other !== next);
        wall += next.at - elapsed;
        elapsed = next.at;
        next.callback();
      }
      wall += end - elapsed;
      elapsed = end;
    },
    jump(ms) {
      wall += ms;
    },
    untilNext: () =>
      timers.length === 0 ? null : Math.max(0, Math.min(...timers.map(({ at }) => at)) - elapsed),
  };
}
