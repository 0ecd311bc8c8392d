import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { start, type Reply, type World } from './world';

// The kinds of requests that Microsoft's public samples of the Web API send: Basic operations, Query data,
// Conditional operations, Batch, Functions and actions.
let world: World;
let me: Record<string, unknown>;
beforeAll(async () => {
  world = await start();
  me = (await world.ask('WhoAmI', { user: 'ada' })).json;
});
afterAll(() => world.crm.close());

const all = 'odata.include-annotations="*"';
const shown = 'OData.Community.Display.V1.FormattedValue';
/** Headers that the samples send with everything. */
const usual = {
  Accept: 'application/json',
  'OData-Version': '4.0',
  'OData-MaxVersion': '4.0',
  'If-None-Match': 'null',
};
const send = (method: string, path: string, body?: object, headers: object = {}): Promise<Reply> =>
  world.ask(path, {
    method,
    user: 'ada',
    headers: { ...usual, ...headers },
    ...(body === undefined ? {} : { body }),
  });
const get = async (path: string, prefer = all): Promise<Record<string, unknown>> => {
  const answer = await send('GET', encodeURI(path), undefined, { Prefer: prefer });
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.json;
};
const list = async (path: string, prefer = `odata.maxpagesize=100,${all}`) =>
  (await get(path, prefer))['value'] as Record<string, unknown>[];
const create = async (set: string, body: object): Promise<string> => {
  const answer = await send('POST', set, body);
  expect([set, answer.status]).toEqual([set, 204]);
  return /\(([0-9a-f-]{36})\)$/.exec(answer.headers.get('OData-EntityId') ?? '')?.[1] ?? '';
};

describe('basic operations', () => {
  it('create, change, relate and delete rows', async () => {
    const ray = await create('contacts', { firstname: 'Ray', lastname: 'Hollis' });
    const change = { annualincome: 80_000, jobtitle: 'Fitter' };
    expect((await send('PATCH', `contacts(${ray})`, change, { 'If-Match': '*' })).status).toBe(204);
    expect(await get(`contacts(${ray})?$select=fullname,annualincome,jobtitle`)).toMatchObject({
      fullname: 'Ray Hollis',
      [`annualincome@${shown}`]: '$80,000.00',
    });
    await send('PUT', `contacts(${ray})/telephone1`, { value: '555-0105' });
    expect((await get(`contacts(${ray})/telephone1`))['value']).toBe('555-0105');

    const mill = await create('accounts', {
      name: 'Mill',
      primarycontactid: {
        lastname: 'Curtis',
        annualincome: 48_000,
        Contact_Tasks: [
          {
            subject: 'Sign',
            scheduledstart: '2026-04-18T20:00:00.000Z',
            scheduledend: '2026-04-18T21:00:00+00:00',
            scheduleddurationminutes: 60,
          },
          { subject: 'Train' },
        ],
      },
    });
    const account = await get(
      `accounts(${mill})?$select=name,&$expand=primarycontactid($select=fullname,jobtitle)`,
    );
    const primary = account['primarycontactid'] as Record<string, unknown>;
    const tasks = await get(
      `contacts(${String(primary['contactid'])})?$select=fullname&$expand=Contact_Tasks($select=subject,scheduleddurationminutes)`,
    );
    expect(tasks['Contact_Tasks']).toMatchObject([
      { subject: 'Sign', scheduleddurationminutes: 60 },
      { subject: 'Train' },
    ]);

    // The JavaScript sample writes the address with two slashes.
    const reference = { '@odata.id': `${world.crm.url}/contacts(${ray})` };
    const related = `accounts(${mill})/contact_customer_accounts`;
    expect((await send('POST', `${related}/$ref`, reference)).status).toBe(204);
    expect(await list(`${related}?$select=fullname,jobtitle`)).toMatchObject([
      { fullname: 'Ray Hollis' },
    ]);
    expect((await send('DELETE', `${related}(${ray})/$ref`)).status).toBe(204);
    for (const path of [`contacts(${ray})`, `accounts(${mill})`])
      expect((await send('DELETE', path)).status).toBe(204);
  });

  it('give a role to a user and take it away', async () => {
    const role = await create('roles', {
      name: 'Example Security Role',
      'businessunitid@odata.bind': `businessunits(${String(me['BusinessUnitId'])})`,
    });
    const roles = `systemusers(${String(me['UserId'])})/systemuserroles_association`;
    const reference = { '@odata.id': `${world.crm.url}roles(${role})` };
    expect((await send('POST', `${roles}/$ref`, reference)).status).toBe(204);
    expect(await list(`${roles}?$select=name&$filter=roleid eq ${role}&$top=1`)).toMatchObject([
      { name: 'Example Security Role' },
    ]);
    expect((await send('DELETE', `${roles}(${role})/$ref`)).status).toBe(204);
    expect((await send('DELETE', `roles(${role})`)).status).toBe(204);
  });
});

