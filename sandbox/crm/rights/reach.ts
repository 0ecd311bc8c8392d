import type { Depth } from '../../seed/roles';
import type { Principal, RoleGrants, Security, User } from '../model/security';

/** Which rows a principal's privilege reaches; a row has to be in one of these. */
export interface Reach {
  readonly all: boolean;
  readonly units: readonly string[];
  readonly owners: readonly string[];
  /** Whoever holds the privilege may use it on what is shared with these. */
  readonly sharedWith: readonly string[];
  /** The widest depth, whether by the principal's own role or by a team's. */
  readonly depth: Depth;
  /** The depth of the principal's own roles. */
  readonly own: Depth | null;
}

const order: readonly Depth[] = ['Basic', 'Local', 'Deep', 'Global'];

export const wider = (one: Depth | null, other: Depth | null): Depth | null =>
  order[Math.max(order.indexOf(one as Depth), order.indexOf(other as Depth))] ?? null;

const isUser = (principal: Principal): principal is User => principal.type === 'systemuser';

const widest = (roles: readonly RoleGrants[], privilege: string): Depth | null =>
  roles.reduce<Depth | null>(
    (depth, role) => wider(depth, role.privileges.get(privilege) ?? null),
    null,
  );

function compute(security: Security, principal: Principal, privilege: string): Reach | null {
  const changed = isUser(principal) ? principal.privileges[privilege] : undefined;
  if (changed === null) return null;
  const own = changed ?? widest(security.rolesOf(principal), privilege);
  const teams = security.teamsOf(principal);
  const units = new Set<string>();
  let depth = own;
  let ownRows = own !== null;
  const reach = (granted: Depth, unit: string): void => {
    if (granted === 'Local') units.add(unit);
    if (granted === 'Deep') for (const below of security.unitsBelow(unit)) units.add(below);
  };
  if (own) reach(own, principal.businessUnitId);
  if (changed === undefined)
    for (const team of teams)
      for (const role of security.rolesOf(team)) {
        const granted = role.privileges.get(privilege);
        if (!granted) continue;
        depth = wider(depth, granted);
        ownRows ||= role.inherited;
        reach(granted, team.businessUnitId);
      }
  if (!depth) return null;
  const sharedWith = [principal.id, ...teams.map(({ id }) => id)];
  return {
    all: depth === 'Global',
    units: [...units],
    owners: ownRows ? sharedWith : sharedWith.slice(1),
    sharedWith,
    depth,
    own,
  };
}

/**
 * How far a privilege reaches, by the principal's roles and those of their teams; null: not held.
 * Source: Microsoft's "How access to a record is determined": a team's role counts from the team's
 * business unit, and members reach what their team owns however narrow the privilege is.
 */
export function reachOf(security: Security, principal: Principal, privilege: string): Reach | null {
  const key = `reach/${principal.id}/${privilege}`;
  let reach = security.known.get(key) as Reach | null | undefined;
  if (reach === undefined)
    security.known.set(key, (reach = compute(security, principal, privilege)));
  return reach;
}
