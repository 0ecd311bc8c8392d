import type { Selection, Trip } from './trip';

/** Whether they differ in no more than whether they are on. */
const isSame = (one: Trip, other: Trip): boolean =>
  JSON.stringify({ ...one, on: true }) === JSON.stringify({ ...other, on: true });

/**
 * The organisation's trips as it has them, and behind them what the user has made or changed besides, switched off.
 * @param freeName the name, or one like it that none of the trips has.
 */
export function backToOrganization(
  trips: readonly Trip[],
  organization: readonly Trip[],
  freeName: (trips: readonly Trip[], name: string) => string,
): readonly Trip[] {
  const own = trips.filter((trip) => !organization.some((theirs) => isSame(theirs, trip)));
  return own.reduce<readonly Trip[]>(
    (all, trip) => [...all, { ...trip, on: false, name: freeName(all, trip.name) }],
    organization,
  );
}

/** What is chosen by going back so. Null: the organisation's trips alone, whatever it makes of them. */
export const choiceOf = (back: readonly Trip[], organization: readonly Trip[]): Selection | null =>
  back.length === organization.length ? null : { version: 1, trips: back };
