import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SandboxControl } from '../browser/support/sandbox-control';
import { openCrm } from './open-crm';
import type { OpenCrm } from './open-crm';
import { openSandbox } from './sandbox-world';

describe('What can be read of the sandbox before a write', () => {
  let crm: OpenCrm;
  let sandbox: SandboxControl;

  beforeAll(async () => {
    const world = await openSandbox();
    sandbox = new SandboxControl(world.origin);
    crm = await openCrm(world, null);
  });
  afterAll(() => crm.close());

  it('is the alternate key of a table that has one', async () => {
    expect(await crm.server.readKeys(crm.table('account'))).toEqual([['accountnumber']]);
    expect(await crm.server.readKeys(crm.table('lead'))).toEqual([]);
  });

  it('is that a row which may not be read is there all the same', async () => {
    const lead = await crm.create('lead', { subject: 'Hidden', lastname: 'Ray' });
    await sandbox.changePrivileges('dana', { prvReadLead: null });
    const access = await crm.server.readAccess(crm.me.userId, crm.table('lead'), lead.id);
    expect(access?.has('Read')).toBe(false);
    expect(access?.has('Write')).toBe(true);
    await sandbox.changePrivileges('dana', { prvReadLead: 'Basic' });
  });

  it('is that two rows are linked N:N', async () => {
    const contact = await crm.create('contact', { lastname: 'Both' });
    const lead = await crm.create('lead', { subject: 'Both', lastname: 'Ray' });
    const relationship = 'contactleads_association';
    const link = {
      table: crm.table('contact'),
      id: contact.id,
      relationship,
      otherTable: crm.table('lead'),
      otherId: lead.id,
    };
    const { table, id } = link;
    const other = { table: 'lead', id: lead.id };
    expect(await crm.server.isLinked(link)).toBe(false);
    await crm.server.write({ kind: 'associate', table, id, relationship, other });
    expect(await crm.server.isLinked(link)).toBe(true);
  });

  it('is every activated workflow with what starts it', async () => {
    const found = (await crm.server.readProcesses()) ?? [];
    expect(found.map(({ name }) => name)).toEqual([
      'Announce urgent cases',
      'Call new leads',
      'Rate as hot',
      'Remind on the closing day',
    ]);
    expect(found[0]).toMatchObject({
      table: 'incident',
      realTime: false,
      onCreate: false,
      onDelete: false,
      columns: ['prioritycode'],
      scope: 'organization',
    });
    expect(found[1]).toMatchObject({ table: 'lead', onCreate: true, columns: [] });
  });

  it('is not which workflows there are, where the user may not read them', async () => {
    await sandbox.changePrivileges('dana', { prvReadWorkflow: null });
    expect(await crm.server.readProcesses()).toBeNull();
    await sandbox.changePrivileges('dana', { prvReadWorkflow: 'Global' });
  });

  it('is that leads go with nothing, and a contact goes with its account', () => {
    expect(crm.table('contact').columns['parentcustomerid']?.deletedWith).toEqual(
      expect.arrayContaining(['account', 'contact']),
    );
    expect(crm.table('account').columns['primarycontactid']?.deletedWith).toBeUndefined();
  });
});
