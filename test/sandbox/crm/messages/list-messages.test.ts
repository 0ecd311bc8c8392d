import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errorOf, id, rowsOf, start, type World } from '../world';

let world: World;
beforeEach(async () => {
  world = await start();
  for (const number of [1, 2]) await make('contacts', number, { lastname: `No ${number}` });
  await make('lists', 5, { listname: 'Guests', createdfromcode: 2 });
});
afterEach(() => world.crm.close());

const make = async (set: string, number: number, body: object, user = 'dana'): Promise<void> => {
  const answer = await world.ask(`${set}(${id(number)})`, { method: 'PATCH', body, user });
  expect([set, number, answer.status]).toEqual([set, number, 204]);
};
const post = (path: string, body: object, user = 'dana') =>
  world.ask(path, { method: 'POST', body, user });
const add = (EntityId: string, list = 5, user = 'dana') =>
  post(`lists(${id(list)})/Microsoft.Dynamics.CRM.AddMemberList`, { EntityId }, user);
const remove = (EntityId: string) =>
  post(`lists(${id(5)})/Microsoft.Dynamics.CRM.RemoveMemberList`, { EntityId });
const entity = (table: string, values: object) => ({
  '@odata.type': `Microsoft.Dynamics.CRM.${table}`,
  ...values,
});
const addMany = (...Members: object[]) =>
  post('AddListMembersList', { List: entity('list', { listid: id(5) }), Members });
const members = async (): Promise<unknown[]> =>
  rowsOf(
    await world.ask(
      `listmembers?$select=_entityid_value,entitytype&$filter=_listid_value eq ${id(5)}&$orderby=_entityid_value`,
    ),
  ).map((row) => row['_entityid_value']);
const memberCount = async (): Promise<unknown> =>
  (await world.ask(`lists(${id(5)})`)).json['membercount'];

describe('a marketing list', () => {
  it('takes rows, each once, and counts them', async () => {
    const answer = await add(id(1));
    expect(answer.status).toBe(200);
    expect((await add(id(1))).json['Id']).toBe(answer.json['Id']);
    expect(await members()).toEqual([id(1)]);
    expect(await memberCount()).toBe(1);
  });

  it('shows its members by a relationship that is read and not written', async () => {
    await add(id(1));
    const list = await world.ask(
      `lists(${id(5)})?$select=listname&$expand=listcontact_association($select=lastname)`,
    );
    expect(list.json['listcontact_association']).toMatchObject([{ lastname: 'No 1' }]);
    const from = await world.ask(`contacts(${id(1)})/listcontact_association?$select=listname`);
    expect(rowsOf(from)).toMatchObject([{ listname: 'Guests' }]);
    expect(rowsOf(await world.ask(`lists(${id(5)})/listlead_association`))).toEqual([]);
    const refused = await world.ask(`lists(${id(5)})/listcontact_association/$ref`, {
      method: 'POST',
      body: { '@odata.id': `contacts(${id(2)})` },
    });
    expect([refused.status, errorOf(refused).code]).toEqual([400, '0x80040800']);
    const described = await world.ask(
      "EntityDefinitions(LogicalName='contact')/ManyToManyRelationships?$select=SchemaName,IntersectEntityName,Entity1IntersectAttribute,Entity2IntersectAttribute",
    );
    expect(rowsOf(described)).toContainEqual(
      expect.objectContaining({
        SchemaName: 'listcontact_association',
        IntersectEntityName: 'listmember',
        Entity1IntersectAttribute: 'listid',
        Entity2IntersectAttribute: 'entityid',
      }),
    );
  });

  it('takes several at once', async () => {
    const [one, two] = [1, 2].map((number) => entity('contact', { contactid: id(number) }));
    expect((await addMany(one ?? {}, two ?? {}, one ?? {})).status).toBe(204);
    expect(await members()).toEqual([id(1), id(2)]);
    expect(await memberCount()).toBe(2);
  });

  it('gives a row away, and has no such member then', async () => {
    await add(id(1));
    expect((await remove(id(1))).status).toBe(204);
    expect([await members(), await memberCount()]).toEqual([[], 0]);
    const again = await remove(id(1));
    expect([again.status, errorOf(again).code]).toEqual([404, '0x80040217']);
  });

  it('notes who was put on it', async () => {
    await add(id(1));
    const journal = (await world.sandbox('GET journal')).json as unknown as object[];
    expect(journal.at(-1)).toMatchObject({
      table: 'list',
      id: id(5),
      changes: { listmember: { contacts: [id(1)] } },
    });
  });

  it('takes rows of one table alone', async () => {
    await make('accounts', 3, { name: 'A' });
    expect((await add(id(3))).status).toBe(404);
    expect((await addMany(entity('account', { accountid: id(3) }))).status).toBe(400);
  });

  it.each([
    ['is dynamic', { type: true, query: '<fetch/>' }],
    ['is locked', { lockstatus: true }],
  ])('takes nobody where it %s', async (_, more) => {
    await make('lists', 6, { listname: 'Closed', createdfromcode: 2, ...more });
    const answer = await add(id(1), 6);
    expect([answer.status, errorOf(answer).code]).toEqual([400, '0x80040203']);
  });

  it('is for those who may write it', async () => {
    await make('lists', 6, { listname: 'Foreign', createdfromcode: 2 }, 'ada');
    expect((await add(id(1), 6)).status).toBe(403);
    await make('contacts', 7, { lastname: 'Foreign' }, 'ada');
    expect((await add(id(7))).status).toBe(403);
  });

  it('is changed by its own messages alone', async () => {
    await add(id(1));
    const [row] = rowsOf(await world.ask('listmembers'));
    const answer = await world.ask(`listmembers(${String(row?.['listmemberid'])})`, {
      method: 'DELETE',
      user: 'ada',
    });
    expect(answer.status).toBe(400);
  });

  it.each([
    ['list', `lists(${id(5)})`],
    ['member', `contacts(${id(1)})`],
  ])('ends, or loses a member, with the %s', async (_, path) => {
    await add(id(1));
    expect((await world.ask(path, { method: 'DELETE' })).status).toBe(204);
    expect(rowsOf(await world.ask('listmembers', { user: 'ada' }))).toEqual([]);
  });
});
