import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errorOf, id, onlyNew, rowsOf, start, type World } from '../world';

let world: World;
beforeEach(async () => {
  world = await start('empty');
  await make(1, 'ada');
});
afterEach(() => world.crm.close());

const make = (number: number, user: string) =>
  world.ask(`accounts(${id(number)})`, {
    method: 'PATCH',
    headers: onlyNew,
    body: { name: `Row ${number}` },
    user,
  });
const act = (name: string, body: object, user = 'ada') =>
  world.ask(name, { method: 'POST', body, user });
const userId = async (user: string): Promise<string> =>
  String((await world.ask('WhoAmI', { user })).json['UserId']);
const whom = async (user: string) => ({
  '@odata.type': 'Microsoft.Dynamics.CRM.systemuser',
  systemuserid: await userId(user),
});
const Target = { '@odata.type': 'Microsoft.Dynamics.CRM.account', accountid: id(1) };
const share = async (action: string, user: string, AccessMask: string, by = 'ada') =>
  act(action, { Target, PrincipalAccess: { Principal: await whom(user), AccessMask } }, by);
const listed = async (user: string): Promise<number> =>
  rowsOf(await world.ask('accounts?$select=name', { user })).length;
const shares = async () => {
  const target = encodeURIComponent(`{'@odata.id':'accounts(${id(1)})'}`);
  const answer = await world.ask(`RetrieveSharedPrincipalsAndAccess(Target=@p1)?@p1=${target}`, {
    user: 'ada',
  });
  return answer.json['PrincipalAccesses'] as { AccessMask: string }[];
};

