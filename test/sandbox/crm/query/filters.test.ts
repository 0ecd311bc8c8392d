import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { errorOf, rowsOf, start, type World } from '../world';

let world: World;
beforeAll(async () => {
  world = await start('demo');
});
afterAll(() => world.crm.close());

const ask = (filter: string, set = 'accounts', user = 'ada') =>
  world.ask(`${set}?$filter=${encodeURIComponent(filter)}`, { user });
const names = async (filter: string, set = 'accounts', user = 'ada'): Promise<string[]> =>
  rowsOf(await ask(filter, set, user))
    .map((row) => String(row['name'] ?? row['subject'] ?? row['lastname']))
    .sort();
const count = async (filter: string, set?: string): Promise<number> =>
  (await names(filter, set)).length;

describe('lambda operators', () => {
  it('hold for rows with a fitting row in a collection', async () => {
    expect(await names("contact_customer_accounts/any(c:c/lastname eq 'raman')")).toEqual([
      'Contoso Ltd',
    ]);
    expect(await count('contact_customer_accounts/any()')).toBe(25);
    expect(await count('not contact_customer_accounts/any()')).toBe(0);
  });

  it('hold for all rows of a collection, also where there are none', async () => {
    const open = await count('Account_Tasks/any(t:t/statecode eq 0)');
    const none = await count('not Account_Tasks/any()');
    expect(open).toBeGreaterThan(0);
    expect(none).toBeGreaterThan(0);
    expect(await count('Account_Tasks/all(t:t/statecode ne 0)')).toBe(25 - open);
    expect(await count('not Account_Tasks/any() and Account_Tasks/all(t:t/statecode eq 7)')).toBe(
      none,
    );
  });

  it('stand inside one another, and take paths and functions of their own variable', async () => {
    const nested =
      "contact_customer_accounts/any(c:c/Contact_Tasks/any(t:t/statecode eq 0) or c/owninguser/firstname eq 'Omar')";
    const flat = await names("contact_customer_accounts/any(c:c/owninguser/firstname eq 'Omar')");
    expect(flat.length).toBeGreaterThan(0);
    expect(await names(nested)).toEqual(expect.arrayContaining(flat));
    expect(
      await names(
        "contact_customer_accounts/any(o1:(o1/Microsoft.Dynamics.CRM.In(PropertyName='lastname',PropertyValues=['Raman','Webb'])))",
      ),
    ).toEqual(['Contoso Ltd']);
  });

  it('know N:N relationships and activity parties', async () => {
    const [account] = rowsOf(await ask("name eq 'Contoso Ltd'"));
    const [lead] = rowsOf(await world.ask('leads?$top=1', { user: 'ada' }));
    await world.ask(`accounts(${String(account?.['accountid'])})/accountleads_association/$ref`, {
      method: 'POST',
      user: 'ada',
      body: { '@odata.id': `leads(${String(lead?.['leadid'])})` },
    });
    const filter = `accountleads_association/any(l:l/lastname eq '${String(lead?.['lastname'])}')`;
    expect(await names(filter)).toEqual(['Contoso Ltd']);
    expect(await count('accountleads_association/any(a:a/accountid ne null)', 'leads')).toBe(1);
    const to = 'email_activity_parties/any(p:p/participationtypemask eq 2)';
    expect(await count(to, 'emails')).toBeGreaterThan(0);
    expect(
      await count('email_activity_parties/all(p:p/participationtypemask eq 99)', 'emails'),
    ).toBeLessThan(await count(to, 'emails'));
  });

  it('see only what the user may read', async () => {
    const filter = "contact_customer_accounts/any(c:c/owninguser/firstname eq 'Omar')";
    expect(await names(filter, 'accounts', 'dana')).toEqual([]);
  });

  it.each([
    ["contact_customer_accounts/any(c:name eq 'x')", 501, /in a lambda/],
    ["primarycontactid/Contact_Tasks/any(t:t/subject eq 'x')", 400, /cannot be filtered by any/],
    ['nothing/any(c:c/name eq null)', 400, /Could not find a property named 'nothing'/],
    ['contact_customer_accounts/all()', 400, /Syntax error/],
    ['contact_customer_accounts/any(c:c eq 1)', 400, /Could not find a property/],
  ])('%s is refused', async (filter, status, message) => {
    const answer = await ask(filter);
    expect([answer.status, errorOf(answer).message]).toEqual([
      status,
      expect.stringMatching(message),
    ]);
  });
});

