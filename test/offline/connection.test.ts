import { afterEach, describe, expect, it } from '@jest/globals';
import type { CrmFailure } from '../../src/domain/crm-error';
import { liveCell } from '../../src/domain/live';
import type { OutboxEntry } from '../../src/domain/entry';
import type { CopyProgress, Standing } from '../../src/domain/status';
import { createConnection, type WatchedConnection } from '../../src/offline/connection';
import { idle } from '../../src/offline/copy/progress';
import type { PlaybackStatus } from '../../src/offline/playback/player';
import { syncState } from '../../src/offline/sync-state';
import { testClock, type TestClock } from './support/clock';
import { TestCrm } from './support/crm';
import { settle } from './support/settle';
import { TestSignals } from './support/whole';

let clock: TestClock;
let crm: TestCrm;
let signals: TestSignals;
let connection: WatchedConnection;
let states: string[];
let kept: boolean;
let waiting: boolean;

async function open(workingOffline = false): Promise<void> {
  clock = testClock();
  signals = new TestSignals();
  waiting = false;
  kept = workingOffline;
  connection = createConnection({
    server: crm,
    clock,
    signals,
    waiting: () => waiting,
    workingOffline,
    keepWorkingOffline: (chosen) => {
      kept = chosen;
      return Promise.resolve();
    },
  });
  states = [connection.state.get()];
  connection.state.subscribe(() => states.push(connection.state.get()));
  await settle(5);
}

const failure = (more: Partial<CrmFailure>): CrmFailure => ({
  kind: 'answered',
  status: 0,
  code: '',
  message: '',
  retryAfterMs: null,
  ...more,
});
const probes = (): number => crm.requests.filter((request) => request.startsWith('whoAmI')).length;
const pass = async (ms: number, step = 500): Promise<void> => {
  for (let passed = 0; passed < ms; passed += step) {
    clock.advance(step);
    await settle(3);
  }
};

afterEach(() => {
  connection.stop();
});

