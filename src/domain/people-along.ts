import type { Table } from './table';
import { sourcesOf, type Trip } from './trip';
import { addressees, type TripSource } from './trip-source';

type Readable = readonly Pick<Table, 'name' | 'ownership'>[];

const addressesOf = (source: TripSource | undefined): readonly string[] =>
  source?.kind === 'people' ? source.addresses : [];

/** The tables that whoever has an e-mail address may be in. @param tables those that the user may read. */
const addressable = (tables: Readable): Readable =>
  tables.filter(({ name }) => addressees.includes(name));

/** Whether people can come along at all. @param tables those that the user may read. */
export const canComeAlong = (tables: Readable): boolean => addressable(tables).length > 0;

/** Whether the trips that are on bring whoever has one of these addresses, whichever table they are in. */
export const areAlong = (
  trips: readonly Trip[],
  tables: Readable,
  addresses: readonly string[],
): boolean =>
  addressable(tables).every((table) => {
    const brought = new Set(sourcesOf(trips, table).flatMap(addressesOf));
    return addresses.every((address) => brought.has(address));
  });

/** The trips that are on around any of these addresses. */
export const tripsAround = (
  trips: readonly Trip[],
  addresses: readonly string[],
): readonly Trip[] =>
  trips.filter(
    ({ on, source }) => on && addressesOf(source).some((address) => addresses.includes(address)),
  );

/** With the first trip switched on that brings all of these people; null: there is none that is off. */
export function withTheirTrip(
  trips: readonly Trip[],
  tables: Readable,
  addresses: readonly string[],
): readonly Trip[] | null {
  const theirs = trips.find(
    (trip) => !trip.on && areAlong([{ ...trip, on: true }], tables, addresses),
  );
  if (theirs === undefined) return null;
  return trips.map((trip) => (trip === theirs ? { ...trip, on: true } : trip));
}
