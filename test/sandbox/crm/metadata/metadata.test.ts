import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { errorOf, rowsOf, start, type World } from '../world';

let world: World;
beforeAll(async () => {
  world = await start('demo');
});
afterAll(() => world.crm.close());

type Item = Record<string, unknown>;
const list = async (path: string): Promise<Item[]> => {
  const answer = await world.ask(path);
  expect([answer.status, answer.text.slice(0, 300)]).toEqual([200, expect.anything()]);
  return rowsOf(answer);
};

describe('definitions of tables', () => {
  it('are found by name and by id', async () => {
    const named = await world.ask("EntityDefinitions(LogicalName='account')?$select=LogicalName");
    const id = String(named.json['MetadataId']);
    for (const key of [id, `MetadataId=${id}`])
      expect((await world.ask(`EntityDefinitions(${key})?$select=LogicalName`)).json).toEqual(
        named.json,
      );
    const missing = await world.ask("EntityDefinitions(LogicalName='nothing')");
    expect([missing.status, errorOf(missing).message]).toEqual([
      404,
      'Could not find an entity with name nothing and id 00000000-0000-0000-0000-000000000000.',
    ]);
    expect((await world.ask('EntityDefinitions(nothing)')).status).toBe(400);
  });

  it('show their keys', async () => {
    const [key] = await list("EntityDefinitions(LogicalName='account')/Keys");
    expect(key).toMatchObject({
      LogicalName: 'new_accountnumber',
      KeyAttributes: ['accountnumber'],
      EntityKeyIndexStatus: 'Active',
    });
    const [expanded] = await list(
      "EntityDefinitions?$select=LogicalName&$filter=LogicalName eq 'account'&$expand=Keys($select=KeyAttributes)",
    );
    expect(expanded?.['Keys']).toEqual([
      { KeyAttributes: ['accountnumber'], MetadataId: key?.['MetadataId'] },
    ]);
  });

  it('expand several things at once, with their own options', async () => {
    const answer = await world.ask(
      "EntityDefinitions(LogicalName='opportunity')?$select=SchemaName&$expand=Attributes($select=LogicalName;$filter=AttributeType eq Microsoft.Dynamics.CRM.AttributeTypeCode'Money'),ManyToOneRelationships($select=ReferencedEntity,ReferencingAttribute;$filter=ReferencedEntity eq 'lead'),ManyToManyRelationships($select=SchemaName)",
    );
    expect(answer.json).toMatchObject({
      Attributes: [
        { LogicalName: 'budgetamount' },
        { LogicalName: 'estimatedvalue' },
        { LogicalName: 'actualvalue' },
      ],
      ManyToOneRelationships: [{ ReferencingAttribute: 'originatingleadid' }],
    });
  });

  it('have no property that there is not, with or without a type', async () => {
    for (const path of [
      'EntityDefinitions?$select=Nothing',
      "EntityDefinitions(LogicalName='account')/Attributes?$expand=OptionSet",
      "EntityDefinitions(LogicalName='account')/Nothing",
      "EntityDefinitions(LogicalName='account')/Attributes(LogicalName='name')/Microsoft.Dynamics.CRM.LookupAttributeMetadata",
      'EntityDefinitions?$top=1',
    ])
      expect((await world.ask(path)).status).toBe(400);
  });
});

