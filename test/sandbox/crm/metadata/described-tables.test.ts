import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseXml, XmlElement } from '@rgrove/parse-xml';
import { errorOf, rowsOf, start, type World } from '../world';

let world: World;
beforeAll(async () => {
  world = await start('demo');
});
afterAll(() => world.crm.close());

type Item = Record<string, unknown>;
const ada = { user: 'ada' } as const;
const definitions = async (rest = ''): Promise<Item[]> =>
  rowsOf(
    await world.ask(
      `EntityDefinitions?$select=LogicalName,EntitySetName,PrimaryIdAttribute${rest}`,
    ),
  );

/** Names of the elements with this name, by the name of the one that they stand in. */
async function named(element: string, inner: string): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  const walk = (at: XmlElement): void => {
    const children = at.children.filter((child) => child instanceof XmlElement);
    if (at.name === element)
      found.set(
        at.attributes['Name'] ?? '',
        new Set(
          children
            .filter(({ name }) => name === inner)
            .map(({ attributes: { Name = '' } }) => Name),
        ),
      );
    children.forEach(walk);
  };
  walk(parseXml((await world.ask('$metadata')).text).root as XmlElement);
  return found;
}

describe('what may be asked for', () => {
  it('is the same in the definitions of tables, in $metadata and in the service document', async () => {
    const sets = (await definitions()).map((item) => String(item['EntitySetName'])).sort();
    const service = rowsOf(await world.ask('')).map((item) => String(item['name']));
    expect(sets).toEqual(service.filter((name) => !name.endsWith('Definitions')).sort());
    expect(
      [...(await named('EntityContainer', 'EntitySet')).values()].map((set) => [...set]),
    ).toEqual([expect.arrayContaining(sets)]);
    expect([...(await named('EntityType', 'Property')).keys()]).toEqual(
      expect.arrayContaining((await definitions()).map((item) => item['LogicalName'])),
    );
    expect(sets).toEqual(expect.arrayContaining(['activitypointers', 'activityparties']));
  });

  it('is answered, with the properties that are described', async () => {
    const properties = await named('EntityType', 'Property');
    for (const item of await definitions()) {
      const set = String(item['EntitySetName']);
      const answer = await world.ask(`${set}?$top=1`, ada);
      expect([set, answer.status]).toEqual([set, 200]);
      const [row] = rowsOf(answer);
      if (row)
        expect([
          set,
          Object.keys(row)
            .filter((name) => !name.includes('@'))
            .sort(),
        ]).toEqual([set, [...(properties.get(String(item['LogicalName'])) ?? [])].sort()]);
    }
  });

  it('is answered by FetchXML too', async () => {
    for (const item of await definitions()) {
      const [name, id] = [String(item['LogicalName']), String(item['PrimaryIdAttribute'])];
      const xml = `<fetch top="1"><entity name="${name}"><attribute name="${id}"/></entity></fetch>`;
      const set = String(item['EntitySetName']);
      const answer = await world.ask(`${set}?fetchXml=${encodeURIComponent(xml)}`, ada);
      expect([name, answer.status]).toEqual([name, 200]);
    }
  });

  it('includes the collections and lookups in the definitions', async () => {
    for (const [table, key] of [
      ['account', 'accountid'],
      ['systemuser', 'systemuserid'],
      ['activitypointer', 'activityid'],
    ] as const) {
      const relationships = await world.ask(
        `EntityDefinitions(LogicalName='${table}')?$select=EntitySetName&$expand=OneToManyRelationships($select=ReferencedEntityNavigationPropertyName),ManyToOneRelationships($select=ReferencingEntityNavigationPropertyName)`,
      );
      const names = (list: string, property: string): string[] =>
        (relationships.json[list] as Item[]).map((item) => String(item[property]));
      const collections = names('OneToManyRelationships', 'ReferencedEntityNavigationPropertyName');
      const lookups = names('ManyToOneRelationships', 'ReferencingEntityNavigationPropertyName');
      if (table === 'account') expect(collections).toContain('Account_ActivityPointers');
      const set = String(relationships.json['EntitySetName']);
      for (const name of [...collections, ...lookups]) {
        const answer = await world.ask(`${set}?$select=${key}&$top=1&$expand=${name}`, ada);
        expect([name, answer.status]).toEqual([name, 200]);
      }
      const properties = await named('EntityType', 'NavigationProperty');
      expect([...(properties.get(table) ?? [])]).toEqual(
        expect.arrayContaining([...collections, ...lookups]),
      );
    }
  });
});

describe('activitypointer', () => {
  it('is described as the base of all activities', async () => {
    const answer = await world.ask(
      "EntityDefinitions(LogicalName='activitypointer')?$select=ObjectTypeCode,OwnershipType,PrimaryNameAttribute,CollectionSchemaName,IsActivity",
    );
    expect(answer.json).toMatchObject({
      ObjectTypeCode: 4200,
      OwnershipType: 'UserOwned',
      PrimaryNameAttribute: 'subject',
      CollectionSchemaName: 'ActivityPointers',
      IsActivity: true,
    });
  });

  it('is read by id, in lambdas and by links, and not written', async () => {
    const [task] = rowsOf(await world.ask('tasks?$select=subject,activityid&$top=1', ada));
    const path = `activitypointers(${String(task?.['activityid'])})`;
    const read = await world.ask(`${path}?$select=subject,activitytypecode`, ada);
    expect(read.json).toMatchObject({ subject: task?.['subject'], activitytypecode: 'task' });
    for (const [method, address] of [
      ['PATCH', path],
      ['DELETE', path],
      ['POST', 'activitypointers'],
    ] as const) {
      const answer = await world.ask(address, { ...ada, method, body: { subject: 'x' } });
      expect([method, answer.status, errorOf(answer).code]).toEqual([method, 400, '0x80040800']);
    }
    const count = async (query: string): Promise<number> =>
      rowsOf(await world.ask(`accounts?${query}`, ada)).length;
    const lambda = await count(
      `$select=name&$filter=${encodeURIComponent('Account_ActivityPointers/any(a:a/statecode eq 0)')}`,
    );
    const xml =
      '<fetch distinct="true"><entity name="account"><attribute name="accountid"/><link-entity name="activitypointer" from="regardingobjectid" to="accountid"><filter><condition attribute="statecode" operator="eq" value="0"/></filter></link-entity></entity></fetch>';
    expect(lambda).toBeGreaterThan(0);
    expect(await count(`fetchXml=${encodeURIComponent(xml)}`)).toBe(lambda);
  });
});

it('reads activity parties in collections alone', async () => {
  const [party] = rowsOf(await world.ask('activityparties?$top=1', ada));
  const answer = await world.ask(`activityparties(${String(party?.['activitypartyid'])})`, ada);
  expect([answer.status, errorOf(answer).code]).toEqual([400, '0x80040800']);
});
