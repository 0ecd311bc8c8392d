import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { errorOf, rowsOf, start, type Reply, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await start('demo');
});
afterAll(() => world.crm.close());

const everything = { Prefer: 'odata.include-annotations="*"' };
const formatted = 'OData.Community.Display.V1.FormattedValue';

const ask = (set: string, xml: string, user = 'ada', headers = {}): Promise<Reply> =>
  world.ask(`${set}?fetchXml=${encodeURIComponent(xml)}`, { user, headers });
const rows = async (set: string, xml: string, user = 'ada') => rowsOf(await ask(set, xml, user));
const accounts = async (inside: string, user = 'ada'): Promise<string[]> =>
  (
    await rows(
      'accounts',
      `<fetch><entity name="account"><attribute name="name"/><order attribute="name"/>${inside}</entity></fetch>`,
      user,
    )
  ).map((row) => String(row['name']));

describe('conditions', () => {
  it.each([
    ['<condition attribute="name" operator="eq" value="CONTOSO ltd"/>', ['Contoso Ltd']],
    ['<condition attribute="name" operator="like" value="%winery%"/>', ['Coho Winery']],
    ['<condition attribute="name" operator="like" value="[AF]%Coffee"/>', ['Fourth Coffee']],
    [
      '<condition attribute="name" operator="begins-with" value="łódź"/>',
      ['Łódź Textil Sp. z o.o.'],
    ],
    [
      '<condition attribute="numberofemployees" operator="gt" value="2000"/>',
      ['A. Datum Corporation', '東京精密機器'],
    ],
    [
      '<condition attribute="accountnumber" operator="in"><value>AC-1001</value><value>ac-1020</value></condition>',
      ['Contoso Ltd', 'Fourth Coffee'],
    ],
    ['<condition attribute="creditonhold" operator="eq" value="1"/>', ['Coho Winery']],
    ['<condition attribute="name" operator="eq" valueof="accountnumber"/>', []],
  ])('%s', async (condition, expected) => {
    expect(await accounts(`<filter>${condition}</filter>`)).toEqual(expected);
  });

  it('nest, and hold for empty values where they are negated', async () => {
    const filled = await accounts(
      '<filter><condition attribute="description" operator="not-null"/></filter>',
    );
    const others = await accounts(
      '<filter type="or"><condition attribute="description" operator="null"/><filter><condition attribute="name" operator="null"/></filter></filter>',
    );
    expect(filled.length + others.length).toBe(25);
    expect(
      await accounts(
        '<filter><condition attribute="description" operator="ne" value="x"/></filter>',
      ),
    ).toHaveLength(25);
  });

  it('know the caller', async () => {
    expect(
      await accounts(
        '<filter><condition attribute="ownerid" operator="eq-userid"/></filter>',
        'omar',
      ),
    ).toHaveLength(4);
  });

  it('count days from the organisation’s clock', async () => {
    expect(
      await accounts(
        '<filter><condition attribute="createdon" operator="olderthan-x-years" value="50"/></filter>',
      ),
    ).toEqual([]);
    expect(
      await accounts(
        '<filter><condition attribute="createdon" operator="last-x-years" value="50"/></filter>',
      ),
    ).toHaveLength(25);
  });

  it.each([
    ['<condition attribute="name" operator="eq"/>', 400],
    ['<condition attribute="name" operator="same" value="x"/>', 400],
    ['<condition attribute="nome" operator="eq" value="x"/>', 400],
    ['<condition attribute="createdon" operator="eq" value="x"/>', 400],
    ['<condition attribute="revenue" operator="like" value="x"/>', 400],
    ['<condition attribute="name" operator="null" value="x"/>', 400],
    ['<condition attribute="createdon" operator="last-x-days" value="-1"/>', 400],
    ['<condition entityname="other" attribute="name" operator="null"/>', 400],
    ['<condition attribute="primarycontactidname" operator="not-null"/>', 501],
  ])('refuse %s', async (condition, status) => {
    const answer = await ask(
      'accounts',
      `<fetch><entity name="account"><filter>${condition}</filter></entity></fetch>`,
    );
    expect([answer.status, errorOf(answer).message.length > 20]).toEqual([status, true]);
  });
});

