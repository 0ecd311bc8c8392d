import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { errorOf, rowsOf, start, type Reply, type World } from '../world';

let world: World;
beforeAll(async () => {
  world = await start('demo');
});
afterAll(() => world.crm.close());

const ask = (path: string, size?: number): Promise<Reply> =>
  world.ask(path, {
    user: 'ada',
    headers: size === undefined ? {} : { Prefer: `odata.maxpagesize=${size}` },
  });

describe('a next link', () => {
  it('carries the query and a paging cookie in XML', async () => {
    const page = await ask("accounts?$select=name&$filter=contains(name,'o')&$orderby=name", 2);
    const link = String(page.json['@odata.nextLink']);
    expect(link.startsWith(`${world.crm.url}accounts?$select=name&$filter=`)).toBe(true);
    expect(link).toMatch(/&\$skiptoken=%3Ccookie%20pagenumber=%222%22%20pagingcookie=%22/);
    const token = decodeURIComponent(link.slice(link.indexOf('$skiptoken=') + 11));
    const [, inner = ''] = /pagingcookie="([^"]*)"/.exec(token) ?? [];
    const last = rowsOf(page)[1];
    expect(decodeURIComponent(inner)).toMatch(
      new RegExp(
        `^<cookie page="1"><name last="[^"]*" first="[^"]*" /><accountid last="{${String(last?.['accountid']).toUpperCase()}}" first="{[0-9A-F-]{36}}" /></cookie>$`,
      ),
    );
  });

  it('goes on after the row, whatever was added or deleted before it', async () => {
    const first = await ask('leads?$select=lastname&$orderby=lastname', 3);
    const [gone] = rowsOf(first);
    await world.ask(`leads(${String(gone?.['leadid'])})`, { method: 'DELETE', user: 'ada' });
    await world.ask('leads', { method: 'POST', user: 'ada', body: { lastname: '  first' } });
    const second = await ask(String(first.json['@odata.nextLink']), 3);
    const names = [...rowsOf(first), ...rowsOf(second)].map((row) => String(row['lastname']));
    expect(names).toHaveLength(6);
    expect(new Set(names.slice(0, 3)).has(names[3] ?? '')).toBe(false);
  });

  it.each([
    'x',
    '<cookie/>',
    '<cookie pagenumber="2" pagingcookie="x" istracking="False" />',
    '<cookie pagenumber="2" pagingcookie="%ZZ" istracking="False" />',
  ])('of others is refused: %s', async (token) => {
    const answer = await ask(`accounts?$skiptoken=${encodeURIComponent(token)}`);
    expect([answer.status, errorOf(answer).message]).toEqual([
      400,
      'Malformed XML in the Paging Cookie.',
    ]);
  });

  it('of another order is refused', async () => {
    const link = String((await ask('accounts?$orderby=name', 2)).json['@odata.nextLink']);
    const answer = await ask(link.replace('$orderby=name', '$orderby=revenue'), 2);
    expect([answer.status, errorOf(answer).message]).toEqual([
      400,
      'The skip token does not fit the query.',
    ]);
  });
});

describe('$top', () => {
  it('gives no more rows and no next link, and is ignored beside a page size', async () => {
    const top = await ask('accounts?$select=name&$top=3');
    expect([rowsOf(top).length, top.json['@odata.nextLink']]).toEqual([3, undefined]);
    const paged = await ask('accounts?$select=name&$top=3', 10);
    expect(rowsOf(paged)).toHaveLength(10);
    expect(paged.json['@odata.nextLink']).toBeDefined();
  });
});

it('refuses $skip', async () => {
  const answer = await ask('accounts?$skip=10');
  expect([answer.status, errorOf(answer).message]).toEqual([
    400,
    'Skip Clause is not supported in CRM',
  ]);
});

