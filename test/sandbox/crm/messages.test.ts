import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { errorOf, start, type World } from './world';

let world: World;
let me: string;
beforeAll(async () => {
  world = await start();
  me = String((await world.ask('WhoAmI')).json['UserId']);
});
afterAll(() => world.crm.close());

describe('a function', () => {
  it('takes its arguments in the parentheses or by alias, in either notation of JSON', async () => {
    const name = `systemusers(${me})/Microsoft.Dynamics.CRM.RetrieveUserSetOfPrivilegesByNames`;
    for (const call of [
      `${name}(PrivilegeNames=["prvReadAccount"])`,
      `${name}(PrivilegeNames=['prvReadAccount'])`,
      `${name}(PrivilegeNames=@p1)?@p1=${encodeURIComponent("['prvReadAccount']")}`,
    ])
      expect((await world.ask(call)).json['RolePrivileges']).toMatchObject([
        { PrivilegeName: 'prvReadAccount' },
      ]);
  });

  const access = "AccessType=Microsoft.Dynamics.CRM.EndpointAccessType'Default'";
  const refused: readonly (readonly [why: string, path: string, method: string, status: number])[] =
    [
      ['a missing argument', 'RetrieveCurrentOrganization', 'GET', 400],
      ['an alias without a value', 'RetrieveCurrentOrganization(AccessType=@p1)', 'GET', 400],
      [
        'a member that the enumeration lacks',
        "RetrieveCurrentOrganization(AccessType=Microsoft.Dynamics.CRM.EndpointAccessType'Moon')",
        'GET',
        400,
      ],
      ['an argument too many', `RetrieveCurrentOrganization(${access},Other=1)`, 'GET', 400],
      ['an argument that is no literal', 'RetrieveCurrentOrganization(AccessType={)', 'GET', 400],
      ['POST', `RetrieveCurrentOrganization(${access})`, 'POST', 405],
      ['a name it does not know', 'RetrieveNothing()', 'GET', 501],
      ['a bound one it does not know', 'accounts/Microsoft.Dynamics.CRM.Nothing', 'POST', 501],
    ];
  it.each(refused)('is refused with %s', async (_, path, method, status) => {
    const answer = await world.ask(path, { method });
    expect(answer.status).toBe(status);
    expect(errorOf(answer).message).not.toBe('');
  });
});