it('knows the teams of the caller', async () => {
  const teams = async (filter: string, user: string): Promise<string[]> =>
    names(filter, 'teams', user);
  const mine = "Microsoft.Dynamics.CRM.EqualUserTeams(PropertyName='teamid')";
  const member =
    "teammembership_association/any(o1:(o1/Microsoft.Dynamics.CRM.EqualUserId(PropertyName='systemuserid')))";
  expect(await teams(mine, 'omar')).toEqual(['Service Desk']);
  expect(await teams(member, 'omar')).toEqual(['Service Desk']);
  expect(await teams(mine, 'dana')).toEqual([]);
  const below =
    "Microsoft.Dynamics.CRM.EqualUserOrUserHierarchyAndTeams(PropertyName='ownerid') and not Microsoft.Dynamics.CRM.EqualUserOrUserHierarchy(PropertyName='ownerid')";
  const byTeams = "Microsoft.Dynamics.CRM.EqualUserTeams(PropertyName='ownerid')";
  expect(await names(below, 'incidents', 'omar')).toEqual(
    await names(byTeams, 'incidents', 'omar'),
  );
});

describe('wildcards', () => {
  it.each([
    ["contains(name,'t%s_')", ['Tailspin Toys']],
    ["startswith(name,'[A-C]%[^Dry]')", null],
    ["name eq '%'", []],
    ["contains(name,'[')", []],
    ["contains(name,'[[]')", []],
  ])('%s', async (filter, expected) => {
    const found = await names(filter);
    if (expected && !filter.includes('t%s_')) expect(found).toEqual(expected);
    for (const name of found)
      expect(name).toMatch(filter.includes('t%s_') ? /t.*s./i : /^[a-c].*[^dry].*$/i);
  });

  it('end, however many ways a text could fit', async () => {
    const answer = await ask(`contains(description,'${'%a'.repeat(900)}b')`);
    expect(answer.status).toBe(200);
  });
});

describe('what does not fit', () => {
  it.each([
    ["createdon gt '2020-01-01'", "Found operand types 'Edm.DateTimeOffset' and 'Edm.String' for"],
    ['name eq 5', "Found operand types 'Edm.String' and 'Edm.Int32' for operator kind 'Equal'."],
    ["revenue lt '5'", "Found operand types 'Edm.Decimal' and 'Edm.String' for operator kind"],
    ['creditonhold eq 1', "Found operand types 'Edm.Boolean' and 'Edm.Int32' for operator kind"],
    ['_ownerid_value eq 5', "Found operand types 'Edm.Guid' and 'Edm.Int32' for operator kind"],
    ['name eq createdon', "Found operand types 'Edm.String' and 'Edm.DateTimeOffset' for operator"],
    ["lastname eq 'O'Bryan'", "There is an unterminated literal at position 21 in 'lastname eq 'O"],
    ["nope eq 'x'", "Could not find a property named 'nope' on type 'Microsoft.Dynamics.CRM.acc"],
    ["ownerid/fullname eq 'x'", "Could not find a property named 'fullname' on type 'Microsoft.D"],
    ['contains(revenue,5)', "No function signature for the function with name 'contains' matches"],
    ['createdon gt 2020-02-30', "Unrecognized 'Edm.DateTimeOffset' literal '2020-02-30'."],
    ["name eq 'x' and", 'Syntax error at position 15'],
    ["contains(@p1,'x')", "The parameter alias '@p1' has no value."],
    ["Microsoft.Dynamics.CRM.Foo(PropertyName='name')", 'An unknown function with name'],
  ])('%s', async (filter, message) => {
    const answer = await ask(filter);
    expect([answer.status, errorOf(answer).message]).toEqual([
      400,
      expect.stringContaining(message),
    ]);
  });
});

it('refuses more than 500 conditions, with the code of Dataverse', async () => {
  const or = (count: number): string =>
    Array.from({ length: count }, () => "name eq 'x'").join(' or ');
  expect((await ask(or(500))).status).toBe(200);
  expect(errorOf(await ask(or(501)))).toMatchObject({
    code: '0x8004430C',
    message: 'Number of conditions in query exceeded maximum limit.',
  });
});

it('replaces aliases by properties and values, in filters and orders', async () => {
  const answer = await world.ask(
    "accounts?$select=name&$filter=contains(@p1,'toys') or @p1 eq @p2&$orderby=@p3 desc&@p1=name&@p2='Contoso Ltd'&@p3=name",
    { user: 'ada' },
  );
  expect(rowsOf(answer).map((row) => row['name'])).toEqual(['Tailspin Toys', 'Contoso Ltd']);
});
