import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RowQuery } from '../../src/domain/crm-server';
import { lookupTo } from './support/crm';
import { type Estimating, openEstimating, tripOf } from './support/estimating';
import { World } from './support/world';

let world: World;
let here: Estimating;
/** What was asked of the CRM for rows with values, and how many times something was asked at all. */
let read: RowQuery[];
let asked: number;

const guid = (n: number): string => `dddddddd-0000-4000-8000-${String(n).padStart(12, '0')}`;
const omar = { table: 'systemuser', id: guid(1), name: 'Omar' };

beforeEach(async () => {
  world = new World();
  const { crm, clock } = world;
  for (let n = 0; n < 600; n++)
    crm.put('task', guid(n), {
      subject: 'lorem '.repeat(1 + (n % 9)),
      regardingobjectid: lookupTo({ table: 'account', id: guid(1000 + (n % 90)) }),
      ...(n % 2 === 0 && { ownerid: omar }),
    });
  for (let n = 0; n < 90; n++) crm.put('account', guid(1000 + n), { name: 'Lorem' });
  here = await openEstimating(world);
  [read, asked] = [[], 0];
  const { readPage, count } = crm;
  crm.readPage = async (query, next) => {
    asked += 1;
    const page = await readPage.call(crm, query, next);
    if (query.bare !== true) read.push(query);
    // The longer it is asked, the slower it gets, and then as fast as never before.
    clock.advance(100 + page.rows.length * (asked > 8 ? 0.1 : asked));
    return page;
  };
  crm.count = (query) => {
    asked += 1;
    clock.advance(asked > 8 ? 10 : 100);
    return count.call(crm, query);
  };
});
afterEach(() => {
  here.keeper.stop();
  world.crash();
});

const mine = tripOf({ task: 'mine', account: 'related' }, { name: 'Mine' });
const all = tripOf({ task: 'all', account: 'related' }, { name: 'All' });
/** Rows of the table with all their columns. */
const whole = (table: string): number =>
  read
    .filter((query) => query.table.name === table && 'subject' in query.table.columns)
    .reduce((sum, { pageSize }) => sum + pageSize, 0);

describe('what one of several trips would bring', () => {
  it('GO12 is never more than what all would bring, in rows, bytes and time', async () => {
    const total = await here.estimator([mine, all]);
    for (const trip of [mine, all]) {
      const alone = await here.estimator([trip], { goesOn: true, within: total });
      expect(alone.rows).toBeLessThanOrEqual(total.rows);
      expect(alone.bytes).toBeLessThanOrEqual(total.bytes);
      expect(alone.ms).toBeLessThanOrEqual(total.ms);
    }
    const alone = await here.estimator([mine], { goesOn: true, within: total });
    expect(alone.rows).toBeGreaterThan(300);
    expect(alone.rows).toBeLessThan(450);
  });

  it('GO12 asks for whole rows of a table once, and for no more of them than tell what they weigh', async () => {
    const total = await here.estimator([mine, all]);
    expect(whole('task')).toBe(100);
    for (const trip of [mine, all]) await here.estimator([trip], { goesOn: true, within: total });
    expect(whole('task')).toBe(100);
  });

  it('GO12 asks nothing where nothing comes by all of them', async () => {
    await here.sync([mine, all]);
    const total = await here.estimator([mine, all]);
    expect(total.rows).toBe(0);
    asked = 0;
    const alone = await here.estimator([mine], { goesOn: true, within: total });
    expect([alone.rows, asked]).toEqual([0, 0]);
  });

  it('GO12 asks nothing twice in the same minute, and all anew later and for another purpose', async () => {
    await here.estimator([all]);
    asked = 0;
    await here.estimator([all], { goesOn: true });
    expect(asked).toBe(0);
    await here.estimator([all]);
    expect(asked).toBeGreaterThan(0);
    world.clock.advance(60_001);
    asked = 0;
    await here.estimator([all], { goesOn: true });
    expect(asked).toBeGreaterThan(0);
  });

  it('GO12 asks few rows of a table of which few come', async () => {
    await here.estimator([tripOf({ account: 'all' })]);
    const [query] = read.filter(({ table }) => table.name === 'account');
    expect(query?.pageSize).toBe(20);
  });
});

describe('tables of which nothing is kept', () => {
  it('GO4 are told where no kept row refers to them, neither one that comes nor one that is here', async () => {
    const only = tripOf({ task: 'all' });
    expect((await here.estimator([only])).unreferred).toEqual(expect.arrayContaining(['contact']));
    expect((await here.estimator([only])).unreferred).not.toContain('account');
    await here.sync([only]);
    const { rows, unreferred } = await here.estimator([only]);
    expect(rows).toBe(0);
    expect(unreferred).toContain('contact');
    expect(unreferred).not.toContain('account');
  });
});
