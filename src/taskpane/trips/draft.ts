import type { Table } from '../../domain/table';
import { type RowChoice, rowsKept, type Trip } from '../../domain/trip';
import { strings } from '../strings';

const text = strings.trips;

/** The trips by the names that the user reads. */
export const named = (trips: readonly Trip[]): readonly Trip[] =>
  trips.map((trip) => (trip.name === '' ? { ...trip, name: text.usual } : trip));

/** The name, or the first of its numbered ones that no trip has. */
function freeName(trips: readonly Trip[], name: string): string {
  const taken = (candidate: string) => trips.some((trip) => trip.name === candidate);
  let free = name;
  for (let n = 2; taken(free); n++) free = text.numbered(name, n);
  return free;
}

/** With one more, which keeps nothing yet. */
export const withNew = (trips: readonly Trip[]): readonly Trip[] => [
  ...trips,
  { name: freeName(trips, text.newTrip), on: true, tables: {}, others: { rows: 'none' } },
];

/** With a copy at the end. */
export const withCopy = (trips: readonly Trip[], trip: Trip): readonly Trip[] => [
  ...trips,
  { ...trip, name: freeName(trips, text.copyOf(trip.name)) },
];

export const withRows = (trip: Trip, table: string, rows: RowChoice): Trip => ({
  ...trip,
  tables: { ...trip.tables, [table]: { ...trip.tables[table], rows } },
});

/** How many of the tables are kept otherwise. */
export const changedTables = (
  tables: readonly Table[],
  before: readonly Trip[],
  after: readonly Trip[],
): number => tables.filter((table) => rowsKept(before, table) !== rowsKept(after, table)).length;

/** What saving does, before it is done. */
export function effectOf(
  tables: readonly Table[],
  before: readonly Trip[],
  after: readonly Trip[],
): string {
  const changed = changedTables(tables, before, after);
  if (changed === 0) return text.same;
  const kept = tables.map((table) => rowsKept(after, table));
  return kept.every((rows) => rows === 'none' || rows === 'related')
    ? text.nothing
    : text.effect(changed);
}

/** What is wrong with a trip's name; null: nothing. */
export function nameProblem(trips: readonly Trip[], index: number): string | null {
  const name = trips[index]?.name.trim() ?? '';
  if (name === '') return text.nameMissing;
  return trips.some((trip, other) => other !== index && trip.name.trim() === name)
    ? text.nameTaken
    : null;
}
