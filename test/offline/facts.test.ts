import { beforeEach, describe, expect, it } from '@jest/globals';
import { CrmError } from '../../src/domain/crm-error';
import { askFacts } from '../../src/offline/facts';
import { identity } from './support/crm';
import { settle } from './support/settle';
import { World } from './support/world';

const questions = [
  'readModel',
  'readRights',
  'readProcesses',
  'readDuplicateRules',
  'readColleagues',
] as const;
type Question = (typeof questions)[number];

let world: World;
let asked: Question[];
let answer: Record<Question, () => void>;
let fail: Record<Question, () => void>;
const failure = new CrmError({
  kind: 'answered',
  status: 500,
  code: '',
  message: '',
  retryAfterMs: null,
});

/** Each question is answered when the test says so, or rejects where nobody wants the answer any more. */
beforeEach(() => {
  world = new World();
  asked = [];
  const { crm } = world;
  const none = () => undefined;
  answer = Object.fromEntries(questions.map((name) => [name, none])) as typeof answer;
  fail = { ...answer };
  for (const name of questions) {
    const ask = crm[name].bind(crm) as (...given: unknown[]) => Promise<never>;
    crm[name] = async (...given: unknown[]) => {
      asked.push(name);
      const signal = given.at(-1) as AbortSignal;
      await new Promise<void>((resolve, reject) => {
        answer[name] = resolve;
        fail[name] = () => {
          reject(failure);
        };
        signal.addEventListener('abort', reject);
      });
      return ask(...given);
    };
  }
});

const ask = () => askFacts(world.crm, identity);

describe('what is asked of the organisation', () => {
  it('CP15 is asked at the same time, but for the rights, which need the model', async () => {
    const facts = ask();
    await settle();
    expect(asked).toEqual(['readModel', 'readProcesses', 'readDuplicateRules', 'readColleagues']);
    answer.readModel();
    await settle();
    expect(asked.at(-1)).toBe('readRights');
    for (const name of questions) answer[name]();
    expect(Object.keys((await facts).model)).toEqual(Object.keys(world.crm.model));
    expect(asked).toHaveLength(5);
  });

  it('CP15 is not asked any further where one of the questions fails', async () => {
    const facts = ask();
    facts.catch(() => undefined);
    await settle();
    fail.readProcesses();
    await expect(facts).rejects.toBe(failure);
    answer.readModel();
    await settle();
    expect(asked).toHaveLength(4);
  });
});
