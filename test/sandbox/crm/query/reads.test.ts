import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rowsOf, start, type World } from '../world';

let world: World;
beforeAll(async () => {
  world = await start('demo');
});
afterAll(() => world.crm.close());

const names = async (filter: string, set = 'accounts'): Promise<string[]> =>
  rowsOf(
    await world.ask(`${set}?$select=name&$orderby=name&$filter=${encodeURIComponent(filter)}`, {
      user: 'ada',
    }),
  ).map((row) => String(row['name']));

describe('filters', () => {
  it.each([
    ["name eq 'CONTOSO ltd'", ['Contoso Ltd']],
    ["name eq 'łódź TEXTIL sp. z o.o.'", ['Łódź Textil Sp. z o.o.']],
    ["startswith(name,'co') and not endswith(name,'ry')", ['Contoso Ltd']],
    ["contains(name,'wine') or contains(name,'toys')", ['Coho Winery', 'Tailspin Toys']],
    ["startswith(name,'[AF]%Coffee')", ['Fourth Coffee']],
    ['numberofemployees gt 2000', ['A. Datum Corporation', '東京精密機器']],
    ['industrycode eq 12', ['Nordwind Logistik GmbH']],
    ['creditonhold eq true', ['Coho Winery']],
    ["primarycontactid/emailaddress1 eq 'cat.francis@fourthcoffee.example'", ['Fourth Coffee']],
    [
      'Microsoft.Dynamics.CRM.In(PropertyName=\'accountnumber\',PropertyValues=["AC-1001","AC-1020"])',
      ['Contoso Ltd', 'Fourth Coffee'],
    ],
  ])('%s', async (filter, expected) => {
    expect(await names(filter)).toEqual(expected);
  });

  it('compares with empty values as Dataverse does: "ne" holds for them, the others do not', async () => {
    const count = async (filter: string): Promise<number> => (await names(filter)).length;
    const empty = await count('description eq null');
    const filled = await count('description ne null');
    expect(empty + filled).toBe(25);
    expect(await count("description ne 'x'")).toBe(25);
    expect(await count("not contains(description,'Key')")).toBe(empty);
  });

  it('knows the caller', async () => {
    const mine = rowsOf(
      await world.ask(
        "accounts?$select=name&$filter=Microsoft.Dynamics.CRM.EqualUserId(PropertyName='ownerid')",
        { user: 'omar' },
      ),
    );
    expect(mine).toHaveLength(4);
  });
});

describe('pages', () => {
  it('lead through every row once, by an opaque link, in the order that was asked for', async () => {
    const seen: string[] = [];
    let link: string | undefined =
      'contacts?$select=lastname,jobtitle&$orderby=jobtitle desc,lastname&$filter=statecode eq 0';
    let pages = 0;
    while (link !== undefined) {
      const answer = await world.ask(link, {
        user: 'ada',
        headers: { Prefer: 'odata.maxpagesize=7' },
      });
      seen.push(...rowsOf(answer).map((row) => String(row['contactid'])));
      link = answer.json['@odata.nextLink'] as string | undefined;
      pages += 1;
    }
    expect(pages).toBe(12);
    expect(new Set(seen).size).toBe(80);
    const whole = rowsOf(
      await world.ask('contacts?$select=contactid&$orderby=jobtitle desc,lastname', {
        user: 'ada',
      }),
    );
    expect(seen).toEqual(whole.map((row) => row['contactid']));
  });

  it('count beside the rows and alone', async () => {
    const answer = await world.ask('accounts?$select=name&$count=true&$top=3', { user: 'ada' });
    expect([answer.json['@odata.count'], rowsOf(answer).length]).toEqual([25, 3]);
    const count = await world.ask('accounts/$count', { user: 'ada' });
    expect([count.text, count.headers.get('Content-Type')]).toEqual(['25', 'text/plain']);
  });
});

describe('rows', () => {
  const headers = { Prefer: 'odata.include-annotations="*"' };

  it('always carry etag and primary key; money brings its currency', async () => {
    const [row] = rowsOf(await world.ask('accounts?$select=revenue&$top=1'));
    expect(Object.keys(row ?? {}).sort()).toEqual([
      '@odata.etag',
      '_transactioncurrencyid_value',
      'accountid',
      'revenue',
    ]);
  });

  it('carry annotations only where they are asked for', async () => {
    const path = 'contacts?$select=_parentcustomerid_value,statecode&$top=1';
    const [plain] = rowsOf(await world.ask(path));
    expect(Object.keys(plain ?? {}).filter((name) => name.includes('@'))).toEqual(['@odata.etag']);
    const [annotated] = rowsOf(await world.ask(path, { headers }));
    expect(annotated).toMatchObject({
      '_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname': 'account',
      '_parentcustomerid_value@Microsoft.Dynamics.CRM.associatednavigationproperty':
        'parentcustomerid_account',
      'statecode@OData.Community.Display.V1.FormattedValue': 'Active',
    });
  });

  it('answer 304 to a known etag', async () => {
    const [row] = rowsOf(await world.ask('accounts?$select=name&$top=1'));
    const answer = await world.ask(`accounts(${String(row?.['accountid'])})?$select=name`, {
      headers: { 'If-None-Match': String(row?.['@odata.etag']) },
    });
    expect([answer.status, answer.text]).toEqual([304, '']);
  });

  it('expand a lookup and a collection', async () => {
    const [row] = rowsOf(
      await world.ask(
        "accounts?$select=name&$filter=name eq 'Contoso Ltd'&$expand=primarycontactid($select=lastname),contact_customer_accounts($select=lastname;$orderby=lastname)",
      ),
    );
    expect(row).toMatchObject({ primarycontactid: { lastname: 'Lindqvist' } });
    expect(
      (row?.['contact_customer_accounts'] as { lastname: string }[]).map(
        ({ lastname }) => lastname,
      ),
    ).toEqual(['Lindqvist', "O'Neill", 'Raman', 'Webb']);
    expect(row?.['contact_customer_accounts@odata.nextLink']).toContain(
      'contact_customer_accounts',
    );
  });
});

