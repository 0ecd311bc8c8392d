import type { DuplicateChoice, DuplicateSetting } from '../domain/duplicate-choice';
import { liveOf } from './live-query';
import { readState, type Store, writeState } from './store';

/** Where the choice is kept. */
export const DUPLICATES = 'duplicates';

export const readDuplicateChoice = async (store: Store): Promise<DuplicateChoice> =>
  (await readState<DuplicateChoice>(store, DUPLICATES)) ?? 'hold';

/** The choice as it is kept with the user's data. */
export function duplicateSetting(store: Store): DuplicateSetting & { stop(): void } {
  const choice = liveOf<DuplicateChoice>(store.bell, () => readDuplicateChoice(store), 'hold');
  return {
    choice,
    choose: (value) => writeState(store, DUPLICATES, value),
    stop: choice.stop,
  };
}
