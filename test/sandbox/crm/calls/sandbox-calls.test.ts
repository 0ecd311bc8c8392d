import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errorOf, id, onlyNew, rowsOf, start, type World } from '../world';

let world: World;
beforeEach(async () => {
  world = await start();
});
afterEach(() => world.crm.close());

const create = (number: number, name = `Account ${number}`) =>
  world.ask(`accounts(${id(number)})`, { method: 'PATCH', headers: onlyNew, body: { name } });
const journal = async () =>
  (await world.sandbox('GET journal')).json as unknown as {
    method: string;
    table: string;
    id: string;
    changes: object;
  }[];

describe('the journal', () => {
  it('lists committed writes in order, as they were sent, and no refused ones', async () => {
    await create(1);
    await create(1);
    await world.ask(`accounts(${id(1)})`, {
      method: 'PATCH',
      body: { name: 'B', 'parentaccountid@odata.bind': null },
    });
    await world.ask(`accounts(${id(1)})`, { method: 'PATCH', body: { industrycode: 999 } });
    await world.ask(`accounts(${id(1)})`, { method: 'DELETE', user: 'ada' });
    expect(await journal()).toMatchObject([
      {
        n: 1,
        user: 'dana',
        method: 'PATCH',
        table: 'account',
        id: id(1),
        changes: { name: 'Account 1' },
        batch: null,
      },
      {
        n: 2,
        user: 'dana',
        method: 'PATCH',
        changes: { name: 'B', 'parentaccountid@odata.bind': null },
      },
      { n: 3, user: 'ada', method: 'DELETE', changes: {} },
    ]);
  });

  it('names the request by the id in its answer', async () => {
    const answer = await create(1);
    expect(await journal()).toMatchObject([{ requestId: answer.headers.get('REQ_ID') }]);
  });
});

describe('faults', () => {
  it('answer instead of the server, after those that pass, as often as ordered', async () => {
    await world.sandbox('POST faults', {
      match: { method: 'GET', path: 'accounts$' },
      skip: 1,
      times: 1,
      kind: 'status',
      status: 429,
      retryAfter: 7,
    });
    expect((await world.ask('accounts')).status).toBe(200);
    const struck = await world.ask('accounts');
    expect([struck.status, struck.headers.get('Retry-After'), errorOf(struck).code]).toEqual([
      429,
      '7',
      '0x80072322',
    ]);
    expect((await world.ask('accounts')).status).toBe(200);
    expect((await world.sandbox('GET faults')).json).toMatchObject([{ kind: 'status', fired: 1 }]);
    await world.sandbox('DELETE faults');
    expect((await world.sandbox('GET faults')).json).toEqual([]);
  });

  it('drop before anything is done', async () => {
    await world.sandbox('POST faults', { match: { method: 'PATCH' }, times: 1, kind: 'drop' });
    await expect(create(1)).rejects.toThrow('fetch failed');
    expect(await journal()).toEqual([]);
  });

  it('drop after the write is committed', async () => {
    await world.sandbox('POST faults', {
      match: { method: 'PATCH' },
      times: 1,
      kind: 'drop-after-commit',
    });
    await expect(create(1)).rejects.toThrow('fetch failed');
    expect(await journal()).toHaveLength(1);
    expect((await create(1)).status).toBe(412);
  });

  it('show a page that no CRM gives', async () => {
    await world.sandbox('POST faults', { times: 1, kind: 'html', status: 200 });
    const answer = await world.ask('WhoAmI');
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
  });

  it('delay an answer and then give it', async () => {
    await world.sandbox('POST faults', { times: 1, kind: 'delay', ms: 5 });
    expect((await world.ask('WhoAmI')).status).toBe(200);
    expect((await world.sandbox('GET faults')).json).toMatchObject([{ fired: 1 }]);
  });

  it('refuse an order that makes no sense', async () => {
    expect((await world.sandbox('POST faults', { kind: 'nonsense' })).status).toBe(400);
    expect(
      (await world.sandbox('POST faults', { kind: 'drop', match: { path: '(' } })).status,
    ).toBe(400);
  });
});

describe('the network', () => {
  it('destroys every request but those to /_sandbox/', async () => {
    await world.sandbox('POST network', { up: false });
    await expect(world.ask('WhoAmI')).rejects.toThrow('fetch failed');
    expect((await world.sandbox('GET network')).json).toEqual({ up: false });
    await world.sandbox('POST network', { up: true });
    expect((await world.ask('WhoAmI')).status).toBe(200);
  });

  it('is reachable by number and by name', async () => {
    const answer = await fetch(`http://127.0.0.1:${world.crm.port}/api/data/v9.2/WhoAmI`, {
      headers: { Authorization: 'Bearer sandbox:dana' },
    });
    expect(answer.status).toBe(200);
  });
});

