import type { Model, Table } from './table';
import { rowsOf, type Trip } from './trip';

/** A table whose rows are notes, and the column that refers to the record which a note is about. */
export interface Notes {
  readonly table: Table;
  readonly about: string;
}

/** Null where the user has no notes. */
export function notesIn(model: Model): Notes | null {
  const table = Object.values(model).find(({ about }) => about !== undefined);
  return table?.about === undefined ? null : { table, about: table.about };
}

/** Whether there can be notes on records of a table. */
export const mayHaveNotes = ({ table, about }: Notes, { name }: Pick<Table, 'name'>): boolean =>
  table.columns[about]?.targets?.includes(name) === true;

/**
 * Whether a trip, on or off, takes along the notes on those records of a table that are kept. Where it does not say, it
 * does if it keeps any notes.
 */
export const takesNotes = (trip: Trip, { name }: Pick<Table, 'name'>, { table }: Notes): boolean =>
  trip.tables[name]?.notes ?? rowsOf(trip, table) !== 'none';

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
