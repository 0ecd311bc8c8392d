import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { errorOf, rowsOf, start, type World } from '../world';

let world: World;
beforeAll(async () => {
  world = await start();
});
afterAll(() => world.crm.close());

const ada = (path: string, method = 'GET', body?: object) =>
  world.ask(path, { method, body, user: 'ada' });

describe('what an organisation stands on', () => {
  it('is not made twice or deleted: its own row', async () => {
    const { OrganizationId } = (await ada('WhoAmI')).json;
    const path = `organizations(${String(OrganizationId)})`;
    for (const answer of [await ada('organizations', 'POST', {}), await ada(path, 'DELETE')])
      expect([answer.status, errorOf(answer).code]).toEqual([400, '0x80040800']);
    expect((await ada(path, 'PATCH', { maxuploadfilesize: 1000 })).status).toBe(204);
  });

  it('is not deleted: a user', async () => {
    const { UserId } = (await ada('WhoAmI')).json;
    const answer = await ada(`systemusers(${String(UserId)})`, 'DELETE');
    expect([answer.status, errorOf(answer).code]).toEqual([400, '0x80040800']);
  });

  it('is not deleted: the role of administrators', async () => {
    const roles = rowsOf(await ada("roles?$select=name&$filter=name eq 'System Administrator'"));
    const path = `roles(${String(roles[0]?.['roleid'])})`;
    const answer = await ada(path, 'DELETE');
    expect([answer.status, errorOf(answer)]).toEqual([
      400,
      { code: '0x80041d2e', message: 'The System Administrator Role cannot be deleted.' },
    ]);
    expect((await ada(path)).status).toBe(200);
  });
});
