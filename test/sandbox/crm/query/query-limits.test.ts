import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { errorOf, rowsOf, start, type Reply, type World } from '../world';

let world: World;
beforeAll(async () => {
  world = await start('demo');
});
afterEach(() => world.sandbox('POST limits', { query: 120 }));
afterAll(() => world.crm.close());

const fetchXml = (xml: string): Promise<Reply> =>
  world.ask(`tasks?fetchXml=${encodeURIComponent(xml)}`, { user: 'ada' });

/** Every task with every one of its owner's, and so on: more rows than can be read in a year. */
const endless = `<fetch><entity name="task"><attribute name="subject"/><order attribute="subject"/>${'<link-entity name="task" from="ownerid" to="ownerid">'.repeat(8)}${'</link-entity>'.repeat(8)}</entity></fetch>`;

describe('a query that takes too long', () => {
  it('is ended, and the next one is answered', async () => {
    await world.sandbox('POST limits', { query: 0.001 });
    const answer = await fetchXml(endless);
    expect([answer.status, errorOf(answer)]).toEqual([
      500,
      { code: '0x80044151', message: 'SQL timeout expired.' },
    ]);
    const next = await world.ask('tasks?$select=subject&$top=5', { user: 'ada' });
    expect(rowsOf(next)).toHaveLength(5);
  });

  it('leaves the same statement to be asked again', async () => {
    const xml =
      '<fetch><entity name="task"><attribute name="subject"/><link-entity name="task" from="ownerid" to="ownerid"><link-entity name="task" from="ownerid" to="ownerid"/></link-entity></entity></fetch>';
    await world.sandbox('POST limits', { query: 0.000_001 });
    const ended = await fetchXml(xml);
    await world.sandbox('POST limits', { query: null });
    const answered = await fetchXml(xml);
    expect([ended.status, answered.status]).toEqual([500, 200]);
  });
});

describe('more than Dataverse takes in one query', () => {
  it('are 16 links in FetchXML', async () => {
    const links = (count: number): string =>
      `<fetch><entity name="task"><attribute name="subject"/>${'<link-entity name="systemuser" from="systemuserid" to="owninguser" link-type="outer"/>'.repeat(count)}</entity></fetch>`;
    expect((await fetchXml(links(15))).status).toBe(200);
    const answer = await fetchXml(links(16));
    expect([answer.status, errorOf(answer).code]).toEqual([400, '0x8004430D']);
  });

  it('are 16 things in $expand', async () => {
    const names = [
      'createdby',
      'modifiedby',
      'primarycontactid',
      'parentaccountid',
      'owninguser',
      'owningteam',
      'owningbusinessunit',
      'transactioncurrencyid',
      'contact_customer_accounts',
      'Account_Tasks',
      'Account_Emails',
      'Account_PhoneCalls',
      'Account_Appointments',
      'opportunity_customer_accounts',
      'incident_customer_accounts',
      'Account_Annotation',
    ];
    const expand = (count: number): Promise<Reply> =>
      world.ask(`accounts?$select=name&$top=1&$expand=${names.slice(0, count).join(',')}`, {
        user: 'ada',
      });
    expect((await expand(15)).status).toBe(200);
    expect((await expand(16)).status).toBe(400);
  });
});
