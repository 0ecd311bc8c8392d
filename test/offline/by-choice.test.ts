import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
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

describe('working offline by choice', () => {
  it('CN6 ends a playback that is under way after the request that is being answered', async () => {
    const pane = await open();
    await pane.page.connection.goOffline();
    const many = Array.from({ length: 15 }, (_, n) => `City ${n}`);
    for (const city of many) await change(pane, city);
    world.crm.during = async (call) => {
      if (call === 'write') await pane.page.connection.goOffline();
    };
    await pane.page.connection.goOnline();
    await until(() => cities().length > 0);
    await until(() => !pane.page.outbox.entries.get().some(({ state }) => state === 'sending'));
    await pane.page.outbox.sendNow();
    await settle();
    expect(cities()).toEqual(many.slice(0, 10));
    world.crm.during = () => Promise.resolve();
    await pane.page.connection.goOnline();
    await until(() => cities().length === many.length);
  });

  it('CN6 holds for every pane of the user', async () => {
    const pane = await open();
    const other = await open();
    await pane.page.connection.goOffline();
    await until(() => other.page.connection.state.get() === 'workingOffline');
    await change(pane, 'Basel');
    await other.page.outbox.sendNow();
    await settle();
    expect(cities()).toEqual([]);
    await other.page.connection.goOnline();
    await until(() => pane.page.connection.state.get() === 'online');
    await until(() => cities().length === 1);
  });

  it('CN6 stops a copy that is under way, and goes on with it later', async () => {
    const pane = await open();
    world.crm.during = async (call, key) => {
      if (call === 'count' && key === 'account') await pane.page.connection.goOffline();
    };
    world.crm.requests.splice(0);
    const refresh = pane.page.copy.refresh(true);
    await until(() => pane.page.connection.state.get() === 'workingOffline');
    await settle();
    world.clock.advance(60_000);
    await settle();
    // What the worker has asked before it heard of the choice may still come.
    expect(world.crm.requests.filter((request) => request.startsWith('readPage'))).toEqual([]);
    expect(pane.page.copy.progress.get().phase).toBe('paused');
    world.crm.during = () => Promise.resolve();
    await pane.page.connection.goOnline();
    await refresh;
    expect(pane.page.copy.progress.get().phase).toBe('done');
  });

  it('CN6 leaves a copy paused that the user has paused', async () => {
    const pane = await open();
    pane.page.copy.pause();
    const refresh = pane.page.copy.refresh(true);
    await until(() => pane.page.copy.progress.get().phase === 'paused', 'the pause');
    await pane.page.connection.goOffline();
    await pane.page.connection.goOnline();
    await settle();
    expect(pane.page.copy.progress.get().phase).toBe('paused');
    pane.page.copy.resume();
    await refresh;
  });
});
