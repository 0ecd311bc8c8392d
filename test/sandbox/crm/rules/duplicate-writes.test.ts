import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errorOf, id, onlyNew, rowsOf, start, type Reply, type World } from '../world';

let world: World;
beforeEach(async () => {
  world = await start();
});
afterEach(() => world.crm.close());

const asking = { 'MSCRM.SuppressDuplicateDetection': 'false' };
const gist = (answer: Reply) => [answer.status, answer.json['error'] && errorOf(answer).code];
const found = [412, '0x80040333'];
const contact = (number: number): string => `contacts(${id(number)})`;
const account = (number: number): string => `accounts(${id(number)})`;
const ray = { lastname: 'Ray', emailaddress1: 'ray@x.example' };

const put = (path: string, body: object, headers: object = {}) =>
  world.ask(path, { method: 'PATCH', headers: { ...headers }, body });
const make = (path: string, body: object) => put(path, body, onlyNew);
const count = async (set: string): Promise<string> => (await world.ask(`${set}/$count`)).text;

/** A published rule that compares one column of contacts. */
async function rule(column: string): Promise<void> {
  const post = (path: string, body: object) =>
    world.ask(path, { method: 'POST', user: 'ada', body });
  await post('duplicaterules', {
    duplicateruleid: id(900),
    name: 'R',
    baseentityname: 'contact',
    matchingentityname: 'contact',
  });
  await post('duplicateruleconditions', {
    'regardingobjectid@odata.bind': `duplicaterules(${id(900)})`,
    baseattributename: column,
    matchingattributename: column,
    operatorcode: 0,
    ignoreblankvalues: true,
  });
  const path = `duplicaterules(${id(900)})/Microsoft.Dynamics.CRM.PublishDuplicateRule`;
  expect((await post(path, {})).status).toBe(200);
}

