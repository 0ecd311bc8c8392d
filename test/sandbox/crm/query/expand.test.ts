import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { errorOf, rowsOf, start, type Reply, type World } from '../world';

type Row = Record<string, unknown>;

let world: World;
let contoso: string;
beforeAll(async () => {
  world = await start('demo');
  const [row] = rowsOf(await world.ask("accounts?$filter=name eq 'Contoso Ltd'"));
  contoso = `accounts(${String(row?.['accountid'])})`;
});
afterAll(() => world.crm.close());

const ask = (path: string, size?: number, user = 'ada'): Promise<Reply> =>
  world.ask(path, {
    user,
    headers: size === undefined ? {} : { Prefer: `odata.maxpagesize=${size}` },
  });
const lastnames = (list: unknown): unknown[] => (list as Row[]).map((row) => row['lastname']);
const keys = (row: unknown): string[] => Object.keys(row as Row).sort();

describe('one level', () => {
  it('gives a row without etag, and rows with etag and the lookup they come by', async () => {
    const { json } = await ask(
      `${contoso}?$select=name&$expand=primarycontactid($select=lastname),contact_customer_accounts($select=lastname)`,
    );
    expect(json['@odata.context']).toBe(
      `${world.crm.url}$metadata#accounts(name,primarycontactid(lastname),contact_customer_accounts(lastname))/$entity`,
    );
    expect(keys(json['primarycontactid'])).toEqual(['contactid', 'lastname']);
    expect(keys((json['contact_customer_accounts'] as Row[])[0])).toEqual([
      '@odata.etag',
      '_parentcustomerid_value',
      'contactid',
      'lastname',
    ]);
  });

  it('links to the same rows, with all options', async () => {
    const options =
      "$select=lastname;$filter=lastname ne 'Webb & Co';$orderby=lastname desc;$top=2";
    const { json } = await ask(
      `${contoso}?$select=name&$expand=contact_customer_accounts(${encodeURIComponent(options)})`,
    );
    expect(lastnames(json['contact_customer_accounts'])).toEqual(['Webb', 'Raman']);
    const link = String(json['contact_customer_accounts@odata.nextLink']);
    expect(link).not.toContain('skiptoken');
    const linked = await ask(link);
    expect(lastnames(linked.json['value'])).toEqual(['Webb', 'Raman']);
  });

  it('gives addresses with $ref, for lookups only', async () => {
    const { json } = await ask(`${contoso}?$select=name&$expand=primarycontactid/$ref`);
    expect(json['primarycontactid']).toEqual({
      '@odata.id': `${world.crm.url}contacts(${String(json['_primarycontactid_value'])})`,
    });
    expect(errorOf(await ask(`${contoso}?$expand=Account_Tasks/$ref`)).message).toBe(
      'Expand with $ref is only supported on lookup type navigation property.',
    );
  });

  it('follows N:N relationships', async () => {
    const [lead] = rowsOf(await ask('leads?$select=lastname&$top=1'));
    await world.ask(`${contoso}/accountleads_association/$ref`, {
      method: 'POST',
      user: 'ada',
      body: { '@odata.id': `leads(${String(lead?.['leadid'])})` },
    });
    const path = `${contoso}?$select=name&$expand=accountleads_association($select=lastname)`;
    const { json } = await ask(path);
    expect(lastnames(json['accountleads_association'])).toEqual([lead?.['lastname']]);
    const linked = await ask(String(json['accountleads_association@odata.nextLink']));
    expect(lastnames(linked.json['value'])).toEqual([lead?.['lastname']]);
    const back = await ask(
      `leads(${String(lead?.['leadid'])})?$select=lastname&$expand=accountleads_association($select=name)`,
    );
    expect(back.json['accountleads_association']).toMatchObject([{ name: 'Contoso Ltd' }]);
  });

  it('shows nothing that the user may not read', async () => {
    const omars = rowsOf(
      await ask("accounts?$select=name&$filter=owninguser/firstname eq 'Omar'&$top=1"),
    )[0];
    const path = `accounts(${String(omars?.['accountid'])})?$select=name&$expand=contact_customer_accounts`;
    expect((await ask(path)).json['contact_customer_accounts']).not.toEqual([]);
    expect((await ask(path, undefined, 'dana')).status).toBe(403);
    const all = rowsOf(await ask('contacts?$select=lastname&$expand=parentcustomerid_account'));
    const danas = rowsOf(
      await ask('contacts?$select=lastname&$expand=parentcustomerid_account', undefined, 'dana'),
    );
    expect(danas.length).toBeLessThan(all.length);
  });
});

