import {
  conditionProblem,
  type Condition,
  type ConditionProblem,
  type Conditions,
  conditionsIn,
} from './condition';
import { conditionsFilter, dayAt } from './condition-filter';
import type { Identity, RowFilter } from './crm-server';
import type { Live } from './live';
import type { Setting } from './setting';
import type { Table } from './table';
import { sourceTables, type TripSource } from './trip-source';
import type { View, ViewRef, Views } from './view';

/**
 * Which rows of a table are kept on this computer, each choice more than the one before: none; those that other kept
 * rows refer to; the user's own; those of the teams that they are a member of too; all that they may read.
 */
export const rowChoices = ['none', 'related', 'mine', 'team', 'all'] as const;
export type RowChoice = (typeof rowChoices)[number];

/** What is kept of one table. */
export interface TableFilter {
  readonly rows: RowChoice;
  /** Of the rows, those alone that the view shows; absent: each of them. */
  readonly view?: ViewRef;
  /** Those of the rows alone; absent: each of them. What kept rows refer to is kept whether it meets them or not. */
  readonly conditions?: Conditions;
  /** Logical names of columns that are not brought, unless another trip brings them; absent: all of them are. */
  readonly without?: readonly string[];
  /** Whether the notes on the rows come along, whoever owns them; absent: if the trip keeps any notes. */
  readonly notes?: boolean;
}

/** A named set of filters that can be switched on and off. */
export interface Trip {
  /** Not the name of another trip; '' for the {@link usualTrip}, which nobody has named. */
  readonly name: string;
  readonly on: boolean;
  /** By logical name. */
  readonly tables: Readonly<Record<string, TableFilter>>;
  /** For every table that is not among them, also one that the organisation makes available later. */
  readonly others: Pick<TableFilter, 'rows'>;
  /** The files of kept rows, such as those of notes, come too. */
  readonly attachments?: boolean;
  /** Brings rows of tables of which the trip keeps any at all, whatever its filters say of them; absent: nothing. */
  readonly source?: TripSource;
}

/** The trips of the user's own choice, as they are stored. */
export interface Selection {
  /** Of this form. */
  readonly version: 1;
  readonly trips: readonly Trip[];
}

/**
 * What holds where neither the user nor the organisation has chosen: the user's own rows and what they refer to, with the
 * notes on all of these.
 */
export const usualTrip: Trip = { name: '', on: true, tables: {}, others: { rows: 'mine' } };

/** Trips from config.json. */
export interface ConfiguredTrips {
  readonly trips: readonly Trip[];
  /** Which field cannot be used, so that others stand for them; null: none. */
  readonly problem: string | null;
}

/** The organisation's trips; where they cannot be used, the {@link usualTrip}. */
export interface OrganizationTrips extends ConfiguredTrips {
  /** What a user can begin a trip of their own with; where they cannot be used, none. */
  readonly templates: ConfiguredTrips;
}

/** How many rows a choice means in the CRM; Dataverse counts to 50,000 at most, `more` says that there are more. */
export interface RowCount {
  readonly count: number;
  readonly more: boolean;
}

/** A choice whose rows are read for their own sake. */
export type OwnChoice = Exclude<RowChoice, 'none' | 'related'>;

/** What is read of a table for its own sake. */
export interface OwnFilter extends TableFilter {
  readonly rows: OwnChoice;
}