describe('links', () => {
  const contact = '<attribute name="lastname"/>';
  it('join what a lookup refers to, under their alias', async () => {
    const [row] = await rows(
      'accounts',
      `<fetch><entity name="account"><attribute name="name"/><filter><condition attribute="name" operator="eq" value="Contoso Ltd"/></filter><link-entity name="contact" from="contactid" to="primarycontactid" alias="c">${contact}</link-entity></entity></fetch>`,
    );
    expect(row).toMatchObject({ name: 'Contoso Ltd', 'c.lastname': 'Lindqvist' });
  });

  it('give a row for every related one, and keep a row without where they are outer', async () => {
    const query = (type: string, filter = ''): string =>
      `<fetch><entity name="account"><attribute name="name"/><order attribute="name"/>${filter}<link-entity name="contact" from="parentcustomerid" to="accountid" link-type="${type}" alias="c">${contact}<order attribute="lastname"/></link-entity></entity></fetch>`;
    const contoso =
      '<filter><condition attribute="name" operator="eq" value="Contoso Ltd"/></filter>';
    expect(
      (await rows('accounts', query('inner', contoso))).map((row) => row['c.lastname']),
    ).toEqual(['Lindqvist', "O'Neill", 'Raman', 'Webb']);
    const inner = await rows('accounts', query('inner'));
    const outer = await rows('accounts', query('outer'));
    const without = outer.filter((row) => row['c.lastname'] === undefined);
    expect(outer.length).toBe(inner.length + without.length);
    expect(new Set(outer.map((row) => row['accountid'])).size).toBe(25);
    expect(await rows('accounts', query('matchfirstrowusingcrossapply'))).toHaveLength(25);
  });

  it('only filter as any, not any, all, not all, exists and in', async () => {
    const link = (type: string, inside = ''): string =>
      `<filter><link-entity name="contact" from="parentcustomerid" to="accountid" link-type="${type}">${inside}</link-entity></filter>`;
    const webb = '<filter><condition attribute="lastname" operator="eq" value="Webb"/></filter>';
    const any = await accounts(link('any', webb));
    expect(any).toContain('Contoso Ltd');
    expect(await accounts(link('exists', webb))).toEqual(any);
    expect(await accounts(link('in', webb))).toEqual(any);
    expect(await accounts(link('not all', webb))).toEqual(any);
    const none = await accounts(link('not any', webb));
    expect(none.length + any.length).toBe(25);
    const some = await accounts(link('any'));
    expect(await accounts(link('all', webb))).toEqual(some.filter((name) => !any.includes(name)));
  });

  it('are filtered after the join by entityname', async () => {
    const missing = await accounts(
      '<link-entity name="contact" from="contactid" to="primarycontactid" link-type="outer" alias="c"/><filter><condition entityname="c" attribute="contactid" operator="null"/></filter>',
    );
    expect(missing).toEqual(
      await accounts('<filter><condition attribute="primarycontactid" operator="null"/></filter>'),
    );
  });

  it('compare their columns with the entity’s', async () => {
    const same = await rows(
      'accounts',
      '<fetch><entity name="account"><link-entity name="contact" from="contactid" to="primarycontactid" alias="c"/><filter><condition attribute="ownerid" operator="ne" valueof="c.ownerid"/></filter></entity></fetch>',
    );
    expect(same.length).toBeLessThan(25);
  });

  it('lead over the table of a N:N relationship', async () => {
    const [lead] = rowsOf(await world.ask('leads?$select=leadid&$top=1', { user: 'ada' }));
    const [account] = rowsOf(
      await world.ask("accounts?$select=accountid&$filter=name eq 'Contoso Ltd'", { user: 'ada' }),
    );
    const made = await world.ask(
      `accounts(${String(account?.['accountid'])})/accountleads_association/$ref`,
      {
        method: 'POST',
        user: 'ada',
        body: { '@odata.id': `${world.crm.url}leads(${String(lead?.['leadid'])})` },
      },
    );
    expect(made.status).toBe(204);
    const found = await rows(
      'accounts',
      '<fetch><entity name="account"><attribute name="name"/><link-entity name="accountleads" from="accountid" to="accountid" intersect="true"><link-entity name="lead" from="leadid" to="leadid" alias="l"><attribute name="leadid"/></link-entity></link-entity></entity></fetch>',
    );
    expect(found).toMatchObject([{ name: 'Contoso Ltd', 'l.leadid': lead?.['leadid'] }]);
  });

  it('hide rows that the user may not read', async () => {
    const query =
      '<fetch><entity name="account"><attribute name="name"/><link-entity name="opportunity" from="parentaccountid" to="accountid" alias="o"><attribute name="name"/></link-entity></entity></fetch>';
    const all = await rows('accounts', query);
    const mine = await rows('accounts', query, 'dana');
    expect(mine.length).toBeLessThan(all.length);
    await world.sandbox('POST role', { user: 'dana', privileges: { prvReadOpportunity: null } });
    const refused = await ask('accounts', query, 'dana');
    expect([refused.status, errorOf(refused).code]).toEqual([403, '0x80040220']);
    await world.sandbox('POST role', { user: 'dana', privileges: { prvReadOpportunity: 'Basic' } });
  });

  it('are refused where they lead nowhere', async () => {
    const link = (attributes: string): Promise<Reply> =>
      ask(
        'accounts',
        `<fetch><entity name="account"><link-entity ${attributes}/></entity></fetch>`,
      );
    expect(errorOf(await link('name="nothing" from="a" to="b"')).code).toBe('0x80041102');
    expect(errorOf(await link('name="contact" from="nothing" to="accountid"')).code).toBe(
      '0x80041103',
    );
    expect(
      (await link('name="contact" from="contactid" to="primarycontactid" link-type="odd"')).status,
    ).toBe(400);
  });
});

