import { bringing } from '../../domain/attachment';
import { leftOut } from '../../domain/left-out';
import { notesIn, withNotes } from '../../domain/notes-choice';
import type { Table } from '../../domain/table';
import {
  bringsRows,
  filterOf,
  isOwn,
  ownFilters,
  rowsKept,
  sourcesOf,
  type TableFilter,
  type Trip,
  unusable,
} from '../../domain/trip';
import { appointments, type TripSource } from '../../domain/trip-source';
import { strings } from '../strings';

const text = strings.trips;

/** The trips by the names that the user reads. */
export const named = (trips: readonly Trip[]): readonly Trip[] =>
  trips.map((trip) => (trip.name === '' ? { ...trip, name: text.usual } : trip));

/** As a user tells names apart. */
const isSameName = (one: string, other: string): boolean =>
  one.trim().toLocaleLowerCase() === other.trim().toLocaleLowerCase();

/** The name, or the first of its numbered ones that no trip has. */
export function freeName(trips: readonly Trip[], name: string): string {
  const taken = (candidate: string) => trips.some((trip) => isSameName(trip.name, candidate));
  let free = name;
  for (let n = 2; taken(free); n++) free = text.numbered(name, n);
  return free;
}

/** With one more, which keeps nothing yet. */
export const withNew = (trips: readonly Trip[]): readonly Trip[] => [
  ...trips,
  { name: freeName(trips, text.newTrip), on: true, tables: {}, others: { rows: 'none' } },
];

/** A name that may have to be followed by a number. */
const NAME = 90;

/** With one more, which keeps what its source brings and what that refers to. */
export const withSource = (
  trips: readonly Trip[],
  name: string,
  source: TripSource,
): readonly Trip[] => [
  ...trips,
  {
    name: freeName(trips, name.slice(0, NAME).trim()),
    on: true,
    tables: {},
    others: { rows: 'related' },
    source,
  },
];

/** How far the diary of a new trip reaches: days. */
export const DIARY_DAYS = 7;

/** With one more around the user's diary. */
export const withDiary = (trips: readonly Trip[]): readonly Trip[] =>
  withSource(trips, text.diary, { kind: 'diary', days: DIARY_DAYS });

/** Whether the diary can come along, and no trip is around it. @param tables those that the user may read. */
export const lacksDiary = (trips: readonly Trip[], tables: readonly Table[]): boolean =>
  tables.some(({ name }) => name === appointments.table) &&
  !trips.some(({ source }) => source?.kind === 'diary');

/** With one more around the people of an item. @param subject the item's. */
export const withPeople = (
  trips: readonly Trip[],
  subject: string,
  addresses: readonly string[],
): readonly Trip[] => withSource(trips, text.peopleOf(subject), { kind: 'people', addresses });

/** With one more, made from a template. */
export const withTemplate = (trips: readonly Trip[], template: Trip): readonly Trip[] => [
  ...trips,
  { ...template, on: true, name: freeName(trips, template.name) },
];

/** With a copy at the end. */
export const withCopy = (trips: readonly Trip[], trip: Trip): readonly Trip[] => [
  ...trips,
  { ...trip, name: freeName(trips, text.copyOf(trip.name)) },
];

export const withFilter = (trip: Trip, table: string, filter: TableFilter): Trip => ({
  ...trip,
  tables: { ...trip.tables, [table]: filter },
});

/** On the records of which of these tables notes come along, if the table is that of the notes. */
const notesKept = (trips: readonly Trip[], tables: readonly Table[], table: Table): string[] => {
  const notes = notesIn(tables);
  return notes?.table === table ? withNotes(trips, tables, notes).map(({ name }) => name) : [];
};

/** Tells apart what trips keep of one of the tables. */
const keptOf = (trips: readonly Trip[], tables: readonly Table[], table: Table): string =>
  JSON.stringify([
    notesKept(trips, tables, table),
    rowsKept(trips, table),
    ownFilters(trips, table),
    sourcesOf(trips, table),
    leftOut(trips, table, []),
    bringing(trips, table).map((trip) => filterOf(trip, table)),
  ]);

/** What kept rows refer to of these tables is kept too, by the first trip that is on. */
export function takenAlong(trips: readonly Trip[], tables: readonly string[]): readonly Trip[] {
  const first = trips.find(({ on }) => on);
  return trips.map((trip) =>
    trip === first
      ? tables.reduce((changed, table) => withFilter(changed, table, { rows: 'related' }), trip)
      : trip,
  );
}

/** How many of the tables are kept otherwise. */
export const changedTables = (
  tables: readonly Table[],
  before: readonly Trip[],
  after: readonly Trip[],
): number =>
  tables.filter((table) => keptOf(before, tables, table) !== keptOf(after, tables, table)).length;

/** What saving does, before it is done. */
export function effectOf(
  tables: readonly Table[],
  before: readonly Trip[],
  after: readonly Trip[],
): string {
  const changed = changedTables(tables, before, after);
  if (changed === 0) return text.same;
  return tables.some((table) => bringsRows(after, table)) ? text.effect(changed) : text.nothing;
}

/** What is wrong with a trip's name; null: nothing. */
export function nameProblem(trips: readonly Trip[], index: number): string | null {
  const name = trips[index]?.name.trim() ?? '';
  if (name === '') return text.nameMissing;
  return trips.some((trip, other) => other !== index && isSameName(trip.name, name))
    ? text.nameTaken
    : null;
}

/** Whether a filter has conditions that are not complete. */
export const isIncomplete = (filter: TableFilter, table: Table): boolean =>
  isOwn(filter) && unusable(filter, table, {}).some(({ problem }) => problem === 'values');

/** The first trip that cannot be saved, and the field that is wrong; null: there is none. */
export function firstWrong(
  trips: readonly Trip[],
  tables: readonly Table[],
): { readonly index: number; readonly field: 'name' | 'condition' } | null {
  for (const [index, trip] of trips.entries()) {
    if (nameProblem(trips, index) !== null) return { index, field: 'name' };
    if (tables.some((table) => isIncomplete(filterOf(trip, table), table)))
      return { index, field: 'condition' };
  }
  return null;
}
