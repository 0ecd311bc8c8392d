import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errorOf, id, onlyNew, rowsOf, start, type World } from '../world';

let world: World;
beforeEach(async () => {
  world = await start('empty');
});
afterEach(() => world.crm.close());

const ada = { user: 'ada' };
const userId = async (user: string): Promise<string> =>
  String((await world.ask('WhoAmI', { user })).json['UserId']);
const unitOf = async (user: string): Promise<string> =>
  String((await world.ask('WhoAmI', { user })).json['BusinessUnitId']);
const roleId = async (name: string): Promise<string> => {
  const [row] = rowsOf(await world.ask(`roles?$select=name&$filter=name eq '${name}'`, ada));
  return String(row?.['roleid']);
};
const team = id(900);

/** An owner team of the topmost unit, with these members and roles. */
async function makeTeam(members: readonly string[], roles: readonly string[]): Promise<void> {
  const made = await world.ask(`teams(${team})`, {
    method: 'PATCH',
    headers: onlyNew,
    body: {
      name: 'Night shift',
      'businessunitid@odata.bind': `businessunits(${await unitOf('ada')})`,
    },
    ...ada,
  });
  expect(made.status).toBe(204);
  for (const member of members) await join(member);
  for (const role of roles)
    await link(`teams(${team})/teamroles_association`, `roles(${await roleId(role)})`);
}

async function link(path: string, to: string): Promise<void> {
  const answer = await world.ask(`${path}/$ref`, {
    method: 'POST',
    body: { '@odata.id': to },
    ...ada,
  });
  expect(answer.status).toBe(204);
}

const join = async (user: string): Promise<void> =>
  link(`teams(${team})/teammembership_association`, `systemusers(${await userId(user)})`);

const make = (number: number, user: string, owner?: string) =>
  world.ask(`accounts(${id(number)})`, {
    method: 'PATCH',
    headers: onlyNew,
    body: {
      name: `Row ${number}`,
      ...(owner === undefined ? {} : { 'ownerid@odata.bind': owner }),
    },
    user,
  });
const sees = async (number: number, user: string): Promise<boolean> => {
  const single = (await world.ask(`accounts(${id(number)})?$select=name`, { user })).status === 200;
  const listed = rowsOf(await world.ask('accounts?$select=name', { user }));
  expect(listed.some((row) => row['accountid'] === id(number))).toBe(single);
  return single;
};

