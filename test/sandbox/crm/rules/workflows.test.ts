import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errorOf, id, onlyNew, rowsOf, start, type Reply, type World } from '../world';

let world: World;
beforeEach(async () => {
  world = await start('demo');
});
afterEach(() => world.crm.close());

const gist = (answer: Reply) => [answer.status, errorOf(answer).code];
const create = (path: string, body: object, user = 'dana') =>
  world.ask(path, { method: 'PATCH', headers: onlyNew, body, user });
const change = (path: string, body: object, user = 'dana') =>
  world.ask(path, { method: 'PATCH', headers: { 'If-Match': '*' }, body, user });
const list = async (call: string) =>
  (await world.sandbox(call)).json as unknown as Record<string, unknown>[];
const workflowId = async (name: string): Promise<string> => {
  const [row] = rowsOf(await world.ask(`workflows?$select=workflowid&$filter=name eq '${name}'`));
  return String(row?.['workflowid']);
};
const run = (workflow: string, recordId: string, user = 'dana') =>
  world.ask(`workflows(${workflow})/Microsoft.Dynamics.CRM.ExecuteWorkflow`, {
    method: 'POST',
    body: { EntityId: recordId },
    user,
  });
const define = async (body: object, steps: readonly object[]): Promise<Reply> =>
  world.ask('workflows', {
    method: 'POST',
    user: 'ada',
    body: {
      name: 'W',
      scope: 4,
      clientdata: JSON.stringify(steps),
      statecode: 1,
      statuscode: 2,
      ...body,
    },
  });

