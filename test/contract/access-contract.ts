import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { OpenCrm } from './open-crm';

/** What reading promises that tells what a write would meet. */
export function accessContract(crm: () => OpenCrm): void {
  describe('what a write would meet', () => {
    it('is what the user may do to a row, where there is one', async () => {
      const { server, me } = crm();
      const task = crm().table('task');
      const { id } = await crm().create('task', { subject: 'Mine' });
      const access = await server.readAccess(me.userId, task, id);
      expect([...(access ?? [])]).toEqual(expect.arrayContaining(['Read', 'Write']));
      expect(await server.readAccess(me.userId, task, randomUUID())).toBeNull();
    });

    it('is whether two rows are linked', async () => {
      const { server } = crm();
      const table = crm().table('contact');
      const other = await crm().create('account', { name: 'Linked?' });
      const { id } = await crm().create('contact', { lastname: 'Linked?' });
      const link = {
        table,
        id,
        // Of 1:N, which has a collection too: no N:N relationship is in every organisation.
        relationship: 'account_primary_contact',
        otherTable: crm().table('account'),
        otherId: other.id,
      };
      expect(await server.isLinked(link)).toBe(false);
      await crm().update(other, { primarycontactid: { table: 'contact', id, name: '' } });
      expect(await server.isLinked(link)).toBe(true);
      expect(await server.isLinked({ ...link, id: randomUUID() })).toBe(false);
    });

    it('is which columns are an alternate key, each a list of names', async () => {
      for (const key of await crm().server.readKeys(crm().table('account'))) {
        expect(key.length).toBeGreaterThan(0);
        expect(key).not.toContain('');
      }
    });

    it('is the rows that have the same values', async () => {
      const account = await crm().create('account', { name: "O'Neill & Sons" });
      const parentcustomerid = { table: 'account', id: account.id, name: '' };
      const lastname = randomUUID();
      const row = await crm().create('contact', { lastname, parentcustomerid });
      const page = async (values: typeof row.values) => {
        const filter = { kind: 'values', values } as const;
        const query = { table: crm().table('contact'), filter, pageSize: 2 };
        return (await crm().server.readPage(query, null)).rows.map(({ id }) => id);
      };
      expect(await page({ lastname, parentcustomerid })).toEqual([row.id]);
      expect(await page({ lastname: `${lastname}'`, parentcustomerid })).toEqual([]);
    });

    it('is which processes are activated, each with what starts it', async () => {
      for (const process of (await crm().server.readProcesses()) ?? []) {
        expect([process.name, process.table]).not.toContain('');
        expect(process.id).toMatch(/^[0-9a-f-]{36}$/);
        expect(process.ownerId).toMatch(/^[0-9a-f-]{36}$/);
        expect(process.businessUnitId).toMatch(/^[0-9a-f-]{36}$/);
      }
    });
  });
}
