import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { everything, formatted, fetcher } from './fetch-world';
import { errorOf, rowsOf, start, type Reply, type World } from '../world';

let world: World;
beforeAll(async () => {
  world = await start('demo');
});
afterAll(() => world.crm.close());

const { ask, rows } = fetcher(() => world);

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
