import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errorOf, id, onlyNew, rowsOf, start, type Reply, type World } from '../world';

let world: World;
beforeEach(async () => {
  world = await start();
  for (const [path, body] of [
    [account, { name: 'A' }],
    [contact, { lastname: 'B', 'parentcustomerid_account@odata.bind': account }],
    [lead, { subject: 'C' }],
  ] as const)
    await world.ask(path, { method: 'PATCH', headers: onlyNew, body });
});
afterEach(() => world.crm.close());

const account = `accounts(${id(1)})`;
const contact = `contacts(${id(2)})`;
const lead = `leads(${id(3)})`;
const gist = (answer: Reply) => [answer.status, answer.json['error'] && errorOf(answer).code];
const uncovered = [501, '0x80040264'];
const wrong = [400, '0x80060888'];

describe('a path that says more than the rest of the request', () => {
  it.each([
    [`${contact}/lastname(${id(1)})`, wrong],
    [`${contact}/parentcustomerid_account(${id(1)})`, wrong],
    [`${contact}/parentcustomerid_account(${id(1)})/$ref`, wrong],
    [`${contact}/parentcustomerid_account/$ref(1)`, wrong],
    [`${account}/contact_customer_accounts/$count(1)`, wrong],
    ['accounts/$count(1)', uncovered],
    [`${account}/contact_customer_accounts(${id(2)})`, uncovered],
    [`${account}/contact_customer_accounts(${id(9)})/$count`, uncovered],
    [`${contact}/contactleads_association(${id(3)})`, uncovered],
    [`${account}/contact_customer_accounts/$ref`, uncovered],
    [`${contact}/contactleads_association/$ref`, uncovered],
  ])('is not answered as if it did not: GET %s', async (path, answer) => {
    expect(gist(await world.ask(path))).toEqual(answer);
  });

  it('is refused where it names the other row twice', async () => {
    const path = `${contact}/contactleads_association`;
    const body = { '@odata.id': lead };
    const link = () => world.ask(`${path}/$ref`, { method: 'POST', body });
    const both = { method: 'DELETE' };
    expect((await link()).status).toBe(204);
    expect(gist(await world.ask(`${path}(${id(3)})/$ref?$id=${lead}`, both))).toEqual(wrong);
    const key = { method: 'POST', body };
    expect(gist(await world.ask(`${path}(${id(3)})/$ref`, key))).toEqual(wrong);
    expect(rowsOf(await world.ask(path))).toHaveLength(1);
  });
});

describe('a body that says more than is asked for', () => {
  it.each([
    ['PUT', `${contact}/jobtitle`, { value: 'Buyer', lastname: 'X' }],
    ['PUT', `${contact}/parentcustomerid_account/$ref`, { '@odata.id': account, lastname: 'X' }],
    ['POST', `${contact}/contactleads_association/$ref`, { '@odata.id': lead, lastname: 'X' }],
  ])('is refused: %s %s', async (method, path, body) => {
    const answer = await world.ask(path, { method, body });
    expect(gist(answer)).toEqual([400, '0x80048d19']);
    expect(errorOf(answer).message).toContain("'lastname'");
  });

  it('is refused where a row to create has an address', async () => {
    const target = { '@odata.type': 'Microsoft.Dynamics.CRM.account', name: 'B' };
    const answer = await world.ask('accounts/Microsoft.Dynamics.CRM.CreateMultiple', {
      method: 'POST',
      body: { Targets: [{ ...target, '@odata.id': `accounts(${id(5)})` }] },
    });
    expect(gist(answer)).toEqual(uncovered);
  });
});

describe('a reference', () => {
  it('to another server is refused', async () => {
    const body = { '@odata.id': `https://elsewhere.example/api/data/v9.2/${account}` };
    const path = `${contact}/parentcustomerid_account/$ref`;
    const answer = await world.ask(path, { method: 'PUT', body });
    expect(gist(answer)).toEqual(wrong);
    expect(errorOf(answer).message).toContain('is not valid because it is not based on');
    const bound = { 'parentcustomerid_account@odata.bind': body['@odata.id'] };
    expect(gist(await world.ask(contact, { method: 'PATCH', body: bound }))).toEqual(wrong);
    const here = { '@odata.id': world.crm.url + account };
    expect((await world.ask(path, { method: 'PUT', body: here })).status).toBe(204);
  });
});

describe('the header for duplicates', () => {
  it.each(['0', 'no', 'false, false'])('is true or false, not %s', async (value) => {
    const headers = { 'MSCRM.SuppressDuplicateDetection': value };
    const answer = await world.ask('contacts', { method: 'POST', headers, body: {} });
    expect(gist(answer)).toEqual(wrong);
  });
});

describe('an activity', () => {
  it('does not take the id of an activity of another kind', async () => {
    const make = (set: string) =>
      world.ask(`${set}(${id(6)})`, {
        method: 'PATCH',
        headers: onlyNew,
        body: { subject: 'S' },
      });
    expect((await make('tasks')).status).toBe(204);
    expect(gist(await make('phonecalls'))).toEqual([412, '0x80040237']);
  });
});

describe('parties', () => {
  it('are read as a list only, and written with their activity only', async () => {
    await world.ask(`emails(${id(7)})`, {
      method: 'PATCH',
      headers: onlyNew,
      body: {
        subject: 'S',
        email_activity_parties: [{ participationtypemask: 2, addressused: 'a@x.example' }],
      },
    });
    const parties = async () =>
      rowsOf(await world.ask('activityparties?$filter=participationtypemask eq 2'));
    const before = await parties();
    const key = String(before[0]?.['activitypartyid']);
    const path = `activityparties(${key})`;
    const target = { '@odata.type': 'Microsoft.Dynamics.CRM.activityparty', addressused: 'b' };
    const bulk = (name: string, more: object) =>
      world.ask(`activityparties/Microsoft.Dynamics.CRM.${name}`, {
        method: 'POST',
        body: { Targets: [{ ...target, ...more }] },
      });
    const answers = [
      await world.ask(path),
      await world.ask(`${path}/addressused`),
      await world.ask(`${path}/addressused`, { method: 'PUT', body: { value: 'b' } }),
      await world.ask(`${path}/addressused`, { method: 'DELETE' }),
      await world.ask(path, { method: 'DELETE' }),
      await world.ask('activityparties', { method: 'POST', body: { participationtypemask: 2 } }),
      await bulk('CreateMultiple', { participationtypemask: 2 }),
      await bulk('UpdateMultiple', { activitypartyid: key }),
    ];
    expect(answers.map(gist)).toEqual(answers.map(() => [400, '0x80040800']));
    expect(await parties()).toEqual(before);
  });
});

describe('RetrieveTotalRecordCount', () => {
  it('counts only tables that the user may read', async () => {
    const count = () => world.ask("RetrieveTotalRecordCount(EntityNames=['contact'])");
    expect((await count()).status).toBe(200);
    await world.sandbox('POST role', { user: 'dana', privileges: { prvReadContact: null } });
    expect(gist(await count())).toEqual([403, '0x80040220']);
  });
});
