import { afterEach, describe, expect, it } from '@jest/globals';
import { boundBy } from '../../src/domain/left-out';
import type { Trip } from '../../src/domain/trip';
import { askFacts } from '../../src/offline/facts';
import { worldAt } from './crm-world';
import { type Computer, openComputer } from './sandbox-computer';
import { sandboxTokens } from './sandbox-world';

let computer: Computer;
afterEach(() => computer.close());

const wideTrip = (rows: 'mine' | 'all'): Trip => ({
  name: 'Wide',
  on: true,
  tables: {},
  others: { rows },
});

/** The same, with as few columns as can be. */
async function narrow(rows: 'mine' | 'all'): Promise<Trip> {
  const { server } = worldAt(computer.url, sandboxTokens('omar'));
  const { model, rules } = await askFacts(server, computer.identity);
  const tables = Object.values(model).map((table) => {
    const free = Object.values(table.columns).filter(
      (column) => boundBy(table, column, [], rules) === null,
    );
    return [table.name, { rows, without: free.map(({ name }) => name) }] as const;
  });
  return { ...wideTrip(rows), name: 'Narrow', tables: Object.fromEntries(tables) };
}

/** The values of every row on board, by table. */
async function kept(): Promise<ReadonlyMap<string, readonly string[][]>> {
  const { db } = computer.store;
  const rows = await db.records.bulkGet(await db.records.keys());
  const found = new Map<string, string[][]>();
  for (const row of rows)
    if (row !== undefined) {
      const list = found.get(row.keys.table) ?? [];
      list.push(Object.keys(row.body as object));
      found.set(row.keys.table, list);
    }
  return found;
}

const near = (estimated: number, came: number): boolean =>
  Math.abs(estimated - came) < Math.max(20_000, 0.2 * came);

describe('Columns that are left out, before the sandbox', () => {
  it.each(['mine', 'all'] as const)(
    'SE16 SE17 GO1 do not come, cost nothing, and come for all rows once they are wanted: %s',
    async (rows) => {
      computer = await openComputer('demo', 'omar');
      const trip = await narrow(rows);
      const few = await computer.sync(trip);
      expect(few.came.phase).toBe('done');
      const without = new Set(trip.tables['account']?.without);
      expect(without.size).toBeGreaterThan(5);
      const accounts = (await kept()).get('account') ?? [];
      expect(accounts.length).toBeGreaterThan(5);
      expect(accounts.flat().filter((name) => without.has(name))).toEqual([]);

      const wide = await computer.sync(wideTrip(rows));
      expect(wide.came.phase).toBe('done');
      expect(
        ((await kept()).get('account') ?? []).every((names) => names.includes('description')),
      ).toBe(true);
      expect(wide.came.bytes).toBeGreaterThan(1.2 * few.came.bytes);

      const again = await computer.sync(trip);
      expect(again.came.bytes).toBeLessThan(0.2 * few.came.bytes);
      for (const { estimated, came } of [few, wide, again])
        expect([estimated.bytes, came.bytes, near(estimated.bytes, came.bytes)]).toEqual([
          estimated.bytes,
          came.bytes,
          true,
        ]);
    },
    60_000,
  );
});
