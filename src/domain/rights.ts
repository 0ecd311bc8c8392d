import type { LocalRow } from './row';
import type { PrivilegeType, Table } from './table';
import { isLookup } from './value';

/** How far a privilege reaches: the user's own rows, the business unit's, those below it too, all. */
export type Depth = 'Basic' | 'Local' | 'Deep' | 'Global';

/** What the signed-in user may do: privilege name to its widest depth. A privilege that is absent is not held. */
export interface Rights {
  readonly userId: string;
  readonly depths: Readonly<Record<string, Depth>>;
}

export type Permission =
  { readonly allowed: true } | { readonly allowed: false; readonly reason: 'privilege' | 'owner' };

const yes: Permission = { allowed: true };

/**
 * Whether the user may do this to the row (or create one, without a row).
 * Where depth alone does not say, the answer is yes: the server has the last word at playback.
 */
export function may(
  rights: Rights,
  table: Table,
  type: PrivilegeType,
  row?: Pick<LocalRow, 'values'>,
): Permission {
  const privilege = table.privileges[type];
  if (privilege === undefined) return yes;
  const depth = rights.depths[privilege];
  if (depth === undefined) return { allowed: false, reason: 'privilege' };
  if (depth !== 'Basic' || table.ownership !== 'user' || row === undefined) return yes;
  const owner = row.values['ownerid'];
  if (!isLookup(owner) || owner.table !== 'systemuser' || owner.id === rights.userId) return yes;
  return { allowed: false, reason: 'owner' };
}
