import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errorOf, id, onlyNew, representation, rowsOf, start, type World } from '../world';

let world: World;
beforeEach(async () => {
  world = await start('demo');
});
afterEach(() => world.crm.close());

const withId = "contacts?$select=fullname,governmentid&$filter=lastname eq 'Whitfield'";
const make = (user: string, body: object) =>
  world.ask(`contacts(${id(1)})`, {
    method: 'PATCH',
    headers: { ...onlyNew, ...representation },
    body,
    user,
  });

describe('a secured column', () => {
  it('is empty for whom no profile lets read it', async () => {
    await make('omar', { lastname: 'Whitfield', governmentid: 'ID-7' });
    const read = async (user: string): Promise<unknown> =>
      rowsOf(await world.ask(withId, { user }))[0]?.['governmentid'];
    expect([await read('omar'), await read('ada'), await read('noor')]).toEqual([
      'ID-7',
      'ID-7',
      null,
    ]);
    const property = await world.ask(`contacts(${id(1)})/governmentid`, { user: 'noor' });
    expect(property.status).toBe(204);
  });

  it('is empty for them in conditions too, so that they find nothing out by it', async () => {
    const count = async (filter: string, user: string): Promise<string> =>
      (await world.ask(`contacts/$count?$filter=${filter}`, { user })).text;
    expect(Number(await count('governmentid ne null', 'ada'))).toBeGreaterThan(10);
    expect(await count('governmentid ne null', 'noor')).toBe('0');
    expect(await count("startswith(governmentid,'ID')", 'noor')).toBe('0');
    expect(await count('governmentid eq null', 'noor')).toBe(
      (await world.ask('contacts/$count', { user: 'noor' })).text,
    );
  });

  it('is not written without permission', async () => {
    const refused = await make('dana', { lastname: 'Whitfield', governmentid: 'ID-7' });
    expect([refused.status, errorOf(refused).code]).toEqual([403, '0x8004f502']);
    expect((await make('dana', { lastname: 'Whitfield' })).status).toBe(201);
    const change = await world.ask(`contacts(${id(1)})`, {
      method: 'PATCH',
      body: { governmentid: 'ID-7' },
    });
    expect([change.status, errorOf(change).code]).toEqual([403, '0x8004f507']);
  });

  it('opens with a profile of a team', async () => {
    const user = String((await world.ask('WhoAmI')).json['UserId']);
    const [team] = rowsOf(await world.ask('teams?$select=name', { user: 'ada' }));
    const [profile] = rowsOf(
      await world.ask('fieldsecurityprofiles?$select=name', { user: 'ada' }),
    );
    const link = (path: string, to: string) =>
      world.ask(`${path}/$ref`, { method: 'POST', body: { '@odata.id': to }, user: 'ada' });
    await link(
      `teams(${String(team?.['teamid'])})/teamprofiles_association`,
      `fieldsecurityprofiles(${String(profile?.['fieldsecurityprofileid'])})`,
    );
    const write = () => make('dana', { lastname: 'Whitfield', governmentid: 'ID-8' });
    expect((await write()).status).toBe(403);
    await link(
      `teams(${String(team?.['teamid'])})/teammembership_association`,
      `systemusers(${user})`,
    );
    expect((await write()).json).toMatchObject({ governmentid: 'ID-8' });
  });

  it('is told by a function, of users with their teams’ profiles and of teams', async () => {
    const idOf = async (user: string) =>
      String((await world.ask('WhoAmI', { user })).json['UserId']);
    const told = async (principal: string, user: string): Promise<unknown> =>
      (
        await world.ask(
          `${principal}/Microsoft.Dynamics.CRM.RetrievePrincipalAttributePrivileges()`,
          { user },
        )
      ).json['AttributePrivileges'];
    const attribute = await world.ask(
      "EntityDefinitions(LogicalName='contact')/Attributes(LogicalName='governmentid')?$select=MetadataId",
    );
    const AttributeId = attribute.json['MetadataId'];
    const all = [{ AttributeId, CanCreate: 4, CanRead: 4, CanUpdate: 4 }];
    for (const [user, privileges] of [
      ['omar', all],
      ['ada', all],
      ['dana', []],
      ['noor', []],
    ] as const)
      expect(await told(`systemusers(${await idOf(user)})`, user)).toEqual(privileges);
    const [team] = rowsOf(await world.ask('teams?$select=name', { user: 'ada' }));
    expect(await told(`teams(${String(team?.['teamid'])})`, 'ada')).toEqual([]);
  });

  it('is empty in FetchXML too, in rows and in conditions', async () => {
    const found = async (user: string, inner: string): Promise<unknown[]> => {
      const query = `<fetch top="5"><entity name="contact">${inner}</entity></fetch>`;
      const answer = await world.ask(`contacts?fetchXml=${encodeURIComponent(query)}`, { user });
      expect(answer.status).toBe(200);
      return rowsOf(answer).map((row) => row['governmentid'] ?? row['id'] ?? null);
    };
    const filled = '<filter><condition attribute="governmentid" operator="not-null" /></filter>';
    for (const column of ['<all-attributes />', '<attribute name="governmentid" alias="id" />']) {
      expect((await found('omar', column + filled)).every((value) => value !== null)).toBe(true);
      expect((await found('omar', column + filled)).length).toBe(5);
      expect(await found('noor', column + filled)).toEqual([]);
      expect(new Set(await found('noor', column))).toEqual(new Set([null]));
    }
  });

  it('is told by the metadata', async () => {
    const secured = await world.ask(
      "EntityDefinitions(LogicalName='contact')/Attributes?$select=LogicalName&$filter=IsSecured eq true",
    );
    expect(rowsOf(secured).map((row) => row['LogicalName'])).toEqual(['governmentid']);
  });
});

