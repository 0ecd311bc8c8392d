import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { errorOf, start, type World } from '../world';

let world: World;
let me: string;
beforeAll(async () => {
  world = await start();
  me = String((await world.ask('WhoAmI')).json['UserId']);
});
afterAll(() => world.crm.close());

describe('a function', () => {
  it('takes its arguments in the parentheses or by alias, in either notation of JSON', async () => {
    const name = `systemusers(${me})/Microsoft.Dynamics.CRM.RetrieveUserSetOfPrivilegesByNames`;
    for (const call of [
      `${name}(PrivilegeNames=["prvReadAccount"])`,
      `${name}(PrivilegeNames=['prvReadAccount'])`,
      `${name}(PrivilegeNames=@p1)?@p1=${encodeURIComponent("['prvReadAccount']")}`,
    ])
      expect((await world.ask(call)).json['RolePrivileges']).toMatchObject([
        { PrivilegeName: 'prvReadAccount' },
      ]);
  });

  const access = "AccessType=Microsoft.Dynamics.CRM.EndpointAccessType'Default'";
  const refused: readonly (readonly [why: string, path: string, method: string, status: number])[] =
    [
      ['a missing argument', 'RetrieveCurrentOrganization', 'GET', 400],
      ['an alias without a value', 'RetrieveCurrentOrganization(AccessType=@p1)', 'GET', 400],
      [
        'a member that the enumeration lacks',
        "RetrieveCurrentOrganization(AccessType=Microsoft.Dynamics.CRM.EndpointAccessType'Moon')",
        'GET',
        400,
      ],
      ['an argument too many', `RetrieveCurrentOrganization(${access},Other=1)`, 'GET', 400],
      ['an argument that is no literal', 'RetrieveCurrentOrganization(AccessType={)', 'GET', 400],
      ['POST', `RetrieveCurrentOrganization(${access})`, 'POST', 405],
      ['a name it does not know', 'RetrieveNothing()', 'GET', 501],
      ['an action it does not know', 'Book', 'POST', 501],
      ['a bound one it does not know', 'accounts/Microsoft.Dynamics.CRM.Nothing', 'POST', 501],
    ];
  it.each(refused)('is refused with %s', async (_, path, method, status) => {
    const answer = await world.ask(path, { method });
    expect(answer.status).toBe(status);
    expect(errorOf(answer).message).not.toBe('');
  });
});

const post = (path: string, body: object, user = 'ada') =>
  world.ask(path, { method: 'POST', body, user });
const made = async (set: string, body: object): Promise<string> => {
  const answer = await post(set, body);
  expect(answer.status).toBe(204);
  return /\(([0-9a-f-]{36})\)$/.exec(answer.headers.get('OData-EntityId') ?? '')?.[1] ?? '';
};

describe('functions on rows', () => {
  it.each([
    ['USA', '1 Maple St.\r\nSeattle, WA 98007\r\nUSA'],
    ['Japan', '98007\r\nWA\r\nSeattle\r\n1 Maple St.\r\nJapan'],
  ])('write an address as %s does', async (country, address) => {
    const answer = await world.ask(
      `FormatAddress(Line1=@p1,City=@p2,StateOrProvince=@p3,PostalCode=@p4,Country=@p5)?@p1='1 Maple St.'&@p2='Seattle'&@p3='WA'&@p4='98007'&@p5='${country}'`,
    );
    expect(answer.json['Address']).toBe(address);
  });

  it('count all rows of tables', async () => {
    await made('accounts', { name: 'Counted' });
    const answer = await world.ask("RetrieveTotalRecordCount(EntityNames=['account','lead'])");
    const counts = answer.json['EntityRecordCountCollection'] as Record<string, unknown>;
    expect(counts).toMatchObject({ Count: 2, IsReadOnly: false, Keys: ['account', 'lead'] });
    const accounts = (await world.ask('accounts/$count', { user: 'ada' })).text;
    expect((counts['Values'] as number[])[0]).toBe(Number(accounts));
    const all = await world.ask(
      "RetrieveTotalRecordCount(EntityNames=['activitypointer','task','phonecall','appointment','email','opportunityclose','incidentresolution'])",
    );
    const { Values } = all.json['EntityRecordCountCollection'] as { Values: number[] };
    expect(Values[0]).toBe(Values.slice(1).reduce((sum, each) => sum + each, 0));
    const unknown = await world.ask("RetrieveTotalRecordCount(EntityNames=['nosuch'])");
    expect(unknown.status).toBe(400);
  });

  it('begin a row with the values of another one, which can be created as it stands', async () => {
    const id = await made('accounts', {
      name: 'Contoso',
      address1_city: 'Redmond',
      creditonhold: true,
      accountnumber: 'INIT-1',
    });
    const answer = await world.ask(
      `InitializeFrom(EntityMoniker=@p1,TargetEntityName=@p2,TargetFieldType=@p3)?@p1={'@odata.id':'accounts(${id})'}&@p2='account'&@p3=Microsoft.Dynamics.CRM.TargetFieldType'ValidForCreate'`,
      { user: 'ada' },
    );
    expect(answer.json).toMatchObject({
      '@odata.context': `${world.crm.url}$metadata#accounts/$entity`,
      '@odata.type': '#Microsoft.Dynamics.CRM.account',
      name: 'Contoso',
      address1_city: 'Redmond',
      creditonhold: true,
      'parentaccountid@odata.bind': `accounts(${id})`,
    });
    for (const name of ['accountid', 'accountnumber', 'createdon', 'address1_composite'])
      expect(answer.json[name]).toBeUndefined();
    expect((await post('accounts', answer.json)).status).toBe(204);
  });
});

