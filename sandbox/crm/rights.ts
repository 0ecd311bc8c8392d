import { rights, type Depth, type Right } from '../seed/roles';
import { guid } from '../seed/guid';
import { CrmFault } from './errors';
import { followed, followedRight, followingRows } from './follow';
import type { Table } from './model';
import type { Organization, User } from './organization';
import type { SqlRow, SqlValue } from './store';

/** All activities share their privileges. */
export const privilegeName = (table: Table, right: Right): string =>
  `prv${right}${table.activity ? 'Activity' : (table.definition.privileges ?? table.schemaName)}`;

export const privilegeId = (name: string): string => guid('privilege', name);

/** Rights that make sense for a table: only what people own is assigned and shared. */
export const rightsOf = (table: Table): readonly Right[] =>
  table.ownership === 'user'
    ? rights
    : rights.filter((right) => right !== 'Assign' && right !== 'Share');

/** How far the user's privilege reaches; null: not held. */
export function depthOf(
  organization: Organization,
  user: User,
  table: Table,
  right: Right,
): Depth | null {
  const name = privilegeName(table, right);
  const changed = user.privileges[name];
  if (changed !== undefined) return changed;
  const role = organization.roleOf(user);
  const grant = role.tables[table.name] ?? (table.ownership === 'user' ? role.usual : role.shared);
  return grant[right] ?? null;
}

/** Every privilege the user holds. */
export function privilegesOf(organization: Organization, user: User): Map<string, Depth> {
  const held = new Map<string, Depth>();
  for (const table of organization.model.tables.values())
    for (const right of rightsOf(table)) {
      const depth = depthOf(organization, user, table, right);
      if (depth) held.set(privilegeName(table, right), depth);
    }
  return held;
}

function denied(organization: Organization, user: User, table: Table, right: Right): CrmFault {
  const name = privilegeName(table, right);
  const count = privilegesOf(organization, user).size;
  return new CrmFault(
    403,
    '0x80040220',
    `Principal user (Id=${user.id}, type=8, roleCount=1, privilegeCount=${count}, accessMode=0), is missing ${name} privilege (Id=${privilegeId(name)}) on OTC=${table.objectTypeCode} for entity '${table.name}'. context.Caller=${user.id}`,
  );
}

/** Throws unless the user holds the privilege at any depth. Parties go with their activity. */
export function requirePrivilege(
  organization: Organization,
  user: User,
  table: Table,
  right: Right,
): Depth {
  if (table.ownership === 'none') return 'Global';
  const depth = depthOf(organization, user, table, right);
  if (!depth) throw denied(organization, user, table, right);
  return depth;
}

function reaches(organization: Organization, user: User, depth: Depth, row: SqlRow): boolean {
  if (depth === 'Global' || row['ownerid'] === user.id) return true;
  const unit = row['owningbusinessunit'];
  if (depth === 'Local') return unit === user.businessUnitId;
  return (
    depth === 'Deep' &&
    typeof unit === 'string' &&
    organization.unitsBelow(user.businessUnitId).includes(unit)
  );
}

export function mayAccess(
  organization: Organization,
  user: User,
  table: Table,
  right: Right,
  row: SqlRow,
): boolean {
  if (table.follows) {
    const parent = followed(organization, table, row);
    return (
      parent !== null &&
      mayAccess(organization, user, parent.table, followedRight(right), parent.row)
    );
  }
  if (table.ownership === 'none') return true;
  const depth = depthOf(organization, user, table, right);
  return depth !== null && (table.ownership !== 'user' || reaches(organization, user, depth, row));
}

/** Throws unless the user may do this to this row. */
export function requireAccess(
  organization: Organization,
  user: User,
  table: Table,
  right: Right,
  row: SqlRow,
): void {
  requirePrivilege(organization, user, table, right);
  if (mayAccess(organization, user, table, right, row)) return;
  const parent = followed(organization, table, row);
  if (parent)
    return requireAccess(organization, user, parent.table, followedRight(right), parent.row);
  const id = String(row[table.primaryId]);
  throw new CrmFault(
    403,
    '0x80048306',
    `SecLib::AccessCheckEx failed. Returned hr = -2147187962, ObjectID: ${id}, OwnerId: ${String(row['ownerid'])},  OwnerIdType: 8 and CallingUser: ${user.id}. ObjectTypeCode: ${table.objectTypeCode}, objectBusinessUnitId: ${String(row['owningbusinessunit'])}, AccessRights: ${right}Access`,
  );
}

/** As {@link visibleRows}, for one table of several; null: the user may read none of it. */
const visibleOf = (organization: Organization, user: User) => (table: Table) =>
  depthOf(organization, user, table, 'Read') && visibleRows(organization, user, table);

/** A condition on row `r` that leaves the rows the user may read. Throws where no row is. */
export function visibleRows(
  organization: Organization,
  user: User,
  table: Table,
): { text: string; values: SqlValue[] } {
  const depth = requirePrivilege(organization, user, table, 'Read');
  if (table.follows)
    return followingRows(organization, table.follows, visibleOf(organization, user));
  if (table.ownership !== 'user' || depth === 'Global') return { text: '1', values: [] };
  if (depth === 'Basic') return { text: 'r.ownerid = ?', values: [user.id] };
  const units =
    depth === 'Deep' ? organization.unitsBelow(user.businessUnitId) : [user.businessUnitId];
  return {
    text: `(r.ownerid = ? OR r.owningbusinessunit IN (${units.map(() => '?').join(', ')}))`,
    values: [user.id, ...units],
  };
}
