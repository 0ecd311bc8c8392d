import { type Live, liveCell } from '../../../domain/live';
import type { Clock } from '../../../domain/ports';

/** Something that is done in a moment. Until then nothing of it has happened, and it can be taken back. */
export interface Postponed<T> {
  /** What is to be done; null: nothing. */
  readonly next: Live<T | null>;
  /** Puts it off; what was put off before is done now. */
  put(value: T): void;
  /** Does it now, where there is something. */
  doNow(): void;
  /** Forgets it. */
  takeBack(): void;
}

/** @param ms until it is done. */
export function postpone<T>(
  act: (value: T) => void,
  ms: number,
  after: Clock['after'],
): Postponed<T> {
  const next = liveCell<T | null>(null);
  let cancel = (): void => undefined;
  const take = (): T | null => {
    cancel();
    const value = next.get();
    next.set(null);
    return value;
  };
  const doNow = (): void => {
    const value = take();
    if (value !== null) act(value);
  };
  return {
    next,
    put(value) {
      doNow();
      next.set(value);
      cancel = after(ms, doNow);
    },
    doNow,
    takeBack: () => void take(),
  };
}