describe('closing', () => {
  it('wins an opportunity with an activity that says for how much', async () => {
    const id = await made('opportunities', { name: 'Deal', estimatedvalue: 10 });
    const close = (name: string) =>
      post(name, {
        Status: 3,
        OpportunityClose: {
          '@odata.type': 'Microsoft.Dynamics.CRM.opportunityclose',
          subject: 'Won it',
          actualrevenue: 12.5,
          'opportunityid@odata.bind': `/opportunities(${id})`,
        },
      });
    expect((await close('WinOpportunity')).status).toBe(204);
    const row = await world.ask(`opportunities(${id})?$expand=Opportunity_OpportunityClose`, {
      user: 'ada',
    });
    expect(row.json).toMatchObject({
      statecode: 1,
      statuscode: 3,
      actualvalue: 12.5,
      Opportunity_OpportunityClose: [{ subject: 'Won it', statecode: 1, statuscode: 2 }],
    });
    expect((await close('LoseOpportunity')).status).toBe(400);
  });

  it('loses an opportunity, and refuses a status that does not fit', async () => {
    const id = await made('opportunities', { name: 'Deal' });
    const close = (Status: number) =>
      post('LoseOpportunity', {
        Status,
        OpportunityClose: { subject: 'Lost', 'opportunityid@odata.bind': `opportunities(${id})` },
      });
    expect((await close(3)).status).toBe(400);
    expect((await world.ask("opportunitycloses/$count?$filter=subject eq 'Lost'")).text).toBe('0');
    expect((await close(5)).status).toBe(204);
    expect((await world.ask(`opportunities(${id})`, { user: 'ada' })).json).toMatchObject({
      statecode: 2,
      statuscode: 5,
    });
  });

  it.each([
    ['opportunities', { name: 'Deal' }, { statecode: 1, statuscode: 3 }, '0x80100005'],
    ['opportunities', { name: 'Deal' }, { statecode: 2 }, '0x80100005'],
    ['incidents', { title: 'Noise' }, { statecode: 1, statuscode: 5 }, '0x80040203'],
  ])('is the only way to close: %s', async (set, values, state, code) => {
    const account = await made('accounts', { name: 'A' });
    const customer = { 'customerid_account@odata.bind': `accounts(${account})` };
    const id = await made(set, { ...values, ...customer });
    const change = (body: object) =>
      world.ask(`${set}(${id})`, { method: 'PATCH', user: 'ada', body });
    const refused = await change(state);
    expect([refused.status, errorOf(refused).code]).toEqual([400, code]);
    expect(errorOf(refused).message).toContain('This message can not be used to set the state of');
    expect((await change({ statecode: 0 })).status).toBe(204);
  });

  it('resolves a case', async () => {
    const account = await made('accounts', { name: 'A' });
    const id = await made('incidents', {
      title: 'Noise',
      'customerid_account@odata.bind': `accounts(${account})`,
    });
    const answer = await post('CloseIncident', {
      Status: -1,
      IncidentResolution: {
        '@odata.type': '#Microsoft.Dynamics.CRM.incidentresolution',
        subject: 'Oiled',
        timespent: 30,
        'incidentid@odata.bind': `/incidents(${id})`,
      },
    });
    expect(answer.status).toBe(204);
    expect((await world.ask(`incidents(${id})`, { user: 'ada' })).json).toMatchObject({
      statecode: 1,
      statuscode: 5,
    });
  });

  it.each([
    ['no activity', { Status: 3 }],
    ['an activity of nothing', { Status: 3, OpportunityClose: { subject: 'x' } }],
    [
      'an activity of another type',
      { Status: 3, OpportunityClose: { '@odata.type': 'mscrm.task' } },
    ],
    ['a status that is no number', { Status: 'x', OpportunityClose: {} }],
  ])('is refused with %s', async (_, body) => {
    expect((await post('WinOpportunity', body)).status).toBe(400);
  });
});

