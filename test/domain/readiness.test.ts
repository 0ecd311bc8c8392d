import { describe, expect, it } from '@jest/globals';
import type { EntryState } from '../../src/domain/entry';
import { ENOUGH_SPACE, FRESH_FOR, gapsIn, type OfflineFacts } from '../../src/domain/readiness';

const now = Date.UTC(2026, 10, 26, 9);

/** A window in which nothing is in the way. */
const ready: OfflineFacts = {
  now,
  opensOffline: null,
  start: 'kept',
  storage: 'persistent',
  space: { used: 500_000_000, quota: 2_500_000_000 },
  lastAt: now - 60_000,
  download: 'done',
  entries: [],
  installable: false,
};
const kinds = (facts: Partial<OfflineFacts>): string[] =>
  gapsIn({ ...ready, ...facts }).map(({ kind }) => kind);
/** So many bytes are left. */
const full = (left: number) => ({ used: 10_000_000, quota: 10_000_000 + left });
const inState = (...states: EntryState[]) => states.map((state) => ({ state }));

describe('ready to go offline', () => {
  it('RD1 is a window with nothing in the way, in its own window and in an Outlook that opens add-ins offline', () => {
    expect(kinds({})).toEqual([]);
    expect(kinds({ opensOffline: true })).toEqual([]);
    expect(kinds({ space: null })).toEqual([]);
  });

  it('RD1 is not a window with gaps: all are named, what everything else builds on first', () => {
    const facts: Partial<OfflineFacts> = {
      start: 'missing',
      storage: 'bestEffort',
      space: { used: 60_000_000, quota: 100_000_000 },
      lastAt: null,
      download: 'failed',
      entries: inState('rejected'),
      installable: true,
    };
    expect(kinds(facts)).toEqual([
      'filesMissing',
      'notDownloaded',
      'evictable',
      'littleSpace',
      'decisions',
      'notInstalled',
    ]);
    expect(kinds({ start: 'bypassed' })).toEqual(['filesBypassed']);
  });

  it.each([
    ['an Outlook that does not open add-ins offline', { opensOffline: false }, 'outlook'],
    ['one that keeps nothing either', { opensOffline: false, storage: 'memory' }, 'outlook'],
    ['a window that keeps nothing', { storage: 'memory', start: 'impossible' }, 'keepsNothing'],
    ['a browser without a service worker', { start: 'impossible' }, 'noServiceWorker'],
  ] as const)(
    'RD2 is not %s: then only another window helps, and what needs the user here',
    (_, window, kind) => {
      const others: Partial<OfflineFacts> = { lastAt: null, space: full(0), installable: true };
      expect(kinds({ ...others, ...window })).toEqual([kind]);
      expect(kinds({ ...window, entries: inState('conflict') })).toEqual([kind, 'decisions']);
    },
  );

  it('RD3 needs records that are at most four hours old', () => {
    const lastAt = now - FRESH_FOR;
    expect(kinds({ lastAt })).toEqual([]);
    expect(gapsIn({ ...ready, lastAt: lastAt - 1 })).toEqual([{ kind: 'stale', at: lastAt - 1 }]);
    expect(kinds({ lastAt: null, download: 'idle' })).toEqual(['notDownloaded']);
  });

  it('RD3 waits for a download only where the records that are here do not do', () => {
    expect(kinds({ lastAt: null, download: 'running' })).toEqual(['downloading']);
    expect(kinds({ lastAt: null, download: 'paused' })).toEqual(['downloadPaused']);
    expect(kinds({ lastAt: 0, download: 'paused' })).toEqual(['downloadPaused']);
    expect(kinds({ download: 'running' })).toEqual([]);
    expect(kinds({ download: 'failed' })).toEqual([]);
  });

  it('RD4 counts the changes that need the user, and no others', () => {
    const entries = inState('pending', 'held', 'rejected', 'blocked', 'unreadable', 'uncertain');
    expect(gapsIn({ ...ready, entries })).toEqual([{ kind: 'decisions', count: 2 }]);
  });

  it('RD5 needs room for the next sync', () => {
    expect(kinds({ space: full(ENOUGH_SPACE) })).toEqual([]);
    const left = ENOUGH_SPACE - 1;
    expect(gapsIn({ ...ready, space: full(left) })).toEqual([{ kind: 'littleSpace', left }]);
  });
});
