/**
 * Where records of a trip come from beside its filters. They are found anew at each refresh:
 * - `diary`: the appointments of today and so many days after it in which the user is a party, and who they are with;
 * - `people`: who has one of these e-mail addresses;
 *
 * and what stands behind them: the companies of contacts, and the open opportunities and cases of both.
 */
export type TripSource =
  | { readonly kind: 'diary'; readonly days: number }
  /** In lower case. */
  | { readonly kind: 'people'; readonly addresses: readonly string[] };

/** A diary reaches so far at most: days. */
export const MOST_DAYS = 90;

/** A diary's entries: required and optional attendees and the organizer are in them, and all states count but canceled. */
export const appointments = {
  table: 'appointment',
  roles: [5, 6, 7],
  states: [0, 1, 3],
} as const;

export const company = 'account';
export const person = 'contact';
export const lead = 'lead';
/** Whom an e-mail address may belong to. */
export const addressees: readonly string[] = [company, person, lead];
/** What companies and people are customers of. */
export const business: readonly string[] = ['opportunity', 'incident'];

/** The tables that rows of a source are of. */
export const sourceTables = ({ kind }: TripSource): readonly string[] => [
  ...(kind === 'diary' ? [appointments.table] : []),
  ...addressees,
  ...business,
];
