import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errorOf, id, onlyNew, start, type Reply, type World } from '../world';

let world: World;
beforeEach(async () => {
  world = await start();
  const made = [
    [`accounts(${id(1)})`, { name: 'A' }],
    [`contacts(${id(2)})`, { lastname: 'B' }],
    [`leads(${id(3)})`, { subject: 'C' }],
  ] as const;
  for (const [path, body] of made)
    await world.ask(path, { method: 'PATCH', headers: onlyNew, body });
});
afterEach(() => world.crm.close());

const etagOf = async (path: string) => String((await world.ask(path)).json['@odata.etag']);
const gist = (answer: Reply) => [answer.status, answer.json['error'] && errorOf(answer).code];
const uncovered = [501, '0x80040264'];
const account = `accounts(${id(1)})`;
const contact = `contacts(${id(2)})`;
const lead = `leads(${id(3)})`;

describe('a condition on a write', () => {
  it.each([
    ['PUT', `${account}/telephone1`, { value: '1' }],
    ['DELETE', `${account}/telephone1`, undefined],
    ['PUT', `${account}/primarycontactid/$ref`, { '@odata.id': contact }],
    ['DELETE', `${account}/primarycontactid/$ref`, undefined],
    ['PATCH', account, { name: 'B' }],
  ])('is about the row that a %s of %s changes', async (method, path, body) => {
    const send = (etag: string) => world.ask(path, { method, headers: { 'If-Match': etag }, body });
    const etag = await etagOf(account);
    expect(gist(await send('W/"1"'))).toEqual([412, '0x80060882']);
    expect(await etagOf(account)).toBe(etag);
    expect((await send(etag)).status).toBe(204);
    expect(await etagOf(account)).not.toBe(etag);
  });

  it.each([
    ['POST', `${contact}/contactleads_association/$ref`, { '@odata.id': lead }],
    ['DELETE', `${contact}/contactleads_association(${id(3)})/$ref`, undefined],
    ['POST', `${account}/contact_customer_accounts/$ref`, { '@odata.id': contact }],
    ['DELETE', `${account}/contact_customer_accounts(${id(2)})/$ref`, undefined],
    ['POST', 'accounts', { name: 'B' }],
    ['POST', 'accounts/Microsoft.Dynamics.CRM.CreateMultiple', { Targets: [] }],
    ['POST', 'WinOpportunity', {}],
  ])('is not passed over where a %s of %s addresses no such row', async (method, path, body) => {
    const journal = await world.sandbox('GET journal');
    for (const headers of [
      { 'If-Match': 'W/"1"' },
      { 'If-Match': '*' },
      { 'If-None-Match': '*' },
      { 'If-None-Match': 'W/"1"' },
    ]) {
      const answer = await world.ask(path, { method, headers, body });
      expect(gist(answer)).toEqual(uncovered);
      expect(errorOf(answer).message).toContain(`${Object.keys(headers)[0]} on a ${method} of`);
    }
    expect((await world.sandbox('GET journal')).json).toEqual(journal.json);
  });

  it.each([
    ['PATCH', account, { name: 'B' }, 'W/"1"'],
    ['DELETE', account, undefined, '*'],
    ['PUT', `${account}/telephone1`, { value: '1' }, '*'],
  ])(
    'that a row be another: a %s of %s does not pass it over',
    async (method, path, body, etag) => {
      const headers = { 'If-None-Match': etag };
      expect(gist(await world.ask(path, { method, headers, body }))).toEqual(uncovered);
    },
  );

  it('may be null, as clients send it against the cache', async () => {
    const headers = { 'If-None-Match': 'null' };
    const path = `${contact}/contactleads_association`;
    const body = { '@odata.id': lead };
    const linked = await world.ask(`${path}/$ref`, { method: 'POST', headers, body });
    const unlinked = await world.ask(`${path}(${id(3)})/$ref`, { method: 'DELETE', headers });
    expect([linked.status, unlinked.status]).toEqual([204, 204]);
  });
});

describe('a known etag', () => {
  it('answers a read of the row alone, without related rows and annotations', async () => {
    const known = { 'If-None-Match': await etagOf(account) };
    const status = async (query: string, more: Record<string, string> = {}): Promise<number> =>
      (await world.ask(account + query, { headers: { ...known, ...more } })).status;
    expect([
      await status('?$select=name'),
      await status('?$select=name&$expand=primarycontactid($select=lastname)'),
      await status('', { Prefer: 'odata.include-annotations="*"' }),
    ]).toEqual([304, 200, 200]);
  });
});
