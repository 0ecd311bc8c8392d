import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { contractTables, failureOf, lookup } from './open-crm';
import type { OpenCrm } from './open-crm';
import { roundTrip } from './round-trip';

/** What writing and reading one row promises. */
export function rowContract(crm: () => OpenCrm): void {
  describe('a row', () => {
    it.each(contractTables.filter((name) => name !== 'email'))(
      'of %s comes back as it was written, column by column',
      (name) => roundTrip(crm(), name),
    );

    it('is created with its owner, its dates and a version', async () => {
      const id = randomUUID();
      const row = await crm().create('contact', { lastname: 'Contract' }, id);
      expect(row).toMatchObject({ table: 'contact', id, etag: expect.any(String) as unknown });
      expect(row.values['ownerid']).toMatchObject({ table: 'systemuser', id: crm().me.userId });
      expect(row.values['createdon']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(row.values['statecode']).toBe(0);
      expect(await crm().read(row)).toEqual(row);
    });

    it('is created once: the second create of its id is refused and changes nothing', async () => {
      const row = await crm().create('contact', { lastname: 'First' });
      const again = crm().create('contact', { lastname: 'Second' }, row.id);
      expect(await failureOf(again)).toMatchObject({ status: 412, code: '0x80040237' });
      expect(await crm().read(row)).toEqual(row);
    });

    it('is updated on its version only', async () => {
      const row = await crm().create('contact', { lastname: 'One' });
      const after = await crm().update(row, { lastname: 'Two' });
      expect(after.etag).not.toBe(row.etag);
      const stale = crm().update(row, { lastname: 'Three' });
      expect(await failureOf(stale)).toMatchObject({ status: 412, code: '0x80060882' });
      expect(await crm().read(row)).toEqual(after);
      expect((await crm().update(row, { lastname: 'Four' }, '*')).values['lastname']).toBe('Four');
    });

    it('is not made by an update', async () => {
      const id = randomUUID();
      const missing = { table: 'contact', id, etag: '*', values: {} };
      const failure = await failureOf(crm().update(missing, { lastname: 'Ghost' }));
      expect(failure).toMatchObject({ status: 404, code: '0x80040217' });
      expect(await crm().read(missing)).toBeNull();
    });

    it('is emptied column by column', async () => {
      const row = await crm().create('contact', { lastname: 'Empty', jobtitle: 'Buyer' });
      expect((await crm().update(row, { jobtitle: null })).values['jobtitle']).toBeNull();
    });

    it('is deleted on its version only, and then is gone', async () => {
      const row = await crm().create('task', { subject: 'Delete me' });
      const after = await crm().update(row, { subject: 'Not this version' });
      const remove = (etag: string | null) =>
        crm().server.write({
          kind: 'delete',
          table: crm().table('task'),
          id: row.id,
          etag: etag ?? '*',
        });
      expect(await failureOf(remove(row.etag))).toMatchObject({ code: '0x80060882' });
      expect(await remove(after.etag)).toBeNull();
      expect(await crm().read(row)).toBeNull();
      expect(await failureOf(remove('*'))).toMatchObject({ status: 404, code: '0x80040217' });
    });

    it('refers to rows of several tables by one column', async () => {
      const account = await crm().create('account', { name: 'Contract Ltd' });
      const boss = await crm().create('contact', { lastname: 'Boss' });
      const row = await crm().create('contact', {
        lastname: 'Looker',
        parentcustomerid: lookup(account, 'Contract Ltd'),
      });
      expect(row.values['parentcustomerid']).toEqual(lookup(account, 'Contract Ltd'));
      const moved = await crm().update(row, { parentcustomerid: lookup(boss, 'Boss') });
      expect(moved.values['parentcustomerid']).toMatchObject({ table: 'contact', id: boss.id });
      const cleared = await crm().update(moved, { parentcustomerid: null });
      expect(cleared.values['parentcustomerid']).toBeNull();
    });

    it('is completed by state and status together', async () => {
      const account = await crm().create('account', { name: 'Task Ltd' });
      const regardingobjectid = lookup(account, 'Task Ltd');
      const row = await crm().create('task', { subject: 'Call back', regardingobjectid });
      expect(row.values['regardingobjectid']).toEqual(regardingobjectid);
      const completed = crm()
        .table('task')
        .columns['statuscode']?.options?.find(({ state }) => state === 1);
      const state = { statecode: 1, statuscode: completed?.value ?? null };
      expect((await crm().update(row, state)).values).toMatchObject(state);
    });

    it('keeps an e-mail’s parties, which are replaced whole', async () => {
      const contact = await crm().create('contact', { lastname: 'Party' });
      const party = (role: number, address: string) => ({ role, ref: null, address });
      const known = { role: 1, ref: lookup(contact, 'Party'), address: '' };
      const row = await crm().create('email', {
        subject: 'Parties',
        email_activity_parties: [known, party(2, 'a@carryon.test'), party(3, 'b@carryon.test')],
      });
      expect((await crm().read(row))?.values['email_activity_parties']).toMatchObject([
        { role: 1, ref: { table: 'contact', id: contact.id } },
        party(2, 'a@carryon.test'),
        party(3, 'b@carryon.test'),
      ]);
      const after = await crm().update(row, {
        subject: 'Other parties',
        email_activity_parties: [party(2, 'c@carryon.test')],
      });
      expect(after.values).toMatchObject({
        subject: 'Other parties',
        email_activity_parties: [party(2, 'c@carryon.test')],
      });
      expect(await crm().read(row)).toEqual(after);
    });

    it('with a value that is too long is refused with the reason', async () => {
      const tooLong = 'x'.repeat((crm().table('contact').columns['lastname']?.maxLength ?? 0) + 1);
      const failure = await failureOf(crm().create('contact', { lastname: tooLong }));
      expect(failure).toMatchObject({ kind: 'answered', status: 400, code: '0x80044331' });
      expect(failure.message).toContain('lastname');
    });
  });
}
