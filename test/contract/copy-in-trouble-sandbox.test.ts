import { afterEach, describe, expect, it } from '@jest/globals';
import { random } from '../../sandbox/seed/random';
import type { Row } from '../../src/domain/row';
import { rowKey } from '../../src/domain/row';
import { type Trip, usualTrip } from '../../src/domain/trip';
import { toLocalRow } from '../../src/offline/stored';
import { long, seedOr } from '../chance';
import { testClock } from '../offline/support/clock';
import { worldAt } from './crm-world';
import { type Computer, openComputer } from './sandbox-computer';
import { sandboxTokens } from './sandbox-world';

const ROWS = long ? 20_000 : 4_000;
const all: Trip = { ...usualTrip, name: 'All', others: { rows: 'all' } };

let computer: Computer;
afterEach(() => computer.close());

/** What becomes of a request in place of its answer. */
type Harm = (signal: AbortSignal | null | undefined) => Promise<Response>;

/** Null: it goes its way. */
type Trouble = (nth: number) => Harm | null;

const answer = (
  status: number,
  headers: Record<string, string> = {},
  body = '',
): Promise<Response> => Promise.resolve(new Response(body, { status, headers }));

const html = { 'Content-Type': 'text/html' };

const failing = (): Trouble => {
  const luck = random(seedOr(29));
  const ways: readonly Harm[] = [
    () => Promise.reject(new TypeError('Failed to fetch')),
    () => answer(503),
    () => answer(502, html, '<html><body>Bad gateway</body></html>'),
    () => answer(200, html, '<html><body>Welcome to our guest network</body></html>'),
    // Never answered: the client gives up by its clock.
    (signal) =>
      new Promise((_, reject) => {
        signal?.addEventListener('abort', () => {
          reject(new DOMException('Aborted', 'AbortError'));
        });
      }),
  ];
  return () => (luck.next() < 0.1 ? luck.pick(ways) : null);
};

const throttled = (): Trouble => (nth) =>
  nth % 3 === 0
    ? () => answer(429, { 'Retry-After': '7', 'OData-Version': '4.0' }, '{"error":{}}')
    : null;

/** A network with trouble, by a clock that moves on whenever nothing is under way. */
function networkWith(trouble: Trouble) {
  const clock = testClock(Date.now());
  let asked = 0;
  let underWay = 0;
  let harmed = 0;
  let on = false;
  const fetchIt: typeof fetch = async (input, init) => {
    asked += 1;
    const harm = on ? trouble(asked) : null;
    if (harm !== null) {
      harmed += 1;
      return harm(init?.signal);
    }
    underWay += 1;
    try {
      const response = await fetch(input, init);
      const body = await response.arrayBuffer();
      return new Response(body.byteLength === 0 ? null : body, response);
    } finally {
      underWay -= 1;
    }
  };
  return {
    fetch: fetchIt,
    clock,
    harmed: () => harmed,
    /** Trouble begins, and lasts until the work has ended. */
    async during<T>(work: () => Promise<T>): Promise<T> {
      on = true;
      let ended = false;
      const working = work().finally(() => {
        ended = true;
      });
      while (!ended) {
        await new Promise((resolve) => setImmediate(resolve));
        if (underWay === 0) clock.advance(clock.untilNext() ?? 0);
      }
      on = false;
      return working;
    },
  };
}

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
    ['where requests fail', failing],
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