describe('the connection', () => {
  it('CN1 is connecting until the CRM has answered', async () => {
    crm = new TestCrm();
    await open();
    expect(states).toEqual(['connecting', 'online']);
  });

  it('CN1 is offline when the CRM does not answer, whatever the browser says', async () => {
    crm = new TestCrm();
    crm.up = false;
    await open();
    expect(states).toEqual(['connecting', 'offline']);
  });

  it('CN1 gives up on a probe that gets no answer at all', async () => {
    crm = new TestCrm();
    crm.faults = [{ kind: 'never', on: (call) => call === 'whoAmI' }];
    await open();
    await pass(4000);
    expect(connection.state.get()).toBe('offline');
  });

  it('CN1 checks a request that got no answer at once', async () => {
    crm = new TestCrm();
    await open();
    connection.report(failure({ kind: 'unreachable' }));
    await settle(5);
    expect(states).toEqual(['connecting', 'online', 'connecting', 'online']);
    crm.up = false;
    connection.report(failure({ kind: 'unreachable' }));
    await settle(5);
    expect(connection.state.get()).toBe('offline');
  });

  it('CN1 counts a refusal of Dataverse as an answer, a failing CRM not', async () => {
    crm = new TestCrm();
    crm.faults = [{ kind: 'fail', failure: { status: 401 }, on: () => true }];
    await open();
    expect(connection.state.get()).toBe('online');
    crm.faults = [{ kind: 'fail', failure: { status: 503 }, on: () => true }];
    connection.report(failure({ status: 503 }));
    await settle(5);
    expect(connection.state.get()).toBe('offline');
  });

  it('CN1 comes back when the browser says so and the CRM answers', async () => {
    crm = new TestCrm();
    crm.up = false;
    await open();
    crm.up = true;
    signals.give('online');
    expect(connection.state.get()).toBe('connecting');
    await settle(5);
    expect(connection.state.get()).toBe('online');
  });

  it('CN2 is offline at once at an offline event, and checks it', async () => {
    crm = new TestCrm();
    await open();
    crm.up = false;
    signals.give('offline');
    expect(connection.state.get()).toBe('offline');
    await settle(5);
    expect(connection.state.get()).toBe('offline');
    crm.up = true;
    signals.give('offline');
    await settle(5);
    expect(connection.state.get()).toBe('online');
  });

  it('CN3 never takes a page that is not the CRM for it', async () => {
    crm = new TestCrm();
    crm.faults = Array.from({ length: 9 }, () => ({
      kind: 'fail' as const,
      failure: { kind: 'notCrm' as const, status: 200 },
      on: () => true,
    }));
    await open();
    await pass(10_000);
    expect(states).not.toContain('online');
    expect(await connection.ensure()).toBe(false);
  });

  it('CN4 notices within ten seconds of use that the CRM stopped', async () => {
    crm = new TestCrm();
    await open();
    await pass(2000);
    crm.up = false;
    signals.give('activity');
    await pass(9500);
    expect(connection.state.get()).toBe('offline');
  });

  it('CN4 notices within ten seconds also a CRM that just hangs', async () => {
    crm = new TestCrm();
    await open();
    crm.faults = [{ kind: 'never', on: () => true }];
    signals.give('activity');
    await pass(9500);
    expect(connection.state.get()).toBe('offline');
  });

  it('CN4 does not poll from a pane that nobody uses', async () => {
    crm = new TestCrm();
    await open();
    await pass(70_000, 1000);
    const before = probes();
    await pass(600_000, 1000);
    expect(probes()).toBe(before);
    signals.give('activity');
    await settle(5);
    await pass(1000);
    expect(probes()).toBe(before + 1);
  });

  it.each([
    [true, 8000],
    [false, 60_000],
  ])('CN5 backs off while offline (entries wait: %s)', async (wait, longest) => {
    crm = new TestCrm();
    crm.up = false;
    await open();
    waiting = wait;
    await pass(180_000, 1000);
    const before = probes();
    await pass(600_000, 1000);
    expect(probes() - before).toBe(600_000 / longest);
    crm.up = true;
    await pass(longest, 1000);
    expect(connection.state.get()).toBe('online');
  });

  it('CN5 looks again as soon as a hidden pane is seen', async () => {
    crm = new TestCrm();
    crm.up = false;
    await open();
    signals.isVisible = false;
    await pass(2000);
    const before = probes();
    await pass(600_000, 10_000);
    expect(probes()).toBe(before);
    crm.up = true;
    signals.isVisible = true;
    signals.give('visible');
    await settle(5);
    expect(connection.state.get()).toBe('online');
  });

  it('CN6 stays offline by choice, over a restart, until the user goes online', async () => {
    crm = new TestCrm();
    await open();
    await connection.goOffline();
    expect(connection.state.get()).toBe('workingOffline');
    const before = probes();
    signals.give('online');
    connection.report(null);
    expect(await connection.ensure()).toBe(false);
    await pass(120_000, 5000);
    expect(probes()).toBe(before);
    expect(kept).toBe(true);
    connection.stop();
    await open(kept);
    expect(states).toEqual(['workingOffline']);
    await connection.goOnline();
    expect(connection.state.get()).toBe('online');
    expect(kept).toBe(false);
  });
});

