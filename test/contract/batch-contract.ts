import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Write } from '../../src/domain/crm-server';
import type { Party, Values } from '../../src/domain/value';
import { lookup } from './open-crm';
import type { OpenCrm } from './open-crm';

/** What writing several rows by one request promises. */
export function batchContract(crm: () => OpenCrm): void {
  const create = (name: string, values: Values): Write => {
    const write = { kind: 'create', table: crm().table(name), id: randomUUID(), values } as const;
    crm().made({ table: name, id: write.id });
    return write;
  };
  const update = ({ table, id }: Write, values: Values, etag = '*'): Write => ({
    kind: 'update',
    table,
    id,
    values,
    etag,
  });
  const remove = ({ table, id }: Write, etag = '*'): Write => ({ kind: 'delete', table, id, etag });
  const seen = ({ table, id }: Write) => crm().server.readRow(table, id);

  describe('a batch', () => {
    it('does sets in order and proves each write by its row', async () => {
      const account = create('account', { name: 'Batch Ltd' });
      const ref = { table: 'account', id: account.id, name: 'Batch Ltd' };
      const contact = create('contact', { lastname: 'Müller 💼', parentcustomerid: ref });
      const task = create('task', { subject: 'Made and deleted', regardingobjectid: ref });
      const outcomes = await crm().server.writeAll([
        [account],
        [contact, update(contact, { jobtitle: 'Buyer' }), update(account, { telephone1: '1' })],
        [task],
        [remove(task)],
      ]);
      expect(outcomes).toMatchObject([
        { kind: 'done', rows: [{ id: account.id, values: { name: 'Batch Ltd' } }] },
        {
          kind: 'done',
          rows: [
            { id: contact.id, values: { lastname: 'Müller 💼', parentcustomerid: ref } },
            { id: contact.id, values: { lastname: 'Müller 💼', jobtitle: 'Buyer' } },
            { id: account.id, values: { name: 'Batch Ltd', telephone1: '1' } },
          ],
        },
        { kind: 'done', rows: [{ id: task.id }] },
        { kind: 'done', rows: [null] },
      ]);
      const second = outcomes[1]?.kind === 'done' ? outcomes[1].rows : [];
      expect(await seen(contact)).toEqual(second[1]);
      expect(await seen(account)).toEqual(second[2]);
      expect(await seen(task)).toBeNull();
    });

    it('has done nothing of the set that failed, all before it and nothing behind it', async () => {
      const first = create('contact', { lastname: 'First' });
      const second = create('contact', { lastname: 'Second' });
      const third = create('contact', { lastname: 'Third' });
      const outcomes = await crm().server.writeAll([
        [first],
        [second, update(first, { lastname: 'Changed' }), update(third, { lastname: 'Ghost' })],
        [third],
        [remove(first)],
      ]);
      expect(outcomes).toMatchObject([
        { kind: 'done', rows: [{ id: first.id, values: { lastname: 'First' } }] },
        {
          kind: 'failed',
          failure: { kind: 'answered', status: 404, code: '0x80040217', retryAfterMs: null },
        },
        { kind: 'notRun' },
        { kind: 'notRun' },
      ]);
      expect((await seen(first))?.values['lastname']).toBe('First');
      expect([await seen(second), await seen(third)]).toEqual([null, null]);
    });

    it('guards each write by itself', async () => {
      const contact = create('contact', { lastname: 'Guarded' });
      const [made] = await crm().server.writeAll([[contact]]);
      const etag = (made?.kind === 'done' && made.rows[0]?.etag) || '';
      expect(etag).not.toBe('');
      expect(
        await crm().server.writeAll([
          [update(contact, { lastname: 'Two' }, etag)],
          [update(contact, { lastname: 'Three' }, etag)],
        ]),
      ).toMatchObject([{ kind: 'done' }, { kind: 'failed', failure: { code: '0x80060882' } }]);
      expect(await crm().server.writeAll([[contact]])).toMatchObject([
        { kind: 'failed', failure: { status: 412, code: '0x80040237' } },
      ]);
      expect(
        await crm().server.writeAll([[remove(contact, etag)], [remove(contact)]]),
      ).toMatchObject([{ kind: 'failed', failure: { code: '0x80060882' } }, { kind: 'notRun' }]);
      expect((await seen(contact))?.values['lastname']).toBe('Two');
    });

    it('replaces parties with the columns or not at all, and gives the whole row', async () => {
      const contact = await crm().create('contact', { lastname: 'Party' });
      const party = (role: number, address: string) => ({ role, ref: null, address });
      const known = { role: 2, ref: lookup(contact, 'Party'), address: '' };
      const parties = (...list: Party[]): Values => ({ email_activity_parties: list });
      const email = create('email', { subject: 'One', ...parties(party(1, 'a@carryon.test')) });
      const [made] = await crm().server.writeAll([[email]]);
      const etag = (made?.kind === 'done' && made.rows[0]?.etag) || '';
      const outcomes = await crm().server.writeAll([
        [update(email, { subject: 'Two', ...parties(known) }, etag)],
        [update(email, { subject: 'Three', ...parties() }, etag)],
      ]);
      expect(outcomes).toMatchObject([
        {
          kind: 'done',
          rows: [
            {
              values: {
                subject: 'Two',
                email_activity_parties: [{ role: 2, ref: { table: 'contact', id: contact.id } }],
              },
            },
          ],
        },
        { kind: 'failed', failure: { code: '0x80060882' } },
      ]);
      const row = outcomes[0]?.kind === 'done' ? outcomes[0].rows[0] : null;
      expect(await seen(email)).toEqual(row);
      const alone = update(email, parties(), row?.etag ?? '');
      expect(await crm().server.write(alone)).toMatchObject({ values: parties() });
      const stale = await crm().server.writeAll([[update(email, parties(known), etag)]]);
      expect(stale).toMatchObject([{ kind: 'failed', failure: { code: '0x80060882' } }]);
      expect((await seen(email))?.values).toMatchObject({ subject: 'Two', ...parties() });
    });
  });
}
