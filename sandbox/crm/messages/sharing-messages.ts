import type { Right } from '../../seed/roles';
import { faults } from '../errors';
import type { Answer } from '../exchange';
import { insertRow } from '../storage/insert-row';
import { commit } from '../storage/journal';
import { noContent, respond, type Call, type Message } from './message';
import { rowArgument } from './message-entities';
import type { Table } from '../model/model';
import { requireAccess } from '../rights/rights';
import { existing, readable } from '../write/row-requests';
import { accessRights } from '../rights/sharing';
import type { SqlRow, SqlValue } from '../storage/store';

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
  readonly mask: number;
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
  const found = organization.store.get(
    'SELECT accessrightsmask AS mask FROM principalobjectaccess WHERE objectid = ? AND principalid = ?',
    [id, other.id],
  );
  return { table, id, principal: other, mask: Number(found?.['mask'] ?? 0) };
}

/** Notes that a row is shared for these rights and no others. */
function share(call: Call, { table, id, principal }: Share, mask: number): Answer {
  const { organization } = call.exchange;
  const shares = organization.table('principalobjectaccess');
  const changes = { [`${principal.table.setName}(${principal.id})`]: writeMask(mask) };
  commit(call.exchange, { table: table.name, id, changes }, () => {
    organization.store.run(
      'DELETE FROM principalobjectaccess WHERE objectid = ? AND principalid = ?',
      [id, principal.id],
    );
    if (mask === 0) return;
    const values: Record<string, SqlValue> = {
      [shares.primaryId]: organization.nextId(),
      objectid: id,
      objecttypecode: table.name,
      principalid: principal.id,
      principaltypecode: principal.table.name,
      accessrightsmask: mask,
      inheritedaccessrightsmask: 0,
      changedon: organization.timestamp(),
      versionnumber: organization.nextVersion(),
    };
    insertRow(organization, shares, new Map(Object.entries(values)));
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
  return share(call, found, maskOf(granted) | (adds ? found.mask : 0));
}

function principalJson(call: Call, row: SqlRow): object {
  const table = call.exchange.organization.table(String(row['principaltypecode']));
  return {
    AccessMask: writeMask(Number(row['accessrightsmask'])),
    Principal: {
      '@odata.type': `#Microsoft.Dynamics.CRM.${table.name}`,
      ownerid: row['principalid'],
      [table.primaryId]: row['principalid'],
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
      const rows = call.exchange.organization.store.all(
        'SELECT * FROM principalobjectaccess WHERE objectid = ? ORDER BY principalid',
        [id],
      );
      return respond(call, 'RetrieveSharedPrincipalsAndAccess', {
        PrincipalAccesses: rows.map((row) => principalJson(call, row)),
      });
    },
  },
];
