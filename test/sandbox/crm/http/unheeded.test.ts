import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  errorOf,
  id,
  onlyNew,
  rowsOf,
  start,
  type Reply,
  type Request,
  type World,
} from '../world';

let world: World;
beforeAll(async () => {
  world = await start();
  for (const [path, body] of [
    [account, { name: 'A' }],
    [contact, { lastname: 'B', 'parentcustomerid_account@odata.bind': account }],
  ] as const)
    await world.ask(path, { method: 'PATCH', headers: onlyNew, body });
});
afterAll(() => world.crm.close());

const account = `accounts(${id(1)})`;
const contact = `contacts(${id(2)})`;
const gist = (answer: Reply) => [answer.status, answer.json['error'] && errorOf(answer).code];
const uncovered = [501, '0x80040264'];
const wrong = [400, '0x80060888'];
const misread = [400, '0x80048d19'];
const asked = async (path: string, request?: Request) => gist(await world.ask(path, request));

describe('a query option that nothing would heed', () => {
  it.each([
    ['accounts?select=name', uncovered],
    ['accounts?sql=SELECT name FROM account', uncovered],
    ['accounts?$expand=primarycontactid($select=fullname;levels=2)', uncovered],
    ['accounts?$top=1&$top=2', wrong],
    ['accounts?$select=name&%24select=createdon', wrong],
    ['accounts?$expand=primarycontactid($select=fullname;$select=jobtitle)', wrong],
    ['accounts?$orderby=', wrong],
    [`${account}?$filter=name eq 'B'`, uncovered],
    [`${account}?$orderby=name`, uncovered],
    [`${account}?$top=1`, uncovered],
    [`${account}?$count=true`, uncovered],
    [`${account}?$apply=aggregate($count as n)`, uncovered],
    [`${account}/name?$select=name`, uncovered],
    [`${contact}/parentcustomerid_account?$filter=name eq 'B'`, uncovered],
    [`${contact}/parentcustomerid_account/$ref?$select=name`, uncovered],
    ['accounts/$count/name', uncovered],
    ['accounts/name', wrong],
    ['accounts?constructor=1', uncovered],
    ['WhoAmI?$select=UserId', uncovered],
    ["EntityDefinitions(LogicalName='account')?$filter=LogicalName eq 'contact'", uncovered],
  ])('is refused: GET %s', async (path, answer) => {
    expect(await asked(path, { user: 'ada' })).toEqual(answer);
  });

  it.each([
    ['POST', 'accounts?$filter=name eq 1', { name: 'C' }],
    ['PATCH', `${account}?$filter=name eq 'B'`, { name: 'C' }],
    ['DELETE', `${account}?$filter=name eq 'B'`, undefined],
    ['PUT', `${account}/name?$filter=name eq 'B'`, { value: 'C' }],
    ['POST', 'WinOpportunity?$select=name', { Status: 3, OpportunityClose: {} }],
  ])('is refused: %s %s', async (method, path, body) => {
    expect(await asked(path, { method, body, user: 'ada' })).toEqual(uncovered);
    expect(rowsOf(await world.ask('accounts', { user: 'ada' })).map((row) => row['name'])).toEqual([
      'A',
    ]);
  });

  it('is refused where changes are followed', async () => {
    const headers = { Prefer: 'odata.track-changes' };
    const path = 'accounts?$apply=aggregate($count as n)';
    expect(await asked(path, { headers, user: 'ada' })).toEqual(uncovered);
  });

  it('is not one that is for plug-ins, and no alias', async () => {
    expect(await asked('accounts?$top=1&tag=x&@p1=1')).toEqual([200, undefined]);
  });
});

describe('a header that nothing would heed', () => {
  it.each([
    'MSCRMCallerID',
    'CallerObjectId',
    'MSCRM.BypassCustomPluginExecution',
    'MSCRM.BypassBusinessLogicExecution',
    'MSCRM.SolutionUniqueName',
  ])('is refused: %s', async (name) => {
    const headers = { [name]: id(3) };
    expect(await asked(account, { headers })).toEqual(uncovered);
    const writing = { method: 'PATCH', headers, body: { name: 'C' } };
    expect(await asked(account, writing)).toEqual(uncovered);
    const part = `GET /api/data/v9.2/${account} HTTP/1.1\r\n${name}: ${id(3)}\r\n\r\n\r\n`;
    const batch = await world.ask('$batch', {
      method: 'POST',
      headers: { 'Content-Type': 'multipart/mixed; boundary=b' },
      body: `--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n${part}--b--\r\n`,
    });
    expect(batch.text).toContain('HTTP/1.1 501');
  });

  it('is refused: conditions on a collection', async () => {
    for (const name of ['If-Match', 'If-None-Match'])
      expect(await asked('accounts', { headers: { [name]: 'W/"1"' } })).toEqual(uncovered);
    const plain = { 'If-None-Match': 'null', 'MSCRM.SuppressDuplicateDetection': 'true' };
    expect(await asked('accounts', { headers: plain })).toEqual([200, undefined]);
  });
});

describe('a body that says two things', () => {
  it.each([
    ['another type', { '@odata.type': 'Microsoft.Dynamics.CRM.contact' }],
    ['a type that is none', { '@odata.type': 5 }],
    [
      'a row to bind and one to make',
      { 'primarycontactid@odata.bind': contact, primarycontactid: { lastname: 'C' } },
    ],
    ['a type inside that does not fit', { primarycontactid: { '@odata.type': '#mscrm.lead' } }],
  ])('is refused: %s', async (_, body) => {
    expect(await asked('accounts', { method: 'POST', body })).toEqual(misread);
  });

  it('is refused: a name twice', async () => {
    for (const body of ['{"name":"a","name":"b"}', '{"name":"a", "n\\u0061me" : null}'])
      expect(await asked('accounts', { method: 'POST', body })).toEqual(wrong);
    const body =
      '{"name":"\\"name\\":","primarycontactid":{"lastname":"a","firstname":"lastname"}}';
    expect(await asked('accounts', { method: 'POST', body })).toEqual([204, undefined]);
  });

  it('is read where its type is the one of its table', async () => {
    for (const type of ['Microsoft.Dynamics.CRM.account', '#Microsoft.Dynamics.CRM.account'])
      expect(await asked('accounts', { method: 'POST', body: { '@odata.type': type } })).toEqual([
        204,
        undefined,
      ]);
  });

  it('is refused: a version of a row in a list to update', async () => {
    const type = { '@odata.type': 'Microsoft.Dynamics.CRM.account' };
    const body = { Targets: [{ ...type, accountid: id(1), '@odata.etag': 'W/"1"' }] };
    for (const name of ['UpdateMultiple', 'UpsertMultiple'])
      expect(
        await asked(`accounts/Microsoft.Dynamics.CRM.${name}`, { method: 'POST', body }),
      ).toEqual(uncovered);
  });
});

describe('a filter', () => {
  it('has texts in single quotes; only lists of arguments have others', async () => {
    expect(await asked('accounts?$filter=name eq "A"')).toEqual(wrong);
    expect(await asked('accounts?$filter=contains(name,"A")')).toEqual(wrong);
    const list = `accounts?$filter=Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=["A"])`;
    expect(rowsOf(await world.ask(list))).toHaveLength(1);
  });
});

describe('creating a row in a collection of another', () => {
  it('is refused as not covered', async () => {
    const path = `${account}/contact_customer_accounts`;
    expect(await asked(path, { method: 'POST', body: { lastname: 'C' } })).toEqual(uncovered);
  });
});