describe('the workflows of the demo organisation', () => {
  it('are there to read for everyone, and one is not published', async () => {
    const rows = rowsOf(await world.ask('workflows?$select=name,statecode&$orderby=name'));
    expect(rows).toMatchObject([
      { name: 'Announce urgent cases', statecode: 1 },
      { name: 'Call new leads', statecode: 1 },
      { name: 'Rate as hot', statecode: 1 },
      { name: 'Remind on the closing day', statecode: 1 },
      { name: 'Thank new contacts', statecode: 0 },
    ]);
    expect(gist(await create(`workflows(${id(1)})`, { name: 'X', primaryentity: 'lead' }))).toEqual(
      [403, '0x80040220'],
    );
  });

  it('make a task for a new lead, after the answer, and say in the journal why', async () => {
    const made = await create(`leads(${id(1)})`, {
      subject: 'L',
      firstname: 'Ann',
      lastname: 'Ray',
    });
    expect(made.status).toBe(204);
    expect(await list('GET processes')).toMatchObject([
      { n: 1, name: 'Call new leads', table: 'lead', id: id(1), status: 'Succeeded' },
    ]);
    const tasks = rowsOf(await world.ask(`leads(${id(1)})/Lead_Tasks`));
    const me = (await world.ask('WhoAmI')).json['UserId'];
    expect(tasks).toMatchObject([{ subject: 'Call the new lead Ann Ray', _ownerid_value: me }]);
    const [mine, effect] = await list('GET journal');
    expect(mine).toMatchObject({ user: 'dana', table: 'lead' });
    expect(mine).not.toHaveProperty('cause');
    expect(effect).toMatchObject({
      user: 'ada',
      method: 'POST',
      table: 'task',
      id: tasks[0]?.['activityid'],
      cause: 'Call new leads',
    });
  });

  it('leave the waiting job with the write, or neither', async () => {
    await world.ask('$batch', {
      method: 'POST',
      headers: { 'Content-Type': 'multipart/mixed; boundary=b' },
      body: `--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n${[
        `leads(${id(1)})`,
        `accounts(${id(1)})/nosuch`,
      ]
        .map(
          (path, index) =>
            `--c\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: ${index + 1}\r\n\r\nPATCH /api/data/v9.2/${path} HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{"subject":"L"}\r\n`,
        )
        .join('')}--c--\r\n--b--\r\n`,
    });
    expect((await world.ask(`leads(${id(1)})`)).status).toBe(404);
    expect(await list('GET processes')).toEqual([]);
  });

  it('fail with a message where a case becomes urgent, and do nothing where it does not', async () => {
    const [row] = rowsOf(await world.ask('incidents?$filter=statecode eq 0&$top=1'));
    const path = `incidents(${String(row?.['incidentid'])})`;
    await change(path, { prioritycode: 3 });
    await change(path, { title: 'Other' });
    await change(path, { prioritycode: 1 });
    expect((await list('GET processes')).map(({ status }) => status)).toEqual([
      'Succeeded',
      'Failed',
    ]);
    const jobs = rowsOf(await world.ask('asyncoperations?$filter=statuscode eq 31'));
    expect(jobs).toMatchObject([
      {
        name: 'Announce urgent cases',
        operationtype: 10,
        statecode: 3,
        friendlymessage: "The queue 'Urgent cases' does not exist.",
        errorcode: -2_147_220_891,
        _regardingobjectid_value: row?.['incidentid'],
        _workflowactivationid_value: await workflowId('Announce urgent cases'),
      },
    ]);
    expect(await list('GET journal')).toHaveLength(3);
  });

  it('wait for a day, which may be moved, and then tell the owner', async () => {
    const [row] = rowsOf(
      await world.ask('opportunities?$filter=statecode eq 0&$select=name&$orderby=name&$top=1'),
    );
    const path = `opportunities(${String(row?.['opportunityid'])})`;
    const day = (days: number) =>
      new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    await change(path, { estimatedclosedate: day(3) });
    expect(await list('GET processes')).toMatchObject([{ status: 'Waiting' }]);
    expect(rowsOf(await world.ask('asyncoperations'))).toMatchObject([
      { statecode: 1, statuscode: 10, postponeuntil: `${day(3)}T00:00:00Z`, completedon: null },
    ]);
    await world.sandbox('POST clock', { now: `${day(2)}T12:00:00Z` });
    expect(await list('GET processes')).toMatchObject([{ status: 'Waiting' }]);
    await world.sandbox('POST clock', { now: `${day(3)}T12:00:00Z` });
    expect(await list('GET processes')).toMatchObject([{ status: 'Succeeded' }]);
    expect(rowsOf(await world.ask('appnotifications'))).toMatchObject([
      { title: `${String(row?.['name'])} closes today`, icontype: 100_000_000 },
    ]);
    expect(rowsOf(await world.ask('appnotifications', { user: 'omar' }))).toHaveLength(1);
  });

  it('run on demand on a record that the user may read', async () => {
    const [lead] = rowsOf(await world.ask('leads?$filter=leadqualitycode ne 1&$top=1'));
    const leadId = String(lead?.['leadid']);
    const answer = await run(await workflowId('Rate as hot'), leadId);
    expect([answer.status, answer.json['statuscode']]).toEqual([200, 0]);
    const job = await world.ask(`asyncoperations(${String(answer.json['asyncoperationid'])})`);
    expect(job.json['statuscode']).toBe(30);
    expect((await world.ask(`leads(${leadId})`)).json['leadqualitycode']).toBe(1);
    expect(gist(await run(await workflowId('Call new leads'), leadId))).toEqual([
      400,
      '0x80045046',
    ]);
    expect(gist(await run(await workflowId('Thank new contacts'), leadId))).toEqual([
      400,
      '0x80045047',
    ]);
    const [theirs] = rowsOf(
      await world.ask(
        `leads?$filter=_ownerid_value ne ${String((await world.ask('WhoAmI')).json['UserId'])}&$top=1`,
        { user: 'ada' },
      ),
    );
    const refused = await run(await workflowId('Rate as hot'), String(theirs?.['leadid']));
    expect(refused.status).toBe(403);
  });
});

describe('system jobs', () => {
  it('are read by those who may read what they regard, and hold the privilege', async () => {
    await create(`leads(${id(1)})`, { subject: 'L' });
    await create(`leads(${id(2)})`, { subject: 'M' }, 'ada');
    const seen = async (user: string) =>
      rowsOf(await world.ask('asyncoperations', { user })).map(
        (row) => row['_regardingobjectid_value'],
      );
    expect(await seen('dana')).toEqual([id(1)]);
    expect(await seen('noor')).toEqual([id(1), id(2)]);
    await world.sandbox('POST role', {
      user: 'dana',
      privileges: { prvReadAsyncOperation: null },
    });
    expect(gist(await world.ask('asyncoperations'))).toEqual([403, '0x80040220']);
  });
});

