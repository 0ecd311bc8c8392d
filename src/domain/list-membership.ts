import type { ManyToMany } from './table';
import type { Values } from './value';

/** The table whose rows say who is on a marketing list. Dataverse changes them by messages of their own. */
const INTERSECT = 'listmember';
/** Its lookup to the list. */
const LIST = 'listid';

export const isListMembership = ({ intersect }: Pick<ManyToMany, 'intersect'>): boolean =>
  intersect === INTERSECT;

/** Whether the relationship is seen from the list, and not from those who are on it. */
export const isSeenFromList = ({ mine }: Pick<ManyToMany, 'mine'>): boolean => mine === LIST;

/** The object type codes by which a list says whose rows it takes. */
const codes: Readonly<Record<string, number>> = { account: 1, contact: 2, lead: 4 };

/**
 * Why nobody is put on a list, or taken off, by hand:
 * - `otherTable`: it takes the rows of another table.
 * - `dynamic`: who is on it is found by its query.
 * - `locked`: somebody has locked it.
 */
export type ListRefusal = 'otherTable' | 'dynamic' | 'locked';

/** The columns of a list that tell. */
export const listColumns = ['createdfromcode', 'type', 'lockstatus'] as const;

/** Null: it takes rows of this table, or what is known of it does not tell. */
export function whyNoMember(list: Values, table: string): ListRefusal | null {
  const code = list['createdfromcode'] ?? codes[table];
  if (code !== codes[table]) return 'otherTable';
  if (list['type'] === true) return 'dynamic';
  return list['lockstatus'] === true ? 'locked' : null;
}
