import type { Column } from '../domain/table';
import type { Relationship } from './relationships';
import { targetsOf } from './relationships';

/** The base table of all activities: its rows are those of the others again. */
export const baseActivity = 'activitypointer';

/** The table that holds the parties of every activity. */
export const partyTable = 'activityparty';

/** Columns that every activity keeps, on the form or not: what a calendar, a list or e-mail tracking needs. */
export const activityColumns: ReadonlySet<string> = new Set([
  'subject',
  'description',
  'regardingobjectid',
  'scheduledstart',
  'scheduledend',
  'actualstart',
  'actualend',
  'directioncode',
  'messageid',
]);

/** The text of a mail is HTML, though its metadata does not say so. A mail is what has a Message-ID. */
export const isMailText = (column: string, columns: ReadonlySet<string>): boolean =>
  column === 'description' && columns.has('messageid');

/**
 * The parties of an activity as one column, named as the collection that holds them; null where it has none.
 * @param relationships those of {@link partyTable}.
 */
export function partiesColumn(
  table: string,
  relationships: readonly Relationship[],
): Column | null {
  const toActivity = relationships.find(
    ({ column, target }) => column === 'activityid' && target === table,
  );
  if (toActivity === undefined || toActivity.collection === '') return null;
  return {
    name: toActivity.collection,
    label: 'Parties',
    type: 'parties',
    required: false,
    canCreate: true,
    canUpdate: true,
    ...targetsOf('partyid', relationships),
  };
}