describe('an answer', () => {
  it('has annotations, aliases with the column that they name, and no empty properties', async () => {
    const answer = await ask(
      'accounts',
      '<fetch><entity name="account"><attribute name="industrycode" alias="code"/><attribute name="ownerid" alias="who"/><attribute name="ownerid"/><attribute name="revenue"/><attribute name="description"/><filter><condition attribute="name" operator="eq" value="Coho Winery"/></filter><link-entity name="contact" from="contactid" to="primarycontactid" alias="c"><attribute name="parentcustomerid"/></link-entity></entity></fetch>',
      'ada',
      everything,
    );
    const [row] = rowsOf(answer);
    expect(row).toMatchObject({
      'code@OData.Community.Display.V1.AttributeName': 'industrycode',
      'who@OData.Community.Display.V1.AttributeName': 'ownerid',
      'who@Microsoft.Dynamics.CRM.lookuplogicalname': 'systemuser',
      '_ownerid_value@Microsoft.Dynamics.CRM.associatednavigationproperty': 'ownerid',
      'c.parentcustomerid@Microsoft.Dynamics.CRM.lookuplogicalname': 'account',
      [`c.parentcustomerid@${formatted}`]: 'Coho Winery',
    });
    expect(row).toHaveProperty('_transactioncurrencyid_value');
    expect(row?.['@odata.etag']).toMatch(/^W\/"\d+"$/);
    expect(Object.values(row ?? {})).not.toContain(null);
    expect(answer.json['@odata.context']).toBe(
      `${world.crm.url}$metadata#accounts(_ownerid_value,ownerid,revenue,description,_transactioncurrencyid_value,transactioncurrencyid,accountid,ownerid(),transactioncurrencyid())`,
    );
  });

  it('has every column where none is named', async () => {
    const [fetched] = await rows(
      'accounts',
      '<fetch top="1"><entity name="account"><all-attributes/><order attribute="name"/></entity></fetch>',
    );
    const [read] = rowsOf(await world.ask('accounts?$top=1&$orderby=name', { user: 'ada' }));
    expect(fetched).toEqual(
      Object.fromEntries(Object.entries(read ?? {}).filter(([, value]) => value !== null)),
    );
  });

  it('is ordered by label and by name', async () => {
    const ordered = async (attribute: string, more = ''): Promise<unknown[]> =>
      rowsOf(
        await ask(
          'accounts',
          `<fetch ${more}><entity name="account"><attribute name="${attribute}"/><order attribute="${attribute}" descending="true"/></entity></fetch>`,
          'ada',
          everything,
        ),
      ).flatMap((row) =>
        Object.entries(row).flatMap(([key, value]) => (key.endsWith(formatted) ? [value] : [])),
      );
    const labels = (await ordered('industrycode')).map(String);
    expect(labels).toEqual([...labels].sort((a, b) => b.localeCompare(a, 'en')));
    expect((await ordered('industrycode', 'useraworderby="true"')).map(String)).not.toEqual(labels);
    const owners = (await ordered('ownerid')).map(String);
    expect(owners).toEqual([...owners].sort().reverse());
  });

  it('counts the rows where that is asked for', async () => {
    const answer = await ask(
      'contacts',
      '<fetch count="3" returntotalrecordcount="true"><entity name="contact"/></fetch>',
      'ada',
      everything,
    );
    expect(answer.json).toMatchObject({
      '@odata.count': 80,
      '@Microsoft.Dynamics.CRM.totalrecordcount': 80,
      '@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded': false,
    });
  });

  it('holds each distinct row once', async () => {
    const found = await rows(
      'contacts',
      '<fetch distinct="true"><entity name="contact"><attribute name="statecode"/></entity></fetch>',
    );
    expect(found).toEqual([{ statecode: 0 }]);
  });
});

