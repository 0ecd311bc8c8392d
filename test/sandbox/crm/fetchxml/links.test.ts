import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fetcher } from './fetch-world';
import { errorOf, rowsOf, start, type Reply, type World } from '../world';

let world: World;
beforeAll(async () => {
  world = await start('demo');
});
afterAll(() => world.crm.close());

const { ask, rows, accounts } = fetcher(() => world);

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
