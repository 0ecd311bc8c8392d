import type { Trip } from './trip';

const byName = (trips: readonly Trip[], name: string): Trip | undefined =>
  trips.find((trip) => trip.name === name);

const same = (one: Trip | undefined, other: Trip | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

export interface MergedTrips {
  readonly trips: readonly Trip[];
  /** Names of those that others have changed too, whose change gave way. */
  readonly overridden: readonly string[];
}

/**
 * What was changed here, on the trips as they are now. By their names: a new name makes another trip of it.
 * @param base what they were when the change began.
 * @param mine what was made of them here.
 * @param theirs what they are now.
 */
export function mergeTrips(
  base: readonly Trip[],
  mine: readonly Trip[],
  theirs: readonly Trip[],
): MergedTrips {
  const names = [...mine, ...theirs.filter(({ name }) => byName(mine, name) === undefined)].map(
    ({ name }) => name,
  );
  const overridden: string[] = [];
  const trips = names.flatMap((name) => {
    const [before, here, there] = [base, mine, theirs].map((trips) => byName(trips, name));
    if (same(here, before)) return there ?? [];
    if (!same(there, before) && !same(there, here)) overridden.push(name);
    return here ?? [];
  });
  return { trips, overridden };
}
