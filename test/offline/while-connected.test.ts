import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { CopyProgress } from '../../src/domain/status';
import { settle, until } from './support/settle';
import { openWhole, type Whole } from './support/whole';
import { ids, World } from './support/world';

let world: World;
let pane: Whole;
let goOn: () => void;
const task = (n: number): string => `dddddddd-0000-4000-8000-${String(n).padStart(12, '0')}`;
const progress = (): CopyProgress => pane.page.copy.progress.get();

beforeEach(async () => {
  world = new World();
  world.crm.put('account', ids.contoso, { name: 'Contoso' });
  for (let n = 0; n < 5; n++) world.crm.put('task', task(n), { subject: `Task ${n}` });
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  world.crm.during = (call, key) => {
    world.clock.advance(100);
    return call === 'readPage' && key.startsWith('task@') ? held : Promise.resolve();
  };
  pane = await openWhole(world);
  await until(() => world.crm.requests.includes('readPage task@0'), 'the question');
  await until(() => progress().leftMs !== null, 'the time left');
});
afterEach(() => {
  pane.stop();
});

it('CP20 waits for the connection, with no time left, until it is back', async () => {
  expect(progress()).toMatchObject({ phase: 'running', hold: null });
  expect(pane.page.sync.get()).toEqual({ kind: 'syncing' });
  world.crm.up = false;
  pane.signals.give('offline');
  await until(() => pane.page.connection.state.get() === 'offline');
  await settle();
  expect(progress()).toMatchObject({ phase: 'running', hold: { by: 'network' }, leftMs: null });
  expect(pane.page.sync.get()).toEqual({ kind: 'never' });
  world.crm.up = true;
  pane.signals.give('online');
  await until(() => progress().hold === null, 'the connection');
  goOn();
  await until(() => progress().phase === 'done', 'the copy');
  expect(progress()).toMatchObject({ rows: 6, hold: null });
});

it('CP20 waits for it also where the copy has ended for that, and goes on once it is back', async () => {
  goOn();
  await until(() => progress().phase === 'done', 'the first copy');
  world.crm.edit('task', task(1), { subject: 'Changed' });
  world.crm.during = (call) => {
    if (call === 'readPage') world.crm.up = false;
    return Promise.resolve();
  };
  void pane.page.copy.refresh(true);
  await until(() => {
    // It is patient for a while.
    world.clock.advance(1000);
    return progress().phase === 'failed';
  }, 'the end');
  await until(() => pane.page.connection.state.get() === 'offline');
  expect(progress()).toMatchObject({ phase: 'failed', hold: { by: 'network' } });
  world.crm.during = () => Promise.resolve();
  world.crm.up = true;
  pane.signals.give('online');
  await until(() => progress().phase === 'done', 'the copy');
  expect(progress().hold).toBeNull();
});