describe('the sync statement', () => {
  it('CN7 says the most pressing', () => {
    const entries = liveCell<readonly OutboxEntry[]>([]);
    const playback = liveCell<PlaybackStatus>({
      running: false,
      signIn: false,
      throttledUntil: null,
      failure: null,
    });
    const progress = liveCell<CopyProgress>(idle);
    const lastAt = liveCell<number | null>(null);
    const paused = liveCell(false);
    const standing = liveCell<Pick<Standing, 'rows'>>({ rows: 'lacking' });
    const sync = syncState({
      entries,
      unlisted: liveCell(false),
      paused,
      playback,
      progress,
      standing,
      lastAt,
    });
    const entry = (state: OutboxEntry['state']): OutboxEntry => ({ state }) as OutboxEntry;
    let told = 0;
    sync.subscribe(() => {
      told += 1;
    });
    expect(sync.get()).toEqual({ kind: 'never' });
    lastAt.set(5);
    expect(sync.get()).toEqual({ kind: 'incomplete', reason: 'lacking' });
    standing.set({ rows: { refreshedSince: 4 } });
    expect(sync.get()).toEqual({ kind: 'upToDate', at: 5 });
    progress.set({ ...idle, phase: 'paused' });
    expect(sync.get()).toEqual({ kind: 'incomplete', reason: 'paused' });
    progress.set({ ...idle, phase: 'canceled' });
    standing.set({ rows: 'whole' });
    expect(sync.get()).toEqual({ kind: 'upToDate', at: 5 });
    entries.set([entry('pending'), entry('blocked')]);
    expect(sync.get()).toEqual({ kind: 'waiting', count: 2 });
    progress.set({ ...idle, phase: 'running' });
    expect(sync.get()).toEqual({ kind: 'syncing' });
    progress.set({ ...idle, phase: 'running', hold: { by: 'network' } });
    expect(sync.get()).toEqual({ kind: 'waiting', count: 2 });
    progress.set({ ...idle, phase: 'running', hold: { by: 'server', until: 7 } });
    expect(sync.get()).toEqual({ kind: 'throttled', until: 7 });
    playback.set({ running: true, signIn: false, throttledUntil: 9, failure: null });
    expect(sync.get()).toEqual({ kind: 'throttled', until: 9 });
    paused.set(true);
    // What was on its way when the user paused still is.
    expect(sync.get()).toEqual({ kind: 'throttled', until: 9 });
    playback.set({ running: false, signIn: false, throttledUntil: 9, failure: null });
    expect(sync.get()).toEqual({ kind: 'paused', count: 2 });
    playback.set({ running: true, signIn: true, throttledUntil: 9, failure: null });
    expect(sync.get()).toEqual({ kind: 'signIn' });
    entries.set([entry('pending'), entry('rejected'), entry('conflict')]);
    expect(sync.get()).toEqual({ kind: 'needsAttention', reason: 'decision', count: 2 });
    entries.set([entry('pending'), entry('rejected'), entry('blocked')]);
    expect(sync.get()).toEqual({ kind: 'needsAttention', reason: 'refused', count: 1 });
    const before = told;
    lastAt.set(6);
    expect(told).toBe(before);
  });

  it('CN7 asks for attention where a download failed though the CRM was reached, or the store failed', () => {
    const progress = liveCell<CopyProgress>(idle);
    const sync = syncState({
      entries: liveCell<readonly OutboxEntry[]>([]),
      unlisted: liveCell(false),
      paused: liveCell(true),
      playback: liveCell<PlaybackStatus>({
        running: false,
        signIn: false,
        throttledUntil: null,
        failure: null,
      }),
      progress,
      standing: liveCell<Pick<Standing, 'rows'>>({ rows: 'whole' }),
      lastAt: liveCell<number | null>(5),
    });
    const failed = (reason: CopyProgress['failure']) => {
      progress.set({ ...idle, phase: 'failed', failure: reason });
      return sync.get();
    };
    const attention = { kind: 'needsAttention', reason: 'download' };
    expect(failed(failure({ kind: 'answered', status: 503 }))).toEqual(attention);
    expect(failed(failure({ kind: 'answered', status: 403 }))).toEqual(attention);
    expect(failed(null)).toEqual(attention);
    expect(failed(failure({ kind: 'unreachable' }))).toEqual({ kind: 'upToDate', at: 5 });
    expect(failed(failure({ kind: 'notCrm' }))).toEqual({ kind: 'upToDate', at: 5 });
    expect(failed(failure({ kind: 'answered', status: 401 }))).toEqual({ kind: 'signIn' });
    progress.set({ ...idle, phase: 'running' });
    expect(sync.get()).toEqual({ kind: 'syncing' });
  });
});