describe('a workflow of one’s own', () => {
  const onAccounts = { primaryentity: 'account', triggeroncreate: true };

  it('starts on create or on change of the columns it names, within its scope', async () => {
    await define({ ...onAccounts, scope: 1 }, [{ step: 'set', values: { telephone1: '1' } }]);
    await define({ primaryentity: 'account', triggeronupdateattributelist: 'name,fax' }, [
      { step: 'set', values: { description: 'Name was {name}' } },
    ]);
    await create(`accounts(${id(1)})`, { name: 'A' });
    await create(`accounts(${id(2)})`, { name: 'B' }, 'ada');
    await change(`accounts(${id(1)})`, { telephone1: '2' });
    await change(`accounts(${id(1)})`, { fax: '3' });
    expect((await world.ask(`accounts(${id(1)})`)).json).toMatchObject({
      telephone1: '2',
      description: 'Name was A',
    });
    expect((await world.ask(`accounts(${id(2)})`, { user: 'ada' })).json['telephone1']).toBe('1');
    expect(await list('GET processes')).toHaveLength(2);
  });

  it('takes back all that a run did before it failed', async () => {
    await define(onAccounts, [
      { step: 'set', values: { telephone1: '1' } },
      { step: 'create', table: 'task', values: { subject: 'x'.repeat(300) } },
    ]);
    await create(`accounts(${id(1)})`, { name: 'A' });
    expect((await world.ask(`accounts(${id(1)})`)).json['telephone1']).toBeNull();
    expect(await list('GET processes')).toMatchObject([{ status: 'Failed' }]);
    expect(await list('GET journal')).toHaveLength(2);
  });

  it('is stopped where it starts itself again and again', async () => {
    await define(onAccounts, [{ step: 'create', table: 'account', values: { name: 'Again' } }]);
    await create(`accounts(${id(1)})`, { name: 'A' });
    const statuses = (await list('GET processes')).map(({ status }) => status);
    expect(statuses).toHaveLength(17);
    expect(statuses.at(-1)).toBe('Canceled');
  });

  it('waits for someone to cancel it', async () => {
    await define({ primaryentity: 'task', triggeroncreate: true }, [
      { step: 'wait', until: 'scheduledend' },
    ]);
    await create(`tasks(${id(1)})`, { subject: 'T', scheduledend: '2999-01-01T00:00:00Z' });
    const [job] = rowsOf(await world.ask('asyncoperations'));
    const path = `asyncoperations(${String(job?.['asyncoperationid'])})`;
    expect((await change(path, { statecode: 3, statuscode: 32 })).status).toBe(204);
    expect(await list('GET processes')).toMatchObject([{ status: 'Canceled' }]);
  });

  it('fails where its record is gone', async () => {
    await define({ primaryentity: 'task', triggeroncreate: true }, [
      { step: 'wait', until: 'scheduledend' },
    ]);
    await create(`tasks(${id(1)})`, { subject: 'T', scheduledend: '2999-01-01T00:00:00Z' });
    await world.ask(`tasks(${id(1)})`, { method: 'DELETE' });
    await world.sandbox('POST clock', { now: '2999-01-02T00:00:00Z' });
    expect(await list('GET processes')).toMatchObject([{ status: 'Failed', table: 'task' }]);
  });

  it('is refused where it cannot be done', async () => {
    const steps = [{ step: 'set', values: {} }];
    for (const [body, wrong] of [
      [{ ...onAccounts, primaryentity: 'nosuch' }, steps],
      [onAccounts, []],
      [onAccounts, [{ step: 'dance' }]],
      [onAccounts, [{ step: 'wait', until: 'name' }]],
      [onAccounts, [{ step: 'create', table: 'nosuch', values: {} }]],
    ] as const)
      expect(gist(await define(body, wrong))).toEqual([400, '0x80040203']);
    expect(gist(await define({ primaryentity: 'account' }, steps))).toEqual([400, '0x80045018']);
    expect((await define({ ...onAccounts, mode: 1 }, steps)).status).toBe(501);
    expect((await define({ ...onAccounts, triggerondelete: true }, steps)).status).toBe(501);
  });
});
