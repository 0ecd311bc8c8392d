import { describe, expect, it } from '@jest/globals';
import { seedOr } from '../chance';
import { Crm } from './crm';
import { play, report } from './play';
import { simulate } from './simulate';

const SEEDS = 2000;
/** Broken seeds that are told whole. */
const TOLD = 3;
const LIMIT = 900_000;

const broken = async (first: number): Promise<string> => {
  const played = await play({ first, seeds: SEEDS });
  expect(played.seeds).toBe(SEEDS);
  return played.broken.slice(0, TOLD).map(report).join('\n\n');
};

describe('a user, their browser, the network and the CRM, with everything that can befall them', () => {
  it(
    'ST1 OB1 DP5 PB1 PB3 PB7 PB16 RB1 loses nothing, does nothing twice, keeps the order, tells what it overwrote, and drains',
    async () => {
      expect(await broken(seedOr(1))).toBe('');
    },
    LIMIT,
  );

  it('goes the same way again for the same seed, whether rows are kept in IndexedDB or in memory', async () => {
    for (const seed of [3, 8, 20]) {
      const memory = await simulate(seed, await Crm.start(), false);
      const indexed = await simulate(seed, await Crm.start(), true);
      expect(indexed.trace).toEqual(memory.trace);
      expect(memory.trace.length).toBeGreaterThan(100);
    }
  }, 120_000);
});
