import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errorOf, id, onlyNew, representation, start, type World } from '../world';

let world: World;
beforeEach(async () => {
  world = await start();
  await world.ask(`accounts(${id(1)})`, {
    method: 'PATCH',
    headers: onlyNew,
    body: { name: 'Contoso', accountnumber: "A'1/2" },
  });
});
afterEach(() => world.crm.close());

const contoso = `accounts(accountnumber='A''1%2F2')`;
const patch = (path: string, body: object, headers: Record<string, string> = {}) =>
  world.ask(path, { method: 'PATCH', headers, body });

describe('a row named by an alternate key', () => {
  it('is read, changed and deleted, whatever the case', async () => {
    expect((await world.ask(contoso)).json['accountid']).toBe(id(1));
    expect((await world.ask(contoso.replace('A', 'a'))).status).toBe(200);
    expect((await patch(contoso, { telephone1: '1' }, { 'If-Match': '*' })).status).toBe(204);
    expect((await world.ask(`${contoso}/telephone1`)).json['value']).toBe('1');
    expect((await world.ask(contoso, { method: 'DELETE', user: 'ada' })).status).toBe(204);
    expect((await world.ask(`accounts(${id(1)})`)).status).toBe(404);
  });

  it('can be referred to', async () => {
    await patch(`contacts(${id(2)})`, {
      lastname: 'Ray',
      'parentcustomerid_account@odata.bind': contoso,
    });
    expect((await world.ask(`contacts(${id(2)})`)).json['_parentcustomerid_value']).toBe(id(1));
  });

  it('is made by an upsert with the values of the address', async () => {
    const answer = await patch(
      "accounts(accountnumber='B')",
      { name: 'New', accountnumber: 'C' },
      representation,
    );
    expect([answer.status, answer.json['accountnumber']]).toEqual([201, 'B']);
    const again = await patch("accounts(accountnumber='B')", { name: 'Newer' }, representation);
    expect([again.status, again.json['name'], again.json['accountid']]).toEqual([
      200,
      'Newer',
      answer.json['accountid'],
    ]);
    const taken = await patch("accounts(accountnumber='B')", { name: 'X' }, onlyNew);
    expect([taken.status, errorOf(taken).code]).toEqual([412, '0x80040237']);
  });

  it('that is not there is 404 0x80060891', async () => {
    for (const answer of [
      await world.ask("accounts(accountnumber='none')"),
      await patch("accounts(accountnumber='none')", { name: 'X' }, { 'If-Match': '*' }),
      await patch(`contacts(${id(3)})`, {
        lastname: 'R',
        'parentcustomerid_account@odata.bind': "accounts(accountnumber='none')",
      }),
    ])
      expect([answer.status, errorOf(answer).code]).toEqual([404, '0x80060891']);
  });

  it('cannot be taken by another row: 412 0x80060892', async () => {
    for (const answer of [
      await world.ask('accounts', { method: 'POST', body: { name: 'X', accountnumber: "a'1/2" } }),
      await patch(`accounts(${id(4)})`, { name: 'X', accountnumber: "A'1/2" }),
    ])
      expect([answer.status, errorOf(answer).code]).toEqual([412, '0x80060892']);
    await patch(`accounts(${id(5)})`, { name: 'Free' });
    expect((await patch(`accounts(${id(5)})`, { accountnumber: "A'1/2" })).status).toBe(412);
    expect((await patch(`accounts(${id(1)})`, { accountnumber: "A'1/2" })).status).toBe(204);
  });

  it.each([
    "accounts(name='Contoso')",
    "accounts(accountnumber='A',name='B')",
    'accounts(accountnumber=A)',
    'accounts(accountnumber=)',
    "accounts('A')",
    'accounts()',
    'accounts(new_nosuch=1)',
    `systemusers(systemuserid=${id(1)})`,
  ])('is refused where it is no key: %s', async (path) => {
    expect((await world.ask(path)).status).toBe(400);
  });

  it('may need several columns, a lookup among them', async () => {
    await world.sandbox('POST tables', {
      name: 'new_seat',
      label: 'Seat',
      columns: [
        { name: 'new_row', label: 'Row', type: 'integer', min: 0, max: 99 },
        { name: 'new_letter', label: 'Letter', type: 'text' },
        { name: 'new_accountid', label: 'Account', type: 'lookup', targets: ['account'] },
      ],
      keys: [
        { name: 'new_place', label: 'Place', columns: ['new_row', 'new_letter'] },
        { name: 'new_of', label: 'Of', columns: ['new_accountid'] },
      ],
    });
    const made = await patch("new_seats(new_letter='C',new_row=7)", {
      'new_accountid@odata.bind': contoso,
    });
    expect(made.status).toBe(204);
    const seat = await world.ask(`new_seats(_new_accountid_value=${id(1)})`);
    expect(seat.json).toMatchObject({ new_row: 7, new_letter: 'C' });
    const twice = await world.ask('new_seats', {
      method: 'POST',
      body: { 'new_accountid@odata.bind': `accounts(${id(1)})` },
    });
    expect([twice.status, errorOf(twice).code]).toEqual([412, '0x80060892']);
  });
});