describe('a team', () => {
  it('owns rows, which its members reach and others do not', async () => {
    await makeTeam(['dana'], ['Salesperson']);
    expect((await make(1, 'ada', `teams(${team})`)).status).toBe(204);
    const row = (await world.ask(`accounts(${id(1)})`, ada)).json;
    expect(row).toMatchObject({
      _ownerid_value: team,
      _owningteam_value: team,
      _owninguser_value: null,
      _owningbusinessunit_value: await unitOf('ada'),
    });
    expect([await sees(1, 'dana'), await sees(1, 'omar'), await sees(1, 'noor')]).toEqual([
      true,
      false,
      true,
    ]);
    const change = await world.ask(`accounts(${id(1)})`, { method: 'PATCH', body: { name: 'B' } });
    expect(change.status).toBe(204);
  });

  it('names itself as owner in annotations and in the record-level error', async () => {
    await makeTeam([], ['Salesperson']);
    await make(1, 'ada', `teams(${team})`);
    const { json } = await world.ask(`accounts(${id(1)})?$select=_ownerid_value`, {
      headers: { Prefer: 'odata.include-annotations="*"' },
      ...ada,
    });
    expect(json['_ownerid_value@Microsoft.Dynamics.CRM.lookuplogicalname']).toBe('team');
    expect(json['_ownerid_value@OData.Community.Display.V1.FormattedValue']).toBe('Night shift');
    const refused = await world.ask(`accounts(${id(1)})`);
    expect(errorOf(refused).message).toContain(`OwnerId: ${team},  OwnerIdType: 9`);
  });

  it('gives its members the privileges of its roles', async () => {
    await makeTeam([], ['Sales Manager']);
    await make(1, 'ada');
    await make(2, 'noor');
    expect([await sees(1, 'dana'), (await make(3, 'noor')).status]).toEqual([false, 403]);
    await join('dana');
    await join('noor');
    // The role reaches the topmost unit and those below it, since the team belongs there.
    expect([await sees(1, 'dana'), (await make(3, 'noor')).status]).toEqual([true, 204]);
    await world.ask(`teams(${team})/teammembership_association(${await userId('dana')})/$ref`, {
      method: 'DELETE',
      ...ada,
    });
    expect(await sees(1, 'dana')).toBe(false);
  });

  it('gives user-level privileges for what the team owns only, where its role says so', async () => {
    await makeTeam(['noor'], ['Salesperson']);
    expect((await make(1, 'noor')).status).toBe(204);
    await world.ask(`roles(${await roleId('Salesperson')})`, {
      method: 'PATCH',
      body: { isinherited: 0 },
      ...ada,
    });
    expect((await make(2, 'noor')).status).toBe(403);
    expect((await make(3, 'noor', `teams(${team})`)).status).toBe(204);
  });

  it('refuses rows that it could not read', async () => {
    await makeTeam(['dana'], []);
    await make(1, 'dana');
    const answer = await world.ask(`accounts(${id(1)})`, {
      method: 'PATCH',
      body: { 'ownerid@odata.bind': `teams(${team})` },
    });
    expect([answer.status, errorOf(answer).code]).toEqual([403, '0x80040231']);
  });

  it('lets no row be owned by an access team', async () => {
    await world.ask(`teams(${team})`, {
      method: 'PATCH',
      headers: onlyNew,
      body: { name: 'Deal 7', teamtype: 1 },
      ...ada,
    });
    const answer = await make(1, 'ada', `teams(${team})`);
    expect([answer.status, errorOf(answer).message]).toEqual([
      400,
      expect.stringContaining('access team'),
    ]);
  });

  it('belongs to the unit of who makes it, where none is named', async () => {
    await world.ask(`teams(${team})`, {
      method: 'PATCH',
      headers: onlyNew,
      body: { name: 'Deal 7' },
      ...ada,
    });
    expect((await world.ask(`teams(${team})`, ada)).json).toMatchObject({
      _businessunitid_value: await unitOf('ada'),
      _administratorid_value: await userId('ada'),
      teamtype: 0,
      isdefault: false,
    });
  });

  it('is told by its functions what it may do', async () => {
    await makeTeam(['dana'], ['Sales Manager']);
    await make(1, 'ada', `teams(${team})`);
    const target = encodeURIComponent(`{'@odata.id':'accounts(${id(1)})'}`);
    const access = await world.ask(
      `teams(${team})/Microsoft.Dynamics.CRM.RetrievePrincipalAccess(Target=@p1)?@p1=${target}`,
      ada,
    );
    expect(access.json['AccessRights']).toBe(
      'ReadAccess, WriteAccess, AppendAccess, AppendToAccess, CreateAccess, DeleteAccess, ShareAccess, AssignAccess',
    );
    const bound = `systemusers(${await userId('dana')})/Microsoft.Dynamics.CRM.`;
    const one = await world.ask(
      `${bound}RetrieveUserPrivilegeByPrivilegeName(PrivilegeName='prvDeleteAccount')`,
    );
    expect(one.json['RolePrivileges']).toMatchObject([{ Depth: 'Deep' }]);
    // All at once, Dataverse tells what comes by a team as user-level.
    const all = (await world.ask(`${bound}RetrieveUserPrivileges()`)).json['RolePrivileges'];
    expect((all as object[]).filter((each) => 'Depth' in each)).toContainEqual(
      expect.objectContaining({ PrivilegeName: 'prvDeleteAccount', Depth: 'Basic' }),
    );
  });
});