describe('querying data', () => {
  const people = [
    ['Susanna', 'Senior Purchaser', 52_000],
    ['Nancy', 'Activities Manager', 55_500],
    ['Maria', 'Accounts Manager', 31_000],
    ['Robert', 'Senior Technician', 78_000],
    ['Jim', 'Senior International Sales Manager', 81_400],
  ] as const;
  let mill: string;
  const columns = '$select=fullname,jobtitle,annualincome';
  const names = (rows: Record<string, unknown>[]): unknown[] =>
    rows.map(({ fullname }) => String(fullname).replace(' (sample)', ''));
  beforeAll(async () => {
    mill = await create('accounts', {
      name: 'Mill (sample)',
      Account_Tasks: [{ subject: 'Task 1', actualdurationminutes: 10 }],
      primarycontactid: { firstname: 'Yvonne', lastname: '(sample)', annualincome: 45_000 },
      contact_customer_accounts: people.map(([firstname, jobtitle, annualincome]) => ({
        firstname,
        lastname: '(sample)',
        jobtitle,
        annualincome,
        Contact_Tasks: [{ subject: `Task of ${firstname}`, actualdurationminutes: 3 }],
      })),
    });
  });

  it('filters by functions, operators, brackets and aliases', async () => {
    const mine = `_parentcustomerid_value eq ${mill}`;
    expect(
      await list(
        `contacts?${columns}&$filter=Microsoft.Dynamics.CRM.LastXHours(PropertyName=@p1,PropertyValue=@p2) and ${mine}&@p1='createdon'&@p2='1'`,
      ),
    ).toHaveLength(5);
    const chosen = `contains(fullname,'(sample)') and (contains(jobtitle, 'senior') or contains(jobtitle, 'manager')) and annualincome gt 50000 and ${mine}`;
    expect(
      names(
        await list(`contacts?${columns}&$filter=${chosen}&$orderby=annualincome desc,jobtitle asc`),
      ),
    ).toEqual(['Jim', 'Robert', 'Nancy', 'Susanna']);
    expect((await get(`contacts?${columns}&$filter=${chosen}&$count=true`))['@odata.count']).toBe(
      4,
    );
    const aliased = await list(
      `contacts?${columns}&$filter=contains(@p1,'(sample)') and @p2 eq @p3&$orderby=@p4 asc,@p5 desc&@p1=fullname&@p2=_parentcustomerid_value&@p3=${mill}&@p4=jobtitle&@p5=annualincome`,
    );
    expect(names(aliased)).toEqual(['Maria', 'Nancy', 'Jim', 'Susanna', 'Robert']);
  });

  it('counts and pages', async () => {
    const related = `accounts(${mill})/contact_customer_accounts`;
    expect((await send('GET', `${related}/$count`)).text).toBe('5');
    const first = await get(
      `contacts?${columns}&$filter=_parentcustomerid_value eq ${mill}`,
      `odata.maxpagesize=4,${all}`,
    );
    expect(first['value']).toHaveLength(4);
    const next = await send('GET', String(first['@odata.nextLink']), undefined, {
      Prefer: `odata.maxpagesize=4,${all}`,
    });
    expect(next.json['value']).toHaveLength(1);
    expect(next.json['@odata.nextLink']).toBeUndefined();
  });

  it('expands in one direction, in the other, and further', async () => {
    const account = await get(
      `accounts(${mill})?$select=name&$expand=primarycontactid(${columns}),contact_customer_accounts(${columns}),Account_Tasks($select=subject,description)`,
    );
    expect(account['contact_customer_accounts']).toHaveLength(5);
    expect(account['Account_Tasks']).toMatchObject([{ subject: 'Task 1' }]);
    const yvonne = account['primarycontactid'] as Record<string, unknown>;
    const back = await get(
      `contacts(${String(yvonne['contactid'])})?$select=fullname&$expand=account_primary_contact($select=name)`,
    );
    expect(back['account_primary_contact']).toMatchObject([{ name: 'Mill (sample)' }]);
    const tasks = await list(
      `tasks?$select=subject&$expand=regardingobjectid_contact_task($select=fullname;$expand=parentcustomerid_account($select=name;$expand=createdby($select=fullname)))&$filter=regardingobjectid_contact_task/_accountid_value eq ${mill}`,
    );
    expect(tasks).toHaveLength(5);
    expect(tasks[0]).toMatchObject({
      regardingobjectid_contact_task: {
        parentcustomerid_account: { name: 'Mill (sample)', createdby: { fullname: 'Ada Okafor' } },
      },
    });
    const owners = await list(
      `accounts?$select=name,accountid&$filter= accountid eq ${mill} &$expand=Account_Tasks($select=subject,description),contact_customer_accounts($select=fullname;$expand=owninguser($select=fullname,systemuserid))`,
    );
    expect(owners).toMatchObject([
      { contact_customer_accounts: people.map(() => ({ owninguser: { fullname: 'Ada Okafor' } })) },
    ]);
  });

  it('aggregates', async () => {
    const [row] = await list(
      `accounts(${mill})/contact_customer_accounts?$apply=aggregate(annualincome with average as average,annualincome with sum as total,annualincome with min as minimum,annualincome with max as maximum)`,
    );
    expect(row).toMatchObject({
      total: 297_900,
      average: 59_580,
      minimum: 31_000,
      maximum: 81_400,
    });
  });
});

