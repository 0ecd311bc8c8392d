import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { settle, until } from './support/settle';
import { openWhole, type Whole } from './support/whole';
import { ids, World } from './support/world';

let world: World;
let pane: Whole;
const contoso = { table: 'account', id: ids.contoso };
const state = () => pane.page.connection.state.get();
const leaving = () => pane.page.departure.leaving.get();
const phase = () => pane.page.copy.progress.get().phase;

beforeEach(async () => {
  world = new World();
  world.crm.put('account', ids.contoso, { name: 'Contoso', city: 'Bern' });
  pane = await openWhole(world);
  await until(() => phase() === 'done', 'the copy');
  world.clock.advance(1000);
  world.crm.put('account', ids.fabrikam, { name: 'Fabrikam' });
});
afterEach(async () => {
  pane.stop();
  await settle();
});

/** Once the CRM is asked for accounts. */
function whenAsked(then: () => void): void {
  world.crm.during = (call, key) => {
    if (call === 'readPage' && key.startsWith('account@')) {
      world.crm.during = () => Promise.resolve();
      then();
    }
    return Promise.resolve();
  };
}

describe('going offline', () => {
  it('GO7 sends what waits, downloads what is missing, and then stays local', async () => {
    await pane.page.outbox.pause();
    await pane.page.records.save([{ kind: 'update', ref: contoso, values: { city: 'Basel' } }]);
    await pane.page.outbox.resume();
    world.crm.requests.length = 0;
    expect(await pane.page.departure.leave(true)).toBe(true);
    expect(state()).toBe('workingOffline');
    expect(leaving()).toBe(false);
    expect(world.crm.get('account', ids.contoso)?.values).toMatchObject({ city: 'Basel' });
    expect(await pane.page.records.get({ table: 'account', id: ids.fabrikam })).not.toBeNull();
  });

  it('GO7 stays online where the user wants only the download', async () => {
    expect(await pane.page.departure.leave(false)).toBe(true);
    expect(state()).toBe('online');
  });

  it('GO7 stays online where not everything came', async () => {
    world.crm.faults = [{ kind: 'fail', failure: { status: 403 }, on: (call) => call === 'count' }];
    expect(await pane.page.departure.leave(true)).toBe(false);
    expect(phase()).toBe('failed');
    expect([state(), leaving()]).toEqual(['online', false]);
  });

  it('GO7 goes offline at once where the CRM cannot be reached', async () => {
    world.crm.up = false;
    pane.signals.isOnLine = false;
    pane.signals.give('offline');
    await until(() => state() === 'offline');
    world.crm.requests.length = 0;
    expect(await pane.page.departure.leave(true)).toBe(false);
    expect(state()).toBe('workingOffline');
    expect(world.crm.requests.filter((request) => request.startsWith('readPage'))).toEqual([]);
  });

  /** The network goes in the midst of the download, and has gone when this resolves. */
  const cutMidway = async (): Promise<{ readonly left: Promise<boolean> }> => {
    whenAsked(() => {
      world.crm.up = false;
    });
    const left = pane.page.departure.leave(true);
    await until(() => {
      // It is patient for a while.
      world.clock.advance(1000);
      return phase() === 'failed';
    }, 'the end of the download');
    await settle();
    return { left };
  };

  it('GO7 goes on where the connection was lost, as soon as it is back', async () => {
    const { left } = await cutMidway();
    expect(leaving()).toBe(true);
    expect(state()).not.toBe('workingOffline');
    world.crm.up = true;
    pane.signals.give('online');
    await until(() => {
      world.clock.advance(1000);
      return state() === 'workingOffline';
    });
    expect(await left).toBe(true);
    expect(leaving()).toBe(false);
    expect(await pane.page.records.get({ table: 'account', id: ids.fabrikam })).not.toBeNull();
  });

  it('GO8 is taken back while the connection is lost', async () => {
    const { left } = await cutMidway();
    pane.page.departure.stay();
    world.crm.up = true;
    pane.signals.give('online');
    await until(() => {
      world.clock.advance(1000);
      return state() === 'online';
    });
    expect(await left).toBe(false);
    expect([state(), leaving()]).toEqual(['online', false]);
  });

  it('GO8 is taken back until everything is here; the download goes on', async () => {
    whenAsked(() => {
      expect(leaving()).toBe(true);
      pane.page.departure.stay();
    });
    expect(await pane.page.departure.leave(true)).toBe(true);
    expect([state(), leaving()]).toEqual(['online', false]);
  });

  it('GO6 ends with the download that is canceled', async () => {
    whenAsked(() => {
      pane.page.copy.cancel();
    });
    expect(await pane.page.departure.leave(true)).toBe(false);
    expect(phase()).toBe('canceled');
    expect([state(), leaving()]).toEqual(['online', false]);
    await pane.page.copy.refresh(true);
    expect(phase()).toBe('done');
  });

  it('GO7 is what was said last', async () => {
    const first = pane.page.departure.leave(true);
    const second = pane.page.departure.leave(false);
    await Promise.all([first, second]);
    await settle();
    expect([state(), leaving()]).toEqual(['online', false]);
  });

  /** Closes the pane in the midst of the download. */
  const closeMidway = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => {
      whenAsked(() => {
        pane.stop();
        resolve();
      });
    });
    void pane.page.departure.leave(true).catch(() => undefined);
    await closed;
    await settle();
  };
  /** One more pane, with a fresh copy. */
  const openAnother = async (): Promise<Whole> => {
    const other = await openWhole(world);
    await other.page.copy.refresh(false);
    world.clock.advance(1000);
    return other;
  };
  const fabrikam = { table: 'account', id: ids.fabrikam };

  it('GO9 is gone on with by a pane that is opened again', async () => {
    await closeMidway();
    pane = await openWhole(world);
    await until(leaving, 'the wish');
    await until(() => state() === 'workingOffline');
    expect(await pane.page.records.get(fabrikam)).not.toBeNull();
    expect(leaving()).toBe(false);
    await pane.page.connection.goOnline();
    pane.stop();
    pane = await openWhole(world);
    await until(() => state() === 'online');
    await settle();
    expect([state(), leaving()]).toEqual(['online', false]);
  });

  it('GO9 waits for the CRM where it cannot be reached', async () => {
    await closeMidway();
    world.crm.up = false;
    pane = await openWhole(world);
    await until(() => state() === 'offline');
    await settle();
    expect([state(), leaving()]).toEqual(['offline', true]);
    world.crm.up = true;
    pane.signals.give('online');
    await until(() => state() === 'workingOffline');
    expect(await pane.page.records.get(fabrikam)).not.toBeNull();
  });

  it('GO9 is taken back after the pane was opened again', async () => {
    await closeMidway();
    world.crm.up = false;
    for (let n = 0; n < 2; n++) {
      pane = await openWhole(world);
      await until(() => state() === 'offline');
      await settle();
      expect(leaving()).toBe(n === 0);
      pane.page.departure.stay();
      await settle();
      pane.stop();
    }
    world.crm.up = true;
    pane = await openWhole(world);
    await until(() => state() === 'online');
    await settle();
    expect(state()).toBe('online');
  });

  it('GO9 is gone on with by another pane only when the one that has it is closed', async () => {
    const other = await openAnother();
    await closeMidway();
    pane = other;
    await until(() => state() === 'workingOffline');
    expect(await pane.page.records.get(fabrikam)).not.toBeNull();
  });

  it('GO9 is done where the pane that has it has done it', async () => {
    const other = await openAnother();
    expect(await pane.page.departure.leave(true)).toBe(true);
    await until(() => other.page.connection.state.get() === 'workingOffline');
    await other.page.connection.goOnline();
    await until(() => state() === 'online');
    await settle();
    expect([state(), other.page.departure.leaving.get()]).toEqual(['online', false]);
    other.stop();
  });

  it('GO10 goes on with a download that is paused', async () => {
    whenAsked(() => {
      pane.page.copy.pause();
    });
    const first = pane.page.departure.leave(true);
    await until(() => phase() === 'paused', 'the pause');
    pane.page.departure.stay();
    await settle();
    const second = pane.page.departure.leave(true);
    await until(() => state() === 'workingOffline');
    await Promise.all([first, second]);
    expect(leaving()).toBe(false);
  });

  /** The CRM holds back what it is asked for accounts. @returns what lets go of it. */
  const hold = (): (() => void) => {
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    world.crm.during = (call, key) =>
      call === 'readPage' && key.startsWith('account@') ? held : Promise.resolve();
    return goOn;
  };
  /** Another pane in the midst of a download, which is held. */
  const openCopying = async () => {
    const other = await openAnother();
    const goOn = hold();
    const copied = other.page.copy.refresh(true);
    await until(() => phase() === 'running', 'the news of the download');
    const stop = (): void => {
      world.crm.during = () => Promise.resolve();
      other.stop();
      goOn();
    };
    return { other, goOn, copied, stop };
  };
  /** By the pane that does not copy. */
  const leaveBeside = async (): Promise<Promise<boolean>[]> => {
    const left = pane.page.departure.leave(true);
    await settle();
    expect([state(), leaving()]).toEqual(['online', true]);
    return [left];
  };

  it('GO10 waits for what another pane downloads', async () => {
    const { other, goOn } = await openCopying();
    const [left] = await leaveBeside();
    world.crm.requests.length = 0;
    world.clock.advance(1000);
    goOn();
    expect(await left).toBe(true);
    expect(state()).toBe('workingOffline');
    expect(world.crm.requests.filter((request) => request.startsWith('readModel'))).toEqual([]);
    other.stop();
  });

  it('GO10 goes on with what another pane downloaded that is closed', async () => {
    const { stop } = await openCopying();
    const [left] = await leaveBeside();
    world.clock.advance(1000);
    stop();
    await left;
    expect(state()).toBe('workingOffline');
    expect(await pane.page.records.get(fabrikam)).not.toBeNull();
  });

  it('GO10 ends with what another pane downloads where that is canceled', async () => {
    const { other } = await openCopying();
    const [left] = await leaveBeside();
    other.page.copy.cancel();
    expect(await left).toBe(false);
    expect([state(), leaving()]).toEqual(['online', false]);
    other.stop();
  });

  it('GO10 is taken back while another pane downloads', async () => {
    const { other, goOn, copied } = await openCopying();
    const [left] = await leaveBeside();
    pane.page.departure.stay();
    world.clock.advance(1000);
    goOn();
    await Promise.all([left, copied]);
    await settle();
    expect([state(), leaving()]).toEqual(['online', false]);
    other.stop();
  });

  it('GO10 goes on with what is paused in another pane', async () => {
    const { other, goOn } = await openCopying();
    other.page.copy.pause();
    await settle();
    goOn();
    await until(() => phase() === 'paused', 'the pause');
    world.clock.advance(1000);
    expect(await pane.page.departure.leave(true)).toBe(true);
    expect(state()).toBe('workingOffline');
    other.stop();
  });
});
