import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errorOf, id, onlyNew, rowsOf, start, type Reply, type World } from '../world';

let world: World;
beforeEach(async () => {
  world = await start();
});
afterEach(() => world.crm.close());

const asking = { 'MSCRM.SuppressDuplicateDetection': 'false' };
const gist = (answer: Reply) => [answer.status, errorOf(answer).code];
const found = [412, '0x80040333'];

const create = (path: string, body: object, headers: object = {}, user = 'dana') =>
  world.ask(path, { method: 'PATCH', headers: { ...onlyNew, ...headers }, body, user });
const change = (path: string, body: object, headers: object = {}, user = 'dana') =>
  world.ask(path, { method: 'PATCH', headers: { 'If-Match': '*', ...headers }, body, user });
const contact = (number: number): string => `contacts(${id(number)})`;
const ray = { lastname: 'Ray', emailaddress1: 'ray@x.example' };

/** A rule on contacts of one condition, published. */
async function rule(condition: object, more: object = {}): Promise<string> {
  const made = await world.ask('duplicaterules', {
    method: 'POST',
    user: 'ada',
    body: { name: 'R', baseentityname: 'contact', matchingentityname: 'contact', ...more },
  });
  const ruleId = String(/\(([^)]+)\)/.exec(made.headers.get('OData-EntityId') ?? '')?.[1]);
  const added = await world.ask('duplicateruleconditions', {
    method: 'POST',
    user: 'ada',
    body: { 'regardingobjectid@odata.bind': `duplicaterules(${ruleId})`, ...condition },
  });
  expect([made.status, added.status]).toEqual([204, 204]);
  return ruleId;
}
const publish = (ruleId: string, user = 'ada') =>
  world.ask(`duplicaterules(${ruleId})/Microsoft.Dynamics.CRM.PublishDuplicateRule`, {
    method: 'POST',
    user,
  });
const unpublish = (ruleId: string, user = 'ada') =>
  world.ask('UnpublishDuplicateRule', {
    method: 'POST',
    body: { DuplicateRuleId: ruleId },
    user,
  });
const retrieve = (entity: object, matching: string, paging: object, user = 'dana') =>
  world.ask(
    `RetrieveDuplicates(BusinessEntity=@p1,MatchingEntityName=@p2,PagingInfo=@p3)?@p1=${encodeURIComponent(JSON.stringify(entity))}&@p2='${matching}'&@p3=${encodeURIComponent(JSON.stringify(paging))}`,
    { user },
  );

