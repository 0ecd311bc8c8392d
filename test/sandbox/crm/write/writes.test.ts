import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errorOf, id, onlyNew, representation, rowsOf, start, type World } from '../world';

let world: World;
beforeEach(async () => {
  world = await start();
  await world.ask(`accounts(${id(1)})`, {
    method: 'PATCH',
    headers: onlyNew,
    body: { name: 'Contoso' },
  });
});
afterEach(() => world.crm.close());

const etagOf = async (path: string): Promise<string> =>
  String((await world.ask(path)).json['@odata.etag']);

describe('creating', () => {
  it('gives an id and its address for a bare POST', async () => {
    const answer = await world.ask('contacts', { method: 'POST', body: { lastname: 'Ray' } });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('OData-EntityId')).toMatch(
      new RegExp(`^${world.crm.url}contacts\\([0-9a-f-]{36}\\)$`),
    );
  });

  it('answers a POST with the row, without OData-EntityId, where a representation is asked for', async () => {
    const answer = await world.ask('contacts?$select=fullname', {
      method: 'POST',
      headers: representation,
      body: { firstname: 'Ada', lastname: 'Ray' },
    });
    expect(answer.status).toBe(201);
    expect(answer.json['fullname']).toBe('Ada Ray');
    expect(answer.json['jobtitle']).toBeUndefined();
    expect(answer.headers.get('OData-EntityId')).toBeNull();
    expect(answer.headers.get('Preference-Applied')).toContain('return=representation');
  });

  it('creates under the id of the client once, then refuses with 412 0x80040237', async () => {
    const request = { method: 'PATCH', headers: onlyNew, body: { lastname: 'Ray' } };
    expect((await world.ask(`contacts(${id(2)})`, request)).status).toBe(204);
    const again = await world.ask(`contacts(${id(2)})`, request);
    expect(again.status).toBe(412);
    expect(errorOf(again)).toEqual({
      code: '0x80040237',
      message: 'A record with matching key values already exists.',
    });
  });

  it('makes a POST with the primary key create with that id', async () => {
    await world.ask('contacts', { method: 'POST', body: { contactid: id(3), lastname: 'Ray' } });
    expect((await world.ask(`contacts(${id(3)})?$select=lastname`)).json['lastname']).toBe('Ray');
  });

  it('fills in owner, state, currency and the choices with a default', async () => {
    const row = (await world.ask(`accounts(${id(1)})`)).json;
    const me = (await world.ask('WhoAmI')).json;
    expect(row['_ownerid_value']).toBe(me['UserId']);
    expect(row['_owningbusinessunit_value']).toBe(me['BusinessUnitId']);
    expect([row['statecode'], row['statuscode'], row['creditonhold']]).toEqual([0, 1, false]);
    expect(row['_transactioncurrencyid_value']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('inserts the parties of an activity with it, and expands them in the answer', async () => {
    await world.ask(`contacts(${id(4)})`, {
      method: 'PATCH',
      headers: onlyNew,
      body: { lastname: 'Ray', emailaddress1: 'ray@x.example' },
    });
    const answer = await world.ask(
      `emails(${id(5)})?$select=subject&$expand=email_activity_parties($select=addressused,participationtypemask,_partyid_value;$filter=participationtypemask lt 8)`,
      {
        method: 'PATCH',
        headers: { ...onlyNew, ...representation },
        body: {
          subject: 'Hello',
          'regardingobjectid_account_email@odata.bind': `/accounts(${id(1)})`,
          email_activity_parties: [
            { participationtypemask: 1, 'partyid_contact@odata.bind': `contacts(${id(4)})` },
            { participationtypemask: 2, addressused: 'someone@y.example' },
          ],
        },
      },
    );
    expect(answer.status).toBe(201);
    expect(answer.json['email_activity_parties']).toMatchObject([
      { participationtypemask: 1, addressused: 'ray@x.example', _partyid_value: id(4) },
      { participationtypemask: 2, addressused: 'someone@y.example', _partyid_value: null },
    ]);
  });
});

describe('changing', () => {
  it('updates with the right etag and refuses a stale one with 412 0x80060882', async () => {
    const etag = await etagOf(`accounts(${id(1)})`);
    const first = await world.ask(`accounts(${id(1)})`, {
      method: 'PATCH',
      headers: { 'If-Match': etag },
      body: { name: 'A' },
    });
    expect(first.status).toBe(204);
    const second = await world.ask(`accounts(${id(1)})`, {
      method: 'PATCH',
      headers: { 'If-Match': etag },
      body: { name: 'B' },
    });
    expect([second.status, errorOf(second).code]).toEqual([412, '0x80060882']);
    expect((await world.ask(`accounts(${id(1)})`)).json['name']).toBe('A');
  });

  it('answers 404 0x80040217 to an update of a missing row, and creates it for a bare upsert', async () => {
    const missing = await world.ask(`accounts(${id(9)})`, {
      method: 'PATCH',
      headers: { 'If-Match': '*' },
      body: { name: 'X' },
    });
    expect([missing.status, errorOf(missing).code]).toEqual([404, '0x80040217']);
    expect(errorOf(missing).message).toBe(`account With Id = ${id(9)} Does Not Exist`);
    const body = { name: 'X' };
    expect(
      (await world.ask(`accounts(${id(9)})`, { method: 'PATCH', headers: representation, body }))
        .status,
    ).toBe(201);
    expect(
      (await world.ask(`accounts(${id(9)})`, { method: 'PATCH', headers: representation, body }))
        .status,
    ).toBe(200);
  });

  it('ignores $expand in the answer to an update', async () => {
    await world.ask(`emails(${id(5)})`, {
      method: 'PATCH',
      headers: onlyNew,
      body: { subject: 'Hi' },
    });
    const answer = await world.ask(
      `emails(${id(5)})?$select=subject&$expand=email_activity_parties`,
      {
        method: 'PATCH',
        headers: { 'If-Match': '*', ...representation },
        body: { subject: 'Ho' },
      },
    );
    expect(answer.json['subject']).toBe('Ho');
    expect(answer.json['email_activity_parties']).toBeUndefined();
  });

  it('replaces the whole list of parties by PUT and gives the activity a new etag', async () => {
    await world.ask(`emails(${id(5)})`, {
      method: 'PATCH',
      headers: onlyNew,
      body: {
        subject: 'Hi',
        email_activity_parties: [{ participationtypemask: 2, addressused: 'a@x.example' }],
      },
    });
    const before = await etagOf(`emails(${id(5)})`);
    const answer = await world.ask(`emails(${id(5)})/email_activity_parties`, {
      method: 'PUT',
      body: { value: [{ participationtypemask: 3, addressused: 'b@x.example' }] },
    });
    expect(answer.status).toBe(204);
    const parties = rowsOf(
      await world.ask(`emails(${id(5)})/email_activity_parties?$filter=participationtypemask lt 8`),
    );
    expect(parties).toMatchObject([{ participationtypemask: 3, addressused: 'b@x.example' }]);
    expect(await etagOf(`emails(${id(5)})`)).not.toBe(before);
  });

  it('writes and clears one property', async () => {
    await world.ask(`accounts(${id(1)})/telephone1`, { method: 'PUT', body: { value: '12' } });
    expect((await world.ask(`accounts(${id(1)})/telephone1`)).json['value']).toBe('12');
    await world.ask(`accounts(${id(1)})/telephone1`, { method: 'DELETE' });
    expect((await world.ask(`accounts(${id(1)})/telephone1`)).status).toBe(204);
  });

  it('sets, moves and clears a lookup, one target at a time', async () => {
    const read = async () =>
      (await world.ask(`contacts(${id(2)})?$select=_parentcustomerid_value`)).json[
        '_parentcustomerid_value'
      ];
    const send = (body: object) => world.ask(`contacts(${id(2)})`, { method: 'PATCH', body });
    await send({ lastname: 'Ray', 'parentcustomerid_account@odata.bind': `accounts(${id(1)})` });
    expect(await read()).toBe(id(1));
    await world.ask(`contacts(${id(3)})`, { method: 'PATCH', body: { lastname: 'Roe' } });
    await send({ 'parentcustomerid_contact@odata.bind': `${world.crm.url}contacts(${id(3)})` });
    expect(await read()).toBe(id(3));
    await send({ parentcustomerid_contact: null });
    expect(await read()).toBeNull();
  });

  it('associates and disassociates by $ref, for lookups and N:N', async () => {
    await world.ask(`contacts(${id(2)})`, { method: 'PATCH', body: { lastname: 'Ray' } });
    await world.ask(`leads(${id(3)})`, { method: 'PATCH', body: { subject: 'New pump' } });
    const put = (path: string, method: string, target: string) =>
      world.ask(path, { method, body: { '@odata.id': target } });
    expect(
      (await put(`contacts(${id(2)})/parentcustomerid_account/$ref`, 'PUT', `accounts(${id(1)})`))
        .status,
    ).toBe(204);
    expect(
      rowsOf(await world.ask(`accounts(${id(1)})/contact_customer_accounts?$select=lastname`)),
    ).toHaveLength(1);
    await world.ask(`accounts(${id(1)})/contact_customer_accounts(${id(2)})/$ref`, {
      method: 'DELETE',
    });
    expect(rowsOf(await world.ask(`accounts(${id(1)})/contact_customer_accounts`))).toHaveLength(0);

    const links = `contacts(${id(2)})/contactleads_association`;
    expect((await put(`${links}/$ref`, 'POST', `${world.crm.url}leads(${id(3)})`)).status).toBe(
      204,
    );
    expect(rowsOf(await world.ask(links))).toMatchObject([{ leadid: id(3) }]);
    const gone = await world.ask(`${links}/$ref?$id=${world.crm.url}leads(${id(3)})`, {
      method: 'DELETE',
    });
    expect(gone.status).toBe(204);
    expect(rowsOf(await world.ask(links))).toHaveLength(0);
  });

  it('leaves read-only columns alone', async () => {
    await world.ask(`accounts(${id(1)})`, {
      method: 'PATCH',
      body: { createdon: '2001-01-01T00:00:00Z', name: 'N' },
    });
    expect((await world.ask(`accounts(${id(1)})`)).json['createdon']).not.toBe(
      '2001-01-01T00:00:00Z',
    );
  });

  it('gives a higher etag to every write', async () => {
    const numbers: number[] = [];
    for (const name of ['a', 'b', 'c']) {
      await world.ask(`accounts(${id(1)})`, { method: 'PATCH', body: { name } });
      numbers.push(Number(/^W\/"(\d+)"$/.exec(await etagOf(`accounts(${id(1)})`))?.[1]));
    }
    expect([...numbers].sort((a, b) => a - b)).toEqual(numbers);
    expect(new Set(numbers).size).toBe(3);
  });
});

describe('deleting', () => {
  const remove = (path: string, headers: Record<string, string> = {}) =>
    world.ask(path, { method: 'DELETE', headers, user: 'ada' });

  it('deletes once, and answers 404 after that', async () => {
    expect((await remove(`accounts(${id(1)})`, { 'If-Match': 'W/"1"' })).status).toBe(412);
    expect(
      (await remove(`accounts(${id(1)})`, { 'If-Match': await etagOf(`accounts(${id(1)})`) }))
        .status,
    ).toBe(204);
    const again = await remove(`accounts(${id(1)})`);
    expect([again.status, errorOf(again).code]).toEqual([404, '0x80040217']);
  });

  it('takes activities along, empties other lookups, and refuses where a relationship restricts', async () => {
    await world.ask(`tasks(${id(2)})`, {
      method: 'PATCH',
      body: { subject: 'T', 'regardingobjectid_account_task@odata.bind': `accounts(${id(1)})` },
    });
    await world.ask(`accounts(${id(3)})`, {
      method: 'PATCH',
      body: { name: 'Child', 'parentaccountid@odata.bind': `accounts(${id(1)})` },
    });
    await world.ask(`new_equipments(${id(4)})`, {
      method: 'PATCH',
      body: { new_name: 'E', 'new_AccountId@odata.bind': `accounts(${id(1)})` },
    });
    const refused = await remove(`accounts(${id(1)})`);
    expect([refused.status, errorOf(refused).code]).toEqual([405, '0x80040227']);
    expect((await world.ask(`tasks(${id(2)})`)).status).toBe(200);
    await remove(`new_equipments(${id(4)})`);
    expect((await remove(`accounts(${id(1)})`)).status).toBe(204);
    expect((await world.ask(`tasks(${id(2)})`)).status).toBe(404);
    expect((await world.ask(`accounts(${id(3)})`)).json['_parentaccountid_value']).toBeNull();
  });
});