describe('what copies a secured column', () => {
  const moniker = encodeURIComponent(JSON.stringify({ '@odata.id': `contacts(${id(1)})` }));
  const copy = (user: string) =>
    world.ask(
      `InitializeFrom(EntityMoniker=@m,TargetEntityName='contact',TargetFieldType=Microsoft.Dynamics.CRM.TargetFieldType'All')?@m=${moniker}`,
      { user },
    );

  it('copies it for whom may read it only', async () => {
    await make('omar', { lastname: 'Whitfield', governmentid: 'ID-7' });
    expect((await copy('omar')).json).toMatchObject({ governmentid: 'ID-7' });
    const hidden = (await copy('noor')).json;
    expect(hidden).toMatchObject({ lastname: 'Whitfield' });
    expect(hidden).not.toHaveProperty('governmentid');
  });

  it('finds no duplicates by it for who may not read it', async () => {
    const post = (path: string, body: object) =>
      world.ask(path, { method: 'POST', user: 'ada', body });
    await post('duplicaterules', {
      duplicateruleid: id(9),
      name: 'R',
      baseentityname: 'contact',
      matchingentityname: 'contact',
    });
    await post('duplicateruleconditions', {
      'regardingobjectid@odata.bind': `duplicaterules(${id(9)})`,
      baseattributename: 'governmentid',
      matchingattributename: 'governmentid',
      operatorcode: 0,
    });
    await post(`duplicaterules(${id(9)})/Microsoft.Dynamics.CRM.PublishDuplicateRule`, {});
    await make('omar', { lastname: 'Whitfield', governmentid: 'ID-7' });
    const entity = { '@odata.type': 'Microsoft.Dynamics.CRM.contact', governmentid: 'ID-7' };
    const found = async (user: string): Promise<number> =>
      rowsOf(
        await world.ask(
          `RetrieveDuplicates(BusinessEntity=@a,MatchingEntityName='contact',PagingInfo=@b)?@a=${encodeURIComponent(JSON.stringify(entity))}&@b={"PageNumber":1,"Count":9}`,
          { user },
        ),
      ).length;
    expect([await found('omar'), await found('noor')]).toEqual([1, 0]);
  });
});

describe('a lookup', () => {
  it('cannot be secured', async () => {
    const column = { name: 'cr_account', label: 'Account', type: 'lookup', targets: ['account'] };
    const answer = await world.sandbox('POST tables', {
      name: 'cr_deal',
      label: 'Deal',
      columns: [
        { name: 'cr_name', label: 'Name', type: 'text' },
        { ...column, secured: true },
      ],
    });
    expect([answer.status, errorOf(answer).message]).toEqual([
      400,
      "The sandbox does not cover lookups that are secured: 'cr_account'.",
    ]);
  });
});
