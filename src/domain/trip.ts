import type { Identity, RowFilter } from './crm-server';
import type { Setting } from './setting';
import type { Table } from './table';

/**
 * Which rows of a table are kept on this computer, each choice more than the one before: none; those that other kept
 * rows refer to; the user's own; those of the teams that they are a member of too; all that they may read.
 */
export const rowChoices = ['none', 'related', 'mine', 'team', 'all'] as const;
export type RowChoice = (typeof rowChoices)[number];

/** What is kept of one table. */
export interface TableFilter {
  readonly rows: RowChoice;
}

/** A named set of filters that can be switched on and off. */
export interface Trip {
  /** Not the name of another trip; '' for the {@link usualTrip}, which nobody has named. */
  readonly name: string;
  readonly on: boolean;
  /** By logical name. */
  readonly tables: Readonly<Record<string, TableFilter>>;
  /** For every table that is not among them, also one that the organisation makes available later. */
  readonly others: TableFilter;
}

/** The trips of the user's own choice, as they are stored. */
export interface Selection {
  /** Of this form. */
  readonly version: 1;
  readonly trips: readonly Trip[];
}

/** What holds where neither the user nor the organisation has chosen: the user's own rows and what they refer to. */
export const usualTrip: Trip = { name: '', on: true, tables: {}, others: { rows: 'mine' } };

/** The organisation's trips, from config.json. */
export interface OrganizationTrips {
  readonly trips: readonly Trip[];
  /** Which field cannot be used, so that the {@link usualTrip} stands for them; null: none. */
  readonly problem: string | null;
}

/** How many rows a choice means in the CRM; Dataverse counts to 5000 at most, `more` says that there are more. */
export interface RowCount {
  readonly count: number;
  readonly more: boolean;
}

/** A choice whose rows are read for their own sake. */
export type OwnChoice = Exclude<RowChoice, 'none' | 'related'>;

/** Null: the organisation's trips hold. */
export interface TripSetting extends Setting<Selection | null> {
  readonly organization: OrganizationTrips;
  /** Asks the CRM. Rejects with a CrmError. */
  count(table: Table, rows: OwnChoice): Promise<RowCount>;
}

/** What holds for this user. What a newer version has chosen is not understood here. */
export const chosenTrips = (
  selection: Selection | null,
  organization: readonly Trip[],
): readonly Trip[] =>
  selection !== null && (selection.version as number) === 1 ? selection.trips : organization;

/** The choices that a table has: rows that nobody owns are neither the user's nor a team's. */
export const choicesFor = ({ ownership }: Pick<Table, 'ownership'>): readonly RowChoice[] =>
  ownership === 'user' ? rowChoices : ['none', 'related', 'all'];

type Kept = Pick<Table, 'name' | 'ownership'>;

/** What one trip keeps of a table, on or off. */
export function rowsOf(trip: Trip, table: Kept): RowChoice {
  const { rows } = trip.tables[table.name] ?? trip.others;
  return choicesFor(table).includes(rows) ? rows : 'related';
}

/** What is kept of a table: trips that are on add up. */
export const rowsKept = (trips: readonly Trip[], table: Kept): RowChoice =>
  trips
    .filter(({ on }) => on)
    .map((trip) => rowsOf(trip, table))
    .reduce(
      (most, rows) => (rowChoices.indexOf(rows) > rowChoices.indexOf(most) ? rows : most),
      'none',
    );

/** The rows that a choice reads for their own sake. */
export function filterFor(rows: OwnChoice, { userId }: Pick<Identity, 'userId'>): RowFilter {
  switch (rows) {
    case 'mine':
      return { kind: 'owner', userId };
    case 'team':
      return { kind: 'team' };
    case 'all':
      return { kind: 'all' };
  }
}