describe('views', () => {
  it('are found by name and run by id, those of the organisation and those of a user', async () => {
    await create('accounts', { name: 'Seen' });
    const [view] = await list(
      "savedqueries?$select=savedqueryid,columnsetxml&$filter=name eq 'Active Accounts'",
    );
    const accounts = await list(
      `accounts?savedQuery=${String(view?.['savedqueryid'])}`,
      `odata.maxpagesize=3,${all}`,
    );
    expect(accounts.length).toBeGreaterThan(0);
    await create('contacts', { firstname: 'Vera', lastname: 'Views', jobtitle: 'Manager' });
    const mine = await create('userqueries', {
      name: 'My view',
      querytype: 0,
      returnedtypecode: 'contact',
      fetchxml:
        "<fetch><entity name='contact'><attribute name='fullname' /><filter type ='and'><condition value ='%Views' attribute='fullname' operator='like' /></filter></entity></fetch>",
    });
    expect(await list(`contacts?userQuery=${mine}`)).toMatchObject([{ fullname: 'Vera Views' }]);
    expect((await send('DELETE', `userqueries(${mine})`)).status).toBe(204);
  });
});

describe('conditional operations', () => {
  it('read, change and delete by version', async () => {
    const made = await send(
      'POST',
      'accounts?$select=name,revenue,telephone1',
      { name: 'Conditional', revenue: 5_000_000, telephone1: '555-0000' },
      { Prefer: 'return=representation' },
    );
    const path = `accounts(${String(made.json['accountid'])})`;
    const first = String(made.json['@odata.etag']);
    expect(first).toMatch(/^W\/"[0-9]+"$/);
    // The JavaScript sample takes table and columns from here, and asks again with them.
    expect(made.json['@odata.context']).toMatch(/#accounts\(name,revenue,telephone1\)\/\$entity$/);
    const again = (etag: string) =>
      send('GET', `${path}?$select=name,revenue`, undefined, { 'If-None-Match': etag });
    expect((await again(first)).status).toBe(304);
    await send('PUT', `${path}/telephone1`, { value: '555-0001' });
    const second = String((await again(first)).json['@odata.etag']);
    const change = { telephone1: '555-0002', revenue: 6_000_000 };
    expect((await send('DELETE', path, undefined, { 'If-Match': first })).status).toBe(412);
    expect((await send('PATCH', path, change, { 'If-Match': first })).status).toBe(412);
    expect((await send('PATCH', path, change, { 'If-Match': second })).status).toBe(204);
  });
});

describe('a batch', () => {
  it('takes parts as the samples write them', async () => {
    const part = (set: string, lines: string[], body: object, boundary: string): string =>
      [
        `--${boundary}`,
        'Content-Type: application/http',
        'Content-Transfer-Encoding: binary',
        '',
        `POST /api/data/v9.2/${set} HTTP/1.1`,
        ...lines,
        'content-type: application/json;type=entry',
        '',
        JSON.stringify(body),
      ].join('\r\n');
    const body = [
      '--batch_1\r\nContent-Type: multipart/mixed; boundary=changeset_1\r\n',
      part('accounts', ['content-id: 0'], { name: 'One' }, 'changeset_1'),
      part('accounts', ['content-id: 1'], { name: 'Two' }, 'changeset_1'),
      '--changeset_1--\r\n',
      part('accounts', ['prefer: return=representation'], { name: 'Three' }, 'batch_1'),
      '--batch_1\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nGET /api/data/v9.2/WhoAmI HTTP/1.1\r\n',
      '--batch_1--\r\n',
    ].join('\r\n');
    const answer = await world.ask('$batch', {
      method: 'POST',
      user: 'ada',
      headers: {
        'Content-Type': 'multipart/mixed; boundary=batch_1',
        Prefer: 'odata.continue-on-error',
      },
      body,
    });
    const statuses = [...answer.text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => status);
    expect([answer.status, ...statuses]).toEqual([200, '204', '204', '201', '200']);
    expect(answer.text).toMatch(/^--batchresponse_[\w-]+\r\nContent-Type: multipart\/mixed; /);
  });
});

describe('functions and actions', () => {
  it('share a row with another user', async () => {
    const id = await create('accounts', { name: 'Account to share' });
    const [other] = await list(
      `systemusers?$select=systemuserid,fullname&$filter=systemuserid ne ${String(me['UserId'])} and isdisabled eq false and accessmode eq 0 and startswith(fullname,'Omar')&$top=1`,
    );
    const user = String(other?.['systemuserid']);
    const shared = await send('POST', 'GrantAccess', {
      Target: { accountid: id, '@odata.type': 'Microsoft.Dynamics.CRM.account' },
      PrincipalAccess: {
        Principal: { systemuserid: user, '@odata.type': 'Microsoft.Dynamics.CRM.systemuser' },
        AccessMask: 'DeleteAccess',
      },
    });
    expect(shared.status).toBe(204);
    const access = await get(
      `systemusers(${user})/Microsoft.Dynamics.CRM.RetrievePrincipalAccess(Target=@p1)?@p1={ '@odata.id':'accounts(${id})'}`,
    );
    expect(access['AccessRights']).toContain('DeleteAccess');
  });

  it('add privileges to a role', async () => {
    const role = await create('roles', {
      name: 'Test Role',
      'businessunitid@odata.bind': `businessunits(${String(me['BusinessUnitId'])})`,
    });
    const found = await list(
      "privileges?$select=name&$filter=name eq 'prvCreateAccount' or name eq 'prvReadAccount'",
    );
    const Privileges = found.map(({ name, privilegeid }) => ({
      BusinessUnitId: me['BusinessUnitId'],
      Depth: 'Basic',
      PrivilegeId: privilegeid,
      PrivilegeName: name,
    }));
    await send('POST', `roles(${role})/Microsoft.Dynamics.CRM.AddPrivilegesRole`, { Privileges });
    expect(await list(`roles(${role})/roleprivileges_association?$select=name`)).toHaveLength(2);
    const expanded = await get(
      `roles(${role})?$select=roleid&$expand=roleprivileges_association($select=name)`,
    );
    expect(expanded['roleprivileges_association']).toHaveLength(2);
  });
});
