import { describe, expect, it } from '@jest/globals';
import { long } from '../chance';
import { hunt, mutants, planted } from './mutants';

/** Seeds within which a planted bug has to be found. */
const SEEDS = 4000;
/** Milliseconds that all of these take on a busy machine: no test waits for so long that finds the bug. */
const LIMIT = 1_800_000;

describe('the simulation itself', () => {
  it('knows where to plant each bug', async () => {
    expect(mutants.length).toBeGreaterThanOrEqual(10);
    for (const mutant of mutants) expect(await planted(mutant)).not.toBe('');
  });

  if (long)
    it.each(mutants.map((mutant) => [mutant.name, mutant] as const))(
      'finds a bug that is planted: %s',
      async (_name, mutant) => {
        const { broken, seeds } = await hunt(mutant, SEEDS);
        expect(broken).not.toEqual([]);
        expect(seeds).toBeLessThanOrEqual(SEEDS);
      },
      LIMIT,
    );
});
