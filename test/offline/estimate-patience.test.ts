import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CrmFailure } from '../../src/domain/crm-error';
import { type Estimating, openEstimating, tripOf } from './support/estimating';
import { settle, until } from './support/settle';
import { ids, World } from './support/world';

let world: World;
let here: Estimating;

beforeEach(async () => {
  world = new World();
  for (const id of [ids.anna, ids.ben]) world.crm.put('account', id, { name: 'Lorem' });
  here = await openEstimating(world);
});
afterEach(() => {
  here.keeper.stop();
  world.crash();
});

const trips = [tripOf({ account: 'all', task: 'all' })];

/** Questions about accounts fail, one after the other. */
function fail(...failures: readonly Partial<CrmFailure>[]): void {
  world.crm.faults = failures.map((failure) => ({
    kind: 'fail',
    failure,
    on: (_, key) => key.startsWith('account'),
  }));
}

/** What the work comes to, while time passes whenever it waits. */
async function passing<T>(work: Promise<T>): Promise<T> {
  let ended = false;
  work.then(
    () => (ended = true),
    () => (ended = true),
  );
  while (!ended) {
    await settle();
    if (!ended) world.clock.advance(500);
  }
  return work;
}

describe('what a sync would bring, in trouble', () => {
  it('GO11 is told where answers were lost on the way', async () => {
    fail({ kind: 'unreachable' }, { kind: 'answered', status: 503 });
    expect(await passing(here.estimator(trips))).toMatchObject({ rows: 2 });
    expect(here.held).toEqual([]);
  });

  it('GO11 is told once a busy CRM was waited for, and until when that is', async () => {
    fail({ status: 429, retryAfterMs: 6000 });
    const at = world.clock.now();
    expect(await passing(here.estimator(trips))).toMatchObject({ rows: 2 });
    expect(here.held[0]).toBe(at + 6000);
    expect(world.clock.now()).toBeGreaterThanOrEqual(at + 6000);
    expect(here.held.at(-1)).toBeNull();
  });

  it('GO11 takes no longer for it, as far as it is told', async () => {
    const { ms } = await here.estimator(trips);
    fail({ status: 429, retryAfterMs: 60_000 });
    expect((await passing(here.estimator(trips))).ms).toBe(ms);
  });

  it('GO11 is not told where the CRM refuses, and where it does not come back', async () => {
    fail({ status: 403 });
    await expect(here.estimator(trips)).rejects.toMatchObject({ failure: { status: 403 } });
    const lost = { kind: 'unreachable' } as const;
    fail(lost, lost, lost);
    await expect(passing(here.estimator(trips))).rejects.toMatchObject({ failure: lost });
    expect(await here.estimator(trips)).toMatchObject({ rows: 2 });
  });

  it('GO3 GO11 waits no more once another question has come', async () => {
    fail({ status: 429, retryAfterMs: 60_000 });
    const first = here.estimator(trips);
    first.catch(() => undefined);
    await until(() => here.held.length > 0, 'the wait');
    expect(await here.estimator(trips)).toMatchObject({ rows: 2 });
    await expect(first).rejects.toMatchObject({ failure: { kind: 'notSent' } });
    expect(here.held.at(-1)).toBeNull();
  });
});
