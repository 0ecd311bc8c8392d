import { afterEach, describe, expect, it } from '@jest/globals';
import type { Row } from '../../src/domain/row';
import { rowKey } from '../../src/domain/row';
import { type Trip, usualTrip } from '../../src/domain/trip';
import { toLocalRow } from '../../src/offline/stored';
import { long } from '../chance';
import { worldAt } from './crm-world';
import { type Computer, openComputer } from './sandbox-computer';
import { sandboxTokens } from './sandbox-world';
import { failing, networkWith, throttled } from './troubled-network';

const ROWS = long ? 20_000 : 4_000;
const all: Trip = { ...usualTrip, name: 'All', others: { rows: 'all' } };

let computer: Computer;
afterEach(() => computer.close());

/** What a row is, to be compared. */
const content = ({ etag, values }: Row): string =>
  JSON.stringify([etag, Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))]);

/** All rows on board, by key. */
async function board({ store }: Computer): Promise<Map<string, string>> {
  const keys = await store.db.records.keys();
  expect(new Set(keys).size).toBe(keys.length);
  const found = await store.db.records.bulkGet(keys);
  return new Map(
    found
      .flatMap((row) => (row ? [toLocalRow(row.keys, row.body)] : []))
      .map((row) => [rowKey(row), content(row)]),
  );
}

/** All rows of the user-owned tables that the user may read, by key. */
async function inCrm({ url, model }: Computer): Promise<Map<string, string>> {
  const { server } = worldAt(url, sandboxTokens('dana'));
  const rows = new Map<string, string>();
  for (const table of Object.values(model).filter(({ ownership }) => ownership === 'user')) {
    let next: string | null = null;
    do {
      const page = await server.readPage({ table, filter: { kind: 'all' }, pageSize: 2000 }, next);
      for (const row of page.rows) rows.set(rowKey(row), content(row));
      ({ next } = page);
    } while (next !== null);
  }
  return rows;
}

describe('A copy before the sandbox', () => {
  it.each([
    ['where requests fail', () => failing(0.1)],
    ['where every third request is told to wait', throttled],
  ])(
    'CP12 has every row of the CRM, none twice and none that differs, %s',
    async (_, trouble) => {
      const network = networkWith(trouble());
      computer = await openComputer(`large:${ROWS}`, 'dana', network);
      await computer.choose(all);
      let phase = '';
      // A copy that has given up goes on where it was.
      for (let tries = 0; phase !== 'done' && tries < 20; tries++)
        ({ phase } = await network.during(() => computer.copy()));
      expect(phase).toBe('done');
      expect(network.harmed()).toBeGreaterThan(0);
      const [here, there] = [await board(computer), await inCrm(computer)];
      expect(there.size).toBeGreaterThan(ROWS / 2);
      const wrong = [...there].filter(([key, row]) => here.get(key) !== row);
      expect(wrong.map(([key]) => key)).toEqual([]);
      const owned = [...here.keys()].filter(
        (key) => computer.model[key.split(':')[0] ?? '']?.ownership === 'user',
      );
      expect(owned.filter((key) => !there.has(key))).toEqual([]);
    },
    60_000,
  );
});
