import { liveCell, type Live } from '../domain/live';
import type { Bell } from './bell';

export interface LiveQuery<T> extends Live<T> {
  /** Resolves with the first result; rejects where that failed. */
  readonly first: Promise<void>;
  stop(): void;
}

/**
 * A query of the store that follows its changes, in whichever pane they are made. The bell, not Dexie's liveQuery:
 * that one needs a global IndexedDB, which is missing where storage is denied. Rings during a query lead to one more.
 */
export function liveOf<T>(bell: Bell, query: () => Promise<T>, initial: T): LiveQuery<T> {
  const cell = liveCell(initial);
  let stopped = false;
  let again = false;
  let running = false;

  const refresh = async (): Promise<void> => {
    again = true;
    if (running) return;
    running = true;
    try {
      while (again && !stopped) {
        again = false;
        const value = await query();
        if (!stopped) cell.set(value);
      }
    } finally {
      running = false;
    }
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
    stop() {
      stopped = true;
      silence();
    },
  };
}
