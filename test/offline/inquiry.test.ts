import { beforeEach, describe, expect, it } from '@jest/globals';
import type { RowPage } from '../../src/domain/crm-server';
import type { Table } from '../../src/domain/table';
import { Inquiry, weightOnly } from '../../src/offline/estimate/inquiry';
import { type TestClock, testClock } from './support/clock';
import { model } from './support/model';
import { settle } from './support/settle';

const all = { kind: 'all' } as const;
const table = (name: string): Table => ({ ...model['task']!, name });

let clock: TestClock;
let abort: AbortController;
/** Tables that were asked about. */
let asked: string[];
let answers: Map<string, (bytes: number) => void>;
let inquiry: Inquiry;

beforeEach(async () => {
  clock = testClock();
  abort = new AbortController();
  asked = [];
  answers = new Map();
  inquiry = new Inquiry({
    server: {
      count() {
        clock.advance(100);
        return Promise.resolve({ count: 0, more: false });
      },
      readPages: () => Promise.resolve([]),
      readPage({ table: { name } }) {
        asked.push(name);
        return new Promise<RowPage>((resolve) => {
          answers.set(name, (bytes) => {
            resolve({ rows: [], next: null, bytes });
          });
        });
      },
    },
    clock,
    signal: abort.signal,
  });
  await inquiry.count(table('first'), all, null);
});

/** What is asked about a table is answered after so many milliseconds more. */
async function answer(name: string, bytes: number, ms: number): Promise<void> {
  clock.advance(ms);
  answers.get(name)?.(bytes);
  await settle();
}

describe('what is asked for an estimate', () => {
  it('GO3 is asked by six requests at a time', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const pages = names.map((name) =>
      inquiry.read({ table: table(name), filter: all, pageSize: 1 }, null),
    );
    await settle();
    expect(asked).toEqual(names.slice(0, 6));
    await answer('c', 0, 0);
    expect(asked).toEqual(names.slice(0, 7));
    for (const name of names) await answer(name, 0, 0);
    expect(await Promise.all(pages)).toHaveLength(8);
  });

  it('GO2 has the first sample of many rows come alone, and takes no later one to need more time for a byte', async () => {
    const few = inquiry.sample(table('few'), all, null, 99, weightOnly);
    await settle();
    await answer('few', 10, 700);
    // Nothing tells better.
    expect((await few).sample.ms).toBe(700);
    const samples = ['many', 'slower', 'quicker'].map((name) =>
      inquiry.sample(table(name), all, null, 100, weightOnly),
    );
    await settle();
    expect(asked).toEqual(['few', 'many']);
    await answer('many', 10_000, 1100);
    expect(asked).toEqual(['few', 'many', 'slower', 'quicker']);
    await answer('quicker', 5000, 300);
    await answer('slower', 5000, 1200);
    const told = await Promise.all(samples);
    expect(told.map(({ sample }) => sample.ms)).toEqual([1100, 600, 300]);
  });

  it('GO3 is not asked any further once nobody wants to know', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const pages = names.map((name) =>
      inquiry.read({ table: table(name), filter: all, pageSize: 1 }, null),
    );
    const ended = Promise.allSettled(pages);
    await settle();
    abort.abort();
    for (const name of names) await answer(name, 0, 0);
    expect(asked).toHaveLength(6);
    expect(await ended).toEqual(
      names.map(() =>
        expect.objectContaining({
          reason: expect.objectContaining({
            failure: expect.objectContaining({ kind: 'notSent' }),
          }),
        }),
      ),
    );
  });
});
