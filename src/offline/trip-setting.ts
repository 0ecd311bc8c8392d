import { chosenTrips, type Selection, type Trip } from '../domain/trip';
import { keptSetting } from './kept-setting';
import type { Store } from './store';

const setting = keptSetting<Selection | null>('trips', null);

/** The trips that the user has chosen; null: the organisation's. */
export const tripSetting = setting.open;

/** The trips that hold. */
export const readTrips = async (
  store: Store,
  organization: readonly Trip[],
): Promise<readonly Trip[]> => chosenTrips(await setting.read(store), organization);
