import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AppNotification, SystemJob } from '../../src/domain/aftermath';
import type { Receipt } from '../../src/domain/entry';
import { liveCell } from '../../src/domain/live';
import type { ConnectionState } from '../../src/domain/status';
import { watchServer } from '../../src/offline/watch-server';
import { identity } from './support/crm';
import { settle, until } from './support/settle';
import { ids, type Pane, World } from './support/world';

const MINUTE = 60_000;
let world: World;
let pane: Pane;
let throttledUntil: number | null;
let stop: () => void;
const connection = liveCell<ConnectionState>('online');
const contoso = { table: 'account', id: ids.contoso };

beforeEach(async () => {
  world = new World();
  pane = await world.open();
  await world.given(pane, 'account', ids.contoso, { name: 'Contoso', city: 'Bern' });
  connection.set('online');
  throttledUntil = null;
  const { clock, crm } = world;
  stop = watchServer({
    store: pane.store,
    receipts: pane.outbox.receipts,
    connection,
    server: crm,
    clock,
    throttledUntil: () => throttledUntil,
    userId: identity.userId,
  });
});
afterEach(() => {
  stop();
  world.crash();
});

const readings = (): number =>
  world.crm.requests.filter((request) => request.startsWith('readAftermath')).length;

async function send(city: string): Promise<Receipt> {
  const sent = pane.outbox.receipts.get().length;
  await pane.save({ kind: 'update', ref: contoso, values: { city } });
  await pane.player.wake();
  await until(() => pane.outbox.receipts.get().length === sent + 1);
  const [receipt] = pane.outbox.receipts.get();
  if (receipt === undefined) throw new Error('Nothing was sent.');
  return receipt;
}
async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 1000) {
    world.clock.advance(1000);
    await settle();
  }
}
/** As it is kept on disk. */
async function aftermathOf({ id }: Receipt): Promise<Receipt['aftermath']> {
  const stored = await pane.store.db.receipts.get(id);
  return (stored?.body as Receipt | undefined)?.aftermath;
}
const job = (id: string, status: SystemJob['status'] = 'succeeded', message = ''): SystemJob => ({
  id,
  name: `Job ${id}`,
  status,
  message,
  regarding: ids.contoso,
});
const notification = (id: string, text = ''): AppNotification => ({
  id,
  title: id,
  body: '',
  text,
});

describe('what the server does after a change', () => {
  it('AF1 is not asked for while nothing was sent', async () => {
    await pass(10 * MINUTE);
    expect(readings()).toBe(0);
  });

  it('AF1 is read ever more seldom, for five minutes', async () => {
    await send('Basel');
    await pass(2000);
    expect(readings()).toBe(1);
    await pass(MINUTE);
    expect(readings()).toBe(5);
    await pass(10 * MINUTE);
    const all = readings();
    expect(all).toBeLessThanOrEqual(10);
    await pass(10 * MINUTE);
    expect(readings()).toBe(all);
    await send('Chur');
    await pass(2000);
    expect(readings()).toBe(all + 1);
  });

  it('AF1 is not read while the CRM cannot be reached, and is when it comes back', async () => {
    connection.set('offline');
    await send('Basel');
    await pass(MINUTE);
    expect(readings()).toBe(0);
    connection.set('online');
    await pass(2000);
    expect(readings()).toBe(1);
  });

  it('AF2 stands at the change that it was first seen with, as it stands last', async () => {
    const first = await send('Basel');
    world.crm.aftermath = { jobs: [job('1', 'waiting')], notifications: [notification('n')] };
    await pass(2000);
    const second = await send('Chur');
    world.crm.aftermath = {
      jobs: [job('2', 'failed', 'No queue.'), job('1')],
      notifications: [notification('m', `about ${ids.contoso}`), notification('n')],
    };
    await pass(2000);
    expect(await aftermathOf(first)).toEqual({
      jobs: [job('1')],
      notifications: [notification('n')],
    });
    expect(await aftermathOf(second)).toEqual({
      jobs: [job('2', 'failed', 'No queue.')],
      notifications: [notification('m')],
    });
  });

  it('AF2 is not known where it may not be read', async () => {
    world.crm.aftermath = { jobs: null, notifications: null };
    const sent = await send('Basel');
    await pass(2000);
    expect(await aftermathOf(sent)).toEqual({ jobs: null, notifications: null });
  });

  it('AF4 is there after a restart, in every pane, and as short as can be', async () => {
    const sent = await send('Basel');
    expect(await aftermathOf(sent)).toBeUndefined();
    const other = await world.open();
    world.crm.aftermath = {
      jobs: [job('1', 'failed', 'x'.repeat(10_000))],
      notifications: [notification('n', 'x'.repeat(10_000))],
    };
    await pass(2000);
    const kept = {
      jobs: [job('1', 'failed', 'x'.repeat(500))],
      notifications: [notification('n')],
    };
    await until(() => other.outbox.receipts.get()[0]?.aftermath !== undefined);
    expect(other.outbox.receipts.get()[0]?.aftermath).toEqual(kept);
    world.crash();
    pane = await world.open();
    await pane.outbox.receipts.first;
    expect(pane.outbox.receipts.get()[0]?.aftermath).toEqual(kept);
  });

  it('AF4 is not written where nothing was found, or nothing new', async () => {
    const sent = await send('Basel');
    const revision = async () => (await pane.store.db.receipts.get(sent.id))?.rev;
    await pass(2000);
    expect(await revision()).toBe(1);
    world.crm.aftermath = { jobs: [job('1')], notifications: [] };
    await pass(MINUTE);
    expect(await revision()).toBe(2);
    expect(readings()).toBeGreaterThan(3);
  });

  it('AF3 is not asked for again before the time that the CRM gave', async () => {
    await send('Basel');
    world.crm.faults = [
      {
        kind: 'fail',
        on: (call) => call === 'readAftermath',
        failure: { status: 429, code: '0x80072322', retryAfterMs: 100_000 },
      },
    ];
    await pass(2000);
    expect(readings()).toBe(1);
    await pass(99_000);
    expect(readings()).toBe(1);
    await pass(2000);
    expect(readings()).toBe(2);
  });

  it('AF3 is not asked for while playback was told to wait', async () => {
    await send('Basel');
    throttledUntil = world.clock.now() + 30_000;
    await pass(29_000);
    expect(readings()).toBe(0);
    await pass(3000);
    expect(readings()).toBe(1);
  });
});
