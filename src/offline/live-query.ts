import { liveCell, type Live } from '../domain/live';
import type { Clock } from '../domain/ports';
import type { Bell } from './bell';

export interface LiveQuery<T> extends Live<T> {
  /** Resolves with the first result; rejects where that failed. */
  readonly first: Promise<void>;
  /** Resolves when it gives what was written before this call; at once while it rests. Rejects where reading fails. */
  refresh(): Promise<void>;
  stop(): void;
}

/** Rests between two queries, so that a costly one takes no more than its share while much is changing. */
export interface Pace<T> {
  readonly clock: Clock;
  /** Milliseconds to rest after this result. */
  readonly rest: (value: T) => number;
}

/**
 * A query of the store that follows its changes, in whichever pane they are made. The bell, not Dexie's liveQuery:
 * that one needs a global IndexedDB, which is missing where storage is denied. Rings during a query lead to one more.
 */
export function liveOf<T>(
  bell: Bell,
  query: () => Promise<T>,
  initial: T,
  pace?: Pace<T>,
): LiveQuery<T> {
  const cell = liveCell(initial);
  let stopped = false;
  let again = false;
  let running: Promise<void> | null = null;
  let endRest: (() => void) | null = null;

  const rest = (value: T): void => {
    const ms = pace?.rest(value) ?? 0;
    if (pace === undefined || ms <= 0) return;
    endRest = pace.clock.after(ms, () => {
      endRest = null;
      if (again) refresh().catch(() => undefined);
    });
  };
  const read = async (): Promise<void> => {
    while (again && !stopped && endRest === null) {
      again = false;
      const value = await query();
      if (stopped) return;
      cell.set(value);
      rest(value);
    }
  };
  const refresh = (): Promise<void> => {
    again = true;
    if (endRest !== null) return Promise.resolve();
    running ??= read().finally(() => {
      running = null;
    });
    return running;
  };
  const first = refresh();
  first.catch(() => undefined);
  const silence = bell.listen(() => {
    // A store that fails tells whoever uses it; what was shown stays.
    refresh().catch(() => undefined);
  });
  return {
    get: cell.get,
    subscribe: cell.subscribe,
    first,
    refresh,
    stop() {
      stopped = true;
      silence();
      endRest?.();
    },
  };
}

/** A query that gives the very value of before while what it finds is the same. */
export function steady<T>(query: () => Promise<T>, initial: T): () => Promise<T> {
  let known = initial;
  let text = JSON.stringify(initial);
  return async () => {
    const now = await query();
    const told = JSON.stringify(now);
    if (told !== text) [known, text] = [now, told];
    return known;
  };
}