describe('several levels', () => {
  const nested = (size?: number): Promise<Reply> =>
    ask(
      'accounts?$select=name&$orderby=name&$expand=contact_customer_accounts($select=lastname;$expand=owninguser($select=fullname),Contact_Tasks($select=subject)),Account_Tasks($select=subject)',
      size,
    );

  it('stand inside one another, without etags', async () => {
    const row = rowsOf(await nested()).find(({ name }) => name === 'Contoso Ltd');
    const [contact] = row?.['contact_customer_accounts'] as Row[];
    expect(keys(contact)).toEqual([
      'Contact_Tasks',
      'Contact_Tasks@odata.nextLink',
      'contactid',
      'lastname',
      'owninguser',
    ]);
    expect(keys(contact?.['owninguser'])).toEqual(['fullname', 'systemuserid']);
    const chain = await ask(
      'contacts?$select=lastname&$top=1&$expand=parentcustomerid_account($select=name;$expand=createdby($select=fullname;$expand=businessunitid($select=name)))',
    );
    expect(chain.json['@odata.context']).toBe(
      `${world.crm.url}$metadata#contacts(lastname,parentcustomerid_account(name,createdby(fullname,businessunitid(name))))`,
    );
    expect(rowsOf(chain)[0]).toMatchObject({
      parentcustomerid_account: { createdby: { businessunitid: { name: expect.any(String) } } },
    });
  });

  it('are paged, and each link leads to the rest', async () => {
    const seen = new Map<string, unknown[]>();
    let link: string | undefined =
      'accounts?$select=name&$expand=contact_customer_accounts($select=lastname;$expand=owninguser($select=fullname))';
    while (link !== undefined) {
      const page: Reply = await ask(link, 2);
      for (const row of rowsOf(page)) {
        const list: unknown[] = [...lastnames(row['contact_customer_accounts'])];
        expect(list.length).toBeLessThanOrEqual(2);
        let more = row['contact_customer_accounts@odata.nextLink'] as string | undefined;
        while (more !== undefined) {
          const rest: Reply = await ask(more, 2);
          list.push(...lastnames(rest.json['value']));
          more = rest.json['@odata.nextLink'] as string | undefined;
        }
        seen.set(String(row['name']), list);
      }
      link = page.json['@odata.nextLink'] as string | undefined;
    }
    expect(seen.size).toBe(25);
    expect((seen.get('Contoso Ltd') ?? []).map(String).sort()).toEqual([
      'Lindqvist',
      "O'Neill",
      'Raman',
      'Webb',
    ]);
  });
});

describe('what Dataverse does not allow', () => {
  const only =
    'Only $select and $filter clause can be provided while doing $expand on many-to-one relationship or nested one-to-many relationship.';
  it.each([
    ['primarycontactid($top=1)', only],
    ['primarycontactid($orderby=lastname)', only],
    ['Account_Tasks($top=1;$expand=owninguser_task)', only],
    ['Account_Tasks($orderby=subject),primarycontactid($expand=createdby)', only],
    ['Account_Tasks($count=true)', "The query parameter '$count' is not supported in $expand."],
    ['Account_Tasks($levels=2)', "The query parameter '$levels' is not supported."],
    ['Account_Tasks($skip=2)', 'Skip Clause is not supported in CRM'],
    ['accountleads_association,createdby', 'An $expand of a many-to-many relationship can neither'],
    ['accountleads_association($expand=createdby)', 'An $expand of a many-to-many relationship'],
    ['createdby,'.repeat(16), 'The number of expanded properties is more than 15.'],
    ['nothing', "Could not find a property named 'nothing' on type 'Microsoft.Dynamics.CRM.acc"],
    ['primarycontactid($select=nothing)', "Could not find a property named 'nothing' on type"],
    ['__proto__', "Could not find a property named '__proto__'"],
    ['createdby($select=fullname', "Term 'createdby($select=fullname' is not valid"],
  ])('%s', async (expand, message) => {
    const answer = await ask(`accounts?$select=name&$expand=${expand}`);
    expect([answer.status, errorOf(answer).message]).toEqual([
      400,
      expect.stringContaining(message),
    ]);
  });
});
