import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errorOf, id, rowsOf, start, type Reply, type World } from '../world';

let world: World;
beforeEach(async () => {
  world = await start();
});
afterEach(() => world.crm.close());

const make = async (set: string, number: number, body: object, user = 'ada'): Promise<void> => {
  const answer = await world.ask(`${set}(${id(number)})`, { method: 'PATCH', body, user });
  expect([set, number, answer.status]).toEqual([set, number, 204]);
};
const rowOf = async (path: string): Promise<Record<string, unknown>> =>
  (await world.ask(path, { user: 'ada' })).json;
const entity = (table: string, values: object): object => ({
  '@odata.type': `Microsoft.Dynamics.CRM.${table}`,
  ...values,
});
const merge = (table: string, more: object = {}, user = 'ada'): Promise<Reply> =>
  world.ask('Merge', {
    method: 'POST',
    user,
    body: {
      Target: entity(table, { [`${table}id`]: id(1) }),
      Subordinate: entity(table, { [`${table}id`]: id(2) }),
      PerformParentingChecks: false,
      ...more,
    },
  });

describe('merging two rows', () => {
  it.each([
    ['account', 'accounts', { name: 'One' }, 1, 2],
    ['contact', 'contacts', { lastname: 'One' }, 1, 2],
    ['lead', 'leads', { subject: 'One', lastname: 'One' }, 2, 7],
  ])('closes the %s that is given up, and says which one goes on', async (...row) => {
    const [table, set, values, statecode, statuscode] = row;
    await make(set, 1, values);
    await make(set, 2, values);
    const answer = await merge(table, { UpdateContent: entity(table, { telephone1: '555' }) });
    expect(answer.status).toBe(204);
    expect(await rowOf(`${set}(${id(1)})`)).toMatchObject({
      telephone1: '555',
      statecode: 0,
      merged: false,
      _masterid_value: null,
    });
    expect(await rowOf(`${set}(${id(2)})`)).toMatchObject({
      telephone1: null,
      statecode,
      statuscode,
      merged: true,
      _masterid_value: id(1),
    });
  });

  it('cancels the case that is given up as merged', async () => {
    await make('accounts', 9, { name: 'Customer' });
    const customer = { 'customerid_account@odata.bind': `accounts(${id(9)})` };
    for (const number of [1, 2]) await make('incidents', number, { title: 'Noise', ...customer });
    expect((await merge('incident')).status).toBe(204);
    expect(await rowOf(`incidents(${id(2)})`)).toMatchObject({ statecode: 2, statuscode: 2000 });
  });

  it('brings what refers to the one that is given up to the other', async () => {
    for (const number of [1, 2]) await make('accounts', number, { name: `No ${number}` });
    const below = (nav: string) => ({ [`${nav}@odata.bind`]: `accounts(${id(2)})` });
    await make('contacts', 3, { lastname: 'C', ...below('parentcustomerid_account') });
    await make('accounts', 4, { name: 'Below', ...below('parentaccountid') });
    await make('tasks', 5, { subject: 'Call', ...below('regardingobjectid_account_task') });
    await make('incidents', 6, { title: 'Noise', ...below('customerid_account') });
    await make('annotations', 7, { subject: 'Note', ...below('objectid_account') });
    await make('phonecalls', 8, {
      subject: 'Ring',
      phonecall_activity_parties: [{ participationtypemask: 2, ...below('partyid_account') }],
    });
    expect((await merge('account')).status).toBe(204);
    const leadsTo = async (path: string, wire: string): Promise<unknown> =>
      (await rowOf(path))[`_${wire}_value`];
    expect(await leadsTo(`contacts(${id(3)})`, 'parentcustomerid')).toBe(id(1));
    expect(await leadsTo(`accounts(${id(4)})`, 'parentaccountid')).toBe(id(1));
    expect(await leadsTo(`tasks(${id(5)})`, 'regardingobjectid')).toBe(id(1));
    expect(await leadsTo(`incidents(${id(6)})`, 'customerid')).toBe(id(1));
    expect(await leadsTo(`annotations(${id(7)})`, 'objectid')).toBe(id(1));
    const call = await rowOf(`phonecalls(${id(8)})?$expand=phonecall_activity_parties`);
    expect(call['phonecall_activity_parties']).toMatchObject([
      { _partyid_value: id(1), participationtypemask: 2 },
      { participationtypemask: 9 },
    ]);
    const moved = await world.ask(`accounts?$filter=accountid eq ${id(1)}&$expand=Account_Tasks`, {
      user: 'ada',
    });
    expect(rowsOf(moved)[0]?.['Account_Tasks']).toHaveLength(1);
  });

  it('notes what it did to each of the two', async () => {
    for (const number of [1, 2]) await make('accounts', number, { name: `No ${number}` });
    await merge('account', { UpdateContent: entity('account', { name: 'Both' }) });
    const journal = (await world.sandbox('GET journal')).json as unknown as object[];
    expect(journal.slice(-2)).toMatchObject([
      { method: 'POST', table: 'account', id: id(1), changes: { name: 'Both' } },
      { method: 'POST', table: 'account', id: id(2), changes: { merged: true, masterid: id(1) } },
    ]);
  });

  it('is refused a second time, and changes nothing then', async () => {
    for (const number of [1, 2]) await make('accounts', number, { name: `No ${number}` });
    await merge('account');
    const again = await merge('account', { UpdateContent: entity('account', { name: 'Again' }) });
    expect([again.status, errorOf(again).code]).toEqual([400, '0x80045304']);
    expect((await rowOf(`accounts(${id(1)})`))['name']).toBe('No 1');
  });

  it('is refused with a row that is given up into itself, or lies below it', async () => {
    await make('accounts', 2, { name: 'Above' });
    await make('accounts', 1, {
      name: 'Below',
      'parentaccountid@odata.bind': `accounts(${id(2)})`,
    });
    const same = await merge('account', { Subordinate: entity('account', { accountid: id(1) }) });
    expect([same.status, errorOf(same).code]).toEqual([400, '0x80045305']);
    const loop = await merge('account');
    expect([loop.status, errorOf(loop).code]).toEqual([400, '0x80045300']);
  });

  it.each([
    ['the other has one', {}, { parent: 8 }, '0x80045317'],
    ['they differ', { parent: 9 }, { parent: 8 }, '0x80045316'],
    ['they are the same', { parent: 8 }, { parent: 8 }, null],
    ['the other has none', { parent: 8 }, {}, null],
  ])('checks the parents, where it is asked to: %s', async (_, one, two, code) => {
    for (const number of [8, 9]) await make('accounts', number, { name: `Parent ${number}` });
    for (const [number, { parent }] of [
      [1, one as { parent?: number }],
      [2, two as { parent?: number }],
    ] as const)
      await make('contacts', number, {
        lastname: 'C',
        ...(parent !== undefined && {
          'parentcustomerid_account@odata.bind': `accounts(${id(parent)})`,
        }),
      });
    const answer = await merge('contact', { PerformParentingChecks: true });
    if (code === null) expect(answer.status).toBe(204);
    else expect(errorOf(answer).code).toBe(code);
    if (code !== null) expect((await merge('contact')).status).toBe(204);
  });

  it('takes access to both rows', async () => {
    await make('accounts', 1, { name: 'Hers' }, 'dana');
    await make('accounts', 2, { name: 'Foreign' });
    const answer = await merge('account', {}, 'dana');
    expect([answer.status, errorOf(answer).code]).toEqual([403, '0x80045301']);
    expect((await rowOf(`accounts(${id(2)})`))['merged']).toBe(false);
  });

  it.each([
    ['rows of two tables', { Subordinate: entity('contact', { contactid: id(2) }) }, 400],
    ['a row that is not there', { Subordinate: entity('account', { accountid: id(99) }) }, 404],
    ['no word on the parents', { PerformParentingChecks: null }, 400],
    ['values of another table', { UpdateContent: entity('contact', { lastname: 'x' }) }, 400],
  ])('is refused with %s', async (_, more, status) => {
    for (const number of [1, 2]) await make('accounts', number, { name: `No ${number}` });
    await make('contacts', 2, { lastname: 'C' });
    expect((await merge('account', more)).status).toBe(status);
  });

  it('is for the tables alone that have it', async () => {
    for (const number of [1, 2]) await make('opportunities', number, { name: `No ${number}` });
    const answer = await merge('opportunity');
    expect([answer.status, errorOf(answer).code]).toEqual([400, '0x80040800']);
  });
});
