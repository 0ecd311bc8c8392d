import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createConnection } from '../../src/offline/connection';
import { TestCrm } from './support/crm';
import { testClock } from './support/clock';
import { settle, until } from './support/settle';
import { TestSignals } from './support/whole';
import { ids, World } from './support/world';

const HOURS = 3_600_000;
let world: World;
beforeEach(() => {
  world = new World();
});
afterEach(() => {
  world.crash();
});

describe('a clock that is set back by hours', () => {
  it('PB19 keeps a lost request without a guard waiting for the two minutes, not for the hours', async () => {
    const pane = await world.open();
    const ref = await world.given(pane, 'currency', ids.euro, { name: 'Euro' });
    await pane.save({ kind: 'update', ref, values: { name: 'EUR' } });
    world.crm.faults = [{ kind: 'drop' }];
    await pane.player.wake();
    world.clock.jump(-5 * HOURS);
    await pane.player.wake(true);
    world.clock.advance(119_000);
    await pane.player.wake(true);
    expect(world.crm.journal).toEqual([]);
    world.clock.advance(1000);
    await until(async () => (await pane.line()).length === 0);
    expect(world.crm.journal).toHaveLength(1);
  });

  it('PB12 does not stretch the time that the server gave', async () => {
    const pane = await world.open();
    const ref = await world.given(pane, 'account', ids.contoso, { name: 'Contoso' });
    await pane.save({ kind: 'update', ref, values: { city: 'Basel' } });
    world.crm.faults = [{ kind: 'fail', failure: { status: 429, retryAfterMs: 4000 } }];
    await pane.player.wake();
    world.clock.jump(-5 * HOURS);
    world.clock.advance(4000);
    await until(async () => (await pane.line()).length === 0);
  });

  it('CN4 still notices within ten seconds that the CRM has stopped', async () => {
    const clock = testClock();
    const crm = new TestCrm();
    const connection = createConnection({
      server: crm,
      clock,
      signals: new TestSignals(),
      waiting: () => false,
      workingOffline: false,
      keepWorkingOffline: () => Promise.resolve(),
    });
    await settle(5);
    expect(connection.state.get()).toBe('online');
    clock.jump(-5 * HOURS);
    crm.up = false;
    for (let second = 0; second < 10; second++) {
      clock.advance(1000);
      await settle(3);
    }
    expect(connection.state.get()).toBe('offline');
    connection.stop();
  });

  it('CN4 still stops asking when nobody uses the pane', async () => {
    const clock = testClock();
    const crm = new TestCrm();
    const connection = createConnection({
      server: crm,
      clock,
      signals: new TestSignals(),
      waiting: () => false,
      workingOffline: false,
      keepWorkingOffline: () => Promise.resolve(),
    });
    await settle(5);
    clock.jump(-5 * HOURS);
    const minutes = async (count: number): Promise<void> => {
      for (let second = 0; second < count * 60; second++) {
        clock.advance(1000);
        await settle(2);
      }
    };
    await minutes(2);
    const asked = crm.requests.length;
    await minutes(2);
    expect(crm.requests).toHaveLength(asked);
    connection.stop();
  });
});
