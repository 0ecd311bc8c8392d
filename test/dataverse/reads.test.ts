import { describe, expect, it } from '@jest/globals';
import type { Table } from '../../src/domain/table';
import { json, recordedCrm, refusal, root } from './recorded-crm';
import { account, email } from './tables';

const id = 'aaaaaaaa-0000-4000-8000-000000000001';
const contactId = 'bbbbbbbb-0000-4000-8000-000000000001';
const lookup = (property: string, target: string, guid: string, name: string) => ({
  [property]: guid,
  [`${property}@OData.Community.Display.V1.FormattedValue`]: name,
  [`${property}@Microsoft.Dynamics.CRM.lookuplogicalname`]: target,
});
const all = (table: Table) => ({ table, filter: { kind: 'all' } as const, pageSize: 2 });

describe('reading rows', () => {
  it('decodes every type of column', async () => {
    const crm = recordedCrm(() =>
      json({
        '@odata.etag': 'W/"7"',
        accountid: id.toUpperCase(),
        name: 'Contoso',
        revenue: 12.5,
        rate: 0.1,
        employees: 12,
        donotemail: false,
        industry: 3,
        days: '3,10,2',
        founded: '1999-12-31',
        lastcall: '2026-01-02T03:04:05.678Z',
        opens: '2026-01-02T08:30:00Z',
        createdon: '2026-01-02T04:04:05+01:00',
        statecode: 0,
        'statecode@OData.Community.Display.V1.FormattedValue': 'Active',
        ...lookup('_customerid_value', 'contact', contactId.toUpperCase(), 'Ann'),
        _ownerid_value: null,
        importsequencenumber: 5,
      }),
    );
    expect(await crm.server.readRow(account, id)).toEqual({
      table: 'account',
      id,
      etag: 'W/"7"',
      values: {
        accountid: id,
        name: 'Contoso',
        revenue: '12.50',
        rate: '0.1000',
        employees: 12,
        donotemail: false,
        industry: 3,
        days: [2, 3, 10],
        founded: '1999-12-31',
        lastcall: '2026-01-02T03:04:05Z',
        opens: '2026-01-02T08:30:00',
        createdon: '2026-01-02T03:04:05Z',
        statecode: 0,
        customerid: { table: 'contact', id: contactId, name: 'Ann' },
        ownerid: null,
      },
    });
  });

  it.each([
    [1e-7, '0.00'],
    [-0.001, '0.00'],
    [922337203685.47, '922337203685.47'],
    [1.005, '1.00'],
    [-3, '-3.00'],
  ])('writes the amount %d as %s', async (raw, text) => {
    const crm = recordedCrm(() => json({ accountid: id, revenue: raw }));
    expect((await crm.server.readRow(account, id))?.values).toEqual({
      accountid: id,
      revenue: text,
    });
  });

  it('reads parties from the collection, without the copies of owner and regarding', async () => {
    const crm = recordedCrm(() =>
      json({
        activityid: id,
        subject: null,
        email_activity_parties: [
          { participationtypemask: 2, addressused: 'x@y.z', _partyid_value: null },
          { participationtypemask: 9, ...lookup('_partyid_value', 'systemuser', id, 'Dana') },
          {
            participationtypemask: 1,
            addressused: null,
            ...lookup('_partyid_value', 'contact', contactId, 'Ann'),
          },
        ],
      }),
    );
    expect((await crm.server.readRow(email, id))?.values).toEqual({
      activityid: id,
      subject: null,
      email_activity_parties: [
        { role: 1, ref: { table: 'contact', id: contactId, name: 'Ann' }, address: '' },
        { role: 2, ref: null, address: 'x@y.z' },
      ],
    });
    expect(crm.seen[0]?.address).toBe(
      `emails(${id})?$select=activityid,subject` +
        '&$expand=email_activity_parties($select=participationtypemask,addressused,_partyid_value)',
    );
  });

  it.each([
    [{ kind: 'all' } as const, ''],
    [{ kind: 'owner', userId: id } as const, `&$filter=_ownerid_value eq ${id}`],
    [
      { kind: 'team' } as const,
      "&$filter=Microsoft.Dynamics.CRM.EqualUserOrUserTeams(PropertyName='ownerid')",
    ],
    [
      { kind: 'ids', ids: [id, contactId] } as const,
      `&$filter=Microsoft.Dynamics.CRM.In(PropertyName='activityid',PropertyValues=["${id}","${contactId}"])`,
    ],
  ])('asks for a page by the filter %j in a steady order', async (filter, expected) => {
    const crm = recordedCrm(() => json({ value: [] }));
    const page = await crm.server.readPage({ table: email, filter, pageSize: 250 }, null);
    expect(page).toEqual({ rows: [], next: null });
    expect(crm.seen[0]?.address).toMatch(/^emails\?\$select=activityid,subject&/);
    expect(crm.seen[0]?.address.split(')')[0]).toContain('$expand');
    expect(crm.seen[0]?.address).toContain(`${expected}&$orderby=activityid asc`);
    expect(crm.seen[0]?.headers.get('prefer')).toBe(
      'odata.maxpagesize=250,odata.include-annotations="OData.Community.Display.V1.FormattedValue,' +
        'Microsoft.Dynamics.CRM.lookuplogicalname"',
    );
  });

  it('follows the next link as it is, with the same page size', async () => {
    const next = `${root}accounts?$select=name&$skiptoken=%3Ccookie%20a=%221%22/%3E`;
    const crm = recordedCrm((_, n) =>
      json(n === 1 ? { value: [{ accountid: id }], '@odata.nextLink': next } : { value: [] }),
    );
    const page = await crm.server.readPage(all(account), null);
    expect(page.next).toBe(next);
    expect(await crm.server.readPage(all(account), page.next)).toEqual({ rows: [], next: null });
    expect(crm.seen[1]?.address).toBe('accounts?$select=name&$skiptoken=<cookie a="1"/>');
    expect(crm.seen[1]?.headers.get('prefer')).toContain('odata.maxpagesize=2');
  });

  it('does not carry the token to another origin', async () => {
    const crm = recordedCrm(() => json({ value: [] }));
    const work = crm.server.readPage(all(account), 'http://elsewhere.test/api/data/v9.2/accounts');
    await expect(work).rejects.toMatchObject({ failure: { kind: 'notCrm' } });
    expect(crm.seen).toEqual([]);
  });

  it.each([
    [12, false],
    [5000, true],
  ])('counts %d rows', async (count, more) => {
    const crm = recordedCrm(() => json({ '@odata.count': count, value: [] }));
    expect(await crm.server.count(all(account))).toEqual({ count, more });
  });

  it.each([
    [404, '0x80040217'],
    [403, '0x80040220'],
    [403, '0x80048306'],
  ])('gives null for a row that is gone or not to be seen: %d %s', async (status, code) => {
    const crm = recordedCrm(() => refusal(status, code));
    expect(await crm.server.readRow(account, id)).toBeNull();
  });

  it('does not take a wrong address for a missing row', async () => {
    const crm = recordedCrm(() => refusal(404, '0x80060888'));
    await expect(crm.server.readRow(account, id)).rejects.toMatchObject({
      failure: { status: 404, code: '0x80060888' },
    });
  });
});
