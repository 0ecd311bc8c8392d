import { describe, expect, it } from '@jest/globals';
import { distinctAmong } from '../../src/domain/distinct';
import { estimate, type Expected } from '../../src/domain/estimate';

const expected = (more: Partial<Expected> = {}): Expected => ({
  table: 'account',
  rows: 1000,
  more: false,
  sample: { rows: 200, bytes: 400_000, ms: 300 },
  checked: 0,
  requests: 3,
  matchesNothing: false,
  ...more,
});
const pace = { start: 0, request: 100, store: 0.5 };

describe('an estimate', () => {
  it('GO1 tells bytes by what rows of the sample weigh', () => {
    expect(estimate([expected()], pace)).toMatchObject({ rows: 1000, bytes: 2_000_000 });
  });

  it('GO1 counts what is asked only for ids and versions', () => {
    const none = expected({ rows: 0, sample: null, checked: 5000, requests: 2 });
    expect(estimate([none], pace)).toMatchObject({
      rows: 0,
      bytes: 425_000,
      ms: 200,
      tables: [],
      empty: [],
    });
  });

  it('GO2 lies within a half of what two tables take, at once as well as in turn', () => {
    const tables = [expected(), expected({ table: 'contact' })];
    const one = estimate([expected()], { ...pace, start: 0 }).ms;
    const { ms } = estimate(tables, { ...pace, start: 0 });
    for (const took of [one, 2 * one]) expect(Math.abs(ms - took)).toBeLessThan(took / 2);
    // Storing does not happen at once.
    const store = 50;
    const slowly = estimate([expected()], { start: 0, request: 0, store }).ms;
    expect(estimate(tables, { start: 0, request: 0, store }).ms).toBe(2 * slowly);
  });

  it('GO2 takes what is slower, fetching or storing, since both go on at once', () => {
    // 200 ms for 200 rows beyond what a request takes: a millisecond each.
    expect(estimate([expected()], pace).ms).toBe(3 * 100 + 1000);
    expect(estimate([expected()], { ...pace, store: 4 }).ms).toBe(3 * 100 + 4000);
  });

  it('GO2 takes ten times as long over a network that is ten times slower', () => {
    const slow = expected({ sample: { rows: 200, bytes: 400_000, ms: 3000 } });
    expect(estimate([slow], { start: 0, request: 1000, store: 0.5 }).ms).toBe(13_000);
  });

  it('GO2 begins with what goes before the first row', () => {
    expect(estimate([], { ...pace, start: 1234.5 })).toMatchObject({ ms: 1235 });
  });

  it('GO1 GO2 adds the files that come, by how fast files have come, or else rows do', () => {
    const files = { count: 3, size: 3_000_000, tooLarge: { count: 1, size: 9_000_000 } };
    const { rows, bytes, ms, attachments } = estimate(
      [],
      { ...pace, file: 0.01 },
      { attachments: files },
    );
    expect([rows, bytes, ms]).toEqual([0, 4_000_750, 3 * 100 + 30_000]);
    expect(attachments).toEqual(files);
    // A row of 2000 bytes took a millisecond.
    expect(estimate([expected()], pace, { attachments: files }).ms).toBe(1300 + 3 * 100 + 2000);
  });

  it('adds up tables, each once, and lists those of which rows come, the heaviest first', () => {
    const light = { rows: 10, bytes: 1000, ms: 100 };
    const all = estimate(
      [
        expected({ table: 'task', rows: 50, sample: light, requests: 1 }),
        expected(),
        expected({ rows: 500, more: true, requests: 5 }),
        expected({ table: 'lead', rows: 0, sample: null }),
      ],
      pace,
    );
    expect(all.tables.map(({ table, rows, bytes }) => [table, rows, bytes])).toEqual([
      ['account', 1500, 3_000_000],
      ['task', 50, 5000],
    ]);
    expect(all).toMatchObject({ rows: 1550, more: true, bytes: 3_005_000 });
  });
});

describe('different rows among references', () => {
  it('are as many as references where no row was met twice', () => {
    expect(distinctAmong(500, { drawn: 40, distinct: 40 })).toBe(500);
  });

  it('are those of the sample where that is all', () => {
    expect(distinctAmong(40, { drawn: 40, distinct: 7 })).toBe(7);
    expect(distinctAmong(0, { drawn: 0, distinct: 0 })).toBe(0);
  });

  it('are hardly more than those of a sample that met each of them often', () => {
    const found = distinctAmong(100_000, { drawn: 1000, distinct: 10 });
    expect(found).toBe(10);
  });

  it.each([100, 1000, 10_000])('are about right where references lead to %d rows evenly', (all) => {
    let seed = 7;
    const next = (): number => (seed = (seed * 48_271) % 2_147_483_647) % all;
    const drawn = Array.from({ length: 400 }, next);
    const total = 5000;
    const truth = new Set([...drawn, ...Array.from({ length: total - 400 }, next)]).size;
    const found = distinctAmong(total, { drawn: 400, distinct: new Set(drawn).size });
    expect(Math.abs(found - truth) / truth).toBeLessThan(0.2);
  });
});
