import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SandboxControl } from '../browser/support/sandbox-control';
import { failureOf, openCrm } from './open-crm';
import type { OpenCrm } from './open-crm';
import { openSandbox } from './sandbox-world';

const since = '2000-01-01T00:00:00Z';

describe('What the sandbox did after a change', () => {
  let crm: OpenCrm;
  let sandbox: SandboxControl;

  beforeAll(async () => {
    const world = await openSandbox();
    sandbox = new SandboxControl(world.origin);
    crm = await openCrm(world, null);
  });
  afterAll(() => crm.close());

  const read = (ids: readonly string[], from = since) =>
    crm.server.readAftermath(crm.me.userId, ids, from);
  const statuses = async (...ids: string[]) =>
    (await read(ids)).jobs?.map(({ name, status, message }) => ({ name, status, message }));

  it('is nothing where no process runs', async () => {
    const account = await crm.create('account', { name: 'Quiet' });
    expect(await read([account.id])).toEqual({ jobs: [], notifications: [] });
    expect((await read([])).jobs).toEqual([]);
  });

  it('is a job that succeeded, with the record that it is about', async () => {
    const lead = await crm.create('lead', { subject: 'L', lastname: 'Ray' });
    expect((await read([lead.id])).jobs).toMatchObject([
      { name: 'Call new leads', status: 'succeeded', message: '', regarding: lead.id },
    ]);
    expect((await read([lead.id], '2999-01-01T00:00:00Z')).jobs).toEqual([]);
  });

  it('is a job that failed, with its message, and one that waits', async () => {
    const account = await crm.create('account', { name: 'Busy' });
    const customerid = { table: 'account', id: account.id, name: '' };
    const incident = await crm.create('incident', { title: 'Leak', customerid });
    await crm.update(incident, { prioritycode: 1 }, '*');
    expect(await statuses(incident.id)).toEqual([
      {
        name: 'Announce urgent cases',
        status: 'failed',
        message: "The queue 'Urgent cases' does not exist.",
      },
    ]);
    const opportunity = await crm.create('opportunity', { name: 'Deal', customerid });
    await crm.update(opportunity, { estimatedclosedate: '2999-01-01' }, '*');
    expect(await statuses(opportunity.id)).toEqual([
      { name: 'Remind on the closing day', status: 'waiting', message: '' },
    ]);
    await sandbox.setClock('2999-01-02T00:00:00Z');
    const { notifications } = await read([opportunity.id]);
    expect(notifications).toMatchObject([
      { title: 'Deal closes today', body: 'The estimated close date is reached.' },
    ]);
    expect(notifications?.[0]?.text).toContain('deal closes today');
  });

  it('is not known to a user who may not read it; a trouble is still a trouble', async () => {
    await sandbox.changePrivileges('dana', {
      prvReadAsyncOperation: null,
      prvReadappnotification: null,
    });
    expect(await read([crm.me.userId])).toEqual({ jobs: null, notifications: null });
    await sandbox.fault({ match: { path: 'asyncoperations' }, kind: 'status', status: 503 });
    expect(await failureOf(read([crm.me.userId]))).toMatchObject({ status: 503 });
  });
});
