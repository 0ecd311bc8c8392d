import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { refreshSetting } from '../../src/offline/refresh-setting';
import { tripSetting } from '../../src/offline/trip-setting';
import { settle, until } from './support/settle';
import { openWhole, type Whole } from './support/whole';
import { ids, World } from './support/world';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
let world: World;
let pane: Whole;
const contoso = { table: 'account', id: ids.contoso };
const city = async (): Promise<unknown> => (await pane.page.records.get(contoso))?.values['city'];
/** In steps, so that what falls due gets its answers. */
const pass = async (ms: number): Promise<void> => {
  for (let passed = 0; passed < ms; passed += 1000) {
    world.clock.advance(1000);
    await settle(3);
  }
};

beforeEach(async () => {
  world = new World();
  world.crm.put('account', ids.contoso, { name: 'Contoso', city: 'Bern' });
  pane = await openWhole(world);
  await until(() => pane.page.copy.progress.get().phase === 'done', 'the copy');
  world.crm.edit('account', ids.contoso, { city: 'Zug' });
});
afterEach(() => {
  pane.stop();
});

describe('a copy that gets old', () => {
  it('CP7 is refreshed when a pane is seen again that was hidden when it was due', async () => {
    pane.signals.isVisible = false;
    await pass(QUARTER);
    expect(await city()).toBe('Bern');
    pane.signals.isVisible = true;
    pane.signals.give('visible');
    await until(async () => (await city()) === 'Zug', 'the refresh');
  });

  it('CP7 is not refreshed before it is due, each time that the pane is seen', async () => {
    await pass(QUARTER - 60_000);
    pane.signals.give('visible');
    await settle();
    expect(await city()).toBe('Bern');
  });

  it('RF6 is refreshed as often as the user has chosen, from the last refresh on', async () => {
    await pass(2 * MINUTE);
    await pane.page.refresh.choose(5);
    await pass(2 * MINUTE);
    expect(await city()).toBe('Bern');
    await pass(MINUTE);
    await until(async () => (await city()) === 'Zug', 'the refresh');
  });

  it('RF6 is refreshed at once where the chosen time has passed', async () => {
    await pass(10 * MINUTE);
    await pane.page.refresh.choose(5);
    await until(() => pane.page.refresh.choice.get() === 5, 'the choice');
    await pass(1000);
    await until(async () => (await city()) === 'Zug', 'the refresh');
  });

  it('RF6 is refreshed so in another pane and after a restart, no more often than the organisation allows', async () => {
    await pane.page.refresh.choose(5);
    await pass(1000);
    pane.stop();
    world.refresh = { every: 60, least: 30, most: 240 };
    world.clock.advance(30 * MINUTE);
    pane = await openWhole(world);
    await until(() => pane.page.refresh.choice.get() === 5, 'the choice');
    await until(() => pane.page.copy.progress.get().phase === 'done', 'the refresh');
    world.crm.edit('account', ids.contoso, { city: 'Thun' });
    await pass(29 * MINUTE);
    expect(await city()).toBe('Zug');
    await pass(MINUTE);
    await until(async () => (await city()) === 'Thun', 'the refresh');
  });
});

describe('a copy that a pane finds when it is opened', () => {
  const omar = { table: 'systemuser', id: ids.ben, name: 'Omar' };
  /** Opens a pane after so long, and lets it do what it does by itself. */
  const reopen = async (after: number): Promise<void> => {
    if (after < 0) world.clock.jump(after);
    else world.clock.advance(after);
    world.crm.requests.length = 0;
    pane = await openWhole(world);
    await until(() => pane.page.connection.state.get() === 'online', 'the CRM');
    await settle();
  };
  const asked = (): string[] =>
    world.crm.requests.filter((request) => !request.startsWith('whoAmI'));
  const refreshed = () =>
    until(() => pane.page.copy.progress.get().phase === 'done', 'the refresh');

  beforeEach(async () => {
    await settle();
    pane.stop();
  });

  it('RF7 is left alone while it is young, rights and all, and counts from its last refresh', async () => {
    const lastAt = world.clock.now();
    await reopen(QUARTER - MINUTE);
    expect(asked()).toEqual([]);
    expect(await city()).toBe('Bern');
    await until(() => pane.page.copy.lastAt.get() !== null, 'the time');
    expect(pane.page.copy.lastAt.get()).toBe(lastAt);
    await pass(MINUTE);
    await until(async () => (await city()) === 'Zug', 'the refresh');
    expect(asked()).toContain('readRights ');
  });

  it('RF7 is refreshed where it is older, rights and all', async () => {
    await reopen(QUARTER);
    await refreshed();
    expect(await city()).toBe('Zug');
    expect(asked()).toContain('readRights ');
  });

  it('RF7 is refreshed where it is older than the user has chosen', async () => {
    const setting = refreshSetting((await world.open()).store);
    await setting.choose(5);
    setting.stop();
    await reopen(5 * MINUTE);
    await refreshed();
    expect(await city()).toBe('Zug');
  });

  it('RF7 is refreshed where the clock was set back since', async () => {
    await reopen(-QUARTER);
    await refreshed();
    expect(await city()).toBe('Zug');
  });

  it('RF7 is completed where other rows are chosen since', async () => {
    world.crm.put('account', ids.fabrikam, { name: 'Fabrikam', ownerid: omar });
    const setting = tripSetting((await world.open()).store);
    const tables = { account: { rows: 'all' } } as const;
    const trip = { name: 'All', on: true, tables, others: { rows: 'none' } } as const;
    await setting.choose({ version: 1, trips: [trip] });
    setting.stop();
    await reopen(MINUTE);
    await refreshed();
    expect(await pane.page.records.get({ table: 'account', id: ids.fabrikam })).not.toBeNull();
  });

  it('RF7 is completed where its refresh was interrupted', async () => {
    await reopen(QUARTER - MINUTE);
    world.crm.faults = [
      { kind: 'fail', failure: { status: 403 }, on: (call) => call === 'readPage' },
    ];
    await pane.page.copy.refresh(true);
    pane.stop();
    world.crm.faults = [];
    await reopen(0);
    await refreshed();
    expect(await city()).toBe('Zug');
  });

  it('RF7 is refreshed where changes waited, after they were sent', async () => {
    world.crm.up = false;
    await (await world.open()).save({ kind: 'update', ref: contoso, values: { name: 'Mine' } });
    world.crm.up = true;
    await reopen(MINUTE);
    await refreshed();
    expect(await city()).toBe('Zug');
    expect(world.crm.get('account', ids.contoso)?.values['name']).toBe('Mine');
  });

  it('RF7 is refreshed however young it is when the connection comes back', async () => {
    world.crm.up = false;
    world.clock.advance(MINUTE);
    pane = await openWhole(world);
    await until(() => pane.page.connection.state.get() === 'offline', 'the loss');
    world.crm.up = true;
    pane.signals.give('online');
    await refreshed();
    expect(await city()).toBe('Zug');
  });
});
