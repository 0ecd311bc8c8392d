import { describe, expect, it } from '@jest/globals';
import { basisOf } from '../../src/offline/copy/passes';
import { byIds } from '../../src/offline/copy/reader';
import { readByIds } from '../../src/offline/copy/referred';
import { model } from './support/model';

const MINUTE = 60_000;
const account = model['account']!;
const ids = (count: number): string[] => Array.from({ length: count }, (_, n) => `id ${n}`);

/** What is asked of rows that are all on board, of which one was looked at a quarter of an hour ago. */
async function askedAbout(count: number): Promise<string[]> {
  const asked: string[] = [];
  const say = (what: string) => (_table: unknown, rows: readonly unknown[]) => {
    if (rows.length > 0) asked.push(what);
    return Promise.resolve([]);
  };
  const mark = (at: number) => ({ at, version: String(at) });
  const basis = basisOf(account, byIds([]));
  const known = { basis, marks: [mark(0), mark(15 * MINUTE)], walkedAt: 15 * MINUTE, rows: 1 };
  await readByIds(
    {
      readsAnew: () => false,
      onBoard: (_table, ids) => Promise.resolve(new Set(ids)),
      changed: () => {
        asked.push('what has changed');
        return Promise.resolve({ rows: [], next: null, bytes: 0 });
      },
      byIds: say('values'),
      check: say('versions'),
      mend: () => Promise.resolve(),
    },
    { at: 30 * MINUTE, thorough: false },
    account,
    ids(count),
    known,
    '0',
  );
  return asked;
}

describe('rows that are known by their ids', () => {
  it('RF4 are looked at in full each quarter of an hour where they are few', async () => {
    expect(await askedAbout(10)).toEqual(['versions']);
  });

  it('RF4 are looked at where they have changed where they are many more than before', async () => {
    expect(await askedAbout(10_000)).toEqual(['what has changed']);
  });
});
