import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { OpenCrm } from './open-crm';

/** What looking for duplicates promises of any organisation, whatever its rules. */
export function duplicateContract(crm: () => OpenCrm): void {
  describe('duplicates', () => {
    it('are what published rules say, each with a condition', async () => {
      for (const rule of await crm().server.readDuplicateRules()) {
        expect([rule.table, rule.matchingTable]).not.toContain('');
        expect(rule.conditions.length).toBeGreaterThan(0);
        for (const { column, matchingColumn, operator, characters } of rule.conditions) {
          expect([column, matchingColumn]).not.toContain('');
          expect(characters !== null).toBe(operator.endsWith('Characters'));
        }
      }
    });

    it('are looked for among rows that are there and for rows that are not', async () => {
      const contact = crm().table('contact');
      const lastname = randomUUID();
      const row = await crm().create('contact', { lastname });
      const query = { table: contact, values: { lastname }, matching: contact };
      expect(await crm().server.readDuplicates({ ...query, id: row.id })).toEqual([]);
      for (const found of await crm().server.readDuplicates({ ...query, id: null }))
        expect(found).toEqual(row);
    });

    it('may be made where that is allowed', async () => {
      const table = crm().table('contact');
      const emailaddress1 = `${randomUUID()}@carryon.test`;
      await crm().create('contact', { lastname: 'Twin', emailaddress1 });
      const id = randomUUID();
      crm().made({ table: 'contact', id });
      const values = { lastname: 'Twin', emailaddress1 };
      const twin = { kind: 'create', table, id, values, allowDuplicates: true } as const;
      expect(await crm().server.write(twin)).toMatchObject({ id, values });
      const etag = '*';
      const update = { ...twin, kind: 'update', values: { emailaddress1 }, etag } as const;
      expect(await crm().server.writeAll([[update]])).toMatchObject([{ kind: 'done' }]);
    });
  });
}
