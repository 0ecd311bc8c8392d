import { beforeAll, describe, expect, it } from '@jest/globals';
import { long, seedOr } from '../chance';
import { Crm } from './crm';
import { essence, foretell, told } from './foresight';

const SEEDS = long ? 500 : 150;
const LIMIT = 900_000;

/** Everything that a dry run can say. */
const verdicts = [
  'sent',
  'merged',
  'overwrites',
  'yields',
  'done',
  'asks',
  'duplicate',
  'gone',
  'refused',
  'waits',
  'stays',
];

describe('a dry run, and playback after it', () => {
  let crm: Crm;
  const kinds = new Set<string>();

  beforeAll(async () => {
    crm = await Crm.start();
  });

  const differing = async (first: number, seeds: number): Promise<string[]> => {
    const found: string[] = [];
    for (let seed = first; seed < first + seeds; seed++)
      for (const one of await foretell(seed, crm)) {
        kinds.add(one.made.kind);
        if (JSON.stringify(essence(one.said)) !== JSON.stringify(essence(one.made)))
          found.push(`seed ${seed}: ${told(one)}`);
      }
    return found;
  };

  it(
    'DR1 DR2 make the same of every entry where nobody else writes meanwhile, and the first of them changes nothing',
    async () => {
      expect(await differing(seedOr(1), SEEDS)).toEqual([]);
      expect([...kinds].sort()).toEqual([...verdicts].sort());
    },
    LIMIT,
  );
});
