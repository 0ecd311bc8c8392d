import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type CopyProgress, isUnderWay } from '../../src/domain/status';
import type { Locks } from '../../src/domain/ports';
import { copyingLock } from '../../src/offline/copy/copy-lock';
import { openElsewhere, type Told } from '../../src/offline/copy/elsewhere';
import { idle } from '../../src/offline/copy/progress';
import { memoryLocks } from '../../src/offline/memory-locks';
import { settle, until } from './support/settle';
import { openWhole, type Whole } from './support/whole';
import { ids, World } from './support/world';

const MINUTE = 60_000;
const task = (n: number): string => `dddddddd-0000-4000-8000-${String(n).padStart(12, '0')}`;
const progress = ({ page }: Whole): CopyProgress => page.copy.progress.get();
const isDone = (pane: Whole): Promise<void> =>
  until(() => progress(pane).phase === 'done', 'the copy');

describe('a pane while another one copies', () => {
  let world: World;
  let panes: Whole[];
  let goOn: () => void;
  const open = async (): Promise<Whole> => {
    const pane = await openWhole(world);
    panes.push(pane);
    return pane;
  };
  /** The CRM gives tasks no more until it is told to go on. */
  const hold = (): void => {
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    world.crm.during = (call, key) =>
      call === 'readPage' && key.startsWith('task@') ? held : Promise.resolve();
  };
  const isRunning = (pane: Whole): Promise<void> =>
    until(() => progress(pane).phase === 'running' && progress(pane).rows === 1, 'the rows');

  beforeEach(() => {
    world = new World();
    panes = [];
    world.crm.put('account', ids.contoso, { name: 'Contoso' });
    for (let n = 0; n < 5; n++) world.crm.put('task', task(n), { subject: `Task ${n}` });
  });
  afterEach(() => {
    for (const pane of panes) pane.stop();
  });

  it('CP18 shows how far it is, opened before or meanwhile, and how it ends', async () => {
    hold();
    const before = await open();
    const first = await open();
    await isRunning(before);
    await isRunning(first);
    const second = await open();
    await isRunning(second);
    expect([before, first, second].filter((pane) => !progress(pane).elsewhere)).toHaveLength(1);
    for (const pane of panes) {
      expect(progress(pane)).toMatchObject({ rows: 1, total: 6 });
      expect(pane.page.sync.get()).toEqual({ kind: 'syncing' });
    }
    goOn();
    for (const pane of panes) {
      await isDone(pane);
      expect(progress(pane)).toMatchObject({ rows: 6, total: 6 });
      await until(() => pane.page.sync.get().kind === 'upToDate', 'the end');
    }
  });

  it('CP18 does not tell what is here as missing', async () => {
    const first = await open();
    await isDone(first);
    const second = await open();
    await until(() => second.page.copy.standing.get().rows === 'whole', 'the whole copy');
    const told: unknown[] = [];
    second.page.copy.standing.subscribe(() => told.push(second.page.copy.standing.get().rows));
    world.crm.edit('task', task(1), { subject: 'Changed' });
    hold();
    world.clock.advance(11 * MINUTE);
    void first.page.copy.refresh(true);
    await until(() => progress(second).phase === 'running');
    await settle();
    goOn();
    await isDone(second);
    await settle();
    expect(told).not.toContain('lacking');
    expect(second.page.copy.lastAt.get()).toBe(first.page.copy.lastAt.get());
  });
});

describe('what panes tell of their copies', () => {
  const name = 'carryon-elsewhere';
  const none = (): void => undefined;
  const running: Told = { progress: { ...idle, phase: 'running' }, afresh: false };

  /** As the pane that copies. @returns what lets go of it. */
  const copying = (locks: Locks): (() => Promise<void>) => {
    let close: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      close = resolve;
    });
    const done = locks.request(copyingLock(name), {}, () => held);
    return () => {
      close();
      return done;
    };
  };

  it('CP18 ends where the pane that copies is closed without a word', async () => {
    const locks = memoryLocks();
    const heard: CopyProgress['phase'][] = [];
    const teller = openElsewhere(name, locks, () => undefined, none);
    const listener = openElsewhere(name, locks, (told) => heard.push(told.progress.phase), none);
    const close = copying(locks);
    teller.tell(running);
    await until(() => heard.includes('running'));
    await settle();
    expect(heard).not.toContain('idle');
    await close();
    await until(() => heard.includes('idle'));
    expect(heard.at(-1)).toBe('idle');
    teller.close();
    listener.close();
  });

  it('CP18 hears nothing of another one while it copies itself', async () => {
    const locks = memoryLocks();
    const heard: Told[] = [];
    const close = copying(locks);
    const listener = openElsewhere(name, locks, (told) => heard.push(told), none);
    listener.tell(running);
    const asked: Told[] = [];
    const other = openElsewhere(name, locks, (told) => asked.push(told), none);
    other.tell({ progress: { ...idle, phase: 'canceled' }, afresh: false });
    await until(() => asked.length > 0);
    expect(asked.every(({ progress: told }) => isUnderWay(told))).toBe(true);
    expect(heard).toEqual([]);
    await close();
    other.close();
    listener.close();
  });
});
