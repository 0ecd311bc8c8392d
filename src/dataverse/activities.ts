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

/** The one column that holds HTML without the metadata saying so. */
export const isHtml = (table: string, column: string): boolean =>
  table === 'email' && column === 'description';

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
