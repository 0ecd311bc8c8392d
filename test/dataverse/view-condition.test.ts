import { describe, expect, it } from '@jest/globals';
import { viewCondition } from '../../src/dataverse/view-condition';
import { json, recordedCrm, refusal } from './recorded-crm';
import { account } from './tables';

const entity = (inside: string, more = ''): string =>
  `<fetch version="1.0" ${more}><entity name="account">${inside}</entity></fetch>`;
const condition = (rest: string) =>
  viewCondition(entity(`<filter><condition ${rest} /></filter>`), account);

describe('what a view asks', () => {
  it('is nothing where it has no filter', () => {
    expect(viewCondition(entity('<all-attributes /><order attribute="name" />'), account)).toBe('');
    expect(viewCondition(entity('<filter type="and" />'), account)).toBe('');
  });

  it.each([
    ['attribute="name" operator="eq" value="O\'Brien &amp; Co"', "name eq 'O''Brien & Co'"],
    ['attribute="name" operator="like" value="%a_b%"', "contains(name,'a_b')"],
    ['attribute="name" operator="like" value="Con"', "name eq 'Con'"],
    ['attribute="name" operator="not-begin-with" value="C"', "not startswith(name,'C')"],
    ['attribute="donotemail" operator="eq" value="1"', 'donotemail eq true'],
    ['attribute="customerid" operator="null"', '_customerid_value eq null'],
    [
      'attribute="customerid" operator="eq" value="{AAAAAAAA-0000-4000-8000-000000000001}" uiname="A" uitype="contact"',
      '_customerid_value eq AAAAAAAA-0000-4000-8000-000000000001',
    ],
    [
      'attribute="ownerid" operator="eq-userid"',
      "Microsoft.Dynamics.CRM.EqualUserId(PropertyName='ownerid')",
    ],
    [
      'attribute="createdon" operator="olderthan-x-days" value="3"',
      "Microsoft.Dynamics.CRM.OlderThanXDays(PropertyName='createdon',PropertyValue=3)",
    ],
    [
      'attribute="elsewhere" operator="on" value="2026-01-01"',
      "Microsoft.Dynamics.CRM.On(PropertyName='elsewhere',PropertyValue='2026-01-01')",
    ],
  ])('by %s is %s', (rest, expected) => {
    expect(condition(rest)).toBe(expected);
  });

  it('keeps together what belongs together', () => {
    const a = '<condition attribute="name" operator="eq" value="a" />';
    const b = '<condition attribute="name" operator="eq" value="b" />';
    expect(
      viewCondition(entity(`<filter type="or">${a}<filter>${a}${b}</filter></filter>`), account),
    ).toBe("(name eq 'a' or (name eq 'a' and name eq 'b'))");
    expect(viewCondition(entity(`<filter type="or">${a}<filter /></filter>`), account)).toBe('');
  });

  it.each([
    ['no XML', 'no'],
    ['another query', '<savedquery />'],
    ['another table', entity('').replace('account', 'contact')],
    ['sums', entity('', 'aggregate="true"')],
    ['the first few', entity('', 'top="5"')],
    [
      'what only other rows have',
      entity('<link-entity name="contact" from="contactid" to="customerid" />'),
    ],
    [
      'about rows of another table',
      entity(
        '<link-entity name="contact" link-type="outer"><filter><condition attribute="x" operator="null"/></filter></link-entity>',
      ),
    ],
    ['what nobody knows', entity('<filter><surprise /></filter>')],
  ])('cannot be said of %s', (_, xml) => {
    expect(viewCondition(xml, account)).toBeNull();
  });

  it.each([
    'attribute="elsewhere" operator="eq" value="1"',
    'attribute="name" operator="like" value="a%b"',
    'attribute="name" operator="resembles" value="a"',
    'attribute="name" operator="eq" valueof="city"',
    'attribute="name" operator="eq" value="a" entityname="other"',
    'attribute="revenue" operator="gt" value="1 or 1 eq 1"',
    'attribute="createdon" operator="last-x-days" value="x"',
    'attribute="a\')" operator="today"',
    'attribute="name" operator="in"',
  ])('cannot be said by %s', (rest) => {
    expect(condition(rest)).toBeNull();
  });
});

describe('views', () => {
  it('are none where the user may read none', async () => {
    const crm = recordedCrm(() => refusal(403, '0x80040220'));
    expect(await crm.server.readViews([account], null)).toEqual([]);
  });

  it('are asked for by their kind', async () => {
    const crm = recordedCrm(() => json({ value: [] }));
    const id = 'aaaaaaaa-0000-4000-8000-000000000001';
    await crm.server.readViews([account], [{ kind: 'userquery', id, name: '' }]);
    expect(crm.seen.map(({ address }) => address)).toEqual([
      'userqueries?$select=name,returnedtypecode,fetchxml&$filter=querytype eq 0 and statecode eq 0' +
        ` and (returnedtypecode eq 'account') and Microsoft.Dynamics.CRM.In(PropertyName='userqueryid',PropertyValues=["${id}"])&$orderby=name`,
    ]);
  });
});
