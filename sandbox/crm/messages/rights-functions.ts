import { guid } from '../../seed/guid';
import type { Depth, Right } from '../../seed/roles';
import { faults } from '../errors';
import type { Answer, Exchange } from '../exchange';
import { boundTo, respond, type Call, type Message } from './message';
import type { Table } from '../model/model';
import { readReference } from '../write/payload';
import { mayAccess, privilegeId, privilegesOf } from '../rights/rights';
import { existing } from '../write/row-requests';
import type { Principal } from '../model/security';
import { mayColumn, type Permission } from '../rights/secured-columns';
import { accessRights } from '../rights/sharing';
import type { SqlRow } from '../storage/store';

/** The user or team that a function is called on. */
function principalOf(call: Call): Principal {
  const { table, id } = boundTo(call);
  const principal = call.exchange.organization.principal(id);
  if (principal?.type !== table.name) throw faults.notFound(table.name, id);
  return principal;
}

function rolePrivileges(
  call: Call,
  names: readonly string[] | null,
  depthIn: (widest: Depth, own: Depth | null) => Depth,
): object {
  const principal = principalOf(call);
  const held = privilegesOf(call.exchange.organization, principal);
  const RolePrivileges = (names ?? [...held.keys()]).flatMap((name) => {
    const reach = held.get(name);
    return reach === undefined
      ? []
      : [
          {
            Depth: depthIn(reach.depth, reach.own),
            PrivilegeId: privilegeId(name),
            BusinessUnitId: principal.businessUnitId,
            PrivilegeName: name,
            RecordFilterId: '00000000-0000-0000-0000-000000000000',
            RecordFilterUniqueName: '',
          },
        ];
  });
  return { RolePrivileges };
}

const widest = (depth: Depth): Depth => depth;
/** What comes by a team alone is told as if it were user-level. Source: Microsoft's page on RetrieveUserPrivileges. */
const ownOrBasic = (_: Depth, own: Depth | null): Depth => own ?? 'Basic';

/** The row that an argument `{'@odata.id': 'accounts(<id>)'}` means. */
export function targetRow(
  exchange: Exchange,
  target: unknown,
  message: string,
): { table: Table; row: SqlRow } {
  const id =
    typeof target === 'object' && target !== null && '@odata.id' in target
      ? target['@odata.id']
      : target;
  const reference = readReference(exchange, id, message);
  return { table: reference.table, row: existing(exchange, reference.table, reference.id) };
}

const rightNames = Object.keys(accessRights) as Right[];

function principalAccess(call: Call): Answer {
  const { exchange, given } = call;
  const principal = principalOf(call);
  const { table, row } = targetRow(exchange, given.value('Target'), 'RetrievePrincipalAccess');
  const granted = rightNames.filter((right) =>
    mayAccess(exchange.organization, principal, table, right, row),
  );
  return respond(call, 'RetrievePrincipalAccess', {
    AccessRights: granted.length ? granted.map((right) => `${right}Access`).join(', ') : 'None',
  });
}

/** The values of the choice field_security_permission_type. */
const allowed = 4;
const notAllowed = 0;

/** Of the secured columns that the principal may do anything with. */
function attributePrivileges(call: Call): Answer {
  const { organization } = call.exchange;
  const principal = principalOf(call);
  const AttributePrivileges = [...organization.model.tables.values()].flatMap((table) =>
    [...table.columns.values()]
      .filter(({ secured }) => secured)
      .map((column) => {
        const can = (permission: Permission): number =>
          mayColumn(organization, principal, table, column, permission) ? allowed : notAllowed;
        return {
          AttributeId: guid('attribute', table.name, column.name),
          CanCreate: can('cancreate'),
          CanRead: can('canread'),
          CanUpdate: can('canupdate'),
        };
      })
      .filter(({ CanCreate, CanRead, CanUpdate }) => CanCreate + CanRead + CanUpdate > 0),
  );
  return respond(call, 'RetrievePrincipalAttributePrivileges', { AttributePrivileges });
}

const reading = (
  name: string,
  table: string,
  parameters: Message['parameters'],
  run: Message['run'],
): Message => ({
  name,
  kind: 'function',
  on: { table },
  ...(parameters ? { parameters } : {}),
  answers: `mscrm.${name}Response`,
  run,
});

const target = [{ name: 'Target', type: 'mscrm.crmbaseentity' }] as const;

/** Functions on a user or a team: what they may do. */
export const rightsFunctions: readonly Message[] = [
  reading(
    'RetrieveUserPrivilegeByPrivilegeName',
    'systemuser',
    [{ name: 'PrivilegeName', type: 'Edm.String' }],
    (call) =>
      respond(
        call,
        'RetrieveUserPrivilegeByPrivilegeName',
        rolePrivileges(call, [call.given.text('PrivilegeName')], widest),
      ),
  ),
  reading(
    'RetrieveUserSetOfPrivilegesByNames',
    'systemuser',
    [{ name: 'PrivilegeNames', type: 'Collection(Edm.String)' }],
    (call) =>
      respond(
        call,
        'RetrieveUserSetOfPrivilegesByNames',
        rolePrivileges(call, call.given.list('PrivilegeNames').map(String), widest),
      ),
  ),
  reading('RetrieveUserPrivileges', 'systemuser', undefined, (call) =>
    respond(call, 'RetrieveUserPrivileges', rolePrivileges(call, null, ownOrBasic)),
  ),
  reading('RetrieveTeamPrivileges', 'team', undefined, (call) =>
    respond(call, 'RetrieveTeamPrivileges', rolePrivileges(call, null, widest)),
  ),
  reading('RetrievePrincipalAttributePrivileges', 'systemuser', undefined, attributePrivileges),
  reading('RetrievePrincipalAttributePrivileges', 'team', undefined, attributePrivileges),
  reading('RetrievePrincipalAccess', 'systemuser', target, principalAccess),
  reading('RetrievePrincipalAccess', 'team', target, principalAccess),
];
