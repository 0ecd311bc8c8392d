/** A value that changes over time. `subscribe` does not call at once; it returns how to stop. */
export interface Live<T> {
  get(): T;
  subscribe(listener: () => void): () => void;
}

/** A {@link Live} value with a writer. Setting an identical value (Object.is) tells nobody. */
export interface LiveCell<T> extends Live<T> {
  set(value: T): void;
}

export function liveCell<T>(initial: T): LiveCell<T> {
  let current = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set(value) {
      if (Object.is(value, current)) return;
      current = value;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
