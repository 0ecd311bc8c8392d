import type { Right } from '../../seed/roles';
import { faults } from '../errors';
import type { Answer } from '../exchange';
import { commit } from '../storage/journal';
import { noContent, respond, type Call, type Message } from './message';
import { rowArgument } from './message-entities';
import type { Table } from '../model/model';
import { accessTo, keepAccess, type Access } from '../rights/access-rows';
import { passAccess } from '../rights/inherited-access';
import { requireAccess } from '../rights/rights';
import { existing, readable } from '../write/row-requests';
import { accessRights } from '../rights/sharing';

const rights = Object.keys(accessRights) as Right[];

/** The rights in `ReadAccess, WriteAccess`. */
function readMask(text: unknown): readonly Right[] {
  if (text === 'None') return [];
  return String(text)
    .split(',')
    .map((each) => {
      const right = rights.find((name) => each.trim() === `${name}Access`);
      if (!right)
        throw faults.payload(
          'PrincipalAccess',
          `'${each.trim().slice(0, 50)}' is no access right.`,
        );
      return right;
    });
}

const maskOf = (granted: readonly Right[]): number =>
  granted.reduce((sum, right) => sum | accessRights[right], 0);

const writeMask = (mask: number): string =>
  rights
    .filter((right) => (mask & accessRights[right]) !== 0)
    .map((right) => `${right}Access`)
    .join(', ') || 'None';

/** What is shared, with whom, and how it is shared now. */
interface Share {
  readonly table: Table;
  readonly id: string;
  readonly principal: { readonly table: Table; readonly id: string };
  readonly access: Access;
}

function shareOf(call: Call, principal: unknown): Share {
  const { exchange } = call;
  const { organization, user } = exchange;
  const { table, id } = rowArgument(call, 'Target');
  const row = existing(exchange, table, id);
  if (table.ownership !== 'user')
    throw faults.argument(`Rows of '${table.name}' cannot be shared.`);
  requireAccess(organization, user, table, 'Share', row);
  const other = rowArgument(call, 'Principal', principal);
  if (organization.principal(other.id)?.type !== other.table.name)
    throw faults.notFound(other.table.name, other.id);
  const access = accessTo(organization, table, id).find(
    ({ principalid }) => principalid === other.id,
  ) ?? {
    principalid: other.id,
    principaltypecode: other.table.name,
    accessrightsmask: 0,
    inheritedaccessrightsmask: 0,
  };
  return { table, id, principal: other, access };
}

/** Notes that a row is shared for these rights and no others. */
function share(call: Call, { table, id, principal, access }: Share, mask: number): Answer {
  const { organization } = call.exchange;
  const changes = { [`${principal.table.setName}(${principal.id})`]: writeMask(mask) };
  commit(call.exchange, { table: table.name, id, changes }, () => {
    keepAccess(organization, table, id, { ...access, accessrightsmask: mask });
    passAccess(organization, table, id);
  });
  return noContent;
}

/** Grants rights besides those that are shared (`adds`), or instead of them. Nobody shares what they may not do. */
function grant(call: Call, adds: boolean): Answer {
  const access = call.given.value('PrincipalAccess') as Readonly<Record<string, unknown>>;
  const found = shareOf(call, access['Principal']);
  const granted = readMask(access['AccessMask']);
  const { organization, user } = call.exchange;
  const row = existing(call.exchange, found.table, found.id);
  for (const right of granted) requireAccess(organization, user, found.table, right, row);
  return share(call, found, maskOf(granted) | (adds ? found.access.accessrightsmask : 0));
}

function principalJson({ exchange }: Call, access: Access): object {
  const table = exchange.organization.table(access.principaltypecode);
  return {
    AccessMask: writeMask(access.accessrightsmask),
    Principal: {
      '@odata.type': `#Microsoft.Dynamics.CRM.${table.name}`,
      ownerid: access.principalid,
      [table.primaryId]: access.principalid,
    },
  };
}

const target = { name: 'Target', type: 'mscrm.crmbaseentity' } as const;
const granting = [target, { name: 'PrincipalAccess', type: 'mscrm.PrincipalAccess' }] as const;

/** Sharing of rows, and who a row is shared with. */
export const sharingMessages: readonly Message[] = [
  {
    name: 'GrantAccess',
    kind: 'action',
    parameters: granting,
    run: (call) => grant(call, true),
  },
  {
    name: 'ModifyAccess',
    kind: 'action',
    parameters: granting,
    run: (call) => grant(call, false),
  },
  {
    name: 'RevokeAccess',
    kind: 'action',
    parameters: [target, { name: 'Revokee', type: 'mscrm.crmbaseentity' }],
    run: (call) => share(call, shareOf(call, call.given.value('Revokee')), 0),
  },
  {
    name: 'RetrieveSharedPrincipalsAndAccess',
    kind: 'function',
    parameters: [target],
    answers: 'mscrm.RetrieveSharedPrincipalsAndAccessResponse',
    run(call) {
      const { table, id } = rowArgument(call, 'Target');
      readable(call.exchange, table, id);
      const shared = accessTo(call.exchange.organization, table, id).filter(
        ({ accessrightsmask }) => accessrightsmask !== 0,
      );
      return respond(call, 'RetrieveSharedPrincipalsAndAccess', {
        PrincipalAccesses: shared.map((access) => principalJson(call, access)),
      });
    },
  },
];
