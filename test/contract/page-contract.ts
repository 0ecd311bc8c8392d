import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { CrmServer } from '../../src/domain/crm-server';
import type { Row } from '../../src/domain/row';
import { isLookup } from '../../src/domain/value';
import type { OpenCrm } from './open-crm';

/** What reading many rows promises. */
export function pageContract(crm: () => OpenCrm): void {
  describe('pages', () => {
    const ids = new Set<string>();

    beforeAll(async () => {
      for (let n = 0; n < 5; n += 1)
        ids.add((await crm().create('contact', { lastname: `Page ${n}` })).id);
    });

    const all = async (query: Parameters<CrmServer['readPage']>[0]): Promise<Row[][]> => {
      const pages: Row[][] = [];
      let next: string | null = null;
      do {
        const page = await crm().server.readPage(query, next);
        pages.push([...page.rows]);
        next = page.next;
      } while (next !== null);
      return pages;
    };

    it('add up to the rows that were asked for by id, each once', async () => {
      const pages = await all({
        table: crm().table('contact'),
        filter: { kind: 'ids', ids: [...ids, randomUUID()] },
        pageSize: 2,
      });
      expect(pages.map((rows) => rows.length)).toEqual([2, 2, 1]);
      expect(new Set(pages.flat().map(({ id }) => id))).toEqual(ids);
    });

    it('hold the rows asked for among hundreds of ids, and none for no id', async () => {
      const page = async (asked: readonly string[]) =>
        (
          await all({
            table: crm().table('contact'),
            filter: { kind: 'ids', ids: asked },
            pageSize: 5000,
          })
        ).flat();
      const strangers = Array.from({ length: 400 }, () => randomUUID());
      const rows = await page([...strangers, ...ids]);
      expect(new Set(rows.map(({ id }) => id))).toEqual(ids);
      expect(await page([])).toEqual([]);
    });

    it('can be asked for together, each as by itself', async () => {
      const { server, table } = crm();
      const queries = [...ids, randomUUID()].map((id, n) => ({
        table: table('contact'),
        filter: { kind: 'ids', ids: [id] } as const,
        bare: n % 2 === 0,
        pageSize: 100,
      }));
      const alone = await Promise.all(queries.map((query) => server.readPage(query, null)));
      const pages = await server.readPages(queries);
      const rowsOf = (told: typeof pages) => told.map(({ rows, next }) => ({ rows, next }));
      expect(rowsOf(pages)).toEqual(rowsOf(alone));
      expect(pages.flatMap(({ rows }) => rows.map(({ id }) => id))).toEqual([...ids]);
      expect(pages.every(({ bytes }, n) => bytes >= (alone[n]?.bytes ?? 0) * 0.9)).toBe(true);
    });

    it('hold rows as reading one row gives them', async () => {
      const [row] = (
        await all({
          table: crm().table('contact'),
          filter: { kind: 'ids', ids: [...ids].slice(0, 1) },
          pageSize: 5000,
        })
      ).flat();
      expect(row === undefined ? null : await crm().read(row)).toEqual(row);
    });

    it('hold only the columns that are wanted, also by conditions on others', async () => {
      const [id = ''] = ids;
      const filters = [
        { kind: 'ids', ids: [id] },
        { kind: 'column', column: 'lastname', operator: 'begins-with', values: ['Page'] },
      ] as const;
      const [rows = []] = await all({
        table: crm().table('contact'),
        filter: { kind: 'and', filters },
        only: ['firstname'],
        pageSize: 2,
      });
      expect(rows.map(({ values }) => Object.keys(values))).toEqual([['firstname']]);
    });

    it('since a version hold what is newer, the oldest first, and add up by the versions they end with', async () => {
      const version = ({ etag }: Row): bigint => BigInt(/\d+/.exec(etag ?? '')?.[0] ?? 0);
      const filter = { kind: 'ids', ids: [...ids] } as const;
      const table = crm().table('contact');
      const ask = async (since: string): Promise<readonly Row[]> =>
        (await crm().server.readPage({ table, filter, since, pageSize: 2 }, null)).rows;
      const found: Row[] = [];
      for (let since = '0'; ;) {
        const rows = await ask(since);
        found.push(...rows);
        const last = rows.at(-1);
        if (last === undefined) break;
        since = String(version(last));
      }
      expect(found).toHaveLength(ids.size);
      const versions = found.map(version);
      expect([...versions].sort((a, b) => (a < b ? -1 : 1))).toEqual(versions);
      const [oldest] = found;
      if (oldest === undefined) throw new Error('no rows');
      await crm().server.write({
        kind: 'update',
        table,
        id: oldest.id,
        values: { firstname: 'Newest' },
        etag: '*',
      });
      const since = String(versions.at(-1));
      expect((await ask(since)).map(({ id }) => id)).toEqual([oldest.id]);
      expect(await crm().server.count({ table, filter, since, pageSize: 2 })).toMatchObject({
        count: 1,
      });
    });

    it('of an owner hold the owner’s rows only', async () => {
      const query = {
        table: crm().table('contact'),
        filter: { kind: 'owner', userId: crm().me.userId } as const,
        pageSize: 50,
      };
      const rows = (await all(query)).flat();
      for (const id of ids) expect(rows.map((row) => row.id)).toContain(id);
      expect(new Set(rows.map((row) => row.values['ownerid']))).not.toContain(null);
      for (const row of rows)
        expect(row.values['ownerid']).toMatchObject({ table: 'systemuser', id: crm().me.userId });
      const { count, more } = await crm().server.count(query);
      expect(more ? rows.length > count : rows.length === count).toBe(true);
    });

    it('of the user and their teams hold the user’s own rows, and none of another user', async () => {
      const query = {
        table: crm().table('contact'),
        filter: { kind: 'team' } as const,
        pageSize: 50,
      };
      const rows = (await all(query)).flat();
      for (const id of ids) expect(rows.map((row) => row.id)).toContain(id);
      const users = rows
        .map((row) => row.values['ownerid'])
        .filter((owner) => isLookup(owner) && owner.table === 'systemuser');
      for (const user of users) expect(user).toMatchObject({ id: crm().me.userId });
      const { count, more } = await crm().server.count(query);
      expect(more ? rows.length > count : rows.length === count).toBe(true);
    });
  });
}
