import { describe, expect, it } from '@jest/globals';
import type { ColumnFilter } from '../../src/domain/crm-server';
import type { Table } from '../../src/domain/table';
import type { Value } from '../../src/domain/value';
import { json, recordedCrm, refusal, root } from './recorded-crm';
import { account, email } from './tables';

const id = 'aaaaaaaa-0000-4000-8000-000000000001';
const contactId = 'bbbbbbbb-0000-4000-8000-000000000001';
const lookup = (property: string, target: string, guid: string, name: string) => ({
  [property]: guid,
  [`${property}@OData.Community.Display.V1.FormattedValue`]: name,
  [`${property}@Microsoft.Dynamics.CRM.lookuplogicalname`]: target,
});
const inList = (name: string, column: string) =>
  `Microsoft.Dynamics.CRM.${name}(PropertyName='${column}',PropertyValues=["3","4"])`;
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
    expect(page).toEqual({ rows: [], next: null, bytes: 12 });
    expect(crm.seen[0]?.address).toMatch(/^emails\?\$select=activityid,subject&/);
    expect(crm.seen[0]?.address.split(')')[0]).toContain('$expand');
    expect(crm.seen[0]?.address).toContain(`${expected}&$orderby=activityid asc`);
    expect(crm.seen[0]?.headers.get('prefer')).toBe(
      'odata.maxpagesize=250,odata.include-annotations="OData.Community.Display.V1.FormattedValue,' +
        'Microsoft.Dynamics.CRM.lookuplogicalname"',
    );
  });

  it.each<[ColumnFilter['operator'], string, readonly Value[], string]>([
    ['eq', 'name', ["O'Brien"], "name eq 'O''Brien'"],
    ['contains', 'name', ["100% 'a_b' [c]"], "contains(name,'100[%] ''a[_]b'' [[]c]')"],
    ['begins-with', 'name', ['Con'], "startswith(name,'Con')"],
    ['ge', 'revenue', ['1000.50'], 'revenue ge 1000.50'],
    ['le', 'employees', [12], 'employees le 12'],
    ['eq', 'donotemail', [true], 'donotemail eq true'],
    ['ge', 'founded', ['1999-12-31'], 'founded ge 1999-12-31'],
    ['lt', 'lastcall', ['2026-01-02T03:04:05Z'], 'lastcall lt 2026-01-02T03:04:05Z'],
    ['lt', 'opens', ['2026-01-02T08:30:00'], 'opens lt 2026-01-02T08:30:00Z'],
    ['in', 'industry', [3, 4], inList('In', 'industry')],
    ['contain-values', 'days', [3, 4], inList('ContainValues', 'days')],
    ['ne', 'name', ["O'Brien"], "(name ne 'O''Brien' or name eq null)"],
    ['not-contain', 'name', ['100%'], "(not contains(name,'100[%]') or name eq null)"],
    ['not-begin-with', 'name', ['Con'], "(not startswith(name,'Con') or name eq null)"],
    ['not-in', 'industry', [3, 4], `(${inList('NotIn', 'industry')} or industry eq null)`],
    [
      'not-contain-values',
      'days',
      [3, 4],
      `(${inList('DoesNotContainValues', 'days')} or days eq null)`,
    ],
    [
      'ne',
      'customerid',
      [{ table: 'contact', id, name: '' }],
      `(_customerid_value ne ${id} or _customerid_value eq null)`,
    ],
    ['eq', 'customerid', [{ table: 'contact', id, name: '' }], `_customerid_value eq ${id}`],
    ['null', 'customerid', [], '_customerid_value eq null'],
    ['not-null', 'founded', [], 'founded ne null'],
  ])('asks by %s of %s %j', async (operator, column, values, expected) => {
    const crm = recordedCrm(() => json({ value: [] }));
    const filter = { kind: 'column', operator, column, values } as const;
    await crm.server.readPage({ table: account, filter, pageSize: 1, bare: true }, null);
    expect(crm.seen[0]?.address).toBe(
      `accounts?$select=accountid&$filter=${expected}&$orderby=accountid asc`,
    );
  });

  it('puts what belongs together into brackets, also beside a version', async () => {
    const crm = recordedCrm(() => json({ value: [] }));
    const [a, b] = ['a', 'b'].map((text) => ({
      kind: 'column' as const,
      operator: 'eq' as const,
      column: 'name',
      values: [text],
    }));
    const mine = { kind: 'owner', userId: id } as const;
    const filter = {
      kind: 'or',
      filters: [
        { kind: 'and', filters: [mine, { kind: 'or', filters: [a!, b!] }] },
        { kind: 'and', filters: [a!, b!] },
      ],
    } as const;
    await crm.server.readPage({ table: account, filter, since: '7', pageSize: 1 }, null);
    const asked = new URLSearchParams(crm.seen[0]?.address.split('?')[1]).get('$filter');
    expect(asked).toBe(
      `(_ownerid_value eq ${id} and (name eq 'a' or name eq 'b') or name eq 'a' and name eq 'b')` +
        ' and versionnumber gt 7',
    );
  });

  it('asks through a reference without query functions, which are about the rows themselves', async () => {
    const crm = recordedCrm(() => json({ value: [] }));
    const by = (column: string, operator: ColumnFilter['operator'], ...values: Value[]) =>
      ({ kind: 'column', column, operator, values }) as const;
    const filter = {
      kind: 'referring',
      column: 'customerid',
      to: account,
      filter: {
        kind: 'and',
        filters: [
          { kind: 'owner', userId: id },
          { kind: 'or', filters: [by('industry', 'in', 3, 4), by('name', 'contains', "O'")] },
          by('industry', 'not-in', 3, 4),
          by('customerid', 'null'),
        ],
      },
    } as const;
    await crm.server.readPage({ table: account, filter, pageSize: 1, bare: true }, null);
    const asked = new URLSearchParams(crm.seen[0]?.address.split('?')[1]).get('$filter');
    const via = 'customerid_account/';
    expect(asked).toBe(
      `${via}accountid ne null and ${via}_ownerid_value eq ${id}` +
        ` and ((${via}industry eq 3 or ${via}industry eq 4) or contains(${via}name,'O'''))` +
        ` and (${via}industry ne 3 and ${via}industry ne 4 or ${via}industry eq null)` +
        ` and ${via}_customerid_value eq null`,
    );
  });

  it('follows the next link as it is, with the same page size', async () => {
    const next = `${root}accounts?$select=name&$skiptoken=%3Ccookie%20a=%221%22/%3E`;
    const crm = recordedCrm((_, n) =>
      json(n === 1 ? { value: [{ accountid: id }], '@odata.nextLink': next } : { value: [] }),
    );
    const page = await crm.server.readPage(all(account), null);
    expect(page.next).toBe(next);
    expect(await crm.server.readPage(all(account), page.next)).toMatchObject({
      rows: [],
      next: null,
    });
    expect(crm.seen[1]?.address).toBe('accounts?$select=name&$skiptoken=<cookie a="1"/>');
    expect(crm.seen[1]?.headers.get('prefer')).toContain('odata.maxpagesize=2');
  });

  it('does not carry the token to another origin', async () => {
    const crm = recordedCrm(() => json({ value: [] }));
    const work = crm.server.readPage(all(account), 'http://elsewhere.test/api/data/v9.2/accounts');
    await expect(work).rejects.toMatchObject({ failure: { kind: 'notCrm' } });
    expect(crm.seen).toEqual([]);
  });

  it('tells what a page weighs, in bytes', async () => {
    const crm = recordedCrm(() => json({ value: [{ accountid: id, name: 'Žluťoučký kůň' }] }));
    const body = `{"value":[{"accountid":"${id}","name":"Žluťoučký kůň"}]}`;
    const { bytes } = await crm.server.readPage(all(account), null);
    expect(bytes).toBe(new TextEncoder().encode(body).length);
  });

  it('counts rows by an aggregate', async () => {
    const crm = recordedCrm(() => json({ value: [{ n: 12_345 }] }));
    expect(await crm.server.count(all(account))).toEqual({ count: 12_345, more: false });
    const mine = { table: account, filter: { kind: 'owner', userId: id }, pageSize: 1 } as const;
    await crm.server.count({ ...mine, since: '7' });
    expect(crm.seen.map(({ address }) => address)).toEqual([
      'accounts?$apply=aggregate($count as n)',
      `accounts?$apply=filter(_ownerid_value eq ${id} and versionnumber gt 7)/aggregate($count as n)`,
    ]);
  });

  it('knows of more rows than may be aggregated that there are more', async () => {
    const crm = recordedCrm(() => refusal(400, '0x8004E023'));
    expect(await crm.server.count(all(account))).toEqual({ count: 50_000, more: true });
  });

  it.each([
    [12, false],
    [5000, true],
  ])('counts %d rows beside one of them where nothing can be aggregated', async (count, more) => {
    const crm = recordedCrm((_, n) =>
      n === 1 ? refusal(400, '0x80060888') : json({ '@odata.count': count, value: [] }),
    );
    expect(await crm.server.count(all(account))).toEqual({ count, more });
    expect(crm.seen[1]?.address).toContain('$count=true&$top=1');
  });

  it('counts nothing where the CRM is busy, so that nobody asks twice', async () => {
    const crm = recordedCrm(() => refusal(429, '0x80072322'));
    await expect(crm.server.count(all(account))).rejects.toMatchObject({
      failure: { status: 429 },
    });
    expect(crm.seen).toHaveLength(1);
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