describe('a create or update that asks for duplicates', () => {
  beforeEach(async () => {
    await create(contact(1), ray);
  });

  it('is refused where there is one, and nothing is written', async () => {
    const again = await create(contact(2), { ...ray, emailaddress1: 'RAY@x.example' }, asking);
    expect([again.status, errorOf(again)]).toEqual([
      412,
      {
        code: '0x80040333',
        message:
          'A record was not created or updated because a duplicate of the current record already exists.',
      },
    ]);
    expect((await world.ask(contact(2))).status).toBe(404);
    await create(contact(2), { lastname: 'Ray' });
    const update = await change(contact(2), { emailaddress1: 'ray@x.example' }, asking);
    expect(gist(update)).toEqual(found);
    expect((await world.ask(contact(2))).json['emailaddress1']).toBeNull();
  });

  it('passes without the header, or with true', async () => {
    expect((await create(contact(2), ray)).status).toBe(204);
    const suppressed = { 'MSCRM.SuppressDuplicateDetection': 'true' };
    expect((await create(contact(3), ray, suppressed)).status).toBe(204);
  });

  it('does not find itself, an empty value, or what was not changed', async () => {
    expect((await change(contact(1), ray, asking)).status).toBe(204);
    await create(contact(2), ray);
    expect((await change(contact(2), { jobtitle: 'Buyer' }, asking)).status).toBe(204);
    await create(contact(3), { lastname: 'Bo' });
    expect((await create(contact(4), { lastname: 'Bo' }, asking)).status).toBe(204);
  });

  it('asks for itself in a batch', async () => {
    const part = (number: number, header: string) =>
      `--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nPATCH /api/data/v9.2/${contact(number)} HTTP/1.1\r\nContent-Type: application/json\r\n${header}\r\n${JSON.stringify(ray)}\r\n`;
    const answer = await world.ask('$batch', {
      method: 'POST',
      headers: { 'Content-Type': 'multipart/mixed; boundary=b' },
      body: `${part(2, '')}${part(3, 'MSCRM.SuppressDuplicateDetection: false\r\n')}--b--\r\n`,
    });
    expect(answer.text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 204', 'HTTP/1.1 412']);
  });

  it('finds only what the user may read', async () => {
    await create(contact(5), { lastname: 'Z', emailaddress1: 'z@x.example' }, {}, 'ada');
    const z = { lastname: 'Z', emailaddress1: 'z@x.example' };
    expect((await create(contact(6), z, asking)).status).toBe(204);
    expect(gist(await create(contact(7), z, asking, 'ada'))).toEqual(found);
  });

  it('is not checked where the organisation, or the table, has it switched off', async () => {
    const [row] = rowsOf(await world.ask('organizations'));
    const settings = `organizations(${String(row?.['organizationid'])})`;
    const both = (value: boolean) => [
      { isduplicatedetectionenabled: value },
      { isduplicatedetectionenabledforonlinecreateupdate: value },
    ];
    for (const off of both(false)) {
      await change(settings, off, {}, 'ada');
      expect((await change(contact(1), ray, asking)).status).toBe(204);
      await create(contact(8), ray, asking);
      expect((await world.ask(contact(8))).status).toBe(200);
      await world.ask(contact(8), { method: 'DELETE' });
      for (const on of both(true)) await change(settings, on, {}, 'ada');
    }
    expect(gist(await create(contact(8), ray, asking))).toEqual(found);
    await world.sandbox('POST duplicatedetection', { table: 'contact', enabled: false });
    const metadata = await world.ask(
      "EntityDefinitions(LogicalName='contact')?$select=IsDuplicateDetectionEnabled",
    );
    expect(metadata.json['IsDuplicateDetectionEnabled']).toMatchObject({ Value: false });
    expect((await create(contact(8), ray, asking)).status).toBe(204);
  });
});

describe('the rules of a new organisation', () => {
  it('are readable and published, for accounts, contacts and leads', async () => {
    const rules = rowsOf(
      await world.ask('duplicaterules?$expand=DuplicateRule_DuplicateRuleConditions&$orderby=name'),
    );
    expect(rules.map((each) => [each['baseentityname'], each['statuscode']])).toEqual([
      ...Array.from({ length: 3 }, () => ['account', 2]),
      ...Array.from({ length: 2 }, () => ['contact', 2]),
      ['lead', 2],
    ]);
    expect(rules[0]?.['DuplicateRule_DuplicateRuleConditions']).toMatchObject([
      { baseattributename: 'name', matchingattributename: 'name', operatorcode: 0 },
    ]);
  });

  it('compare names, addresses of e-mail and of web sites, and names with a phone', async () => {
    await create(`accounts(${id(1)})`, { name: 'A', websiteurl: 'https://a.example' });
    for (const body of [{ name: 'a' }, { name: 'B', websiteurl: 'https://A.example' }])
      expect(gist(await create(`accounts(${id(2)})`, body, asking))).toEqual(found);
    const person = { firstname: 'Ann', lastname: 'Ray', telephone1: '1' };
    await create(contact(1), person);
    expect(gist(await create(contact(2), person, asking))).toEqual(found);
    expect((await create(contact(2), { ...person, telephone1: '2' }, asking)).status).toBe(204);
    await create(`leads(${id(1)})`, { subject: 'L', emailaddress1: 'l@x.example' });
    const lead = { subject: 'M', emailaddress1: 'l@x.example' };
    expect(gist(await create(`leads(${id(2)})`, lead, asking))).toEqual(found);
  });
});

describe('a rule of one’s own', () => {
  const exact = {
    baseattributename: 'jobtitle',
    matchingattributename: 'jobtitle',
    operatorcode: 0,
  };

  it('counts from when an administrator publishes it until it is taken back or changed', async () => {
    await create(contact(1), { lastname: 'A', jobtitle: 'Buyer' });
    const second = (headers = asking) =>
      create(contact(2), { lastname: 'B', jobtitle: 'buyer' }, headers);
    const ruleId = await rule({ ...exact, ignoreblankvalues: true });
    expect((await second()).status).toBe(204);
    await world.ask(contact(2), { method: 'DELETE' });
    const published = await publish(ruleId);
    expect([published.status, published.json['operationtype']]).toEqual([200, 7]);
    expect(gist(await second())).toEqual(found);
    expect((await unpublish(ruleId)).status).toBe(204);
    expect((await second()).status).toBe(204);
    await world.ask(contact(2), { method: 'DELETE' });
    await publish(ruleId);
    await change(`duplicaterules(${ruleId})`, { iscasesensitive: true }, {}, 'ada');
    expect((await world.ask(`duplicaterules(${ruleId})`)).json['statuscode']).toBe(0);
    await publish(ruleId);
    expect((await second()).status).toBe(204);
  });

  it('is written and published by administrators only', async () => {
    const ruleId = await rule(exact);
    expect(gist(await publish(ruleId, 'dana'))).toEqual([403, '0x80040220']);
    expect(gist(await unpublish(ruleId, 'dana'))).toEqual([403, '0x80040220']);
    expect(gist(await change(`duplicaterules(${ruleId})`, { name: 'X' }))[0]).toBe(403);
    const [row] = rowsOf(
      await world.ask(`duplicaterules(${ruleId})/DuplicateRule_DuplicateRuleConditions`),
    );
    const path = `duplicateruleconditions(${String(row?.['duplicateruleconditionid'])})`;
    expect(gist(await world.ask(path, { method: 'DELETE' }))[0]).toBe(403);
  });

  it('needs criteria, tables and columns that are there and operators that fit', async () => {
    const made = (body: object) =>
      world.ask('duplicaterules', { method: 'POST', user: 'ada', body: { name: 'R', ...body } });
    const pair = { baseentityname: 'contact', matchingentityname: 'contact' };
    expect(gist(await made({ ...pair, matchingentityname: 'nosuch' }))).toEqual([
      400,
      '0x80040203',
    ]);
    expect(gist(await made({ ...pair, statecode: 1, statuscode: 2 }))).toEqual([400, '0x80040203']);
    await made(pair);
    const [empty] = rowsOf(await world.ask("duplicaterules?$filter=name eq 'R'"));
    const ruleId = String(empty?.['duplicateruleid']);
    expect(gist(await publish(ruleId))).toEqual([400, '0x80048414']);
    const add = (body: object) =>
      world.ask('duplicateruleconditions', {
        method: 'POST',
        user: 'ada',
        body: { 'regardingobjectid@odata.bind': `duplicaterules(${ruleId})`, ...exact, ...body },
      });
    for (const body of [
      { baseattributename: 'nosuch' },
      { operatorcode: 3 },
      { operatorcode: 1 },
      { operatorparam: 2 },
    ])
      expect(gist(await add(body))).toEqual([400, '0x80040203']);
  });

  it.each([
    ['first characters', 1, 'jobtitle', 'Buyer of tools', 'buyer of oil', 'A buyer', 5],
    ['last characters', 2, 'jobtitle', 'Chief buyer', 'a BUYER', 'buyers', 5],
    ['the date', 3, 'birthdate', '1980-01-02', '1980-01-02', '1980-01-03', null],
    ['the value of a choice', 6, 'gendercode', 1, 1, 2, null],
    ['the label of a choice', 5, 'gendercode', 1, 1, 2, null],
  ])('compares %s', async (_what, operatorcode, column, first, same, other, operatorparam) => {
    await create(contact(1), { lastname: 'A', [column]: first });
    await publish(
      await rule({
        baseattributename: column,
        matchingattributename: column,
        operatorcode,
        operatorparam,
        ignoreblankvalues: true,
      }),
    );
    expect(gist(await create(contact(2), { lastname: 'B', [column]: same }, asking))).toEqual(
      found,
    );
    expect((await create(contact(3), { lastname: 'C', [column]: other }, asking)).status).toBe(204);
  });

  it('may compare another table, take empty for equal, and leave out inactive rows', async () => {
    await create(`leads(${id(1)})`, { subject: 'L', emailaddress1: 'l@x.example' });
    await publish(
      await rule(
        {
          baseattributename: 'emailaddress1',
          matchingattributename: 'emailaddress1',
          operatorcode: 0,
        },
        { matchingentityname: 'lead', excludeinactiverecords: true },
      ),
    );
    const person = { lastname: 'A', emailaddress1: 'l@x.example' };
    expect(gist(await create(contact(1), person, asking))).toEqual(found);
    await change(`leads(${id(1)})`, { statecode: 2, statuscode: 4 });
    expect((await create(contact(1), person, asking)).status).toBe(204);
    await create(`leads(${id(2)})`, { subject: 'L' });
    expect(gist(await create(contact(2), { lastname: 'B' }, asking))).toEqual(found);
  });
});

describe('RetrieveDuplicates', () => {
  it('finds those of a row that is not saved, page by page', async () => {
    for (const number of [1, 2, 3]) await create(contact(number), ray);
    await create(contact(4), ray, {}, 'ada');
    const entity = {
      '@odata.type': 'Microsoft.Dynamics.CRM.contact',
      emailaddress1: 'Ray@x.example',
    };
    const page = async (PageNumber: number, user = 'dana') =>
      rowsOf(await retrieve(entity, 'contact', { PageNumber, Count: 2 }, user)).map(
        (row) => row['contactid'],
      );
    expect(await page(1)).toEqual([id(1), id(2)]);
    expect(await page(2)).toEqual([id(3)]);
    expect(await page(2, 'ada')).toEqual([id(3), id(4)]);
    expect(await page(3)).toEqual([]);
  });

  it('finds those of a saved row, without itself, and what was changed about it', async () => {
    await create(contact(1), ray);
    await create(contact(2), ray);
    await create(contact(3), { lastname: 'B', emailaddress1: 'b@x.example' });
    const ids = async (entity: object) =>
      rowsOf(
        await retrieve(
          { '@odata.type': 'Microsoft.Dynamics.CRM.contact', contactid: id(1), ...entity },
          'contact',
          { PageNumber: 1, Count: 50 },
        ),
      ).map((row) => row['contactid']);
    expect(await ids({})).toEqual([id(2)]);
    expect(await ids({ emailaddress1: 'b@x.example' })).toEqual([id(3)]);
  });

  it('answers with rows of the matching table and says what it does not understand', async () => {
    await create(`accounts(${id(1)})`, { name: 'A' });
    const entity = { '@odata.type': 'Microsoft.Dynamics.CRM.account', name: 'A' };
    const answer = await retrieve(entity, 'account', { PageNumber: 1, Count: 50 });
    expect(answer.json['@odata.context']).toBe(`${world.crm.url}$metadata#accounts`);
    expect(rowsOf(answer)).toMatchObject([{ accountid: id(1), name: 'A' }]);
    const paging = { PageNumber: 1, Count: 50 };
    expect((await retrieve(entity, 'nosuch', paging)).status).toBe(400);
    expect((await retrieve({ name: 'A' }, 'account', paging)).status).toBe(400);
    expect((await retrieve({ ...entity, nosuch: 1 }, 'account', paging)).status).toBe(400);
    expect((await retrieve(entity, 'account', { PageNumber: 0, Count: -1 })).status).toBe(400);
  });
});
