import type { Setting } from '../domain/setting';
import { liveOf } from './live-query';
import { readState, type Store, writeState } from './store';

interface KeptSetting<T> {
  /** Where it is kept. */
  readonly key: string;
  readonly read: (store: Store) => Promise<T>;
  /** `first`: resolves once the choice is read; rejects where that failed. */
  readonly open: (store: Store) => Setting<T> & { readonly first: Promise<void>; stop(): void };
}

/** A choice that is kept with the user's data. @param initial until the user has chosen. */
export function keptSetting<T>(key: string, initial: T): KeptSetting<T> {
  const read = async (store: Store): Promise<T> => (await readState<T>(store, key)) ?? initial;
  return {
    key,
    read,
    open: (store) => {
      const choice = liveOf(store.bell, () => read(store), initial);
      const choose = (value: T) => writeState(store, key, value);
      return { choice, choose, first: choice.first, stop: choice.stop };
    },
  };
}