describe('columns by their type', () => {
  const cast = (table: string, type: string, rest = ''): Promise<Item[]> =>
    list(
      `EntityDefinitions(LogicalName='${table}')/Attributes/Microsoft.Dynamics.CRM.${type}AttributeMetadata${rest}`,
    );
  it.each([
    ['account', 'Boolean', 'creditonhold', { OptionSet: { TrueOption: { Value: 1 } } }],
    [
      'account',
      'State',
      'statecode',
      { OptionSet: { Options: [{ Value: 0, DefaultStatus: 1 }, {}] } },
    ],
    [
      'account',
      'Picklist',
      'industrycode',
      { GlobalOptionSet: null, OptionSet: { IsGlobal: false } },
    ],
    [
      'opportunity',
      'Picklist',
      'budgetstatus',
      { GlobalOptionSet: { Name: 'budgetstatus', IsGlobal: true } },
    ],
  ])('%s: %s %s', async (table, type, name, expected) => {
    const items = await cast(
      table,
      type,
      `?$select=LogicalName&$filter=LogicalName eq '${name}'&$expand=OptionSet${type === 'Picklist' ? ',GlobalOptionSet' : ''}`,
    );
    expect(items).toMatchObject([expected]);
  });

  it.each([
    [
      'contact',
      'Lookup',
      'parentcustomerid',
      { Targets: ['account', 'contact'], AttributeType: 'Customer' },
    ],
    ['account', 'Money', 'revenue', { Precision: 2, PrecisionSource: 2, MinValue: 0 }],
    ['account', 'DateTime', 'createdon', { DateTimeBehavior: { Value: 'UserLocal' } }],
    [
      'new_equipment',
      'DateTime',
      'new_installedon',
      { Format: 'DateOnly', DateTimeBehavior: { Value: 'DateOnly' } },
    ],
    ['account', 'Memo', 'description', { MaxLength: 2000 }],
  ])('%s: %s %s', async (table, type, name, expected) => {
    expect(await cast(table, type, `?$filter=LogicalName eq '${name}'`)).toMatchObject([expected]);
  });

  it('expand options with options of their own', async () => {
    const answer = await world.ask(
      "EntityDefinitions(LogicalName='opportunity')/Attributes(LogicalName='budgetstatus')/Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$select=LogicalName&$expand=OptionSet($select=Options)",
    );
    expect(Object.keys(answer.json['OptionSet'] as Item).sort()).toEqual(['MetadataId', 'Options']);
    const set = await world.ask(
      "EntityDefinitions(LogicalName='opportunity')/Attributes(LogicalName='budgetstatus')/Microsoft.Dynamics.CRM.PicklistAttributeMetadata/OptionSet?$select=Name",
    );
    expect(set.json['Name']).toBe('budgetstatus');
  });
});

describe('choices of the organisation', () => {
  it('are listed, and found by name and by id', async () => {
    const all = await list('GlobalOptionSetDefinitions');
    expect(all.map((item) => item['Name'])).toEqual(['purchasetimeframe', 'budgetstatus']);
    const one = await world.ask("GlobalOptionSetDefinitions(Name='budgetstatus')");
    expect(one.json).toMatchObject({
      '@odata.type': '#Microsoft.Dynamics.CRM.OptionSetMetadata',
      Options: [
        { Value: 0, Label: { UserLocalizedLabel: { Label: 'No Committed Budget' } } },
        {},
        {},
        {},
      ],
    });
    const id = String(one.json['MetadataId']);
    const cast = await world.ask(
      `GlobalOptionSetDefinitions(${id})/Microsoft.Dynamics.CRM.OptionSetMetadata?$select=Options`,
    );
    expect(cast.json['Options']).toEqual(one.json['Options']);
    expect((await world.ask("GlobalOptionSetDefinitions(Name='nothing')")).status).toBe(404);
  });
});

describe('relationships', () => {
  it('are listed, found by name and by id, and cast to their type', async () => {
    const all = await list('RelationshipDefinitions?$select=SchemaName,RelationshipType');
    const oneToMany = await list(
      'RelationshipDefinitions/Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata?$select=SchemaName,ReferencingEntity',
    );
    const manyToMany = await list(
      'RelationshipDefinitions/Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata?$select=SchemaName,IntersectEntityName',
    );
    expect(oneToMany.length + manyToMany.length).toBe(all.length);
    expect(manyToMany).toContainEqual(
      expect.objectContaining({
        SchemaName: 'accountleads_association',
        IntersectEntityName: 'accountleads',
      }),
    );
    const one = await world.ask("RelationshipDefinitions(SchemaName='contact_customer_accounts')");
    expect(one.json).not.toHaveProperty('ReferencingEntity');
    const cast = await world.ask(
      `RelationshipDefinitions(${String(one.json['MetadataId'])})/Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata`,
    );
    expect(cast.json).toMatchObject({
      ReferencingEntity: 'contact',
      ReferencingAttribute: 'parentcustomerid',
      ReferencedEntity: 'account',
    });
    expect((await world.ask('RelationshipDefinitions?$select=ReferencingEntity')).status).toBe(400);
  });

  it('of a table are the same', async () => {
    const [own] = await list(
      "EntityDefinitions(LogicalName='account')/ManyToManyRelationships?$filter=SchemaName eq 'accountleads_association'",
    );
    const all = await world.ask(
      "RelationshipDefinitions(SchemaName='accountleads_association')/Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata",
    );
    expect(all.json).toMatchObject(own ?? {});
  });
});

it('refuses to change metadata', async () => {
  expect((await world.ask('EntityDefinitions', { method: 'POST', body: {} })).status).toBe(501);
  expect((await world.ask('RelationshipDefinitions', { method: 'POST', body: {} })).status).toBe(
    501,
  );
});
