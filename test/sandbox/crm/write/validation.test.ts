import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { errorOf, id, onlyNew, start, type World } from '../world';

let world: World;
beforeAll(async () => {
  world = await start();
  await world.ask(`accounts(${id(1)})`, {
    method: 'PATCH',
    headers: onlyNew,
    body: { name: 'Contoso' },
  });
  await world.ask(`opportunities(${id(1)})`, {
    method: 'PATCH',
    headers: onlyNew,
    body: { name: 'Deal' },
  });
  await world.ask(`tasks(${id(1)})`, {
    method: 'PATCH',
    headers: onlyNew,
    body: { subject: 'Call' },
  });
});
afterAll(() => world.crm.close());

describe('what does not fit is refused with its code', () => {
  const refused: readonly (readonly [
    why: string,
    path: string,
    body: object,
    status: number,
    code: string,
  ])[] = [
    ['a text that is too long', 'tasks', { subject: 'x'.repeat(201) }, 400, '0x80044331'],
    ['a choice that is no option', 'accounts', { industrycode: 999 }, 400, '0x8004431A'],
    ['a number out of range', 'opportunities', { closeprobability: 101 }, 400, '0x80044330'],
    ['a number as text', 'opportunities', { closeprobability: '5' }, 400, '0x80048d19'],
    ['a yes/no as number', 'accounts', { creditonhold: 1 }, 400, '0x80048d19'],
    [
      'a day with a time',
      'opportunities',
      { estimatedclosedate: '2026-01-01T00:00:00Z' },
      400,
      '0x80048d19',
    ],
    [
      'a day that is none',
      'opportunities',
      { estimatedclosedate: '2026-02-30' },
      400,
      '0x80048d19',
    ],
    [
      'a moment without a zone',
      'tasks',
      { scheduledend: '2026-01-01T10:00:00' },
      400,
      '0x80048d19',
    ],
    ['a moment of no day', 'tasks', { scheduledend: '2026-02-30T10:00:00Z' }, 400, '0x80048d19'],
    ['a moment of no hour', 'tasks', { scheduledend: '2026-02-03T24:00:00Z' }, 400, '0x80048d19'],
    ['a property that does not exist', 'accounts', { nosuch: 1 }, 400, '0x80048d19'],
    ['a lookup by its column', 'accounts', { _primarycontactid_value: id(1) }, 400, '0x80048d19'],
    [
      'a navigation property in the wrong case',
      'accounts',
      { 'PrimaryContactId@odata.bind': `contacts(${id(1)})` },
      400,
      '0x80048d19',
    ],
    [
      'a target of another table',
      'accounts',
      { 'primarycontactid@odata.bind': `accounts(${id(1)})` },
      400,
      '0x80048d19',
    ],
    [
      'a reference to a row that is not there',
      'accounts',
      { 'primarycontactid@odata.bind': `contacts(${id(77)})` },
      404,
      '0x80040217',
    ],
    [
      'a status of another state',
      'opportunities',
      { statecode: 0, statuscode: 3 },
      400,
      '0x80048408',
    ],
    ['a negative budget, by the plug-in', 'opportunities', { budgetamount: -1 }, 400, '0x80040265'],
    ['parties in an update', 'emails', { email_activity_parties: [] }, 400, '0x80048d19'],
  ];
  it.each(refused)('%s', async (_why, set, body, status, code) => {
    // Activities share their ids.
    const row = `${set}(${id(set === 'emails' ? 2 : 1)})`;
    if (set === 'emails') await world.ask(row, { method: 'PATCH', body: { subject: 'Hi' } });
    const answer = await world.ask(row, {
      method: 'PATCH',
      headers: { 'If-Match': '*' },
      body,
    });
    expect([answer.status, errorOf(answer).code]).toEqual([status, code]);
  });

  it('says the length in the words of Dataverse', async () => {
    const answer = await world.ask('tasks', { method: 'POST', body: { subject: 'x'.repeat(201) } });
    expect(errorOf(answer).message).toBe(
      "A validation error occurred. The length of the 'subject' attribute of the 'task' entity exceeded the maximum allowed length of '200'.",
    );
  });

  it('says in the plug-in’s own words why a budget is refused', async () => {
    const answer = await world.ask('opportunities', {
      method: 'POST',
      body: { name: 'D', budgetamount: -0.01 },
    });
    expect(errorOf(answer).message).toMatch(/^A budget cannot be negative\./);
  });

  it('wants what the system requires: a case has a customer', async () => {
    const answer = await world.ask('incidents', { method: 'POST', body: { title: 'Broken' } });
    expect([answer.status, errorOf(answer).code]).toEqual([400, '0x80040200']);
  });

  it('takes a message id only once', async () => {
    const send = () =>
      world.ask('emails', { method: 'POST', body: { subject: 'S', messageid: '<1@x.example>' } });
    expect((await send()).status).toBe(204);
    expect(errorOf(await send()).code).toBe('0x80040237');
  });
});

