import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { may } from '../../src/domain/rights';
import { accessContract } from './access-contract';
import { batchContract } from './batch-contract';
import type { CrmWorld } from './crm-world';
import { duplicateContract } from './duplicate-contract';
import { filterContract } from './filter-contract';
import { modelContract } from './model-contract';
import { contractTables, failureOf, openCrm } from './open-crm';
import type { OpenCrm } from './open-crm';
import { pageContract } from './page-contract';
import { rowContract } from './row-contract';
import { searchContract } from './search-contract';

/** What every CRM promises through the port {@link CrmServer}, checked on a running one. */
export function crmServerContract(title: string, open: () => Promise<CrmWorld>): void {
  describe(`${title} as a CRM server`, () => {
    let opened: OpenCrm;
    const crm = (): OpenCrm => opened;

    beforeAll(async () => {
      opened = await openCrm(await open());
    });
    afterAll(() => opened.close());

    it('says who is signed in by lower-case GUIDs', () => {
      const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
      const { organizationId, userId, businessUnitId } = crm().me;
      for (const id of [organizationId, userId, businessUnitId]) expect(id).toMatch(guid);
    });

    modelContract(crm);

    it('tells the rights that reading and creating take', async () => {
      const { server, me, model } = crm();
      const rights = await server.readRights(me, model);
      expect(rights.userId).toBe(me.userId);
      expect(may(rights, crm().table('account'), 'Read')).toEqual({ allowed: true });
      expect(may(rights, crm().table('contact'), 'Create')).toEqual({ allowed: true });
    });

    rowContract(crm);
    batchContract(crm);
    duplicateContract(crm);
    pageContract(crm);
    filterContract(crm);
    searchContract(crm);
    accessContract(crm);

    it('counts rows by id', async () => {
      const row = await crm().create('task', { subject: 'Counted' });
      const filter = { kind: 'ids', ids: [row.id, randomUUID()] } as const;
      const query = { table: crm().table('task'), filter, pageSize: 1 };
      expect(await crm().server.count(query)).toEqual({ count: 1, more: false });
    });

    it('counts at most what there is, and says whether there is more', async () => {
      await crm().create('task', { subject: 'One of all' });
      const query = { table: crm().table('task'), filter: { kind: 'all' } as const, pageSize: 1 };
      const { count, more } = await crm().server.count(query);
      expect(count).toBeGreaterThan(0);
      expect(count).toBeLessThanOrEqual(50_000);
      expect(more && count < 5000).toBe(false);
    });

    it('ends an aborted call as unreachable', async () => {
      const { server, outcomes } = crm();
      const before = outcomes.length;
      const abort = new AbortController();
      const call = server.readModel(contractTables, abort.signal);
      abort.abort();
      expect(await failureOf(call)).toMatchObject({ kind: 'unreachable', status: 0 });
      expect(outcomes.slice(before).filter((outcome) => outcome !== 'ok')).toEqual([]);
    });

    it('does nothing where the signal is aborted already, whatever is asked', async () => {
      const { server, me, model } = crm();
      const table = crm().table('task');
      const id = randomUUID();
      const query = { table, filter: { kind: 'all' }, pageSize: 1 } as const;
      const values = { subject: 'Never' };
      const signal = AbortSignal.abort();
      const calls: Promise<unknown>[] = [
        server.whoAmI(signal),
        server.readRights(me, model, signal),
        server.readPage(query, null, signal),
        server.count(query, signal),
        server.readRow(table, id, signal),
        server.search({ tables: [table], words: ['never'], limit: 1 }, signal),
        server.readDuplicates({ table, id: null, values, matching: table }, signal),
        server.readDuplicateRules(signal),
        server.readViews([table], null, signal),
        server.write({ kind: 'create', table, id, values }, signal),
        server.writeAll([[{ kind: 'create', table, id, values }]], signal),
      ];
      for (const failure of await Promise.all(calls.map(failureOf)))
        expect(failure).toMatchObject({ kind: 'unreachable', status: 0 });
      expect(await server.readRow(table, id)).toBeNull();
    });
  });
}