describe('qualifying a lead', () => {
  const qualify = (id: string, Status = 3) =>
    post(`leads(${id})/Microsoft.Dynamics.CRM.QualifyLead`, {
      CreateAccount: true,
      CreateContact: true,
      CreateOpportunity: true,
      Status,
    });

  it('makes an account, a contact and an opportunity of it, and closes it', async () => {
    const id = await made('leads', {
      subject: 'New pump',
      companyname: 'Mill',
      firstname: 'Ray',
      lastname: 'Hollis',
      emailaddress1: 'ray@mill.example',
    });
    const answer = await qualify(id);
    expect(answer.status).toBe(200);
    const [account, contact, opportunity] = answer.json['value'] as Record<string, string>[];
    const deal = await world.ask(
      `opportunities(${opportunity?.['opportunityid']})?$select=name,_originatingleadid_value,_parentaccountid_value,_parentcontactid_value&$expand=parentaccountid($select=name),parentcontactid($select=fullname,emailaddress1)`,
      { user: 'ada' },
    );
    expect(deal.json).toMatchObject({
      name: 'New pump',
      _originatingleadid_value: id,
      _parentaccountid_value: account?.['accountid'],
      _parentcontactid_value: contact?.['contactid'],
      parentaccountid: { name: 'Mill' },
      parentcontactid: { fullname: 'Ray Hollis', emailaddress1: 'ray@mill.example' },
    });
    for (const row of [
      `accounts(${account?.['accountid']})`,
      `contacts(${contact?.['contactid']})`,
    ])
      expect((await world.ask(row, { user: 'ada' })).json['_originatingleadid_value']).toBe(id);
    expect((await world.ask(`leads(${id})`, { user: 'ada' })).json['statecode']).toBe(1);
    expect((await qualify(id)).status).toBe(400);
  });

  it('makes nothing where the status does not fit', async () => {
    const id = await made('leads', { subject: 'Unfit', lastname: 'X' });
    expect((await qualify(id, 1)).status).toBe(400);
    expect((await world.ask("contacts/$count?$filter=lastname eq 'X'", { user: 'ada' })).text).toBe(
      '0',
    );
  });
});

describe('a solution', () => {
  const xml =
    '<ImportExportXml><SolutionManifest><UniqueName>NAME</UniqueName><LocalizedNames><LocalizedName description="Says who rules" languagecode="1033" /></LocalizedNames><Version>1.0.0.0</Version><Managed>1</Managed></SolutionManifest></ImportExportXml>';

  /** A zip with one deflated file, as a solution is sent. */
  function zipped(name: string): string {
    const file = Buffer.from('solution.xml');
    const data = deflateRawSync(xml.replace('NAME', name));
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt16LE(file.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt16LE(file.length, 28);
    return Buffer.concat([local, file, data, entry, file]).toString('base64');
  }

  const install = (CustomizationFile: string) =>
    post('ImportSolution', {
      OverwriteUnmanagedCustomizations: false,
      PublishWorkflows: false,
      CustomizationFile,
      ImportJobId: '00000000-0000-0000-0000-000000000000',
    });
  const solutions = async () =>
    (await world.ask('solutions?$select=friendlyname', { user: 'ada' })).json['value'] as {
      solutionid: string;
      friendlyname: string;
    }[];

  it('brings its function, and takes it away again', async () => {
    const rules = (user: string) =>
      world.ask(`systemusers(${user})/Microsoft.Dynamics.CRM.sample_IsSystemAdmin`);
    const ada = String((await world.ask('WhoAmI', { user: 'ada' })).json['UserId']);
    expect((await rules(me)).status).toBe(400);
    expect((await install(zipped('IsSystemAdminFunction'))).status).toBe(204);
    expect((await rules(me)).json['HasRole']).toBe(false);
    expect((await rules(ada)).json['HasRole']).toBe(true);
    const [row] = await solutions();
    expect(row?.friendlyname).toBe('Says who rules');
    await world.ask(`solutions(${row?.solutionid})`, { method: 'DELETE', user: 'ada' });
    expect((await rules(me)).status).toBe(400);
  });

  it('is refused where its contents are not known, or it is no solution', async () => {
    expect((await install(zipped('Other'))).status).toBe(501);
    for (const file of ['', 'x', Buffer.from('PK\x01\x02').toString('base64')])
      expect((await install(file)).status).toBe(400);
    expect(await solutions()).toEqual([]);
  });
});
