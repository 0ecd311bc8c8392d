import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { id, rowsOf, start, type World } from '../world';

let world: World;
const ids = new Map<string, string>();
beforeEach(async () => {
  world = await start();
  for (const user of ['ada', 'dana', 'omar'])
    ids.set(user, String((await world.ask('WhoAmI', { user })).json['UserId']));
  await world.ask(`accounts(${id(1)})`, { method: 'PATCH', body: { name: 'Hers' }, user: 'ada' });
});
afterEach(() => world.crm.close());

const idOf = (user: string): string => ids.get(user) ?? '';
const post = (path: string, body: object, user = 'ada') =>
  world.ask(path, { method: 'POST', body, user });
const Target = { '@odata.type': 'Microsoft.Dynamics.CRM.account', accountid: id(1) };
const principal = (user: string) => ({
  '@odata.type': 'Microsoft.Dynamics.CRM.systemuser',
  systemuserid: idOf(user),
});
const grant = (name: string, AccessMask: string, user = 'ada') =>
  post(name, { Target, PrincipalAccess: { Principal: principal('dana'), AccessMask } }, user);
const seen = async (): Promise<number> => (await world.ask(`accounts(${id(1)})`)).status;
const access = async (): Promise<unknown> =>
  (
    await world.ask(
      `systemusers(${idOf('dana')})/Microsoft.Dynamics.CRM.RetrievePrincipalAccess(Target=@p1)?@p1={ '@odata.id':'accounts(${id(1)})'}`,
      { user: 'ada' },
    )
  ).json['AccessRights'];

describe('sharing a row', () => {
  it('lets the other do what was granted, until it is revoked', async () => {
    expect([await seen(), await access()]).toEqual([403, 'None']);
    expect((await grant('GrantAccess', 'ReadAccess')).status).toBe(204);
    expect((await grant('GrantAccess', 'WriteAccess, AppendAccess')).status).toBe(204);
    expect([await seen(), await access()]).toEqual([200, 'ReadAccess, WriteAccess, AppendAccess']);
    expect((await grant('ModifyAccess', 'ReadAccess')).status).toBe(204);
    expect(await access()).toBe('ReadAccess');
    const shares = await world.ask(
      `RetrieveSharedPrincipalsAndAccess(Target=@p1)?@p1={'@odata.id':'accounts(${id(1)})'}`,
      { user: 'ada' },
    );
    expect(shares.json['PrincipalAccesses']).toEqual([
      {
        AccessMask: 'ReadAccess',
        Principal: {
          '@odata.type': '#Microsoft.Dynamics.CRM.systemuser',
          ownerid: idOf('dana'),
          systemuserid: idOf('dana'),
        },
      },
    ]);
    const revoked = await post('RevokeAccess', { Target, Revokee: principal('dana') });
    expect([revoked.status, await seen()]).toEqual([204, 403]);
  });

  it('ends with the row', async () => {
    await grant('GrantAccess', 'ReadAccess');
    await world.ask(`accounts(${id(1)})`, { method: 'DELETE', user: 'ada' });
    const shares = await world.ask('principalobjectaccessset', { user: 'ada' });
    expect(rowsOf(shares)).toEqual([]);
  });

  it('is refused to who may not, and of what nobody has', async () => {
    expect((await grant('GrantAccess', 'ReadAccess', 'dana')).status).toBe(403);
    expect((await grant('GrantAccess', 'FlyAccess')).status).toBe(400);
    const nobody = { ...principal('dana'), systemuserid: id(7) };
    expect((await post('RevokeAccess', { Target, Revokee: nobody })).status).toBe(404);
    expect(
      (await post('RevokeAccess', { Target: { accountid: id(1) }, Revokee: nobody })).status,
    ).toBe(400);
    expect(await access()).toBe('None');
  });
});

describe('a role', () => {
  const privileges = async (): Promise<unknown[]> =>
    rowsOf(
      await world.ask(`roles(${id(5)})/roleprivileges_association?$select=name&$orderby=name`, {
        user: 'ada',
      }),
    ).map(({ name }) => name);
  const call = (name: string, body: object, user = 'ada') =>
    post(`roles(${id(5)})/Microsoft.Dynamics.CRM.${name}`, body, user);
  const privilege = (PrivilegeName: string, Depth = 'Global') => ({ PrivilegeName, Depth });

  beforeEach(async () => {
    const me = await world.ask('WhoAmI', { user: 'ada' });
    const made = await post('roles', {
      roleid: id(5),
      name: 'Looks',
      'businessunitid@odata.bind': `businessunits(${String(me.json['BusinessUnitId'])})`,
    });
    expect(made.status).toBe(204);
  });

  it('grants what is added to it, to who has it', async () => {
    const added = await call('AddPrivilegesRole', { Privileges: [privilege('prvReadAccount')] });
    expect([added.status, await privileges()]).toEqual([204, ['prvReadAccount']]);
    expect(await seen()).toBe(403);
    await post(`systemusers(${idOf('dana')})/systemuserroles_association/$ref`, {
      '@odata.id': `${world.crm.url}roles(${id(5)})`,
    });
    expect(await seen()).toBe(200);
    await call('ReplacePrivilegesRole', { Privileges: [privilege('prvCreateAccount', 'Basic')] });
    expect([await privileges(), await seen()]).toEqual([['prvCreateAccount'], 403]);
  });

  it.each([
    ['an unknown privilege', [privilege('prvFly')], 404],
    ['an unknown depth', [privilege('prvReadAccount', 'Deepest')], 400],
    ['no list', {}, 400],
  ])('refuses %s', async (_, Privileges, status) => {
    expect((await call('AddPrivilegesRole', { Privileges })).status).toBe(status);
    expect(await privileges()).toEqual([]);
  });

  it('is not for everyone to change', async () => {
    const Privileges = [privilege('prvReadAccount')];
    expect((await call('AddPrivilegesRole', { Privileges }, 'dana')).status).toBe(403);
  });
});

describe('a team', () => {
  it('takes members in and lets them go', async () => {
    await post('teams', { teamid: id(6), name: 'Visitors' });
    const call = (name: string, users: string[]) =>
      post(`teams(${id(6)})/Microsoft.Dynamics.CRM.${name}`, { Members: users.map(principal) });
    const members = async (): Promise<number> =>
      rowsOf(await world.ask(`teams(${id(6)})/teammembership_association`, { user: 'ada' })).length;
    expect((await call('AddMembersTeam', ['dana', 'omar'])).status).toBe(204);
    expect((await call('AddMembersTeam', ['dana', 'ada'])).status).toBe(204);
    expect(await members()).toBe(3);
    expect((await call('RemoveMembersTeam', ['dana'])).status).toBe(204);
    expect(await members()).toBe(2);
    const wrong = { Members: [{ ...Target }] };
    expect(
      (await post(`teams(${id(6)})/Microsoft.Dynamics.CRM.AddMembersTeam`, wrong)).status,
    ).toBe(400);
  });
});
