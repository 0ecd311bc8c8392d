import { liveQuery } from 'dexie';
import { liveCell, type Live } from '../domain/live';

export interface LiveQuery<T> extends Live<T> {
  /** Resolves with the first result. */
  readonly first: Promise<void>;
  stop(): void;
}

/** A query of the store that follows its changes, in whichever pane they are made. */
export function liveOf<T>(query: () => Promise<T>, initial: T): LiveQuery<T> {
  const cell = liveCell(initial);
  let answered: () => void = () => undefined;
  let failed: (error: unknown) => void = () => undefined;
  const first = new Promise<void>((resolve, reject) => {
    answered = resolve;
    failed = reject;
  });
  first.catch(() => undefined);
  const subscription = liveQuery(query).subscribe({
    next(value) {
      cell.set(value);
      answered();
    },
    error: (error: unknown) => {
      failed(error);
    },
  });
  return {
    get: cell.get,
    subscribe: cell.subscribe,
    first,
    stop: () => {
      subscription.unsubscribe();
    },
  };
}
