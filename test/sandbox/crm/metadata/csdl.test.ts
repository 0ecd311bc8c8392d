import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseXml, XmlElement } from '@rgrove/parse-xml';
import { rowsOf, start, type World } from '../world';

let world: World;
let schema: XmlElement;
beforeAll(async () => {
  world = await start('demo');
  const answer = await world.ask('$metadata');
  expect(answer.headers.get('Content-Type')).toBe('application/xml');
  const { root } = parseXml(answer.text);
  schema = children(
    children(root as XmlElement, 'edmx:DataServices')[0],
    'Schema',
  )[0] as XmlElement;
});
afterAll(() => world.crm.close());

const children = (element: XmlElement | undefined, name: string): XmlElement[] =>
  (element?.children ?? []).filter(
    (child): child is XmlElement => child instanceof XmlElement && child.name === name,
  );
const names = (elements: readonly XmlElement[]): string[] =>
  elements.map(({ attributes }) => attributes['Name'] ?? '');
const entity = (name: string): XmlElement | undefined =>
  children(schema, 'EntityType').find(({ attributes }) => attributes['Name'] === name);
const container = (): XmlElement | undefined => children(schema, 'EntityContainer')[0];

describe('$metadata', () => {
  it('has the namespace and alias of Dataverse', () => {
    expect(schema.attributes).toMatchObject({
      Namespace: 'Microsoft.Dynamics.CRM',
      Alias: 'mscrm',
    });
  });

  it('names the properties as rows do', async () => {
    for (const [set, table] of [
      ['accounts', 'account'],
      ['tasks', 'task'],
      ['new_equipments', 'new_equipment'],
      ['systemusers', 'systemuser'],
    ] as const) {
      const [row] = rowsOf(await world.ask(`${set}?$top=1`, { user: 'ada' }));
      expect(names(children(entity(table), 'Property')).sort()).toEqual(
        Object.keys(row ?? {})
          .filter((name) => !name.includes('@'))
          .sort(),
      );
    }
  });

  it('types properties, and says what a lookup holds', () => {
    const account = entity('account');
    const types = Object.fromEntries(
      children(account, 'Property').map(({ attributes }) => [
        attributes['Name'],
        attributes['Type'],
      ]),
    );
    expect(types).toMatchObject({
      accountid: 'Edm.Guid',
      name: 'Edm.String',
      revenue: 'Edm.Decimal',
      createdon: 'Edm.DateTimeOffset',
      statecode: 'Edm.Int32',
      creditonhold: 'Edm.Boolean',
      versionnumber: 'Edm.Int64',
      _primarycontactid_value: 'Edm.Guid',
    });
    const lookup = children(account, 'NavigationProperty').find(
      ({ attributes }) => attributes['Name'] === 'primarycontactid',
    );
    expect(children(lookup, 'ReferentialConstraint')[0]?.attributes).toEqual({
      Property: '_primarycontactid_value',
      ReferencedProperty: 'contactid',
    });
  });

  it('refers to nothing that it does not declare', () => {
    const declared = new Set([
      ...names(children(schema, 'EntityType')),
      ...names(children(schema, 'ComplexType')),
      ...names(children(schema, 'Function')),
      ...names(children(schema, 'Action')),
    ]);
    const sets = new Set(names(children(container(), 'EntitySet')));
    const missing: string[] = [];
    const walk = (element: XmlElement): void => {
      for (const name of ['Type', 'BaseType', 'EntityType', 'Function', 'Action']) {
        const type = /mscrm\.(\w+)/.exec(element.attributes[name] ?? '')?.[1];
        if (type !== undefined && !declared.has(type)) missing.push(type);
      }
      const target = element.attributes['Target'];
      if (target !== undefined && !sets.has(target)) missing.push(target);
      for (const child of element.children) if (child instanceof XmlElement) walk(child);
    };
    walk(schema);
    expect(missing).toEqual([]);
  });

  it('names partners that lead back, and nothing twice', () => {
    for (const type of children(schema, 'EntityType')) {
      const properties = [...children(type, 'Property'), ...children(type, 'NavigationProperty')];
      expect(new Set(names(properties)).size).toBe(properties.length);
      for (const { attributes } of children(type, 'NavigationProperty')) {
        const other = /mscrm\.(\w+)/.exec(attributes['Type'] ?? '')?.[1] ?? '';
        if (attributes['Partner'] !== undefined)
          expect(names(children(entity(other), 'NavigationProperty'))).toContain(
            attributes['Partner'],
          );
      }
    }
  });

  it('binds every navigation property to a set that there is', () => {
    const accounts = children(container(), 'EntitySet').find(
      ({ attributes }) => attributes['Name'] === 'accounts',
    );
    expect(
      children(accounts, 'NavigationPropertyBinding').map(({ attributes }) => attributes),
    ).toEqual(
      expect.arrayContaining([
        { Path: 'primarycontactid', Target: 'contacts' },
        { Path: 'contact_customer_accounts', Target: 'contacts' },
        { Path: 'accountleads_association', Target: 'leads' },
      ]),
    );
  });

  it('has the functions with their parameters', () => {
    const privileges = children(schema, 'Function').find(
      ({ attributes }) => attributes['Name'] === 'RetrieveUserPrivilegeByPrivilegeName',
    );
    expect(privileges?.attributes['IsBound']).toBe('true');
    expect(children(privileges, 'Parameter').map(({ attributes }) => attributes['Type'])).toEqual([
      'mscrm.systemuser',
      'Edm.String',
    ]);
    expect(names(children(container(), 'FunctionImport'))).toContain('WhoAmI');
  });

  it('knows a table as soon as it is added', async () => {
    await world.sandbox('POST tables', {
      name: 'new_bike',
      label: 'Bike',
      columns: [{ name: 'new_name', label: 'Name', type: 'text' }],
    });
    expect((await world.ask('$metadata')).text).toContain('<EntityType Name="new_bike"');
  });
});

it('lists the sets in the service document', async () => {
  const answer = await world.ask('');
  expect(answer.json['@odata.context']).toBe(`${world.crm.url}$metadata`);
  expect(rowsOf(answer)).toEqual(
    expect.arrayContaining([
      { name: 'accounts', kind: 'EntitySet', url: 'accounts' },
      { name: 'EntityDefinitions', kind: 'EntitySet', url: 'EntityDefinitions' },
    ]),
  );
});
