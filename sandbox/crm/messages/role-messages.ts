import type { Depth } from '../../seed/roles';
import { faults } from '../errors';
import type { Answer } from '../exchange';
import { commit } from '../storage/journal';
import { changeLink, linkSide } from '../write/links';
import { boundTo, noContent, type Call, type Message } from './message';
import { rowArgument } from './message-entities';
import { requireAccess } from '../rights/rights';
import { existing } from '../write/row-requests';
import { depthMask } from '../model/security';

type Entity = Readonly<Record<string, unknown>>;

const isDepth = (value: unknown): value is Depth => Object.hasOwn(depthMask, String(value));

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The privilege that a RolePrivilege names, and how deep it reaches. */
function privilegeOf({ exchange }: Call, given: Entity): { id: string; mask: number } {
  const row = exchange.organization.store.get(
    'SELECT privilegeid AS id FROM privilege WHERE privilegeid = ? OR name = ?',
    [text(given['PrivilegeId']).toLowerCase(), text(given['PrivilegeName'])],
  );
  if (!row) throw faults.notFound('privilege', text(given['PrivilegeId']).slice(0, 100));
  const depth = given['Depth'];
  if (!isDepth(depth))
    throw faults.payload('Privileges', 'A privilege needs a Depth: Basic, Local, Deep or Global.');
  return { id: String(row['id']), mask: depthMask[depth] };
}

/** Grants privileges to the role, to those that it has or in their place. */
function grantToRole(call: Call, replaces: boolean): Answer {
  const { exchange, given } = call;
  const { organization, user } = exchange;
  const { table, id } = boundTo(call);
  requireAccess(organization, user, table, 'Write', existing(exchange, table, id));
  const privileges = (given.list('Privileges') as readonly Entity[]).map((each) =>
    privilegeOf(call, each),
  );
  commit(
    exchange,
    { table: table.name, id, changes: { Privileges: given.list('Privileges') } },
    () => {
      const { store } = organization;
      if (replaces) store.run('DELETE FROM roleprivileges_association WHERE "left" = ?', [id]);
      for (const privilege of privileges)
        store.run(
          'INSERT OR REPLACE INTO roleprivileges_association ("left", "right", privilegedepthmask) VALUES (?, ?, ?)',
          [id, privilege.id, privilege.mask],
        );
    },
  );
  return noContent;
}

function takeFromRole(call: Call): Answer {
  const { exchange, given } = call;
  const { organization, user } = exchange;
  const { table, id } = boundTo(call);
  requireAccess(organization, user, table, 'Write', existing(exchange, table, id));
  const PrivilegeId = given.text('PrivilegeId');
  commit(exchange, { table: table.name, id, changes: { PrivilegeId } }, () =>
    organization.store.run(
      'DELETE FROM roleprivileges_association WHERE "left" = ? AND "right" = ?',
      [id, PrivilegeId.toLowerCase()],
    ),
  );
  return noContent;
}

/** Takes users into the team, or out of it. Those who are in (or out) already are passed over. */
function changeMembers(call: Call, linked: boolean): Answer {
  const { exchange, given } = call;
  const { organization } = exchange;
  const { table, id } = boundTo(call);
  const row = existing(exchange, table, id);
  const side = linkSide(organization.model, table, 'teammembership_association');
  if (!side) throw faults.notCovered('teams without members');
  const members = given.list('Members').map((member) => rowArgument(call, 'Members', member));
  if (members.some((member) => member.table !== side.other))
    throw faults.payload('Members', `A member has to be a ${side.other.name}.`);
  const changes = { [side.link.name]: members.map((member) => member.id) };
  commit(exchange, { table: table.name, id, changes }, () => {
    for (const member of new Set(members.map((each) => each.id))) {
      const there = existing(exchange, side.other, member);
      const pair = side.mine === 'left' ? [id, member] : [member, id];
      const is = organization.store.get(
        'SELECT 1 AS found FROM teammembership_association WHERE "left" = ? AND "right" = ?',
        pair,
      );
      if ((is !== null) !== linked) changeLink(exchange, side, { table, row, there }, linked);
    }
  });
  return noContent;
}

const onRole = { table: 'role' } as const;
const onTeam = { table: 'team' } as const;
const privileges = [{ name: 'Privileges', type: 'Collection(mscrm.RolePrivilege)' }] as const;
const members = [{ name: 'Members', type: 'Collection(mscrm.systemuser)' }] as const;

/** What roles grant, and who is in teams. */
export const roleMessages: readonly Message[] = [
  {
    name: 'AddPrivilegesRole',
    kind: 'action',
    on: onRole,
    parameters: privileges,
    run: (call) => grantToRole(call, false),
  },
  {
    name: 'ReplacePrivilegesRole',
    kind: 'action',
    on: onRole,
    parameters: privileges,
    run: (call) => grantToRole(call, true),
  },
  {
    name: 'RemovePrivilegeRole',
    kind: 'action',
    on: onRole,
    parameters: [{ name: 'PrivilegeId', type: 'Edm.Guid' }],
    run: takeFromRole,
  },
  {
    name: 'AddMembersTeam',
    kind: 'action',
    on: onTeam,
    parameters: members,
    run: (call) => changeMembers(call, true),
  },
  {
    name: 'RemoveMembersTeam',
    kind: 'action',
    on: onTeam,
    parameters: members,
    run: (call) => changeMembers(call, false),
  },
];
