import { type Row, rowKey } from './row';
import type { ColumnRight, PrivilegeType, Table } from './table';
import { isLookup } from './value';

/** How far a privilege reaches: the user's own rows, the business unit's, those below it too, all. */
export type Depth = 'Basic' | 'Local' | 'Deep' | 'Global';

/** What the signed-in user may do: privilege name to its widest depth. A privilege that is absent is not held. */
export interface Rights {
  readonly userId: string;
  readonly depths: Readonly<Record<string, Depth>>;
  /** Ids of the teams that the user is a member of; absent: not known. */
  readonly teams?: readonly string[];
  /** Ids of business units; absent: not known. */
  readonly units?: {
    readonly own: string;
    /** The own one, and those below it. */
    readonly deep: readonly string[];
  };
  /**
   * What the user may do to single rows beyond what their role reaches, such as those that were shared with them: by
   * {@link rowKey}. Told of those that the role does not even let them read, and of others that they have opened.
   */
  readonly beyond?: Readonly<Record<string, readonly PrivilegeType[]>>;
  /** What field security profiles let the user do with secured columns, by their ids; absent: not known. */
  readonly columns?: Readonly<Record<string, readonly ColumnRight[]>>;
}

export type Permission =
  { readonly allowed: true } | { readonly allowed: false; readonly reason: 'privilege' | 'owner' };

const yes: Permission = { allowed: true };

type Owned = Pick<Row, 'id' | 'values'>;

/** Whether the user's role reaches the row with this privilege, which they hold. What is not known counts as yes. */
function reaches(rights: Rights, table: Table, depth: Depth, { values }: Owned): boolean {
  if (depth === 'Global' || table.ownership !== 'user') return true;
  const { userId, teams, units } = rights;
  const { ownerid: owner = null, owningbusinessunit: unit = null } = values;
  if (!isLookup(owner) || owner.id === userId) return true;
  if (owner.table !== 'systemuser' && (teams === undefined || teams.includes(owner.id)))
    return true;
  if (depth === 'Basic') return false;
  if (units === undefined || !isLookup(unit)) return true;
  return depth === 'Local' ? unit.id === units.own : units.deep.includes(unit.id);
}

/** How far the role lets the user read; null: not at all. */
function readingDepth({ depths }: Rights, { privileges: { Read: read } }: Table): Depth | null {
  return read === undefined ? 'Global' : (depths[read] ?? null);
}

/**
 * Whether the user may do this to the row (or create one, without a row): by their role, else as the CRM has told of the
 * row. Of a row that the role lets them read and that they have not opened it has told nothing; then the role decides.
 * Of others everything is told, so that where nothing is, it is not known yet, and the server has the last word.
 */
export function may(rights: Rights, table: Table, type: PrivilegeType, row?: Owned): Permission {
  const privilege = table.privileges[type];
  if (privilege === undefined) return yes;
  const depth = rights.depths[privilege];
  if (depth === undefined) return { allowed: false, reason: 'privilege' };
  if (row === undefined || reaches(rights, table, depth, row)) return yes;
  const told = rights.beyond?.[rowKey({ table: table.name, id: row.id })];
  if (told?.includes(type) === true) return yes;
  const reading = readingDepth(rights, table) ?? 'Basic';
  const unknown = told === undefined && !reaches(rights, table, reading, row);
  return unknown ? yes : { allowed: false, reason: 'owner' };
}

/** Whether only the CRM can tell what else the user may do to a row, which their role lets them read. */
export function asksOfRow(rights: Rights, table: Table, row: Owned): boolean {
  const reading = readingDepth(rights, table);
  if (reading === null || !reaches(rights, table, reading, row)) return false;
  const { Create: _, ...ofRows } = table.privileges;
  return Object.values(ofRows).some((privilege) => {
    const depth = rights.depths[privilege];
    return depth !== undefined && !reaches(rights, table, depth, row);
  });
}