describe('the rows behind rights', () => {
  it('are read as tables: members, roles, privileges and their depths', async () => {
    await makeTeam(['dana', 'omar'], ['Read Only']);
    const members = await world.ask(
      `teammemberships?$filter=teamid eq ${team} and systemuserid eq ${await userId('dana')}`,
      ada,
    );
    expect(rowsOf(members)).toEqual([
      expect.objectContaining({ teamid: team, systemuserid: await userId('dana') }),
    ]);
    const roles = await world.ask(
      `systemusers(${await userId('dana')})/systemuserroles_association?$select=name`,
    );
    expect(rowsOf(roles).map((row) => row['name'])).toEqual(['Salesperson']);
    const privileges = await world.ask(
      `roles(${await roleId('Read Only')})/roleprivileges_association?$select=name&$filter=name eq 'prvReadAccount'`,
      ada,
    );
    const [privilege] = rowsOf(privileges);
    const depths = await world.ask(
      `roleprivilegescollection?$filter=roleid eq ${await roleId('Read Only')} and privilegeid eq ${String(privilege?.['privilegeid'])}`,
      ada,
    );
    expect(rowsOf(depths)).toMatchObject([{ privilegedepthmask: 8 }]);
  });

  it('cannot be written where other operations change them', async () => {
    const answer = await world.ask('teammemberships', { method: 'POST', body: {}, ...ada });
    expect([answer.status, errorOf(answer).code]).toEqual([400, '0x80040800']);
    expect(errorOf(answer).message).toContain(
      "The 'Create' method does not support entities of type 'teammembership'",
    );
  });

  it('tell who has what shared to administrators only', async () => {
    expect((await world.ask('principalobjectaccessset', ada)).status).toBe(200);
    const answer = await world.ask('principalobjectaccessset');
    expect([answer.status, errorOf(answer).code]).toEqual([403, '0x80040220']);
  });

  it('follow users as they are made, moved and disabled', async () => {
    const made = await world.ask(`systemusers(${id(800)})`, {
      method: 'PATCH',
      headers: onlyNew,
      body: {
        firstname: 'Lena',
        lastname: 'Berg',
        domainname: 'lena@alpine-automation.example',
        'businessunitid@odata.bind': `businessunits(${await unitOf('dana')})`,
      },
      ...ada,
    });
    expect(made.status).toBe(204);
    expect((await world.ask('WhoAmI', { user: 'lena' })).json['UserId']).toBe(id(800));
    const without = await world.ask('accounts', { user: 'lena' });
    expect([without.status, errorOf(without).code]).toEqual([403, '0x80040220']);
    await link(
      `systemusers(${id(800)})/systemuserroles_association`,
      `roles(${await roleId('Sales Manager')})`,
    );
    await make(1, 'dana');
    expect(await sees(1, 'lena')).toBe(true);
    await world.ask(`systemusers(${id(800)})`, {
      method: 'PATCH',
      body: { isdisabled: true },
      ...ada,
    });
    const disabled = await world.ask('WhoAmI', { user: 'lena' });
    expect([disabled.status, errorOf(disabled).code]).toEqual([403, '0x80040225']);
    expect(errorOf(disabled).message).toContain('is disabled. Consider enabling this user.');
  });

  it('reach with the tree of business units', async () => {
    await world.ask(`businessunits(${id(700)})`, {
      method: 'PATCH',
      headers: onlyNew,
      body: {
        name: 'Field sales',
        'parentbusinessunitid@odata.bind': `businessunits(${await unitOf('dana')})`,
      },
      ...ada,
    });
    await world.ask(`systemusers(${await userId('dana')})`, {
      method: 'PATCH',
      body: { 'businessunitid@odata.bind': `businessunits(${id(700)})` },
      ...ada,
    });
    await make(1, 'dana');
    expect(await sees(1, 'omar')).toBe(true);
    await world.sandbox('POST role', { user: 'omar', privileges: { prvReadAccount: 'Local' } });
    expect(await sees(1, 'omar')).toBe(false);
  });

  it('come back with a change set that fails', async () => {
    await makeTeam([], ['Sales Manager']);
    await make(1, 'ada');
    const body = [
      '--b',
      'Content-Type: multipart/mixed; boundary=c',
      '',
      '--c',
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      'Content-ID: 1',
      '',
      `POST /api/data/v9.2/teams(${team})/teammembership_association/$ref HTTP/1.1`,
      'Content-Type: application/json',
      '',
      JSON.stringify({ '@odata.id': `systemusers(${await userId('dana')})` }),
      '--c',
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      'Content-ID: 2',
      '',
      `DELETE /api/data/v9.2/accounts(${id(99)}) HTTP/1.1`,
      '',
      '',
      '--c--',
      '--b--',
      '',
    ].join('\r\n');
    const answer = await world.ask('$batch', {
      method: 'POST',
      headers: { 'Content-Type': 'multipart/mixed; boundary=b' },
      body,
      ...ada,
    });
    expect(answer.status).toBe(404);
    expect(await sees(1, 'dana')).toBe(false);
  });
});