describe('state and status', () => {
  const read = async () => {
    const { json } = await world.ask(`tasks(${id(1)})`);
    return [json['statecode'], json['statuscode']];
  };
  it('gives a state without a status its first one', async () => {
    await world.ask(`tasks(${id(1)})`, { method: 'PATCH', body: { statecode: 1 } });
    expect(await read()).toEqual([1, 5]);
    await world.ask(`tasks(${id(1)})`, { method: 'PATCH', body: { statecode: 0, statuscode: 4 } });
    expect(await read()).toEqual([0, 4]);
  });
});

describe('hostile input gets a 4xx and does no harm', () => {
  const requests: readonly (readonly [string, string, string?, string?])[] = [
    ['bad percent-encoding', 'accounts?$filter=name%20eq%20%27%ZZ%27'],
    ['bad percent-encoding in the path', 'acc%E0%A4%A'],
    ['a filter that is cut off', "accounts?$filter=name eq 'a"],
    [
      'a filter nested a thousand deep',
      `accounts?$filter=${'('.repeat(1000)}name eq 'a'${')'.repeat(1000)}`,
    ],
    ['a property named __proto__ in a filter', 'accounts?$filter=__proto__ eq 1'],
    ['a property named constructor in $select', 'accounts?$select=constructor'],
    ['a key that is SQL', "accounts(1';DROP TABLE account;--)"],
    ['SQL in $orderby', 'accounts?$orderby=name;DROP TABLE account'],
    ['a skip token of someone else', 'accounts?$skiptoken=%3Ccookie%3E'],
    ['malformed JSON', 'accounts', 'POST', '{"name":'],
    ['a list as a row', 'accounts', 'POST', '[]'],
    ['__proto__ as a property', 'accounts', 'POST', '{"__proto__":{"name":"x"}}'],
    ['an object as a text', 'accounts', 'POST', '{"name":{"a":1}}'],
    ['JSON nested deep', 'accounts', 'POST', `{"name":${'['.repeat(5000)}${']'.repeat(5000)}}`],
    ['a batch without boundary', '$batch', 'POST', 'x'],
    ['an unknown table', 'nosuchtable'],
    ['$skip', 'accounts?$skip=5'],
  ];
  it.each(requests)('%s', async (_what, path, method = 'GET', body = undefined) => {
    const answer = await world.ask(path, { method, ...(body === undefined ? {} : { body }) });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(errorOf(answer).message).not.toBe('');
    expect((await world.ask(`accounts(${id(1)})`)).json['name']).toBe('Contoso');
  });

  it('keeps SQL in a text as text', async () => {
    const name = `Robert'); DROP TABLE account;-- " \` \\ %_[`;
    await world.ask(`accounts(${id(5)})`, { method: 'PATCH', body: { name } });
    const filter = encodeURIComponent(`name eq '${name.replaceAll("'", "''")}'`);
    const answer = await world.ask(`accounts?$select=name&$filter=${filter}`);
    expect(answer.json['value']).toMatchObject([{ name }]);
  });

  it('refuses a body that is too large and goes on', async () => {
    const answer = await world.ask('accounts', {
      method: 'POST',
      body: { name: 'x'.repeat(21_000_000) },
    });
    expect(answer.status).toBe(413);
    expect((await world.ask('WhoAmI')).status).toBe(200);
  });

  it.each(['accounts?$apply=topcount(3,revenue)', 'RetrieveMissingDependencies(x=1)'])(
    'says 501 and where to read what is covered: %s',
    async (path) => {
      const answer = await world.ask(path);
      expect(answer.status).toBe(501);
      expect(errorOf(answer).message).toContain('docs/sandbox.md');
    },
  );
});
