import { describe, expect, it } from '@jest/globals';
import { contractTables } from './open-crm';
import type { OpenCrm } from './open-crm';

/** What the model of any organisation promises. */
export function modelContract(crm: () => OpenCrm): void {
  describe('the model', () => {
    it('has the tables that were asked for and leaves out unknown names', async () => {
      expect(Object.keys(crm().model).sort()).toEqual([...contractTables].sort());
      expect(Object.keys(await crm().server.readModel(['nosuchtable', 'task']))).toEqual(['task']);
    });

    it('has what the organisation made available offline, with columns to show', async () => {
      const offline = Object.values(await crm().server.readModel(null));
      expect(offline.length).toBeGreaterThan(0);
      for (const each of offline) {
        expect(each.columns).toHaveProperty(each.primaryId);
        expect(each.columns).toHaveProperty(each.primaryName);
        const shown = each.sections.flatMap(({ columns }) => columns);
        expect(shown.length).toBeGreaterThan(0);
        expect(shown.filter((column) => !(column in each.columns))).toEqual([]);
        expect(new Set(shown).size).toBe(shown.length);
      }
    });

    it('knows accounts', () => {
      const account = crm().table('account');
      expect(account).toMatchObject({
        entitySetName: 'accounts',
        primaryId: 'accountid',
        primaryName: 'name',
        ownership: 'user',
        isActivity: false,
        optimisticConcurrency: true,
      });
      expect(account.privileges).toMatchObject({ Read: 'prvReadAccount' });
      expect(account.columns['name']).toMatchObject({ type: 'text', required: true });
      expect(account.columns['name']?.maxLength).toBeGreaterThan(0);
      expect(account.columns['createdon']).toMatchObject({ canCreate: false, canUpdate: false });
      expect(account.columns['statecode']?.options?.map(({ value }) => value)).toEqual([0, 1]);
    });

    it('knows where polymorphic lookups lead and by which navigation property', () => {
      expect(crm().table('contact').columns['parentcustomerid']?.navigation).toMatchObject({
        account: 'parentcustomerid_account',
        contact: 'parentcustomerid_contact',
      });
      expect(crm().table('task').columns['regardingobjectid']?.navigation).toMatchObject({
        account: 'regardingobjectid_account_task',
      });
      expect(crm().table('account').referencedBy).toContainEqual({
        table: 'task',
        column: 'regardingobjectid',
      });
    });

    it('has an e-mail’s parties as one column', () => {
      expect(crm().table('email').columns['email_activity_parties']).toMatchObject({
        type: 'parties',
        navigation: { contact: 'partyid_contact' },
      });
    });

    it('says which status belongs to which state', () => {
      const statuses = crm().table('task').columns['statuscode']?.options ?? [];
      expect(statuses.map(({ state }) => state)).toEqual(expect.arrayContaining([0, 1]));
    });
  });
}
