import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openBell } from '../../src/offline/bell';
import { writePaused } from '../../src/offline/pause';
import { settle, until } from './support/settle';
import { openWhole, type Whole } from './support/whole';
import { ids, World } from './support/world';

let world: World;
let panes: Whole[];
const contoso = { table: 'account', id: ids.contoso };

const open = async (): Promise<Whole> => {
  const pane = await openWhole(world);
  panes.push(pane);
  await until(() => pane.page.copy.lastAt.get() !== null, 'the copy');
  return pane;
};
const change = (pane: Whole, city: string): Promise<void> =>
  pane.page.records.save([{ kind: 'update', ref: contoso, values: { city } }]);
const cities = (): unknown[] => world.crm.journal.map(({ values }) => values['city']);

beforeEach(() => {
  world = new World();
  panes = [];
  world.crm.put('account', ids.contoso, { name: 'Contoso', city: 'Bern' });
});
afterEach(() => {
  for (const pane of panes) pane.stop();
});

describe('pausing', () => {
  it('PA1 sends nothing in any pane until it is resumed, and goes on reading', async () => {
    const pane = await open();
    const other = await open();
    await pane.page.outbox.pause();
    await until(() => other.page.outbox.paused.get());
    await change(pane, 'Basel');
    await other.page.outbox.sendNow();
    await settle();
    expect(cities()).toEqual([]);
    await until(() => pane.page.sync.get().kind === 'paused');
    expect(pane.page.connection.state.get()).toBe('online');
    world.crm.put('account', ids.fabrikam, { name: 'Fabrikam' });
    await other.page.copy.refresh(true);
    expect(await other.page.records.get({ table: 'account', id: ids.fabrikam })).not.toBeNull();
    await other.page.outbox.resume();
    await until(() => cities().length === 1);
  });

  it('PA1 holds after a restart', async () => {
    const first = await open();
    await first.page.outbox.pause();
    await change(first, 'Basel');
    first.stop();
    panes = [];
    const pane = await open();
    expect(pane.page.outbox.paused.get()).toBe(true);
    await pane.page.outbox.sendNow();
    await settle();
    expect(cities()).toEqual([]);
    expect(pane.page.sync.get()).toEqual({ kind: 'paused', count: 1 });
  });

  it('PA2 ends a run after the request that is being answered', async () => {
    const pane = await open();
    await pane.page.connection.goOffline();
    const many = Array.from({ length: 15 }, (_, n) => `City ${n}`);
    for (const city of many) await change(pane, city);
    world.crm.during = async (call) => {
      if (call === 'write') await pane.page.outbox.pause();
    };
    await pane.page.connection.goOnline();
    await until(() => cities().length > 0);
    await until(() => !pane.page.outbox.entries.get().some(({ state }) => state === 'sending'));
    await settle();
    expect(cities()).toEqual(many.slice(0, 10));
    expect(pane.page.sync.get()).toEqual({ kind: 'paused', count: 5 });
    world.crm.during = () => Promise.resolve();
    await pane.page.outbox.resume();
    await until(() => cities().length === many.length);
  });

  it('PA3 goes on in a pane that only hears of it, since the one that resumes may be closed at once', async () => {
    const pane = await open();
    await pane.page.outbox.pause();
    await until(() => pane.page.outbox.paused.get());
    await change(pane, 'Basel');
    const { store } = await world.open();
    const bell = openBell(store.db.name);
    await writePaused({ ...store, bell }, false);
    bell.close();
    await until(() => cities().length === 1);
    world.crash();
  });
});
