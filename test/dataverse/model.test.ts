import { describe, expect, it } from '@jest/globals';
import { attribute, label, metadataServer, relationship } from './metadata-server';
import type { MetadataFixture } from './metadata-server';
import { settle } from '../offline/support/settle';
import { json, recordedCrm, refusal } from './recorded-crm';

const required = (level: string) => ({ RequiredLevel: { Value: level } });
const readOnly = { IsValidForCreate: false, IsValidForUpdate: false };
const option = (value: number, text: string, more = {}) => ({
  Value: value,
  Label: label(text),
  ...more,
});

const definition = (name: string, more = {}) => ({
  LogicalName: name,
  DisplayName: label(name),
  DisplayCollectionName: label(`${name}s`),
  EntitySetName: `${name}s`,
  PrimaryIdAttribute: `${name}id`,
  PrimaryNameAttribute: 'name',
  OwnershipType: 'UserOwned',
  IsActivity: false,
  IsIntersect: false,
  IsOptimisticConcurrencyEnabled: true,
  Privileges: [
    { PrivilegeType: 'Read', Name: `prvRead${name}` },
    { PrivilegeType: 'None', Name: 'prvNothing' },
  ],
  ...more,
});

const form = (columns: readonly string[], more = '') =>
  `<form><tabs><tab><labels><label description="Tab" languagecode="1033"/></labels><columns>
  <column><sections><section><labels><label description="Main" languagecode="1033"/></labels>
  <rows>${columns.map((name) => `<row><cell><control datafieldname="${name}"/></cell></row>`).join('')}
  </rows></section></sections></column></columns></tab></tabs>${more}</form>`;

const visit: MetadataFixture = {
  definitions: [
    definition('new_visit'),
    definition('account'),
    definition('email', {
      PrimaryIdAttribute: 'activityid',
      PrimaryNameAttribute: 'subject',
      IsActivity: true,
    }),
    definition('activitypointer', { IsActivity: true }),
    definition('new_visit_account', { IsIntersect: true }),
    definition('new_log', { PrimaryNameAttribute: null }),
  ],
  attributes: {
    new_visit: [
      attribute('new_visitid', 'Uniqueidentifier', required('SystemRequired')),
      attribute('name', 'String', {
        ...required('ApplicationRequired'),
        MaxLength: 100,
        FormatName: { Value: 'Text' },
      }),
      attribute('new_mail', 'String', { MaxLength: 50, FormatName: { Value: 'Email' } }),
      attribute('new_fee', 'Money', { Precision: 2, MinValue: 0, MaxValue: 1000 }),
      attribute('new_fee_base', 'Money', readOnly),
      attribute('new_on', 'DateTime', {
        Format: 'DateOnly',
        DateTimeBehavior: { Value: 'DateOnly' },
      }),
      attribute('new_kind', 'Picklist', {
        OptionSet: { Options: [option(1, 'First'), option(2, 'Repeat')] },
      }),
      attribute('new_topics', 'Virtual', {
        AttributeTypeName: { Value: 'MultiSelectPicklistType' },
      }),
      attribute('new_kindname', 'Virtual', { AttributeOf: 'new_kind' }),
      attribute('new_done', 'Boolean', {
        ...required('SystemRequired'),
        OptionSet: { TrueOption: option(1, 'Done'), FalseOption: option(0, 'Open') },
      }),
      attribute('statecode', 'State', {
        ...required('SystemRequired'),
        OptionSet: { Options: [option(0, 'Active', { DefaultStatus: 1 })] },
      }),
      attribute('statuscode', 'Status', {
        OptionSet: { Options: [option(1, 'Planned', { State: 0 })] },
      }),
      attribute('new_accountid', 'Lookup', required('ApplicationRequired')),
      attribute('ownerid', 'Owner', required('SystemRequired')),
      attribute('createdon', 'DateTime', { ...readOnly, ...required('ApplicationRequired') }),
      attribute('new_secret', 'String', { IsValidForRead: false }),
      attribute('versionnumber', 'BigInt', readOnly),
      attribute('new_offform', 'String'),
    ],
    account: [attribute('accountid', 'Uniqueidentifier'), attribute('name', 'String')],
    email: [
      attribute('activityid', 'Uniqueidentifier'),
      attribute('subject', 'String'),
      attribute('description', 'Memo', { MaxLength: 1000 }),
      attribute('messageid', 'String'),
      attribute('to', 'PartyList'),
      attribute('cc', 'PartyList'),
      attribute('regardingobjectid', 'Lookup'),
    ],
  },
  relationships: {
    new_visit: [
      relationship('new_accountid', 'account', 'new_AccountId'),
      relationship('ownerid', 'owner', 'ownerid'),
    ],
    account: [],
    email: [
      relationship('regardingobjectid', 'account', 'regardingobjectid_account_email'),
      relationship('regardingobjectid', 'lead', 'regardingobjectid_lead_email'),
    ],
    activityparty: [
      relationship('activityid', 'email', 'activityid_email', 'email_activity_parties'),
      relationship('activityid', 'task', 'activityid_task', 'task_activity_parties'),
      relationship('partyid', 'contact', 'partyid_contact'),
    ],
  },
  forms: [
    { objecttypecode: 'new_visit', isdefault: false, formxml: form(['new_offform']) },
    {
      objecttypecode: 'new_visit',
      isdefault: true,
      formxml: form(
        ['name', 'new_fee', 'new_on', 'new_kind', 'new_topics', 'new_mail', 'new_done', 'nosuch'],
        '<header><rows><row><cell><control datafieldname="ownerid"/></cell></row></rows></header>',
      ),
    },
    { objecttypecode: 'email', isdefault: true, formxml: form(['to', 'cc', 'subject']) },
    { objecttypecode: 'account', isdefault: true, formxml: '<form' },
  ],
};

