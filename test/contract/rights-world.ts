import { randomUUID } from 'node:crypto';
import { startCrm } from '../../sandbox/crm/server';
import type { CrmServer, Identity } from '../../src/domain/crm-server';
import type { Row } from '../../src/domain/row';
import type { Table } from '../../src/domain/table';
import type { Lookup, Values } from '../../src/domain/value';
import { askFacts, type Facts } from '../../src/offline/facts';
import { SandboxControl } from '../browser/support/sandbox-control';
import { worldAt } from './crm-world';
import { sandboxTokens } from './sandbox-world';

export const users = ['dana', 'omar', 'ada', 'noor'] as const;
export type User = (typeof users)[number];

/** How a user stands to a record. */
export const standings = [
  'their own',
  'their team’s',
  'of the same business unit',
  'of a business unit below',
  'of another business unit',
  'shared with them to read',
  'shared with them to read and write',
  'shared with them for everything',
] as const;
export type Standing = (typeof standings)[number];

/** Somebody before the sandbox, with what Carryon takes of what they may do. */
export interface SignedIn {
  readonly server: CrmServer;
  readonly identity: Identity;
  readonly facts: Facts;
}

/** Who shares a business unit with whom, and who is elsewhere. Dana and Omar are in Sales, below Ada's and Noor's. */
const neighbour: Readonly<Record<User, User>> = {
  dana: 'omar',
  omar: 'dana',
  ada: 'noor',
  noor: 'ada',
};
const stranger: Readonly<Record<User, User>> = {
  dana: 'noor',
  omar: 'noor',
  ada: 'omar',
  noor: 'omar',
};

/** The roles of the teams that the users get: their own, so that a team adds rows and no privileges. */
const roles: Readonly<Record<User, string>> = {
  dana: 'Salesperson',
  omar: 'Salesperson',
  ada: 'Salesperson',
  noor: 'Read Only',
};

const everything =
  'ReadAccess, WriteAccess, AppendAccess, AppendToAccess, DeleteAccess, ShareAccess, AssignAccess';
const masks: Partial<Record<Standing, string>> = {
  'shared with them to read': 'ReadAccess',
  'shared with them to read and write': 'ReadAccess, WriteAccess',
  'shared with them for everything': everything,
};

/** A small organisation in which every user stands to records in every way. */
export async function openRightsWorld() {
  const { port, url, close } = await startCrm({ port: 0, seed: 'demo' });
  const sandbox = new SandboxControl(`http://localhost:${port}`);
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: 'Bearer sandbox:ada',
        'content-type': 'application/json',
        ...(method === 'PATCH' && { 'if-none-match': '*' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
  const servers = Object.fromEntries(
    users.map((user) => [user, worldAt(url, sandboxTokens(user)).server]),
  ) as Record<User, CrmServer>;
  const identities = {} as Record<User, Identity>;
  for (const user of users) identities[user] = await servers[user].whoAmI();
  const model = await servers.ada.readModel(null);

  /** An owner team of a business unit. */
  const makeTeam = async (name: string, unit: string, role: string): Promise<Lookup> => {
    const id = randomUUID();
    await ask('PATCH', `teams(${id})`, {
      name,
      'businessunitid@odata.bind': `businessunits(${unit})`,
    });
    const found = (await ask('GET', `roles?$filter=name eq '${role}'`)) as {
      value: { roleid: string }[];
    };
    await ask('POST', `teams(${id})/teamroles_association/$ref`, {
      '@odata.id': `roles(${found.value[0]?.roleid})`,
    });
    return { table: 'team', id, name };
  };
  const below = randomUUID();
  await ask('PATCH', `businessunits(${below})`, {
    name: 'Sales, North',
    'parentbusinessunitid@odata.bind': `businessunits(${identities.dana.businessUnitId})`,
  });
  const north = await makeTeam('North', below, 'Salesperson');
  const teams = {} as Record<User, Lookup>;
  for (const user of users) {
    const { businessUnitId, userId } = identities[user];
    const team = await makeTeam(`Team of ${user}`, businessUnitId, roles[user]);
    await ask('POST', `teams(${team.id})/teammembership_association/$ref`, {
      '@odata.id': `systemusers(${userId})`,
    });
    teams[user] = team;
  }

  const asOwner = (user: User): Lookup => ({
    table: 'systemuser',
    id: identities[user].userId,
    name: user,
  });
  const ownerOf = (user: User, standing: Standing): Lookup => {
    switch (standing) {
      case 'their own':
        return asOwner(user);
      case 'their team’s':
        return teams[user];
      case 'of the same business unit':
        return asOwner(neighbour[user]);
      case 'of a business unit below':
        return north;
      default:
        return asOwner(stranger[user]);
    }
  };

  return {
    sandbox,
    model,
    asOwner,
    close,
    /** Makes a record to which the user stands so. */
    async make(table: Table, values: Values, user: User, standing: Standing): Promise<Row> {
      const ownerid = ownerOf(user, standing);
      const id = randomUUID();
      const write = { kind: 'create', table, id, values: { ...values, ownerid } } as const;
      const row = await servers.ada.write({ ...write, allowDuplicates: true });
      if (row === null) throw new Error(`No ${table.name} after a create`);
      const AccessMask = masks[standing];
      if (AccessMask !== undefined)
        await ask('POST', 'GrantAccess', {
          Target: { '@odata.type': `Microsoft.Dynamics.CRM.${table.name}`, [table.primaryId]: id },
          PrincipalAccess: {
            Principal: {
              '@odata.type': 'Microsoft.Dynamics.CRM.systemuser',
              systemuserid: identities[user].userId,
            },
            AccessMask,
          },
        });
      return row;
    },
    /** Makes a record that nobody owns. */
    async makeOfOrganization(table: Table, values: Values): Promise<Row> {
      const write = { kind: 'create', table, id: randomUUID(), values } as const;
      const row = await servers.ada.write({ ...write, allowDuplicates: true });
      if (row === null) throw new Error(`No ${table.name} after a create`);
      return row;
    },
    /** Gives the user's team the profile that opens what is secured. */
    async letTeamSee(user: User): Promise<void> {
      const { value } = (await ask('GET', 'fieldsecurityprofiles?$select=name')) as {
        value: { fieldsecurityprofileid: string }[];
      };
      await ask('POST', `teams(${teams[user].id})/teamprofiles_association/$ref`, {
        '@odata.id': `fieldsecurityprofiles(${value[0]?.fieldsecurityprofileid})`,
      });
    },
    async signIn(user: User): Promise<SignedIn> {
      const server = servers[user];
      const identity = identities[user];
      return { server, identity, facts: await askFacts(server, identity) };
    },
  };
}

export type RightsWorld = Awaited<ReturnType<typeof openRightsWorld>>;