describe('metadata', () => {
  it('lists the tables that are available offline, the custom ones included', async () => {
    const answer = await world.ask(
      'EntityDefinitions?$select=LogicalName,OwnershipType&$filter=IsAvailableOffline eq true',
    );
    expect(rowsOf(answer).map((row) => row['LogicalName'])).toEqual([
      'account',
      'contact',
      'lead',
      'opportunity',
      'incident',
      'list',
      'task',
      'phonecall',
      'appointment',
      'email',
      'annotation',
      'new_region',
      'new_equipment',
    ]);
  });

  it('filters by an enumeration and by a managed property', async () => {
    const answer = await world.ask(
      "EntityDefinitions?$select=LogicalName&$filter=OwnershipType eq Microsoft.Dynamics.CRM.OwnershipTypes'UserOwned' and CanChangeTrackingBeEnabled/Value eq true",
    );
    const names = rowsOf(answer).map((row) => row['LogicalName']);
    expect(names).toEqual(expect.arrayContaining(['account', 'email', 'new_equipment']));
    expect(names).not.toContain('systemuser');
  });

  it('shows what belongs to a type only after a cast', async () => {
    const uncast = await world.ask(
      "EntityDefinitions(LogicalName='account')/Attributes?$select=LogicalName,MaxLength",
    );
    expect(uncast.status).toBe(400);
    const cast = await world.ask(
      "EntityDefinitions(LogicalName='task')/Attributes/Microsoft.Dynamics.CRM.StatusAttributeMetadata?$select=LogicalName&$expand=OptionSet",
    );
    expect(cast.json['value']).toMatchObject([
      {
        LogicalName: 'statuscode',
        OptionSet: { Options: [{ Value: 2, State: 0 }, {}, {}, {}, { Value: 5, State: 1 }, {}] },
      },
    ]);
  });

  it('names the navigation properties, suffixed on activities', async () => {
    const answer = await world.ask(
      "EntityDefinitions(LogicalName='task')/ManyToOneRelationships?$select=ReferencingAttribute,ReferencedEntity,ReferencingEntityNavigationPropertyName",
    );
    const named = rowsOf(answer).map((row) => row['ReferencingEntityNavigationPropertyName']);
    expect(named).toEqual(
      expect.arrayContaining([
        'regardingobjectid_account_task',
        'regardingobjectid_new_equipment_task',
        'ownerid_task',
        'createdby_task',
      ]),
    );
  });

  it('lists companions such as "ownerid name" as columns of another', async () => {
    const answer = await world.ask(
      "EntityDefinitions(LogicalName='account')/Attributes?$select=LogicalName,AttributeOf&$filter=AttributeOf eq 'ownerid'",
    );
    expect(rowsOf(answer).map((row) => row['LogicalName'])).toEqual(['owneridname', 'owneridtype']);
    expect((await world.ask('accounts?$select=owneridname')).status).toBe(400);
  });

  it('has a main form for every table', async () => {
    const answer = await world.ask(
      "systemforms?$select=formxml,objecttypecode&$filter=type eq 2 and objecttypecode eq 'new_equipment'",
    );
    expect(String(rowsOf(answer)[0]?.['formxml'])).toContain('datafieldname="new_accountid"');
  });
});

it('answers RetrieveCurrentOrganization', async () => {
  const answer = await world.ask(
    "RetrieveCurrentOrganization(AccessType=@p1)?@p1=Microsoft.Dynamics.CRM.EndpointAccessType'Default'",
  );
  const who = await world.ask('WhoAmI');
  expect(answer.json['Detail']).toMatchObject({
    OrganizationId: who.json['OrganizationId'],
    State: 'Enabled',
  });
});

it('has one organisation, whose id is the one that WhoAmI tells', async () => {
  const OrganizationId = (await world.ask('WhoAmI')).json['OrganizationId'];
  const organizations = await world.ask('organizations?$select=name', { user: 'ada' });
  expect(rowsOf(organizations).map((row) => row['organizationid'])).toEqual([OrganizationId]);
  const one = await world.ask(`organizations(${String(OrganizationId)})`, { user: 'ada' });
  expect(one.status).toBe(200);
});
