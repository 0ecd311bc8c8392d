import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errorOf, id, start, type World } from '../world';

let world: World;
beforeEach(async () => {
  world = await start();
});
afterEach(() => world.crm.close());

const type = { '@odata.type': 'Microsoft.Dynamics.CRM.account' };
const call = (name: string, targets: unknown) =>
  world.ask(`accounts/Microsoft.Dynamics.CRM.${name}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: { Targets: targets },
  });
const names = async (): Promise<unknown[]> =>
  (
    (await world.ask('accounts?$select=name&$orderby=name')).json['value'] as { name: unknown }[]
  ).map(({ name }) => name);

describe('many rows in one request', () => {
  it('are created, and answer with their ids in order', async () => {
    const answer = await call('CreateMultiple', [
      { ...type, accountid: id(1), name: 'A' },
      { ...type, name: 'B', primarycontactid: { lastname: 'Ray' } },
    ]);
    expect(answer.status).toBe(200);
    expect(answer.json['@odata.context']).toBe(
      `${world.crm.url}$metadata#Microsoft.Dynamics.CRM.CreateMultipleResponse`,
    );
    const ids = answer.json['Ids'] as string[];
    expect(ids).toEqual([id(1), expect.any(String)]);
    expect((await world.ask(`accounts(${ids[1]})?$select=name`)).json['name']).toBe('B');
    const entries = (await world.sandbox('GET journal')).json as unknown as { table: string }[];
    expect(entries.map(({ table }) => table)).toEqual(['account', 'contact', 'account']);
  });

  it('are updated by id or alternate key', async () => {
    await call('CreateMultiple', [
      { ...type, accountid: id(1), name: 'A' },
      { ...type, accountnumber: 'N2', name: 'B' },
    ]);
    const answer = await call('UpdateMultiple', [
      { ...type, accountid: id(1), name: 'A2' },
      { ...type, '@odata.id': "accounts(accountnumber='N2')", name: 'B2' },
    ]);
    expect([answer.status, await names()]).toEqual([204, ['A2', 'B2']]);
  });

  it('are upserted, whichever are there', async () => {
    await call('CreateMultiple', [{ ...type, accountnumber: 'N1', name: 'A' }]);
    const answer = await call('UpsertMultiple', [
      { ...type, '@odata.id': "accounts(accountnumber='N1')", name: 'A2' },
      { ...type, '@odata.id': "accounts(accountnumber='N2')", name: 'B' },
      { ...type, '@odata.id': "accounts(accountnumber='N2')", name: 'B2' },
      { ...type, accountid: id(3), name: 'C' },
    ]);
    expect([answer.status, await names()]).toEqual([204, ['A2', 'B2', 'C']]);
    expect((await world.ask(`accounts(${id(3)})`)).status).toBe(200);
  });

  const good = { ...type, accountid: id(1), name: 'A' };
  const refused: readonly (readonly [
    why: string,
    name: string,
    targets: unknown,
    status: number,
  ])[] = [
    ['a bad row', 'CreateMultiple', [good, { ...type, industrycode: 999 }], 400],
    ['a row twice', 'CreateMultiple', [good, good], 412],
    ['a row without a type', 'CreateMultiple', [good, { name: 'x' }], 400],
    ['a row of another type', 'UpsertMultiple', [good, { ...good, '@odata.type': 'x' }], 400],
    ['no rows', 'CreateMultiple', [], 400],
    ['no list', 'CreateMultiple', {}, 400],
    ['texts', 'CreateMultiple', ['x'], 400],
    ['a missing row', 'UpdateMultiple', [{ ...good, accountid: id(9) }], 404],
    [
      'a missing key',
      'UpdateMultiple',
      [{ ...type, '@odata.id': "accounts(accountnumber='x')" }],
      404,
    ],
    ['a row of no name', 'UpdateMultiple', [{ ...type, name: 'x' }], 400],
    [
      'a row of another table',
      'UpsertMultiple',
      [{ ...type, '@odata.id': `contacts(${id(1)})` }],
      400,
    ],
  ];
  it.each(refused)('are refused all together for %s', async (_, name, targets, status) => {
    const answer = await call(name, targets);
    expect(answer.status).toBe(status);
    expect(errorOf(answer).message).not.toBe('');
    expect(await names()).toEqual([]);
  });
});