describe('an order', () => {
  const names = async (order: string, set = 'contacts', select = 'lastname'): Promise<string[]> =>
    rowsOf(await ask(`${set}?$select=${select}&$orderby=${order}`)).map((row) =>
      String(row[select]),
    );

  it('by a lookup is one by the name of its row', async () => {
    const rows = rowsOf(
      await world.ask('contacts?$select=_parentcustomerid_value&$orderby=_parentcustomerid_value', {
        user: 'ada',
        headers: { Prefer: 'odata.include-annotations="*"' },
      }),
    );
    const shown = rows.map((row) =>
      String(row['_parentcustomerid_value@OData.Community.Display.V1.FormattedValue'] ?? ''),
    );
    expect(new Set(shown).size).toBeGreaterThan(10);
    expect(shown.map((name) => name.toLowerCase())).toEqual(
      shown.map((name) => name.toLowerCase()).sort((a, b) => (a < b ? -1 : Number(a > b))),
    );
    expect(await names('_parentcustomerid_value,lastname')).toEqual(
      await names('parentcustomerid_account/name,lastname'),
    );
  });

  it('goes along lookups', async () => {
    const up = await names('parentcustomerid_account/primarycontactid/lastname desc,contactid');
    expect([...up].sort()).toEqual([...(await names('lastname'))].sort());
  });

  it.each([
    ['nothing', "Could not find a property named 'nothing'"],
    ['contact_customer_accounts/lastname', "Could not find a property named 'contact_customer_acc"],
    ['name sideways', "Syntax error in $orderby: 'name sideways'."],
  ])('by %s is refused', async (order, message) => {
    const answer = await ask(`accounts?$orderby=${order}`);
    expect([answer.status, errorOf(answer).message]).toEqual([
      400,
      expect.stringContaining(message),
    ]);
  });
});

describe('all activities', () => {
  it('are one set to read, in any way', async () => {
    const counts = await Promise.all(
      ['tasks', 'phonecalls', 'appointments', 'emails', 'activitypointers'].map(async (set) =>
        Number((await ask(`${set}/$count`)).text),
      ),
    );
    const all = counts.pop();
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(all);
    const [email] = rowsOf(
      await ask(
        "activitypointers?$select=subject,activitytypecode&$filter=activitytypecode eq 'email'&$orderby=createdon desc&$top=1",
      ),
    );
    const path = `(${String(email?.['activityid'])})?$select=subject`;
    const own = await ask(`emails${path}`);
    const pointer = await ask(`activitypointers${path}`);
    expect([pointer.json['subject'], pointer.json['@odata.etag']]).toEqual([
      own.json['subject'],
      own.json['@odata.etag'],
    ]);
  });

  it('stand at the row that they regard', async () => {
    const [account] = rowsOf(
      await ask(
        "accounts?$select=name&$filter=Account_ActivityPointers/any(a:a/activitytypecode eq 'task')&$expand=Account_ActivityPointers($select=subject,activitytypecode)&$top=1",
      ),
    );
    const expanded = account?.['Account_ActivityPointers'] as Record<string, unknown>[];
    const listed = rowsOf(
      await ask(
        `accounts(${String(account?.['accountid'])})/Account_ActivityPointers?$expand=regardingobjectid_account($select=name)`,
      ),
    );
    expect(listed.map((row) => row['activityid'])).toEqual(
      expanded.map((row) => row['activityid']),
    );
    expect(listed[0]?.['regardingobjectid_account']).toMatchObject({ name: account?.['name'] });
  });

  it('are written as what they are', async () => {
    const [task] = rowsOf(await ask('tasks?$top=1'));
    const one = `activitypointers(${String(task?.['activityid'])})`;
    for (const [method, path] of [
      ['POST', 'activitypointers'],
      ['PATCH', one],
      ['DELETE', one],
    ] as const) {
      const answer = await world.ask(path, { method, user: 'ada', body: { subject: 'x' } });
      expect([answer.status, errorOf(answer).code]).toEqual([400, '0x80040800']);
    }
  });

  it('are there again after a reset and with another kind of activity', async () => {
    await world.sandbox('POST reset', { seed: 'empty' });
    await world.sandbox('POST tables', {
      name: 'new_visit',
      label: 'Visit',
      activity: true,
      columns: [{ name: 'subject', label: 'Subject', type: 'text' }],
    });
    await world.ask('new_visits', { method: 'POST', user: 'ada', body: { subject: 'Hello' } });
    expect(rowsOf(await ask('activitypointers?$select=subject,activitytypecode'))).toMatchObject([
      { subject: 'Hello', activitytypecode: 'new_visit' },
    ]);
    await world.sandbox('POST reset', { seed: 'demo' });
  });
});
