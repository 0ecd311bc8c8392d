import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { View } from '../../src/domain/view';
import { startCrm } from '../../sandbox/crm/server';
import { worldAt } from './crm-world';
import { openCrm, type OpenCrm } from './open-crm';
import { sandboxTokens } from './sandbox-world';

let crm: OpenCrm;
let api: string;
const headers = { Authorization: 'Bearer sandbox:omar', 'Content-Type': 'application/json' };

beforeAll(async () => {
  const { url, close } = await startCrm({ port: 0, seed: 'demo' });
  api = url;
  crm = await openCrm(worldAt(url, sandboxTokens('omar'), close), null);
});
afterAll(() => crm.close());

const xml = (table: string, inside: string): string =>
  `<fetch><entity name="${table}"><attribute name="createdon" />${inside}</entity></fetch>`;

/** Makes a view of the user's own. */
async function make(table: string, fetchxml: string): Promise<View> {
  const id = randomUUID();
  const body = { name: `My ${id}`, returnedtypecode: table, querytype: 0, fetchxml };
  const answer = await fetch(`${api}userqueries(${id})`, {
    method: 'PATCH',
    headers,
    body: JSON.stringify(body),
  });
  expect([answer.status, await answer.text()]).toEqual([204, '']);
  const ref = { kind: 'userquery', id, name: '' } as const;
  const [view] = await crm.server.readViews([crm.table(table)], [ref]);
  expect(view).toMatchObject({ kind: 'userquery', id, name: body.name, table });
  return view!;
}

/** What the CRM itself shows in a view. */
async function shown({ kind, id, table }: View): Promise<string[]> {
  const { entitySetName, primaryId } = crm.table(table);
  const option = kind === 'savedquery' ? 'savedQuery' : 'userQuery';
  const answer = await fetch(`${api}${entitySetName}?${option}=${id}`, { headers });
  const { value } = (await answer.json()) as { value: Record<string, string>[] };
  return value.map((row) => row[primaryId]!).sort();
}

/** The rows that the view's condition finds, as the copy asks for them. */
async function found({ table, condition }: View): Promise<string[]> {
  if (condition === null) throw new Error('no condition');
  const query = {
    table: crm.table(table),
    filter: { kind: 'view', condition, day: '' },
    since: '0',
    bare: true,
    pageSize: 5000,
  } as const;
  const { rows } = await crm.server.readPage(query, null);
  return rows.map(({ id }) => id).sort();
}

describe('The views of the sandbox', () => {
  it('all show the rows that their conditions find', async () => {
    const tables = Object.values(crm.model);
    const views = await crm.server.readViews(tables, null);
    expect(new Set(views.map(({ table }) => table))).toEqual(new Set(Object.keys(crm.model)));
    for (const view of views)
      expect([view.name, await found(view)]).toEqual([view.name, await shown(view)]);
    expect(views.find(({ name }) => name === 'My Open Opportunities')).toMatchObject({
      kind: 'savedquery',
      table: 'opportunity',
    });
  });

  it('are given by their ids too, of the tables that are asked for', async () => {
    const [view] = await crm.server.readViews([crm.table('account')], null);
    const account = [crm.table('account')];
    expect(await crm.server.readViews(account, [view!])).toEqual([view]);
    expect(await crm.server.readViews(account, [{ ...view!, id: randomUUID() }])).toEqual([]);
    expect(await crm.server.readViews([crm.table('task')], [view!])).toEqual([]);
    expect(await crm.server.readViews([], null)).toEqual([]);
  });

  it.each([
    ['account', '<condition attribute="name" operator="like" value="%o%" />'],
    ['account', '<condition attribute="name" operator="begins-with" value="c" />'],
    ['account', '<condition attribute="name" operator="not-like" value="%o%" />'],
    ['account', '<condition attribute="name" operator="ends-with" value="s" />'],
    ['account', '<condition attribute="name" operator="not-end-with" value="s" />'],
    ['account', '<condition attribute="revenue" operator="ge" value="1000000" />'],
    ['account', '<condition attribute="revenue" operator="null" />'],
    ['account', '<condition attribute="primarycontactid" operator="not-null" />'],
    ['account', '<condition attribute="ownerid" operator="eq-useroruserteams" />'],
    ['incident', '<condition attribute="ownerid" operator="eq-userteams" />'],
    ['account', '<condition attribute="owningbusinessunit" operator="eq-businessid" />'],
    ['account', '<condition attribute="statecode" operator="ne" value="0" />'],
    [
      'account',
      '<condition attribute="statecode" operator="in"><value>0</value><value>1</value></condition>',
    ],
    [
      'opportunity',
      '<condition attribute="estimatedclosedate" operator="next-x-days" value="30" />',
    ],
    ['opportunity', '<condition attribute="estimatedclosedate" operator="this-month" />'],
    [
      'opportunity',
      '<condition attribute="estimatedclosedate" operator="on-or-after" value="2026-01-01" />',
    ],
    ['opportunity', '<condition attribute="createdon" operator="olderthan-x-months" value="1" />'],
    [
      'opportunity',
      '<condition attribute="createdon" operator="last-x-fiscal-periods" value="1" />',
    ],
    ['opportunity', '<condition attribute="modifiedon" operator="last-seven-days" />'],
    [
      'opportunity',
      '<condition attribute="estimatedvalue" operator="between"><value>1000</value><value>50000</value></condition>',
    ],
    ['task', '<condition attribute="scheduledend" operator="lt" value="2030-01-01T12:00:00Z" />'],
    ['task', '<condition attribute="scheduledend" operator="tomorrow" />'],
  ])('show the rows that the condition finds: of %s, %s', async (table, condition) => {
    const view = await make(table, xml(table, `<filter>${condition}</filter>`));
    expect(await found(view)).toEqual(await shown(view));
  });

  it('show what nested filters find, whatever columns of other tables they show beside', async () => {
    const view = await make(
      'account',
      xml(
        'account',
        `<order attribute="name" />
        <link-entity name="contact" from="contactid" to="primarycontactid" link-type="outer">
          <attribute name="emailaddress1" />
        </link-entity>
        <filter type="or">
          <condition attribute="revenue" operator="gt" value="5000000" />
          <filter>
            <condition attribute="name" operator="like" value="%a%" />
            <condition attribute="name" operator="not-null" />
          </filter>
        </filter>
        <filter><condition attribute="statecode" operator="eq" value="0" /></filter>`,
      ),
    );
    const rows = await found(view);
    expect(rows).toEqual(await shown(view));
    expect(rows.length).toBeGreaterThan(0);
  });
});