const model = (fixture: MetadataFixture = visit, names: readonly string[] | null = null) =>
  recordedCrm(metadataServer(fixture)).server.readModel(names);

describe('the model', () => {
  it('holds the tables that are available offline and have rows of their own', async () => {
    expect(Object.keys(await model())).toEqual(['new_visit', 'account', 'email']);
  });

  it('holds named tables and leaves out unknown names', async () => {
    expect(Object.keys(await model(visit, ['account', 'nosuch']))).toEqual(['account']);
    expect(await model(visit, [])).toEqual({});
  });

  it('describes a table', async () => {
    expect((await model())['new_visit']).toMatchObject({
      name: 'new_visit',
      label: 'new_visit',
      pluralLabel: 'new_visits',
      entitySetName: 'new_visits',
      primaryId: 'new_visitid',
      primaryName: 'name',
      ownership: 'user',
      isActivity: false,
      optimisticConcurrency: true,
      privileges: { Read: 'prvReadnew_visit' },
    });
  });

  it('keeps the columns of the main form and those that Carryon needs', async () => {
    expect(Object.keys((await model())['new_visit']?.columns ?? {}).sort()).toEqual([
      'createdon',
      'name',
      'new_accountid',
      'new_done',
      'new_fee',
      'new_kind',
      'new_mail',
      'new_on',
      'new_topics',
      'new_visitid',
      'ownerid',
      'statecode',
      'statuscode',
    ]);
  });

  it('describes each type of column', async () => {
    const columns = (await model())['new_visit']?.columns;
    expect(columns).toMatchObject({
      name: { label: 'The name', type: 'text', maxLength: 100, format: 'text' },
      new_mail: { type: 'text', format: 'email' },
      new_fee: { type: 'money', precision: 2, min: 0, max: 1000 },
      new_on: { type: 'date', dateBehavior: 'DateOnly', dateFormat: 'DateOnly' },
      new_kind: {
        type: 'choice',
        options: [
          { value: 1, label: 'First' },
          { value: 2, label: 'Repeat' },
        ],
      },
      new_topics: { type: 'choices' },
      new_done: {
        type: 'boolean',
        options: [
          { value: 0, label: 'Open' },
          { value: 1, label: 'Done' },
        ],
      },
      statecode: { type: 'state', options: [{ value: 0, label: 'Active', defaultStatus: 1 }] },
      statuscode: { type: 'status', options: [{ value: 1, label: 'Planned', state: 0 }] },
      new_accountid: { targets: ['account'], navigation: { account: 'new_AccountId' } },
      ownerid: {
        targets: ['systemuser', 'team'],
        navigation: { systemuser: 'ownerid', team: 'ownerid' },
      },
      createdon: { canCreate: false, canUpdate: false, dateBehavior: 'UserLocal' },
    });
  });

  it('requires only what a user has to fill in', async () => {
    const columns = Object.values((await model())['new_visit']?.columns ?? {});
    expect(columns.filter((each) => each.required).map(({ name }) => name)).toEqual([
      'name',
      'new_accountid',
    ]);
  });

  it('shows the default main form by sections, the header at the end of the first', async () => {
    expect((await model())['new_visit']?.sections).toEqual([
      {
        label: 'Main',
        columns: [
          'name',
          'new_fee',
          'new_on',
          'new_kind',
          'new_topics',
          'new_mail',
          'new_done',
          'ownerid',
        ],
      },
    ]);
  });

  it('makes one section of what can be filled in where no form can be read', async () => {
    const withoutForm = { ...visit, forms: [] };
    const table = (await model(withoutForm))['new_visit'];
    expect(table?.sections).toHaveLength(1);
    expect(table?.sections[0]?.columns[0]).toBe('name');
    expect(table?.columns).toHaveProperty('new_offform');
    expect(table?.columns).not.toHaveProperty('new_fee_base');
    expect((await model())['account']?.sections).toEqual([
      { label: 'account', columns: ['name', 'accountid'] },
    ]);
  });

  it('does without forms where the user may not read them', async () => {
    const metadata = metadataServer(visit);
    const crm = recordedCrm((request, n) =>
      request.address.startsWith('systemforms') ? refusal(403, '0x80040220') : metadata(request, n),
    );
    expect((await crm.server.readModel(['new_visit']))['new_visit']?.sections).toHaveLength(1);
  });

  it('tells which columns of the model refer to a table', async () => {
    expect((await model())['account']?.referencedBy).toEqual([
      { table: 'new_visit', column: 'new_accountid' },
      { table: 'email', column: 'regardingobjectid' },
    ]);
    expect((await model(visit, ['account']))['account']?.referencedBy).toEqual([]);
  });

  it('has the parties of an activity as one column, shown once', async () => {
    const table = (await model())['email'];
    expect(table?.columns['email_activity_parties']).toMatchObject({
      type: 'parties',
      navigation: { contact: 'partyid_contact' },
    });
    expect(table?.columns).not.toHaveProperty('to');
    expect(table?.sections[0]?.columns).toEqual(['email_activity_parties', 'subject']);
    expect(table?.columns['description']).toMatchObject({ type: 'memo', format: 'html' });
  });

  it('is asked for by each request once', async () => {
    const names = Array.from({ length: 9 }, (_, n) => `table${n}`);
    const fixture = {
      definitions: names.map((name) => definition(name)),
      attributes: Object.fromEntries(names.map((name) => [name, [attribute('name', 'String')]])),
      relationships: Object.fromEntries(names.map((name) => [name, []])),
      forms: [],
    };
    const crm = recordedCrm(metadataServer(fixture));
    expect(Object.keys(await crm.server.readModel(null))).toEqual(names);
    expect(new Set(crm.seen.map(({ address }) => address)).size).toBe(crm.seen.length);
    expect(crm.seen).toHaveLength(2 + 9 * 4);
  });

  it('is not asked for any further after a failure', async () => {
    const answer = metadataServer(visit);
    const crm = recordedCrm((request, n) =>
      request.address.startsWith('systemforms') ? refusal(400, '0x80060888') : answer(request, n),
    );
    await expect(crm.server.readModel(null)).rejects.toMatchObject({ failure: { status: 400 } });
    const asked = crm.seen.length;
    await settle();
    expect(crm.seen).toHaveLength(asked);
    // Of which columns more is asked, forms tell.
    expect(crm.seen.some(({ address }) => address.includes('AttributeMetadata'))).toBe(false);
  });

  it('is read whole where one request is lost on its way', async () => {
    let lost = 0;
    const whole = metadataServer(visit);
    const crm = recordedCrm((request, n) => {
      if (n !== 3) return whole(request, n);
      lost += 1;
      return Promise.reject(new TypeError('Failed to fetch'));
    });
    const model = await crm.ended(crm.server.readModel(null));
    expect(lost).toBe(1);
    expect(model).toEqual(await recordedCrm(whole).server.readModel(null));
    const addresses = crm.seen.map(({ address }) => address);
    const again = addresses.filter((address, nth) => addresses.indexOf(address) !== nth);
    expect(again).toContain(addresses[2]);
    expect(again.length).toBeLessThan(5);
  });

  it('fails as the request that failed', async () => {
    const crm = recordedCrm((_, n) =>
      n === 1 ? json({ value: visit.definitions }) : refusal(503, ''),
    );
    await expect(crm.ended(crm.server.readModel(null))).rejects.toMatchObject({
      failure: { status: 503 },
    });
  });
});
