import { guid } from '../../seed/guid';
import { besides, rights, type Depth, type Right } from '../../seed/roles';
import { CrmFault } from '../errors';
import { everyRow, joined, type Sql } from '../storage/sql';
import { followed, followedRight, followingRows, pairRows } from './follow';
import type { Table } from '../model/model';
import type { Organization } from '../organization';
import { reachOf, type Reach } from './reach';
import type { Principal } from '../model/security';
import { sharedRows, sharedWithSome } from './sharing';
import type { SqlRow } from '../storage/store';

/** All activities share their privileges. */
export const privilegeName = (table: Table, right: Right): string =>
  `prv${right}${table.activity ? 'Activity' : (table.definition.privileges ?? table.schemaName)}`;

export const privilegeId = (name: string): string => guid('privilege', name);

/** Rights that make sense for a table: only what people own is assigned and shared. */
export const rightsOf = (table: Table): readonly Right[] =>
  table.ownership === 'none'
    ? []
    : table.ownership === 'user'
      ? rights
      : rights.filter((right) => right !== 'Assign' && right !== 'Share');

const reach = (
  { security }: Organization,
  principal: Principal,
  table: Table,
  right: Right,
): Reach | null => reachOf(security, principal, privilegeName(table, right));

/** Every privilege that the principal holds, and how far it reaches. */
export function privilegesOf(organization: Organization, principal: Principal): Map<string, Reach> {
  const held = new Map<string, Reach>();
  for (const table of organization.model.tables.values())
    for (const right of rightsOf(table)) {
      const found = reach(organization, principal, table, right);
      if (found) held.set(privilegeName(table, right), found);
    }
  for (const name of besides) {
    const found = reachOf(organization.security, principal, name);
    if (found) held.set(name, found);
  }
  return held;
}

const typeCode = (type: Principal['type']): number => (type === 'team' ? 9 : 8);

function denied(
  organization: Organization,
  principal: Principal,
  table: Table,
  right: Right,
): CrmFault {
  const name = privilegeName(table, right);
  const { security } = organization;
  const held = privilegesOf(organization, principal).size;
  return new CrmFault(
    403,
    '0x80040220',
    `Principal user (Id=${principal.id}, type=${typeCode(principal.type)}, roleCount=${security.rolesOf(principal).length}, privilegeCount=${held}, accessMode=0), is missing ${name} privilege (Id=${privilegeId(name)}) on OTC=${table.objectTypeCode} for entity '${table.name}'. context.Caller=${principal.id}`,
  );
}

/** Throws unless the principal holds the privilege at any depth. Tables without an owner need none. */
export function requirePrivilege(
  organization: Organization,
  principal: Principal,
  table: Table,
  right: Right,
): Depth {
  if (table.ownership === 'none') return 'Global';
  const found = reach(organization, principal, table, right);
  if (!found) throw denied(organization, principal, table, right);
  return found.depth;
}

/** Throws unless the principal may read every row of the table, which following its changes takes. */
export function requireOrganizationWide(
  organization: Organization,
  principal: Principal,
  table: Table,
): void {
  const found = reach(organization, principal, table, 'Read');
  if (!found || (table.ownership === 'user' && !found.all))
    throw denied(organization, principal, table, 'Read');
}

/** Whether the principal holds a privilege that belongs to no table. */
export const holds = ({ security }: Organization, principal: Principal, name: string): boolean =>
  reachOf(security, principal, name) !== null;

/** Whether the principal may do this to this row, by ownership, role or sharing. */
export function mayAccess(
  organization: Organization,
  principal: Principal,
  table: Table,
  right: Right,
  row: SqlRow,
): boolean {
  if (table.follows) {
    const parent = followed(organization, table, row);
    return (
      parent !== null &&
      mayAccess(organization, principal, parent.table, followedRight(right), parent.row)
    );
  }
  if (table.ownership === 'none') return true;
  const found = reach(organization, principal, table, right);
  if (!found || table.ownership !== 'user') return found !== null;
  return (
    found.all ||
    found.owners.includes(String(row['ownerid'])) ||
    found.units.includes(String(row['owningbusinessunit'])) ||
    sharedWithSome(organization, table, String(row[table.primaryId]), found.sharedWith, right)
  );
}

/** Throws unless the principal may do this to this row. */
export function requireAccess(
  organization: Organization,
  principal: Principal,
  table: Table,
  right: Right,
  row: SqlRow,
): void {
  requirePrivilege(organization, principal, table, right);
  if (mayAccess(organization, principal, table, right, row)) return;
  const parent = followed(organization, table, row);
  if (parent)
    return requireAccess(organization, principal, parent.table, followedRight(right), parent.row);
  const id = String(row[table.primaryId]);
  const ownerType = row['ownerid:type'] === 'team' ? 9 : 8;
  throw new CrmFault(
    403,
    '0x80048306',
    `SecLib::AccessCheckEx failed. Returned hr = -2147187962, ObjectID: ${id}, OwnerId: ${String(row['ownerid'])},  OwnerIdType: ${ownerType} and CallingUser: ${principal.id}. ObjectTypeCode: ${table.objectTypeCode}, objectBusinessUnitId: ${String(row['owningbusinessunit'])}, AccessRights: ${right}Access`,
  );
}

const mayRead = (organization: Organization, principal: Principal, table: Table): boolean =>
  table.ownership === 'none' || reach(organization, principal, table, 'Read') !== null;

const among = (column: string, ids: readonly string[]): Sql => ({
  text: `${column} IN (${ids.map(() => '?').join(', ')})`,
  values: ids,
});

/**
 * The rows that the principal may read, as a condition on the row named `alias`: the one place that
 * decides what lists, counts, expansions and paths show. Throws where the privilege is missing.
 */
export function visibleRows(
  organization: Organization,
  principal: Principal,
  table: Table,
  alias = 'r',
): Sql {
  requirePrivilege(organization, principal, table, 'Read');
  const visible = (other: Table, name: string): Sql | null =>
    mayRead(organization, principal, other)
      ? visibleRows(organization, principal, other, name)
      : null;
  if (table.intersect) return pairRows(organization, table.intersect, alias, visible);
  if (table.follows) return followingRows(organization, table.follows, alias, visible);
  const found = reach(organization, principal, table, 'Read');
  if (!found || found.all || table.ownership !== 'user') return everyRow;
  return joined('OR', [
    among(`${alias}.ownerid`, found.owners),
    ...(found.units.length ? [among(`${alias}.owningbusinessunit`, found.units)] : []),
    sharedRows(table, found.sharedWith, alias),
  ]);
}