describe('aggregates', () => {
  it('count, sum, average, and find the least and the greatest', async () => {
    const [row] = await rows(
      'accounts',
      '<fetch aggregate="true"><entity name="account"><attribute name="accountid" aggregate="count" alias="n"/><attribute name="numberofemployees" aggregate="countcolumn" alias="filled"/><attribute name="numberofemployees" aggregate="countcolumn" distinct="true" alias="different"/><attribute name="numberofemployees" aggregate="sum" alias="sum"/><attribute name="numberofemployees" aggregate="avg" alias="avg"/><attribute name="numberofemployees" aggregate="min" alias="min"/><attribute name="numberofemployees" aggregate="max" alias="max"/></entity></fetch>',
    );
    const all = rowsOf(await world.ask('accounts?$select=numberofemployees', { user: 'ada' }))
      .map((each) => each['numberofemployees'])
      .filter((value) => value !== null) as number[];
    const sum = all.reduce((total, value) => total + value, 0);
    expect(row).toEqual({
      n: 25,
      filled: all.length,
      different: new Set(all).size,
      sum,
      avg: Math.trunc(sum / all.length),
      min: Math.min(...all),
      max: Math.max(...all),
    });
  });

  it('group by column, lookup and part of a date, with annotations', async () => {
    const answer = await ask(
      'opportunities',
      '<fetch aggregate="true"><entity name="opportunity"><attribute name="ownerid" groupby="true" alias="owner"/><attribute name="createdon" groupby="true" dategrouping="year" alias="year"/><attribute name="estimatedvalue" aggregate="sum" alias="total"/><attribute name="opportunityid" aggregate="count" alias="n"/><order alias="n" descending="true"/></entity></fetch>',
      'ada',
      everything,
    );
    const found = rowsOf(answer);
    const counts = found.map((row) => Number(row['n']));
    expect(counts.reduce((a, b) => a + b, 0)).toBe(30);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(found[0]).toMatchObject({
      'owner@OData.Community.Display.V1.AttributeName': 'ownerid',
      'owner@Microsoft.Dynamics.CRM.lookuplogicalname': 'systemuser',
      [`n@${formatted}`]: String(counts[0]),
    });
    expect(String(found[0]?.[`total@${formatted}`])).toMatch(/^\$[\d,]+\.\d\d$/);
  });

  it('counts weeks as SQL Server does', async () => {
    const custom = await start('empty');
    await custom.sandbox('POST tables', {
      name: 'new_day',
      label: 'Day',
      columns: [{ name: 'new_on', label: 'On', type: 'date', behavior: 'DateOnly' }],
    });
    for (const on of ['2023-03-25', '2023-08-27', '2024-12-31'])
      await custom.ask('new_days', { method: 'POST', user: 'ada', body: { new_on: on } });
    const xml =
      '<fetch aggregate="true"><entity name="new_day"><attribute name="new_on" groupby="true" dategrouping="week" alias="w"/><attribute name="new_on" groupby="true" dategrouping="quarter" alias="q"/><order alias="w"/></entity></fetch>';
    const answer = await custom.ask(`new_days?fetchXml=${encodeURIComponent(xml)}`, {
      user: 'ada',
    });
    await custom.crm.close();
    expect(rowsOf(answer)).toEqual([
      { w: 12, q: 1 },
      { w: 35, q: 3 },
      { w: 53, q: 4 },
    ]);
  });

  it('stop at their limit', async () => {
    const answer = await ask(
      'contacts',
      '<fetch aggregate="true" aggregatelimit="79"><entity name="contact"><attribute name="contactid" aggregate="count" alias="n"/></entity></fetch>',
    );
    expect([answer.status, errorOf(answer).code]).toEqual([400, '0x8004E023']);
  });

  it.each([
    '<attribute name="contactid" aggregate="count"/>',
    '<attribute name="contactid" alias="x"/>',
    '<attribute name="lastname" aggregate="sum" alias="x"/>',
    '<attribute name="lastname" groupby="true" dategrouping="day" alias="x"/>',
    '<attribute name="contactid" aggregate="count" alias="x"/><order attribute="lastname"/>',
    '',
  ])('refuse %s', async (inside) => {
    const answer = await ask(
      'contacts',
      `<fetch aggregate="true"><entity name="contact">${inside}</entity></fetch>`,
    );
    expect(answer.status).toBe(400);
  });
});

