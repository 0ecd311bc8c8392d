import { faults } from './errors';
import type { Answer, Exchange } from './exchange';
import { boundTo, respond, type Call, type Message } from './message';
import { readReference } from './payload';
import { mayAccess, privilegeId, privilegesOf } from './rights';
import { existing } from './row-requests';
import type { User } from './organization';
import { guid } from '../seed/guid';
import { organizationName } from '../seed/staff';

/** The user that a function is called on. */
function userOf(call: Call): User {
  const { id } = boundTo(call);
  const user = call.exchange.organization.userById(id);
  if (!user) throw faults.notFound('systemuser', id);
  return user;
}

function rolePrivileges(call: Call, type: string, names: readonly string[]): Answer {
  const user = userOf(call);
  const held = privilegesOf(call.exchange.organization, user);
  const RolePrivileges = names.flatMap((name) => {
    const depth = held.get(name);
    return depth === undefined
      ? []
      : [
          {
            Depth: depth,
            PrivilegeId: privilegeId(name),
            BusinessUnitId: user.businessUnitId,
            PrivilegeName: name,
            RecordFilterId: '00000000-0000-0000-0000-000000000000',
            RecordFilterUniqueName: '',
          },
        ];
  });
  return respond(call, type, { RolePrivileges });
}

const flags = [
  'Read',
  'Write',
  'Append',
  'AppendTo',
  'Create',
  'Delete',
  'Share',
  'Assign',
] as const;

function principalAccess(call: Call): Answer {
  const { exchange, given } = call;
  const { organization } = exchange;
  const user = userOf(call);
  const target = given.value('Target');
  const id =
    typeof target === 'object' && target !== null && '@odata.id' in target
      ? target['@odata.id']
      : target;
  const reference = readReference(exchange, id, 'RetrievePrincipalAccess');
  const row = existing(exchange, reference.table, reference.id);
  const granted = flags.filter((right) =>
    mayAccess(organization, user, reference.table, right, row),
  );
  const AccessRights = granted.length
    ? granted.map((right) => `${right}Access`).join(', ')
    : 'None';
  return respond(call, 'RetrievePrincipalAccess', { AccessRights });
}

const onUser = { table: 'systemuser' } as const;

/** Functions on a user: what they may do. */
export const userFunctions: readonly Message[] = [
  {
    name: 'RetrieveUserPrivilegeByPrivilegeName',
    kind: 'function',
    on: onUser,
    parameters: [{ name: 'PrivilegeName', type: 'Edm.String' }],
    answers: 'mscrm.RetrieveUserPrivilegeByPrivilegeNameResponse',
    run: (call) =>
      rolePrivileges(call, 'RetrieveUserPrivilegeByPrivilegeName', [
        call.given.text('PrivilegeName'),
      ]),
  },
  {
    name: 'RetrieveUserSetOfPrivilegesByNames',
    kind: 'function',
    on: onUser,
    parameters: [{ name: 'PrivilegeNames', type: 'Collection(Edm.String)' }],
    answers: 'mscrm.RetrieveUserSetOfPrivilegesByNamesResponse',
    run: (call) =>
      rolePrivileges(
        call,
        'RetrieveUserSetOfPrivilegesByNames',
        call.given.list('PrivilegeNames').map(String),
      ),
  },
  {
    name: 'RetrieveUserPrivileges',
    kind: 'function',
    on: onUser,
    answers: 'mscrm.RetrieveUserPrivilegesResponse',
    run: (call) =>
      rolePrivileges(call, 'RetrieveUserPrivileges', [
        ...privilegesOf(call.exchange.organization, userOf(call)).keys(),
      ]),
  },
  {
    name: 'RetrievePrincipalAccess',
    kind: 'function',
    on: onUser,
    parameters: [{ name: 'Target', type: 'mscrm.crmbaseentity' }],
    answers: 'mscrm.RetrievePrincipalAccessResponse',
    run: principalAccess,
  },
];

function currentOrganization({ organization, root }: Exchange): object {
  return {
    OrganizationId: organization.id,
    FriendlyName: organizationName,
    OrganizationVersion: '9.2.26114.00170',
    EnvironmentId: guid('environment', organization.id),
    DatacenterId: guid('datacenter'),
    Geo: 'NA',
    TenantId: guid('tenant'),
    UrlName: 'sandbox',
    UniqueName: 'sandbox',
    State: 'Enabled',
    Endpoints: {
      Count: 1,
      IsReadOnly: false,
      Keys: ['WebApplication'],
      Values: [root.replace(/api\/data\/.*$/, '')],
    },
  };
}

/** Functions that stand alone: who asks whom. */
export const organizationFunctions: readonly Message[] = [
  {
    name: 'WhoAmI',
    kind: 'function',
    answers: 'mscrm.WhoAmIResponse',
    run: (call) =>
      respond(call, 'WhoAmI', {
        BusinessUnitId: call.exchange.user.businessUnitId,
        UserId: call.exchange.user.id,
        OrganizationId: call.exchange.organization.id,
      }),
  },
  {
    name: 'RetrieveCurrentOrganization',
    kind: 'function',
    parameters: [{ name: 'AccessType', type: 'mscrm.EndpointAccessType' }],
    answers: 'mscrm.RetrieveCurrentOrganizationResponse',
    run: (call) =>
      respond(call, 'RetrieveCurrentOrganization', { Detail: currentOrganization(call.exchange) }),
  },
];