describe('other calls', () => {
  it('edit and delete as someone else, outside the journal', async () => {
    await create(1);
    const before = (await world.ask(`accounts(${id(1)})`)).json;
    await world.sandbox('POST edit', {
      user: 'ada',
      table: 'account',
      id: id(1),
      changes: { name: 'Edited' },
    });
    const after = (await world.ask(`accounts(${id(1)})`)).json;
    expect(after['name']).toBe('Edited');
    expect(after['@odata.etag']).not.toBe(before['@odata.etag']);
    expect(after['_modifiedby_value']).not.toBe(before['_modifiedby_value']);
    await world.sandbox('POST delete', { user: 'ada', table: 'account', id: id(1) });
    expect((await world.ask(`accounts(${id(1)})`)).status).toBe(404);
    expect(await journal()).toHaveLength(1);
  });

  it('reset to a fresh organisation with another id', async () => {
    await create(1);
    const before = (await world.ask('WhoAmI')).json;
    await world.sandbox('POST reset', { seed: 'demo' });
    const after = (await world.ask('WhoAmI')).json;
    expect(after['OrganizationId']).not.toBe(before['OrganizationId']);
    expect(after['UserId']).toBe(before['UserId']);
    expect(await journal()).toEqual([]);
    expect((await world.ask('accounts/$count', { user: 'ada' })).text).toBe('25');
    expect((await world.sandbox('POST reset', { seed: 'nonsense' })).status).toBe(400);
  });

  it('add a table that works like the others', async () => {
    const added = await world.sandbox('POST tables', {
      name: 'cr1_visit',
      label: 'Visit',
      columns: [
        { name: 'cr1_name', label: 'Name', type: 'text', required: 'ApplicationRequired' },
        {
          name: 'cr1_contactid',
          label: 'Contact',
          type: 'lookup',
          targets: ['contact'],
          schemaName: 'cr1_ContactId',
        },
        {
          name: 'cr1_mood',
          label: 'Mood',
          type: 'choice',
          options: [
            { value: 1, label: 'Good' },
            { value: 2, label: 'Bad' },
          ],
        },
      ],
    });
    expect(added.json).toMatchObject({
      name: 'cr1_visit',
      setName: 'cr1_visits',
      primaryId: 'cr1_visitid',
    });
    await world.ask(`contacts(${id(1)})`, { method: 'PATCH', body: { lastname: 'Ray' } });
    const made = await world.ask(`cr1_visits(${id(2)})`, {
      method: 'PATCH',
      headers: onlyNew,
      body: { cr1_name: 'First', cr1_mood: 2, 'cr1_ContactId@odata.bind': `contacts(${id(1)})` },
    });
    expect(made.status).toBe(204);
    expect((await world.ask(`cr1_visits(${id(2)})`)).json).toMatchObject({
      cr1_name: 'First',
      _cr1_contactid_value: id(1),
      statecode: 0,
    });
    expect(
      rowsOf(
        await world.ask(
          'EntityDefinitions?$select=LogicalName&$filter=IsAvailableOffline eq true and IsCustomEntity eq true',
        ),
      ).map((row) => row['LogicalName']),
    ).toEqual(['new_region', 'new_equipment', 'cr1_visit']);
    expect(
      rowsOf(await world.ask("systemforms?$filter=objecttypecode eq 'cr1_visit'")),
    ).toHaveLength(1);
    const task = await world.ask('tasks', {
      method: 'POST',
      body: { subject: 'T', 'regardingobjectid_cr1_visit_task@odata.bind': `cr1_visits(${id(2)})` },
    });
    expect(task.status).toBe(204);
  });

  it('refuse a table that is badly defined', async () => {
    for (const table of [
      {},
      { name: 'a b', label: 'X', columns: [] },
      {
        name: 'cr1_x',
        label: 'X',
        columns: [{ name: 'y', label: 'Y', type: 'lookup', targets: ['nosuch'] }],
      },
    ])
      expect((await world.sandbox('POST tables', table)).status).toBe(400);
    expect((await world.ask('WhoAmI')).status).toBe(200);
  });

  it('answer 404 to a call that does not exist', async () => {
    expect((await world.sandbox('GET nonsense')).status).toBe(404);
  });
});

describe('headers', () => {
  it('let a page of another origin read exactly what Dataverse lets it read', async () => {
    const answer = await world.ask('WhoAmI');
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*');
    expect(answer.headers.get('Access-Control-Expose-Headers')).toBe(
      'Preference-Applied,OData-EntityId,Location,ETag,OData-Version,Content-Encoding,Transfer-Encoding,Content-Length,Retry-After,REQ_ID',
    );
    expect(answer.headers.get('OData-Version')).toBe('4.0');
    expect(answer.headers.get('Content-Type')).toBe('application/json; odata.metadata=minimal');
  });

  it('answer a preflight with the headers it asked for', async () => {
    const answer = await world.ask('accounts', {
      method: 'OPTIONS',
      headers: {
        Authorization: '',
        'Access-Control-Request-Headers': 'authorization,if-match,prefer',
      },
    });
    expect(answer.headers.get('Access-Control-Allow-Headers')).toBe(
      'authorization,if-match,prefer',
    );
    expect(answer.headers.get('Access-Control-Allow-Methods')).toContain('PATCH');
  });
});
