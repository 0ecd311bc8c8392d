import type { DuplicateChoice, DuplicateSetting } from '../domain/duplicate-choice';
import { liveOf } from './live-query';
import { readState, type Store, writeState } from './store';

const KEY = 'duplicates';

export const readDuplicateChoice = async (store: Store): Promise<DuplicateChoice> =>
  (await readState<DuplicateChoice>(store, KEY)) ?? 'hold';

/** The choice as it is kept with the user's data. */
export function duplicateSetting(store: Store): DuplicateSetting & { stop(): void } {
  const choice = liveOf<DuplicateChoice>(store.bell, () => readDuplicateChoice(store), 'hold');
  return {
    choice,
    choose: (value) => writeState(store, KEY, value),
    stop: choice.stop,
  };
}