describe('a shared row', () => {
  it('is seen wherever rows are, and changed as far as it is shared', async () => {
    expect(await listed('dana')).toBe(0);
    expect((await share('GrantAccess', 'dana', 'ReadAccess')).status).toBe(204);
    expect(await listed('dana')).toBe(1);
    expect((await world.ask('accounts/$count')).text).toBe('1');
    expect((await world.ask(`accounts(${id(1)})?$select=name`)).status).toBe(200);
    const change = () =>
      world.ask(`accounts(${id(1)})`, { method: 'PATCH', body: { name: 'Changed' } });
    const refused = await change();
    expect([refused.status, errorOf(refused).code]).toEqual([403, '0x80048306']);
    await share('GrantAccess', 'dana', 'WriteAccess');
    expect((await change()).status).toBe(204);
    expect(await shares()).toEqual([
      expect.objectContaining({ AccessMask: 'ReadAccess, WriteAccess' }),
    ]);
    expect(await listed('omar')).toBe(0);
  });

  it('is seen through what refers to it', async () => {
    await share('GrantAccess', 'dana', 'ReadAccess,AppendToAccess');
    await world.ask(`contacts(${id(2)})`, {
      method: 'PATCH',
      headers: onlyNew,
      body: { lastname: 'X', 'parentcustomerid_account@odata.bind': `accounts(${id(1)})` },
    });
    const contact = async () =>
      (
        await world.ask(
          `contacts(${id(2)})?$select=lastname&$expand=parentcustomerid_account($select=name)`,
        )
      ).json['parentcustomerid_account'];
    expect(await contact()).toMatchObject({ name: 'Row 1' });
    await act('RevokeAccess', { Target, Revokee: await whom('dana') });
    expect(await contact()).toBeNull();
  });

  it('is seen by a team it is shared with, as long as one is in the team', async () => {
    const team = `teams(${id(900)})`;
    await world.ask(team, {
      method: 'PATCH',
      headers: onlyNew,
      body: { name: 'Deal', teamtype: 1 },
      user: 'ada',
    });
    const Principal = { '@odata.type': 'Microsoft.Dynamics.CRM.team', teamid: id(900) };
    await act('GrantAccess', {
      Target,
      PrincipalAccess: { Principal, AccessMask: 'ReadAccess' },
    });
    const Members = [await whom('dana')];
    const bound = `${team}/Microsoft.Dynamics.CRM.`;
    expect((await act(`${bound}AddMembersTeam`, { Members })).status).toBe(204);
    expect((await act(`${bound}AddMembersTeam`, { Members })).status).toBe(204);
    expect(await listed('dana')).toBe(1);
    expect((await act(`${bound}RemoveMembersTeam`, { Members })).status).toBe(204);
    expect(await listed('dana')).toBe(0);
    expect((await act(`${bound}AddMembersTeam`, { Members }, 'dana')).status).toBe(403);
  });

  it('is shared otherwise, and no longer', async () => {
    await share('GrantAccess', 'dana', 'ReadAccess, WriteAccess');
    await share('ModifyAccess', 'dana', 'ReadAccess');
    expect(await shares()).toMatchObject([{ AccessMask: 'ReadAccess' }]);
    expect((await act('RevokeAccess', { Target, Revokee: await whom('dana') })).status).toBe(204);
    expect([await shares(), await listed('dana')]).toEqual([[], 0]);
  });

  it('needs the privilege all the same', async () => {
    await share('GrantAccess', 'dana', 'ReadAccess, DeleteAccess');
    const answer = await world.ask(`accounts(${id(1)})`, { method: 'DELETE' });
    expect([answer.status, errorOf(answer).code]).toEqual([403, '0x80040220']);
  });

  it('is shared by who may share it, with rights of their own', async () => {
    await make(2, 'dana');
    const mine = { ...Target, accountid: id(2) };
    const give = async (target: object, AccessMask: string) =>
      act(
        'GrantAccess',
        { Target: target, PrincipalAccess: { Principal: await whom('noor'), AccessMask } },
        'dana',
      );
    expect((await give(mine, 'ReadAccess')).status).toBe(204);
    expect((await give(mine, 'DeleteAccess')).status).toBe(403);
    expect((await give(Target, 'ReadAccess')).status).toBe(403);
  });

  it('takes its shares with it', async () => {
    await share('GrantAccess', 'dana', 'ReadAccess');
    await world.ask(`accounts(${id(1)})`, { method: 'DELETE', user: 'ada' });
    const left = await world.ask('principalobjectaccessset', { user: 'ada' });
    expect(rowsOf(left)).toEqual([]);
    await make(1, 'ada');
    expect(await listed('dana')).toBe(0);
  });

  it.each([
    { AccessMask: 'EverythingAccess' },
    { AccessMask: 7 },
    {},
    { AccessMask: 'ReadAccess', Principal: { '@odata.type': 'Microsoft.Dynamics.CRM.account' } },
    { AccessMask: 'ReadAccess', Principal: 'systemusers' },
  ])('refuses %j', async (wrong) => {
    const Principal = await whom('dana');
    const answer = await act('GrantAccess', { Target, PrincipalAccess: { Principal, ...wrong } });
    expect(answer.status).toBe(400);
  });
});

describe('a role', () => {
  it('is given privileges, and loses them', async () => {
    const [role] = rowsOf(await world.ask("roles?$filter=name eq 'Salesperson'", { user: 'ada' }));
    const [privilege] = rowsOf(
      await world.ask("privileges?$select=name&$filter=name eq 'prvReadAccount'", { user: 'ada' }),
    );
    const bound = `roles(${String(role?.['roleid'])})/Microsoft.Dynamics.CRM.`;
    const PrivilegeId = String(privilege?.['privilegeid']);
    const Privileges = [{ PrivilegeId, Depth: 'Global' }];
    expect((await act(`${bound}AddPrivilegesRole`, { Privileges })).status).toBe(204);
    expect(await listed('dana')).toBe(1);
    expect((await act(`${bound}RemovePrivilegeRole`, { PrivilegeId })).status).toBe(204);
    expect((await world.ask('accounts')).status).toBe(403);
  });
});
