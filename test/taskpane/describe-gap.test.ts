import { describe, expect, it } from '@jest/globals';
import type { Gap } from '../../src/domain/readiness';
import { describeGap } from '../../src/taskpane/offline-data/describe-gap';
import { strings } from '../../src/taskpane/strings';

const now = new Date(2026, 10, 26, 9).getTime();
const said = (gap: Gap, inOutlook = false, refused = false): string =>
  describeGap(gap, { now, inOutlook, refused }).replace(/\u202f/g, ' ');

describe('what is in the way of going offline', () => {
  it('is told with what it is about', () => {
    const yesterday = new Date(2026, 10, 25, 17, 30).getTime();
    expect(said({ kind: 'stale', at: yesterday })).toBe(
      'Your records are from yesterday, 5:30 PM.',
    );
    expect(said({ kind: 'littleSpace', left: 40_300_000 })).toBe(
      'Only 40 MB are left for Carryon. Remove what you do not need from this computer.',
    );
    expect(said({ kind: 'decisions', count: 1 })).toMatch(/^1 change waits for your decision\./);
    expect(said({ kind: 'decisions', count: 2 })).toMatch(/^2 changes wait for your decision\./);
  });

  it('is told of files by how many they are, where that is known', () => {
    expect(said({ kind: 'attachmentsToCome', count: 1 })).toBe(
      '1 attachment that you want to take along is not on this computer yet.',
    );
    expect(said({ kind: 'attachmentsToCome', count: null })).toBe(
      'Attachments that you want to take along are not on this computer yet.',
    );
    expect(said({ kind: 'attachmentsComing', count: 12 })).toMatch(/^12 attachments are still/);
    expect(said({ kind: 'attachmentsNoSpace', count: 9 })).toMatch(/no space left for 9 att/);
    expect(said({ kind: 'attachmentsNotGiven', count: 2 })).toBe(
      'The CRM did not give 2 attachments.',
    );
  });

  it('names the other window in Outlook, and what to do about this one elsewhere', () => {
    for (const kind of ['keepsNothing', 'noServiceWorker'] as const) {
      expect(said({ kind }, true)).toMatch(/ready there\.$/);
      expect(said({ kind })).toMatch(/private window\.$/);
    }
  });

  it('says what helps after the browser has refused to keep everything', () => {
    expect(said({ kind: 'evictable' })).toBe(strings.readiness.gap.evictable);
    expect(said({ kind: 'evictable' }, false, true)).toMatch(/install Carryon/);
    expect(said({ kind: 'evictable' }, true, true)).toMatch(/own window/);
  });

  it('is counted in the statement', () => {
    expect(strings.readiness.notReady(1)).toBe('Not ready yet: 1 thing to do');
    expect(strings.readiness.notReady(3)).toBe('Not ready yet: 3 things to do');
  });
});
