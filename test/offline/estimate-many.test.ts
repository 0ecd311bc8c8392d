import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Trip } from '../../src/domain/trip';
import { lookupTo } from './support/crm';
import { type Estimating, openEstimating, tripOf } from './support/estimating';
import { World } from './support/world';

let world: World;
let here: Estimating;

const TASKS = 2000;
/** Whole numbers below a billion in no order, the same ones each time. */
const scattered = (n: number): number => Math.floor(Math.abs(Math.sin(n + 1) * 1e9));
const guid = (n: number): string => `dddddddd-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** Old and new ones, in no order, of several owners and each about one of some accounts. */
beforeEach(async () => {
  world = new World();
  for (let n = 0; n < 400; n++)
    world.crm.put('account', guid(n), { name: 'lorem '.repeat(1 + (n % 7)) });
  for (let n = 0; n < TASKS; n++) {
    const chance = scattered(n);
    world.crm.put('task', guid(1e9 + n), {
      subject: `${chance % 5 < 2 ? 'Old' : 'New'} ${'lorem '.repeat(1 + (n % 11))}`,
      regardingobjectid: lookupTo({ table: 'account', id: guid(scattered(n + TASKS) % 400) }),
    });
  }
  // A tenth of them fit in one page.
  here = await openEstimating(world, 100);
});
afterEach(() => {
  here.keeper.stop();
  world.crash();
});

const beginning = (word: string): Trip => ({
  ...tripOf({ account: 'related' }),
  tables: {
    account: { rows: 'related' },
    task: {
      rows: 'all',
      conditions: {
        join: 'and',
        list: [{ column: 'subject', operator: 'begins-with', values: [word] }],
      },
    },
  },
});
const everything = tripOf({ task: 'all', account: 'related' });

/** What is told, and what then comes and leaves. */
async function sync(trip: Trip) {
  const told = await here.estimator([trip]);
  const { records } = here.pane.store.db;
  const before = await records.keys();
  const came = await here.sync([trip]);
  const after = new Set(await records.keys());
  const left = before.filter((key) => !after.has(key)).length;
  return { told, came, left };
}

const off = (told: number, came: number): number => Math.abs(told - came) / Math.max(1, came);

describe('what a sync would bring of more rows than a page of ids has', () => {
  it('GO1 SE15 is told where another filter takes the place of one, in what comes and what leaves', async () => {
    await sync(beginning('Old'));
    const { told, came, left } = await sync(beginning('New'));
    expect(came.rows).toBeGreaterThan(1000);
    expect(off(told.rows, came.rows)).toBeLessThan(0.1);
    expect(off(told.bytes, came.bytes)).toBeLessThan(0.2);
    expect(left).toBeGreaterThan(700);
    expect(off(told.leaving, left)).toBeLessThan(0.1);
  });

  it('GO1 SE15 is told where a filter keeps more, and nothing leaves', async () => {
    await sync(beginning('Old'));
    const { told, came, left } = await sync(everything);
    expect(came.rows).toBeGreaterThan(1000);
    expect(off(told.rows, came.rows)).toBeLessThan(0.1);
    expect([told.leaving, left]).toEqual([0, 0]);
  });

  it('GO1 SE15 is told where a filter keeps fewer, and nothing comes', async () => {
    await sync(everything);
    const { told, came, left } = await sync(beginning('New'));
    expect([told.rows, came.rows]).toEqual([0, 0]);
    expect(left).toBeGreaterThan(700);
    expect(off(told.leaving, left)).toBeLessThan(0.1);
  });

  it('GO1 counts those that have changed, too', async () => {
    await sync(everything);
    for (let n = 0; n < TASKS; n++)
      if (scattered(n + 2 * TASKS) % 4 === 0)
        world.crm.edit('task', guid(1e9 + n), { subject: 'New' });
    const { told, came } = await sync(beginning('New'));
    expect(came.rows).toBeGreaterThan(TASKS / 5);
    expect(off(told.rows, came.rows)).toBeLessThan(0.2);
  });

  it('GO1 SE15 is what is left after such a copy was interrupted, and nothing leaves', async () => {
    await sync(beginning('Old'));
    await here.choose([everything]);
    let asked = 0;
    world.crm.faults = [
      {
        kind: 'fail',
        failure: { status: 403 },
        on: (_, key) => key.startsWith('task') && ++asked > 6,
      },
    ];
    await here.copy.refresh(true);
    const { phase, rows: before = NaN } = here.progress() ?? {};
    expect([phase, before > 0]).toEqual(['failed', true]);
    const { told, came } = await sync(everything);
    const rows = came.rows;
    expect(off(told.rows, rows)).toBeLessThan(0.1);
    expect(told.leaving).toBe(0);
  });

  it('GO1 SE15 is what is left after a walk through ids was interrupted that brings others', async () => {
    await sync(beginning('Old'));
    const trip = beginning('New');
    await here.choose([trip]);
    let asked = 0;
    world.crm.faults = [
      {
        kind: 'fail',
        failure: { status: 403 },
        on: (_, key) => key.startsWith('task') && ++asked > 10,
      },
    ];
    await here.copy.refresh(true);
    expect(here.progress()?.phase).toBe('failed');
    const { told, came, left } = await sync(trip);
    expect(came.rows).toBeGreaterThan(200);
    expect(off(told.rows, came.rows)).toBeLessThan(0.2);
    expect(off(told.leaving, left)).toBeLessThan(0.1);
  });
});