describe('bad queries', () => {
  it.each([
    ['nothing', ''],
    ['no XML', 'x'],
    ['an element that is not closed', '<fetch><entity name="contact">'],
    ['another element', '<query/>'],
    [
      'a document type',
      '<!DOCTYPE fetch [<!ENTITY a "b">]><fetch><entity name="contact"/></fetch>',
    ],
    ['an entity of its own', '<fetch><entity name="&a;"/></fetch>'],
    ['an attribute that there is not', '<fetch><entity name="contact" color="red"/></fetch>'],
    ['an element that there is not', '<fetch><entity name="contact"><where/></entity></fetch>'],
    ['two entities', '<fetch><entity name="contact"/><entity name="contact"/></fetch>'],
    ['another table', '<fetch><entity name="account"/></fetch>'],
    ['a table that there is not', '<fetch><entity name="nothing"/></fetch>'],
    [
      'a column that there is not',
      '<fetch><entity name="contact"><attribute name="x"/></entity></fetch>',
    ],
    [
      'SQL in an alias',
      '<fetch><entity name="contact"><attribute name="lastname" alias=\'x"; DROP\'/></entity></fetch>',
    ],
    ['a page size of nothing', '<fetch count="0"><entity name="contact"/></fetch>'],
    ['top and pages', '<fetch top="3" page="2"><entity name="contact"/></fetch>'],
    [
      'a cookie that is none',
      '<fetch count="3" page="2" paging-cookie="x"><entity name="contact"/></fetch>',
    ],
    [
      'too deep a filter',
      `<fetch><entity name="contact">${'<filter>'.repeat(300)}${'</filter>'.repeat(300)}</entity></fetch>`,
    ],
    ['far too deep a filter', `<fetch>${'<filter>'.repeat(700)}`],
    [
      'too many links',
      `<fetch><entity name="contact">${'<link-entity name="account" from="accountid" to="parentcustomerid"/>'.repeat(16)}</entity></fetch>`,
    ],
  ])('%s: 400', async (_, xml) => {
    const answer = await ask('contacts', xml);
    expect([answer.status, errorOf(answer).message !== '']).toEqual([400, true]);
  });

  const inBatch = (xml: string): Promise<Reply> =>
    world.ask('$batch', {
      method: 'POST',
      headers: { 'Content-Type': 'multipart/mixed; boundary=b' },
      body: `--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nGET ${world.crm.url}contacts?fetchXml=${encodeURIComponent(xml)} HTTP/1.1\r\nAccept: application/json\r\n\r\n\r\n--b--\r\n`,
    });

  it.each([
    ['deep', '<a>'.repeat(7000)],
    ['entities', `<fetch a="${'&amp;'.repeat(6000)}">`],
  ])('%s: 400 in a batch', async (_, xml) => {
    const answer = await inBatch(xml);
    expect([answer.status, answer.text.includes('Invalid XML')]).toEqual([400, true]);
  });

  it('longer than any address: 414 in a batch', async () => {
    expect((await inBatch(`<fetch>${'<entity/>'.repeat(500_000)}</fetch>`)).status).toBe(414);
  });

  it('leave out nothing that is written beside them', async () => {
    const xml = encodeURIComponent('<fetch><entity name="contact"/></fetch>');
    expect((await world.ask(`contacts?$top=1&fetchXml=${xml}`)).status).toBe(501);
  });
});
