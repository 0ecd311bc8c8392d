import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { SandboxControl } from '../browser/support/sandbox-control';
import type { Action } from '../../src/domain/action';
import {
  closeOpportunity,
  type OpportunityOutcome,
  resolveCase,
} from '../../src/domain/actions/closing';
import { mergeRows } from '../../src/domain/actions/merging';
import { type Becomes, qualify } from '../../src/domain/actions/qualifying';
import { accessRights, shareRecord, stopSharing } from '../../src/domain/actions/sharing';
import { runWorkflow } from '../../src/domain/actions/workflow';
import type { Row } from '../../src/domain/row';
import { failureOf, lookup, openCrm } from './open-crm';
import type { OpenCrm } from './open-crm';
import { openSandbox } from './sandbox-world';

describe('Actions of the sandbox’s CRM', () => {
  let crm: OpenCrm;
  let sandbox: SandboxControl;

  beforeAll(async () => {
    const world = await openSandbox();
    sandbox = new SandboxControl(world.origin);
    crm = await openCrm(world, ['account', 'contact', 'opportunity', 'incident', 'lead']);
  });
  afterAll(() => crm.close());

  const act = ({ table, id }: Row, action: Action, allowDuplicates = false) => {
    const row = { table: crm.table(table), id };
    return crm.server.write({ kind: 'action', ...row, action, values: {}, allowDuplicates });
  };

  describe('closing an opportunity', () => {
    const outcome = (more: Partial<OpportunityOutcome> = {}): OpportunityOutcome => ({
      id: randomUUID(),
      subject: 'It’s done',
      description: 'In the end',
      status: 3,
      revenue: '1234567890.12',
      closedOn: '2026-03-01',
      competitor: null,
      ...more,
    });
    const activity = (id: string) => crm.server.isThere({ table: 'opportunityclose', id });

    it('as won gives the row back as it is then, and leaves an activity that tells of it', async () => {
      const deal = await crm.create('opportunity', { name: 'Deal' });
      const won = outcome();
      expect(await activity(won.id)).toBe(false);
      const row = await act(deal, closeOpportunity('winOpportunity', won));
      expect(row?.values).toMatchObject({
        statecode: 1,
        statuscode: 3,
        actualvalue: '1234567890.12',
        actualclosedate: '2026-03-01',
      });
      expect(row?.etag).not.toBe(deal.etag);
      expect(await activity(won.id)).toBe(true);
    });

    it('as lost takes the status and no revenue', async () => {
      const deal = await crm.create('opportunity', { name: 'Deal', estimatedvalue: '10.00' });
      const lost = outcome({ status: 5, revenue: null });
      const row = await act(deal, closeOpportunity('loseOpportunity', lost));
      expect(row?.values).toMatchObject({ statecode: 2, statuscode: 5, actualvalue: null });
    });

    it('is refused where it is closed, and does nothing then', async () => {
      const deal = await crm.create('opportunity', { name: 'Deal' });
      await act(deal, closeOpportunity('winOpportunity', outcome()));
      const again = outcome({ status: 4 });
      const failure = await failureOf(act(deal, closeOpportunity('loseOpportunity', again)));
      expect(failure).toMatchObject({ kind: 'answered', status: 400 });
      expect(await activity(again.id)).toBe(false);
    });
  });

  it('resolving a case closes it once', async () => {
    const customer = await crm.create('account', { name: 'Customer' });
    const customerid = lookup(customer, 'Customer');
    const noise = await crm.create('incident', { title: 'Noise', customerid });
    const solved = { id: randomUUID(), subject: 'Solved', description: '', status: 5 };
    const row = await act(noise, resolveCase(solved));
    expect(row?.values).toMatchObject({ statecode: 1, statuscode: 5 });
    const there = await crm.server.isThere({ table: 'incidentresolution', id: solved.id });
    expect(there).toBe(true);
    const again = act(noise, resolveCase({ ...solved, id: randomUUID() }));
    expect(await failureOf(again)).toMatchObject({ status: 400 });
  });

  describe('qualifying a lead', () => {
    const becomes = (more: Partial<Becomes> = {}): Becomes => ({
      account: false,
      contact: false,
      opportunity: false,
      ...more,
    });
    const made = (lead: Row, table: string, user = crm.me.userId) =>
      crm.server.madeFrom({ lead: lead.id, table, user });
    const tables = ['opportunity', 'contact', 'account'] as const;

    it('gives the lead back as qualified, and tells what was made of it, and by whom', async () => {
      const lead = await crm.create('lead', {
        subject: 'Pump',
        lastname: 'Hollis',
        companyname: 'Hollis Mill',
      });
      for (const table of tables) expect(await made(lead, table)).toEqual([]);
      const all = becomes({ account: true, contact: true, opportunity: true });
      const row = await act(lead, qualify(all, 3));
      expect(row?.values).toMatchObject({ statecode: 1, statuscode: 3 });
      for (const table of tables) {
        const [id = '', ...more] = (await made(lead, table)) ?? [];
        expect(more).toEqual([]);
        expect(await crm.server.readRow(crm.table(table), id)).not.toBeNull();
        expect(await made(lead, table, randomUUID())).toEqual([]);
      }
      expect(await failureOf(act(lead, qualify(all, 3)))).toMatchObject({ status: 400 });
      expect(await made(lead, 'opportunity')).toHaveLength(1);
    });

    it('makes nothing where nothing is wanted', async () => {
      const lead = await crm.create('lead', { subject: 'Pump', lastname: 'Kunz' });
      const row = await act(lead, qualify(becomes(), 3));
      expect(row?.values).toMatchObject({ statecode: 1 });
      for (const table of tables) expect(await made(lead, table)).toEqual([]);
    });

    it('is refused where a rule calls what it makes a duplicate, unless that is allowed', async () => {
      await crm.create('account', { name: 'Twin Mills' });
      const lead = await crm.create('lead', {
        subject: 'Pump',
        lastname: 'Twin',
        companyname: 'Twin Mills',
      });
      const into = qualify(becomes({ account: true, opportunity: true }), 3);
      expect(await failureOf(act(lead, into))).toMatchObject({ status: 412, code: '0x80040333' });
      expect(await made(lead, 'account')).toEqual([]);
      expect((await act(lead, into, true))?.values).toMatchObject({ statecode: 1 });
      expect(await made(lead, 'account')).toHaveLength(1);
    });
  });

  describe('merging two records', () => {
    const merge = (givenUp: Row, stays: Row, sameParents = false) => {
      const given = { givenUp, stays: lookup(stays, ''), taken: {}, sameParents };
      const [change] = mergeRows(given);
      if (change?.kind !== 'action') throw new Error('No action');
      return act(givenUp, change.action);
    };

    it('closes the one that is given up, which tells for which one, and brings along what belonged to it', async () => {
      const stays = await crm.create('contact', { lastname: 'Stays' });
      const givenUp = await crm.create('contact', { lastname: 'Goes' });
      const deal = await crm.create('opportunity', {
        name: 'Deal',
        parentcontactid: lookup(givenUp, 'Goes'),
      });
      const row = await merge(givenUp, stays);
      expect(row?.values).toMatchObject({
        statecode: 1,
        statuscode: 2,
        masterid: { id: stays.id },
      });
      const { values } = (await crm.server.readRow(crm.table('opportunity'), deal.id)) ?? deal;
      expect(values).toMatchObject({ parentcontactid: { id: stays.id } });
      expect(await failureOf(merge(givenUp, stays))).toMatchObject({ status: 400 });
    });

    it('closes a lead as it closes a contact, with a status of its own', async () => {
      const stays = await crm.create('lead', { subject: 'Pump', lastname: 'Stays' });
      const givenUp = await crm.create('lead', { subject: 'Pump', lastname: 'Goes' });
      const row = await merge(givenUp, stays);
      expect(row?.values).toMatchObject({
        statecode: 2,
        statuscode: 7,
        masterid: { id: stays.id },
      });
    });

    it('is refused where the two belong to different ones and that was asked', async () => {
      const [one, two] = [
        await crm.create('account', { name: 'One of two' }),
        await crm.create('account', { name: 'Two of two' }),
      ];
      const of = (company: Row, lastname: string) =>
        crm.create('contact', { lastname, parentcustomerid: lookup(company, '') });
      const [stays, givenUp] = [await of(one, 'Stays here'), await of(two, 'Goes there')];
      expect(await failureOf(merge(givenUp, stays, true))).toMatchObject({ status: 400 });
      expect((await merge(givenUp, stays))?.values).toMatchObject({ statecode: 1 });
    });

    it('takes a privilege that belongs to no table', async () => {
      const rights = async () => (await crm.server.readRights(crm.me, crm.model)).depths;
      expect(await rights()).toHaveProperty('prvMerge');
      const stays = await crm.create('contact', { lastname: 'Stays still' });
      const givenUp = await crm.create('contact', { lastname: 'Does not go' });
      await sandbox.changePrivileges('dana', { prvMerge: null });
      try {
        expect(await rights()).not.toHaveProperty('prvMerge');
        expect(await failureOf(merge(givenUp, stays))).toMatchObject({ status: 403 });
      } finally {
        await sandbox.changePrivileges('dana', { prvMerge: 'Global' });
      }
    });
  });

  describe('sharing', () => {
    const { Read, Write } = accessRights;

    it('gives rights to somebody, instead of others or besides them, and takes them away', async () => {
      const colleagues = await crm.server.readColleagues();
      const noor = colleagues.find(({ name }) => name.startsWith('Noor'));
      if (noor === undefined) throw new Error('There is no Noor');
      const lead = await crm.create('lead', { subject: 'Fair', lastname: 'Kunz' });
      await act(lead, shareRecord(noor, [Read], false));
      await act(lead, shareRecord(noor, [Write], false));
      await act(lead, shareRecord(noor, [Read], true));
      await act(lead, stopSharing(noor));
      await act(lead, stopSharing(noor));
      const journal = (await sandbox.journal()).filter(({ id }) => id === lead.id).slice(1);
      expect(journal.map(({ changes }) => Object.values(changes).join())).toEqual([
        'ReadAccess',
        'ReadAccess, WriteAccess',
        'ReadAccess',
        'None',
        'None',
      ]);
    });

    it('tells who there is to share with, and hides nobody who can own', async () => {
      const colleagues = await crm.server.readColleagues();
      expect(new Set(colleagues.map(({ table }) => table))).toEqual(
        new Set(['systemuser', 'team']),
      );
      expect(colleagues.every(({ id, name }) => /^[0-9a-f-]{36}$/.test(id) && name !== '')).toBe(
        true,
      );
    });
  });

  it('running a workflow leaves a job more, by which it is known', async () => {
    const lead = await crm.create('lead', { subject: 'Fair', lastname: 'Kunz' });
    const process = (await crm.server.readProcesses())?.find(({ onDemand }) => onDemand);
    if (process === undefined) throw new Error('There is no workflow to run');
    const run = { workflow: process.id, record: lead.id, user: crm.me.userId };
    expect(await crm.server.runsOf(run)).toEqual([]);
    const workflow = { table: 'workflow', id: process.id, name: process.name };
    await act(lead, runWorkflow(workflow));
    expect(await crm.server.runsOf(run)).toHaveLength(1);
    await act(lead, runWorkflow(workflow));
    expect(await crm.server.runsOf(run)).toHaveLength(2);
  });
});
