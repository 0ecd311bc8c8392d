import type { Setting } from '../domain/setting';
import { liveOf } from './live-query';
import { readState, type Store, writeState } from './store';

interface KeptSetting<T> {
  /** Where it is kept. */
  readonly key: string;
  readonly read: (store: Store) => Promise<T>;
  readonly open: (store: Store) => Setting<T> & { stop(): void };
}

/** A choice that is kept with the user's data. @param initial until the user has chosen. */
export function keptSetting<T>(key: string, initial: T): KeptSetting<T> {
  const read = async (store: Store): Promise<T> => (await readState<T>(store, key)) ?? initial;
  return {
    key,
    read,
    open: (store) => {
      const choice = liveOf(store.bell, () => read(store), initial);
      return { choice, choose: (value) => writeState(store, key, value), stop: choice.stop };
    },
  };
}
