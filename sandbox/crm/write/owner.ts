import { CrmFault } from '../errors';
import type { Table } from '../model/model';
import type { Organization } from '../organization';
import { mayAccess } from '../rights/rights';
import type { Principal, User } from '../model/security';
import type { SqlRow, SqlValue } from '../storage/store';

interface Actor {
  readonly organization: Organization;
  readonly user: User;
}

const noOwner = (id: SqlValue): CrmFault =>
  new CrmFault(400, '0x80040203', `The owner with id ${String(id)} does not exist.`);

/** Writes down who owns a row: the owner that was given, else who makes it, and what follows from it. */
export function setOwner(
  { organization, user }: Actor,
  table: Table,
  values: Map<string, SqlValue>,
): void {
  if (table.ownership !== 'user') return;
  const id = values.get('ownerid') ?? user.id;
  const owner = typeof id === 'string' ? organization.principal(id) : undefined;
  if (!owner) throw noOwner(id);
  const team = owner.type === 'team';
  if (team && organization.security.teams.get(owner.id)?.owner === false)
    throw new CrmFault(
      400,
      '0x80045002',
      'Records cannot be assigned to an access team. Assign to a user or an owner team.',
    );
  values.set('ownerid', owner.id);
  values.set('ownerid:type', owner.type);
  values.set('owninguser', team ? null : owner.id);
  values.set('owningteam', team ? owner.id : null);
  values.set('owningbusinessunit', owner.businessUnitId);
}

const refused = (owner: Principal, table: Table, row: SqlRow): CrmFault =>
  new CrmFault(
    403,
    '0x80040231',
    `Read Privilege Check For Owner failed for ${owner.type === 'team' ? 'teamId' : 'userId'}: ${owner.id}, object type code: ${table.objectTypeCode}, object id: ${String(row[table.primaryId])}.`,
  );

/** A new owner has to be able to read the row. */
export function checkNewOwner({ organization }: Actor, table: Table, row: SqlRow): void {
  const owner = organization.principal(String(row['ownerid']));
  if (owner && !mayAccess(organization, owner, table, 'Read', row))
    throw refused(owner, table, row);
}

/** What belongs to a business unit is made in the one of who makes it, who is a team's administrator. */
export function placeInUnit({ user }: Actor, table: Table, values: Map<string, SqlValue>): void {
  if (table.ownership !== 'organization') return;
  if (table.columns.has('businessunitid')) values.set('businessunitid', user.businessUnitId);
  if (table.columns.has('administratorid')) values.set('administratorid', user.id);
}
