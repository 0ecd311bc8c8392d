import { chosenTrips, type Selection, type Trip } from '../domain/trip';
import { keptSetting } from './kept-setting';
import { changeState, type Store } from './store';

const setting = keptSetting<Selection | null>('trips', null);

/** The trips that the user has chosen; null: the organisation's. */
export const tripSetting = (store: Store) => ({
  ...setting.open(store),
  change: (next: (now: Selection | null) => Selection | null): Promise<void> =>
    changeState<Selection | null>(store, setting.key, (now) => next(now ?? null)),
});

/** The trips that hold. */
export const readTrips = async (
  store: Store,
  organization: readonly Trip[],
): Promise<readonly Trip[]> => chosenTrips(await setting.read(store), organization);
