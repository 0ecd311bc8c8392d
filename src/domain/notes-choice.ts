import type { Table } from './table';
import { rowsOf, type Trip } from './trip';

/** A table whose rows are notes, and the column that refers to the record which a note is about. */
export interface Notes {
  readonly table: Table;
  readonly about: string;
}

/** @param tables those that the user may read. Null where no notes are among them. */
export function notesIn(tables: readonly Table[]): Notes | null {
  const table = tables.find(({ about }) => about !== undefined);
  return table?.about === undefined ? null : { table, about: table.about };
}

/** Whether there can be notes on records of a table. */
export const mayHaveNotes = ({ table, about }: Notes, { name }: Pick<Table, 'name'>): boolean =>
  table.columns[about]?.targets?.includes(name) === true;

/** Whether a trip, on or off, keeps any notes. */
export const keepsNotes = (trip: Trip, { table }: Notes): boolean => rowsOf(trip, table) !== 'none';

/**
 * Whether a trip, on or off, takes along the notes on those records of a table that are kept. Where it does not say, it
 * does if it keeps any notes.
 */
export const takesNotes = (trip: Trip, { name }: Pick<Table, 'name'>, notes: Notes): boolean =>
  trip.tables[name]?.notes ?? keepsNotes(trip, notes);

/** The tables on whose kept records the notes come along: trips that are on add up. */
export const withNotes = (
  trips: readonly Trip[],
  tables: readonly Table[],
  notes: Notes,
): readonly Table[] =>
  tables.filter(
    (table) =>
      mayHaveNotes(notes, table) &&
      trips.some(
        (trip) => trip.on && rowsOf(trip, table) !== 'none' && takesNotes(trip, table, notes),
      ),
  );
