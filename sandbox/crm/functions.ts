import { keyId, parseQuery, splitList, type Segment } from './address';
import { faults } from './errors';
import type { Answer, Exchange } from './exchange';
import { readReference } from './payload';
import { mayAccess, privilegeId, privilegesOf } from './rights';
import { existing } from './row-requests';
import type { User } from './organization';
import { guid } from '../seed/guid';
import { organizationName } from '../seed/staff';

const unbound = (exchange: Exchange, type: string, values: object): Answer => ({
  status: 200,
  json: { '@odata.context': `${exchange.root}$metadata#Microsoft.Dynamics.CRM.${type}`, ...values },
});

/** Arguments of `Function(Name=@p1)?@p1=...`, as JSON with single quotes allowed. */
function argumentsOf(exchange: Exchange, segment: Segment): Map<string, string> {
  const aliases = parseQuery(exchange.search);
  return new Map(
    splitList(segment.key ?? '').map((part): [string, string] => {
      const at = part.indexOf('=');
      const value = part.slice(at + 1).trim();
      return [part.slice(0, at).trim(), value.startsWith('@') ? (aliases.get(value) ?? '') : value];
    }),
  );
}

function json(text: string): unknown {
  const standard = text.replaceAll(/'((?:[^'\\]|\\.)*)'/g, (_, inner: string) =>
    JSON.stringify(inner),
  );
  for (const candidate of [text, standard])
    try {
      return JSON.parse(candidate) as unknown;
    } catch {
      // Try the other notation.
    }
  throw faults.query(`The parameter value '${text.slice(0, 100)}' is not valid.`);
}

function rolePrivileges(
  exchange: Exchange,
  type: string,
  user: User,
  names: readonly string[],
): Answer {
  const held = privilegesOf(exchange.organization, user);
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
  return unbound(exchange, `${type}Response`, { RolePrivileges });
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

function principalAccess(exchange: Exchange, user: User, target: unknown): Answer {
  const { organization } = exchange;
  const id =
    typeof target === 'object' && target !== null && '@odata.id' in target
      ? target['@odata.id']
      : target;
  const reference = readReference(organization.model, id, 'RetrievePrincipalAccess');
  const row = existing(exchange, reference.table, reference.id);
  const granted = flags.filter((right) =>
    mayAccess(organization, user, reference.table, right, row),
  );
  const AccessRights = granted.length
    ? granted.map((right) => `${right}Access`).join(', ')
    : 'None';
  return unbound(exchange, 'RetrievePrincipalAccessResponse', { AccessRights });
}

/** Functions bound to a user: `systemusers(<id>)/Microsoft.Dynamics.CRM.X(...)`. */
export function userFunction(exchange: Exchange, owner: Segment, segment: Segment): Answer {
  const id = keyId(owner.key, 'systemuserid');
  const user = exchange.organization.userById(id);
  if (!user) throw faults.notFound('systemuser', id);
  const values = argumentsOf(exchange, segment);
  const name = segment.name.replace('Microsoft.Dynamics.CRM.', '');
  switch (name) {
    case 'RetrieveUserPrivilegeByPrivilegeName':
      return rolePrivileges(exchange, name, user, [
        String(json(values.get('PrivilegeName') ?? '')),
      ]);
    case 'RetrieveUserSetOfPrivilegesByNames': {
      const names = json(values.get('PrivilegeNames') ?? '');
      if (!Array.isArray(names)) throw faults.query('PrivilegeNames has to be a list.');
      return rolePrivileges(exchange, name, user, names.map(String));
    }
    case 'RetrieveUserPrivileges':
      return rolePrivileges(exchange, name, user, [
        ...privilegesOf(exchange.organization, user).keys(),
      ]);
    case 'RetrievePrincipalAccess':
      return principalAccess(exchange, user, json(values.get('Target') ?? ''));
    default:
      throw faults.notCovered(`the function ${segment.name}`);
  }
}

/** Functions of their own; null: it is none. */
export function unboundFunction(exchange: Exchange, segment: Segment): Answer | null {
  const { organization, user, root } = exchange;
  switch (segment.name) {
    case 'WhoAmI':
      return unbound(exchange, 'WhoAmIResponse', {
        BusinessUnitId: user.businessUnitId,
        UserId: user.id,
        OrganizationId: organization.id,
      });
    case 'RetrieveCurrentOrganization':
      return unbound(exchange, 'RetrieveCurrentOrganizationResponse', {
        Detail: {
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
        },
      });
    default:
      return null;
  }
}
