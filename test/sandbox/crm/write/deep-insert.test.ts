import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errorOf, id, representation, rowsOf, start, type World } from '../world';

let world: World;
beforeEach(async () => {
  world = await start();
});
afterEach(() => world.crm.close());

const journal = async (): Promise<{ table: string; id: string; changes: object }[]> =>
  (await world.sandbox('GET journal')).json as unknown as [];
const post = (set: string, body: object, headers: Record<string, string> = {}) =>
  world.ask(set, { method: 'POST', headers, body });
const count = async (set: string): Promise<string> => (await world.ask(`${set}/$count`)).text;

describe('rows nested in a payload', () => {
  it('are made with their row over N:1, 1:N and N:N, several levels deep', async () => {
    const answer = await post('accounts', {
      accountid: id(1),
      name: 'Fourth Coffee',
      primarycontactid: {
        lastname: 'Curtis',
        Contact_Tasks: [{ subject: 'Sign invoice' }, { subject: 'Train the team' }],
      },
      contact_customer_accounts: [{ lastname: 'Ray', Contact_Tasks: [{ subject: 'Call' }] }],
      accountleads_association: [{ subject: 'New machine' }],
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('OData-EntityId')).toBe(`${world.crm.url}accounts(${id(1)})`);
    const primary = (await world.ask(`accounts(${id(1)})/primarycontactid`)).json;
    expect(primary['lastname']).toBe('Curtis');
    expect(
      rowsOf(await world.ask(`contacts(${String(primary['contactid'])})/Contact_Tasks`)),
    ).toHaveLength(2);
    const [ray] = rowsOf(await world.ask(`accounts(${id(1)})/contact_customer_accounts`));
    expect(ray?.['lastname']).toBe('Ray');
    expect(
      rowsOf(await world.ask(`contacts(${String(ray?.['contactid'])})/Contact_Tasks`)),
    ).toMatchObject([{ subject: 'Call' }]);
    expect(rowsOf(await world.ask(`accounts(${id(1)})/accountleads_association`))).toMatchObject([
      { subject: 'New machine' },
    ]);
  });

  it('stand in the journal each with an entry of its own, in the order they were made', async () => {
    await post('accounts', {
      accountid: id(1),
      name: 'Fourth Coffee',
      primarycontactid: { lastname: 'Curtis', Contact_Tasks: [{ subject: 'Sign invoice' }] },
    });
    const entries = await journal();
    expect(entries.map(({ table }) => table)).toEqual(['contact', 'task', 'account']);
    expect(entries[1]?.changes).toEqual({ subject: 'Sign invoice' });
    expect(entries[2]).toMatchObject({ id: id(1), changes: { name: 'Fourth Coffee' } });
  });

  it('are made all or not at all', async () => {
    const answer = await post('accounts', {
      name: 'Fourth Coffee',
      primarycontactid: { lastname: 'Curtis', Contact_Tasks: [{ subject: 'ok' }] },
      Account_Tasks: [{ subject: 'ok' }, { subject: 'x'.repeat(201) }],
    });
    expect([answer.status, errorOf(answer).code]).toEqual([400, '0x80044331']);
    expect([await count('accounts'), await count('contacts'), await count('tasks')]).toEqual([
      '0',
      '0',
      '0',
    ]);
    expect(await journal()).toEqual([]);
  });

  it('come back where the answer shall expand them', async () => {
    const answer = await post(
      'accounts?$select=name&$expand=primarycontactid($select=lastname),Account_Tasks($select=subject)',
      {
        name: 'Fourth',
        primarycontactid: { lastname: 'Curtis' },
        Account_Tasks: [{ subject: 'T' }],
      },
      representation,
    );
    expect(answer.status).toBe(201);
    expect(answer.json).toMatchObject({
      name: 'Fourth',
      primarycontactid: { lastname: 'Curtis' },
      Account_Tasks: [{ subject: 'T' }],
    });
  });

  it('may be rows that are there, bound over 1:N and N:N', async () => {
    await post('contacts', { contactid: id(2), lastname: 'Ray' });
    await post('leads', { leadid: id(3), subject: 'New machine' });
    const answer = await post('accounts', {
      accountid: id(1),
      name: 'A',
      'contact_customer_accounts@odata.bind': [`/contacts(${id(2)})`],
      'accountleads_association@odata.bind': [`${world.crm.url}leads(${id(3)})`],
    });
    expect(answer.status).toBe(204);
    expect(
      (await world.ask(`contacts(${id(2)})?$select=_parentcustomerid_value`)).json[
        '_parentcustomerid_value'
      ],
    ).toBe(id(1));
    expect(rowsOf(await world.ask(`accounts(${id(1)})/accountleads_association`))).toHaveLength(1);
    expect((await journal()).map(({ table }) => table)).toEqual([
      'contact',
      'lead',
      'account',
      'contact',
    ]);
  });

  const refused: readonly (readonly [why: string, body: object, status: number])[] = [
    ['an object where a list belongs', { Account_Tasks: {} }, 400],
    ['a list where an object belongs', { primarycontactid: [] }, 400],
    ['texts in a list of rows', { Account_Tasks: ['x'] }, 400],
    ['a property that the nested table lacks', { Account_Tasks: [{ nosuch: 1 }] }, 400],
    ['an owner', { ownerid: { firstname: 'x' } }, 400],
    ['one address where a list belongs', { 'Account_Tasks@odata.bind': 'tasks(1)' }, 400],
    [
      'a row of another table',
      { 'contact_customer_accounts@odata.bind': [`leads(${id(9)})`] },
      400,
    ],
    [
      'a row that is not there',
      { 'contact_customer_accounts@odata.bind': [`contacts(${id(9)})`] },
      404,
    ],
  ];
  it.each(refused)('are refused with %s, and nothing is made', async (_, body, status) => {
    expect((await post('accounts', { name: 'A', ...body })).status).toBe(status);
    expect(await count('accounts')).toBe('0');
  });

  it('are refused in an update', async () => {
    await post('accounts', { accountid: id(1), name: 'A' });
    for (const body of [
      { primarycontactid: { lastname: 'Curtis' } },
      { Account_Tasks: [{ subject: 'T' }] },
    ])
      expect((await world.ask(`accounts(${id(1)})`, { method: 'PATCH', body })).status).toBe(400);
    expect(await count('contacts')).toBe('0');
  });
});