/** Null: the organisation's trips hold. */
export interface TripSetting extends Setting<Selection | null> {
  /**
   * Chooses by what is chosen now, in whichever window.
   * @param next is asked once more where another choice was made meanwhile.
   */
  change(next: (now: Selection | null) => Selection | null): Promise<void>;
  readonly organization: OrganizationTrips;
  /** Those of the views that trips name which the last refresh asked the CRM about. */
  readonly views: Live<Views>;
  /** Asks the CRM for the views of tables, by name. Rejects with a CrmError. */
  readViews(tables: readonly Table[]): Promise<readonly View[]>;
  /**
   * Asks the CRM about a filter that can be used.
   * @param views has that of the filter.
   * Rejects with a CrmError.
   */
  count(table: Table, filter: OwnFilter, views: Views, signal?: AbortSignal): Promise<RowCount>;
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
export function filterOf(trip: Trip, table: Kept): TableFilter {
  const filter: TableFilter = trip.tables[table.name] ?? trip.others;
  return choicesFor(table).includes(filter.rows) ? filter : { rows: 'related' };
}

/** The rows of a table that one trip keeps, on or off, if they meet its conditions. */
export const rowsOf = (trip: Trip, table: Kept): RowChoice => filterOf(trip, table).rows;

const filtersOf = (trips: readonly Trip[], table: Kept): readonly TableFilter[] =>
  trips.filter(({ on }) => on).map((trip) => filterOf(trip, table));

/** The sources of the trips that are on from which rows of a table come, each once. */
export const sourcesOf = (trips: readonly Trip[], table: Kept): readonly TripSource[] => {
  const sources = trips
    .filter((trip) => trip.on && rowsOf(trip, table) !== 'none')
    .flatMap(({ source }) => (source === undefined ? [] : [source]))
    .filter((source) => sourceTables(source).includes(table.name));
  return [...new Map(sources.map((source) => [JSON.stringify(source), source])).values()];
};

const rank = ({ rows }: TableFilter): number => rowChoices.indexOf(rows);

/** Whether the rows of a filter are read for their own sake. */
export const isOwn = (filter: TableFilter): filter is OwnFilter =>
  filter.rows !== 'none' && filter.rows !== 'related';

/** The widest choice of a table's rows: trips that are on add up. */
export const rowsKept = (trips: readonly Trip[], table: Kept): RowChoice =>
  filtersOf(trips, table).reduce<TableFilter>(
    (most, filter) => (rank(filter) > rank(most) ? filter : most),
    { rows: 'none' },
  ).rows;

const isNarrow = ({ view, conditions }: TableFilter): boolean =>
  view !== undefined || conditions !== undefined;

/** The views that trips which are on show rows by, with their tables, each once. */
export const viewsIn = (
  trips: readonly Trip[],
  tables: readonly Table[],
): readonly { readonly table: Table; readonly view: ViewRef }[] => [
  ...new Map(
    tables.flatMap((table) =>
      ownFilters(trips, table).flatMap(({ view }) =>
        view === undefined ? [] : [[view.id, { table, view }] as const],
      ),
    ),
  ).values(),
];

/** What trips that are on read of a table for its own sake: what one of these keeps is kept. */
export function ownFilters(trips: readonly Trip[], table: Kept): readonly OwnFilter[] {
  // Which columns and notes come does not tell which rows do.
  const own = filtersOf(trips, table)
    .filter(isOwn)
    .map(({ without: _, notes: _notes, ...filter }) => filter);
  const widest = own
    .filter((filter) => !isNarrow(filter))
    .reduce<OwnFilter | null>(
      (most, filter) => (most === null || rank(filter) > rank(most) ? filter : most),
      null,
    );
  const further = own.filter(
    (filter) => isNarrow(filter) && (widest === null || rank(filter) > rank(widest)),
  );
  const all = [...(widest === null ? [] : [{ rows: widest.rows }]), ...further];
  return [...new Map(all.map((filter) => [JSON.stringify(filter), filter])).values()];
}

/** Whether trips that are on bring rows of a table for their own sake, and not only because others refer to them. */
export const bringsRows = (trips: readonly Trip[], table: Kept): boolean =>
  ownFilters(trips, table).length > 0 || sourcesOf(trips, table).length > 0;

/**
 * What of a filter cannot be used on its table, and why. A view: it is `gone`, for this user at least, or it goes
 * `beyond` what can be asked about the rows of one table.
 */
export type Unusable =
  | {
      readonly kind: 'condition';
      readonly condition: Condition;
      readonly problem: ConditionProblem;
    }
  | { readonly kind: 'view'; readonly view: ViewRef; readonly problem: 'gone' | 'beyond' };

/** @param views without one that has not been asked for yet: it is taken for one that can be used. */
export function unusable(
  { view, conditions }: TableFilter,
  table: Pick<Table, 'columns'>,
  views: Views,
): readonly Unusable[] {
  const found = view && views[view.id];
  const problem = found === null ? 'gone' : found?.condition === null ? 'beyond' : null;
  return [
    ...(view === undefined || problem === null ? [] : [{ kind: 'view', view, problem } as const]),
    ...(conditions === undefined ? [] : conditionsIn(conditions)).flatMap((condition) => {
      const wrong = conditionProblem(condition, table);
      return wrong === null ? [] : [{ kind: 'condition', condition, problem: wrong } as const];
    }),
  ];
}

/** That because of which it is not known which rows of a table are kept: nothing that is here leaves. */
export const unusableIn = (
  trips: readonly Trip[],
  table: Kept & Pick<Table, 'columns'>,
  views: Views,
): readonly Unusable[] =>
  ownFilters(trips, table).flatMap((filter) => unusable(filter, table, views));

const choiceFilter = (
  rows: Exclude<OwnChoice, 'all'>,
  { userId }: Pick<Identity, 'userId'>,
): RowFilter => (rows === 'mine' ? { kind: 'owner', userId } : { kind: 'team' });

/**
 * The rows that a filter reads for their own sake, all of which can be used.
 * @param views has that of the filter.
 * @param now milliseconds since 1970: days of conditions count from there.
 */
export function rowFilter(
  { rows, view, conditions }: OwnFilter,
  table: Pick<Table, 'columns'>,
  identity: Pick<Identity, 'userId'>,
  views: Views,
  now: number,
): RowFilter {
  const condition = view && views[view.id]?.condition;
  const filters: RowFilter[] = [
    ...(rows === 'all' ? [] : [choiceFilter(rows, identity)]),
    ...(condition === undefined || condition === null
      ? []
      : [{ kind: 'view', condition, day: dayAt(now) } as const]),
    ...(conditions === undefined ? [] : [conditionsFilter(conditions, table, now)]),
  ];
  const [first = { kind: 'all' }] = filters;
  return filters.length > 1 ? { kind: 'and', filters } : first;
}
