import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errorOf, representation, rowsOf, start, type World } from '../world';

let world: World;
beforeEach(async () => {
  world = await start('demo');
});
afterEach(() => world.crm.close());

const first = async (path: string, user = 'ada'): Promise<Record<string, unknown>> => {
  const [row] = rowsOf(await world.ask(path, { user }));
  if (!row) throw new Error(`no row at ${path}`);
  return row;
};
const idOf = async (user: string): Promise<string> =>
  String((await world.ask('WhoAmI', { user })).json['UserId']);
const omars = "accounts?$select=name&$filter=name eq 'Fourth Coffee'";

describe('who sees what', () => {
  it.each([
    ['dana', '19'],
    ['omar', '23'],
    ['ada', '25'],
    ['noor', '25'],
  ])('%s reads %s accounts', async (user, count) => {
    expect((await world.ask('accounts/$count', { user })).text).toBe(count);
  });

  it('refuses a row beyond reach with the record-level error', async () => {
    const { accountid } = await first(omars);
    const answer = await world.ask(`accounts(${String(accountid)})`);
    expect([answer.status, errorOf(answer).code]).toEqual([403, '0x80048306']);
    expect(errorOf(answer).message).toContain(
      'SecLib::AccessCheckEx failed. Returned hr = -2147187962',
    );
    expect(errorOf(answer).message).toContain('AccessRights: ReadAccess');
  });
});

describe('who does what', () => {
  it('names the missing privilege', async () => {
    const { accountid } = await first("accounts?$filter=name eq 'Contoso Ltd'", 'dana');
    const answer = await world.ask(`accounts(${String(accountid)})`, { method: 'DELETE' });
    expect([answer.status, errorOf(answer).code]).toEqual([403, '0x80040220']);
    expect(errorOf(answer).message).toContain('is missing prvDeleteAccount privilege (Id=');
    expect(errorOf(answer).message).toContain("for entity 'account'");
  });

  it('lets nobody write who may only read', async () => {
    const answer = await world.ask('contacts', {
      method: 'POST',
      body: { lastname: 'X' },
      user: 'noor',
    });
    expect(errorOf(answer).message).toContain('prvCreateContact');
  });

  it('refuses a lookup to a row that the user may not append to', async () => {
    const { accountid } = await first(omars);
    const answer = await world.ask('contacts', {
      method: 'POST',
      body: {
        lastname: 'X',
        'parentcustomerid_account@odata.bind': `accounts(${String(accountid)})`,
      },
    });
    expect([answer.status, errorOf(answer).code]).toEqual([403, '0x80048306']);
  });

  it('assigns, and refuses an owner who may not read the table', async () => {
    const { contactid } = (
      await world.ask('contacts', {
        method: 'POST',
        headers: representation,
        body: { lastname: 'Ray' },
      })
    ).json;
    const assign = async (user: string) =>
      world.ask(`contacts(${String(contactid)})`, {
        method: 'PATCH',
        body: { 'ownerid@odata.bind': `systemusers(${await idOf(user)})` },
        user: 'omar',
      });
    await world.sandbox('POST role', { user: 'noor', privileges: { prvReadContact: null } });
    const refused = await assign('noor');
    expect([refused.status, errorOf(refused).code]).toEqual([403, '0x80040231']);
    expect((await assign('omar')).status).toBe(204);
    expect((await world.ask(`contacts(${String(contactid)})`)).status).toBe(403);
  });

  it('changes what a user may do while the server runs', async () => {
    const { accountid } = await first("accounts?$filter=name eq 'Contoso Ltd'", 'dana');
    await world.sandbox('POST role', {
      user: 'dana',
      privileges: { prvWriteAccount: null, prvReadAccount: 'Global' },
    });
    expect((await world.ask('accounts/$count')).text).toBe('25');
    const answer = await world.ask(`accounts(${String(accountid)})`, {
      method: 'PATCH',
      body: { name: 'X' },
    });
    expect(errorOf(answer).message).toContain('prvWriteAccount');
  });
});

describe('asking for rights', () => {
  it('gives depths for those that are held, and leaves the others out', async () => {
    const names = encodeURIComponent(
      JSON.stringify([
        'prvReadAccount',
        'prvDeleteAccount',
        'prvCreateActivity',
        'prvReadnew_Equipment',
      ]),
    );
    const answer = await world.ask(
      `systemusers(${await idOf('dana')})/Microsoft.Dynamics.CRM.RetrieveUserSetOfPrivilegesByNames(PrivilegeNames=@p1)?@p1=${names}`,
    );
    expect(answer.json['RolePrivileges'] as object[]).toMatchObject([
      { PrivilegeName: 'prvReadAccount', Depth: 'Basic' },
      { PrivilegeName: 'prvCreateActivity', Depth: 'Basic' },
      { PrivilegeName: 'prvReadnew_Equipment', Depth: 'Basic' },
    ]);
    const one = await world.ask(
      `systemusers(${await idOf('dana')})/Microsoft.Dynamics.CRM.RetrieveUserPrivilegeByPrivilegeName(PrivilegeName='prvDeleteAccount')`,
    );
    expect(one.json['RolePrivileges']).toEqual([]);
  });

  it('gives the rights on one row', async () => {
    const { accountid } = await first("accounts?$filter=name eq 'Contoso Ltd'", 'dana');
    const target = encodeURIComponent(`{'@odata.id':'accounts(${String(accountid)})'}`);
    const answer = await world.ask(
      `systemusers(${await idOf('dana')})/Microsoft.Dynamics.CRM.RetrievePrincipalAccess(Target=@p1)?@p1=${target}`,
    );
    expect(answer.json['AccessRights']).toBe(
      'ReadAccess, WriteAccess, AppendAccess, AppendToAccess, CreateAccess, ShareAccess, AssignAccess',
    );
  });
});

describe('signing in', () => {
  it.each([
    '',
    'Bearer sandbox:nobody',
    'Bearer other',
    'Bearer sandbox:dana:1',
    'Basic sandbox:dana',
  ])('refuses "%s" with 401', async (Authorization) => {
    const answer = await world.ask('WhoAmI', { headers: { Authorization } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('WWW-Authenticate')).toContain('authorization_uri=');
  });

  it('asks for the next token after one has expired', async () => {
    await world.sandbox('POST expire', { what: 'token', user: 'dana' });
    expect((await world.ask('WhoAmI')).status).toBe(401);
    expect((await world.ask('WhoAmI', { user: 'dana:1' })).status).toBe(200);
    expect((await world.ask('WhoAmI', { user: 'ada' })).status).toBe(200);
  });
});