describe('a request that asks for duplicates is refused as a whole', () => {
  beforeEach(async () => {
    await make(contact(1), ray);
    await make(account(1), { name: 'A' });
  });

  it.each([
    ['a lookup', { name: 'B', primarycontactid: ray }],
    ['a collection', { name: 'B', contact_customer_accounts: [{ lastname: 'Bo' }, ray] }],
    [
      'a row that a nested one nests',
      { name: 'B', parentaccountid: { name: 'C', primarycontactid: ray } },
    ],
  ])('where a deep insert nests one in %s', async (_where, body) => {
    const post = (headers: Record<string, string>) =>
      world.ask('accounts', { method: 'POST', headers, body });
    expect(gist(await post(asking))).toEqual(found);
    expect([await count('accounts'), await count('contacts')]).toEqual(['1', '1']);
    expect((await post({})).status).toBe(204);
  });

  it('where a deep insert makes two that are alike', async () => {
    const two = [
      { lastname: 'Z', emailaddress1: 'z@x.example' },
      { lastname: 'Y', emailaddress1: 'Z@x.example' },
    ];
    const body = { name: 'B', contact_customer_accounts: two };
    expect(gist(await world.ask('accounts', { method: 'POST', headers: asking, body }))).toEqual(
      found,
    );
    expect([await count('accounts'), await count('contacts')]).toEqual(['1', '1']);
  });

  it.each(['CreateMultiple', 'UpdateMultiple', 'UpsertMultiple'])(
    'where %s writes one',
    async (message) => {
      await make(contact(2), { lastname: 'Bo' });
      const fresh = message === 'CreateMultiple';
      const type = { '@odata.type': 'Microsoft.Dynamics.CRM.contact' };
      const Targets = [
        { ...type, contactid: id(fresh ? 3 : 2), lastname: 'Bo', jobtitle: 'Buyer' },
        { ...type, contactid: id(fresh ? 4 : 2), ...ray },
      ];
      const send = (headers: Record<string, string>) =>
        world.ask(`contacts/Microsoft.Dynamics.CRM.${message}`, {
          method: 'POST',
          headers,
          body: { Targets },
        });
      expect(gist(await send(asking))).toEqual(found);
      expect(await count('contacts')).toBe('2');
      expect((await world.ask(contact(2))).json['jobtitle']).toBeNull();
      expect((await send({})).status).toBeLessThan(300);
    },
  );

  it('where a property is set or emptied', async () => {
    await make(contact(2), { lastname: 'Bo', jobtitle: 'Buyer' });
    const value = { value: 'RAY@x.example' };
    const set = (headers: Record<string, string>) =>
      world.ask(`${contact(2)}/emailaddress1`, { method: 'PUT', headers, body: value });
    expect(gist(await set(asking))).toEqual(found);
    expect((await world.ask(contact(2))).json['emailaddress1']).toBeNull();
    expect((await set({})).status).toBe(204);
    await make(contact(3), { firstname: 'A', lastname: 'C' });
    await make(contact(4), { lastname: 'C' });
    await rule('fullname');
    const empty = { method: 'DELETE', headers: asking };
    expect(gist(await world.ask(`${contact(3)}/firstname`, empty))).toEqual(found);
    expect((await world.ask(`${contact(2)}/jobtitle`, empty)).status).toBe(204);
  });

  it('where a lookup is set, from either side', async () => {
    await rule('parentcustomerid');
    await make(contact(2), { lastname: 'Bo' });
    const bind = { 'parentcustomerid_account@odata.bind': account(1) };
    expect((await put(contact(1), bind)).status).toBe(204);
    const reference = (path: string, method: string, to: string) =>
      world.ask(`${path}/$ref`, { method, headers: asking, body: { '@odata.id': to } });
    expect([
      gist(await put(contact(2), bind, asking)),
      gist(await reference(`${contact(2)}/parentcustomerid_account`, 'PUT', account(1))),
      gist(await reference(`${account(1)}/contact_customer_accounts`, 'POST', contact(2))),
    ]).toEqual([found, found, found]);
    const bound = { name: 'B', 'contact_customer_accounts@odata.bind': [contact(1), contact(2)] };
    const deep = await world.ask('accounts', { method: 'POST', headers: asking, body: bound });
    expect([gist(deep), await count('accounts')]).toEqual([found, '1']);
  });

  it('where QualifyLead makes one, and it, or its parameter, asks', async () => {
    await make(`leads(${id(1)})`, {
      subject: 'L',
      lastname: 'Ray',
      emailaddress1: 'ray@x.example',
    });
    const qualify = (more: object, headers: Record<string, string> = {}) =>
      world.ask(`leads(${id(1)})/Microsoft.Dynamics.CRM.QualifyLead`, {
        method: 'POST',
        headers,
        body: {
          CreateAccount: true,
          CreateContact: true,
          CreateOpportunity: false,
          Status: 3,
          ...more,
        },
      });
    expect(gist(await qualify({ SuppressDuplicateDetection: false }))).toEqual(found);
    expect(gist(await qualify({}, asking))).toEqual(found);
    expect([await count('accounts'), await count('contacts')]).toEqual(['1', '1']);
    expect((await world.ask(`leads(${id(1)})`)).json['statecode']).toBe(0);
    expect((await qualify({ SuppressDuplicateDetection: true }, asking)).status).toBe(200);
  });
});

describe('a rule on a computed column', () => {
  beforeEach(async () => {
    await rule('fullname');
    await make(contact(1), { firstname: 'Ann', lastname: 'Ray' });
    await make(contact(2), { lastname: 'Ray' });
  });

  it('sees what an update of its parts makes of it', async () => {
    expect(gist(await put(contact(2), { firstname: 'ann' }, asking))).toEqual(found);
    expect((await put(contact(2), { jobtitle: 'Buyer' }, asking)).status).toBe(204);
    expect(gist(await put(contact(3), { firstname: 'Ann', lastname: 'Ray' }, asking))).toEqual(
      found,
    );
  });

  it('finds the duplicates of a row that is not saved', async () => {
    const duplicates = async (entity: object) =>
      rowsOf(
        await world.ask(
          `RetrieveDuplicates(BusinessEntity=@a,MatchingEntityName='contact',PagingInfo=@b)?@a=${encodeURIComponent(JSON.stringify({ '@odata.type': 'Microsoft.Dynamics.CRM.contact', ...entity }))}&@b={"PageNumber":1,"Count":9}`,
        ),
      ).map((row) => row['contactid']);
    expect(await duplicates({ firstname: 'ANN', lastname: 'Ray' })).toEqual([id(1)]);
    expect(await duplicates({ contactid: id(2), firstname: 'Ann' })).toEqual([id(1)]);
  });
});
