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
  elsewhere: false,
  awaitsNetwork: false,
  filled: false,
  standing: { rows: 'whole', attachments: null },
  nothingChosen: false,
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
    expect(kinds({ lastAt: null, download: 'running', awaitsNetwork: true })).toEqual([
      'downloadWaits',
    ]);
    expect(kinds({ lastAt: null, download: 'failed', awaitsNetwork: true })).toEqual([
      'downloadWaits',
    ]);
    for (const download of ['running', 'paused'] as const)
      expect(kinds({ lastAt: null, download, elsewhere: true })).toEqual(['downloadingElsewhere']);
    expect(kinds({ lastAt: null, download: 'idle', elsewhere: true })).toEqual(['notDownloaded']);
    expect(kinds({ download: 'running', elsewhere: true })).toEqual([]);
  });

  it.each(['idle', 'failed', 'canceled', 'done'] as const)(
    'RD3 needs a copy that has come to its end, however young it is: %s',
    (download) => {
      const begun = { rows: { refreshedSince: now - 1000 }, attachments: null };
      expect(kinds({ download, standing: begun })).toEqual(['incomplete']);
      expect(kinds({ download, standing: { rows: 'lacking', attachments: null } })).toEqual([
        'incomplete',
      ]);
      expect(kinds({ download, standing: begun, lastAt: 0 })).toEqual(['incomplete']);
    },
  );

  it('RD3 is not a window with a paused download, however complete the copy was when it began', () => {
    expect(kinds({ download: 'paused' })).toEqual(['downloadPaused']);
  });

  it('RD5 says where the last download found no space, until all is here', () => {
    const lacking = { rows: 'lacking', attachments: null } as const;
    for (const lastAt of [now, null])
      expect(kinds({ lastAt, filled: true, download: 'failed', standing: lacking })).toEqual([
        'filled',
      ]);
    expect(kinds({ filled: true, download: 'running', standing: lacking })).toEqual([
      'downloading',
    ]);
    expect(kinds({ filled: true })).toEqual([]);
  });

  it('RD3 waits for a download of what was not complete when it began, and for no other', () => {
    const download = 'running';
    const whole = { rows: { refreshedSince: now - 1000 }, attachments: null };
    expect(kinds({ download, standing: whole })).toEqual([]);
    expect(kinds({ download, standing: { rows: 'lacking', attachments: null } })).toEqual([
      'downloading',
    ]);
  });

  it('RD3 takes a download for ended that began before the copy was last complete', () => {
    expect(
      kinds({ standing: { rows: { refreshedSince: now - 60_001 }, attachments: null } }),
    ).toEqual([]);
  });

  it.each([
    ['are still to come', 'toCome', 'attachmentsToCome'],
    ['found no space', 'noSpace', 'attachmentsNoSpace'],
    ['the CRM did not give', 'notGiven', 'attachmentsNotGiven'],
  ] as const)('RD6 names the files that %s', (_, why, kind) => {
    const standing = { rows: 'whole', attachments: { count: 3, why } } as const;
    expect(gapsIn({ ...ready, standing })).toEqual([{ kind, count: 3 }]);
  });

  it('RD6 waits for files that are on their way, and for how many is not known yet', () => {
    const attachments = { count: null, why: 'toCome' } as const;
    const standing = { rows: 'whole', attachments } as const;
    expect(gapsIn({ ...ready, standing, download: 'running' })).toEqual([
      { kind: 'attachmentsComing', count: null },
    ]);
  });

  it.each([
    ['toCome', []],
    ['noSpace', ['attachmentsNoSpace']],
  ] as const)('RD6 names no files that come with the records that are missing: %s', (why, more) => {
    const attachments = { count: 3, why } as const;
    expect(kinds({ standing: { rows: 'lacking', attachments } })).toEqual(['incomplete', ...more]);
    const standing = { rows: 'whole', attachments } as const;
    expect(kinds({ standing, lastAt: 0 })).toEqual(['stale', ...more]);
    expect(kinds({ standing, download: 'paused' })).toEqual(['downloadPaused', ...more]);
  });

  it('RD7 is not a window in which nothing is chosen, and names nothing else of the records then', () => {
    const only = ['nothingChosen'];
    expect(kinds({ nothingChosen: true })).toEqual(only);
    const lacking = { rows: 'lacking', attachments: { count: 1, why: 'toCome' } } as const;
    expect(kinds({ nothingChosen: true, standing: lacking })).toEqual(only);
    expect(kinds({ nothingChosen: true, lastAt: null })).toEqual(only);
    expect(kinds({ nothingChosen: true, download: 'paused' })).toEqual(only);
    expect(kinds({ nothingChosen: true, opensOffline: false })).toEqual(['outlook']);
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
