import { describe, expect, it } from '@jest/globals';
import { describeSync } from '../../src/taskpane/header/describe-sync';
import { strings } from '../../src/taskpane/strings';

describe('what the pane says', () => {
  it('says the sync state in the words that tests and people know', () => {
    expect(describeSync({ kind: 'upToDate', at: 1 })).toBe('Up to date');
    expect(describeSync({ kind: 'syncing' })).toBe('Syncing');
    expect(describeSync({ kind: 'waiting', count: 1 })).toBe('1 change waiting');
    expect(describeSync({ kind: 'waiting', count: 3 })).toBe('3 changes waiting');
    expect(describeSync({ kind: 'needsAttention', reason: 'refused', count: 1 })).toBe(
      'Needs attention: 1 change was refused',
    );
    expect(describeSync({ kind: 'needsAttention', reason: 'refused', count: 2 })).toBe(
      'Needs attention: 2 changes were refused',
    );
    expect(describeSync({ kind: 'needsAttention', reason: 'decision', count: 1 })).toBe(
      'Needs attention: 1 change waits for your decision',
    );
    expect(describeSync({ kind: 'needsAttention', reason: 'decision', count: 2 })).toBe(
      'Needs attention: 2 changes wait for your decision',
    );
    expect(describeSync({ kind: 'needsAttention', reason: 'download' })).toBe(
      'Needs attention: the download stopped',
    );
  });

  it('names as not available offline what the pane has online: of attachments, only to save them', () => {
    const list = Object.values(strings.onlineOnly).map(({ what }) => what);
    expect(list.filter((what) => what.includes('attachment'))).toEqual([
      'Saving an attachment that is not on this computer',
    ]);
  });

  it('names connection states and tracking states as they are agreed', () => {
    expect(strings.connection).toMatchObject({
      online: 'Online',
      connecting: 'Connecting',
      offline: 'Offline',
      workingOffline: 'Working offline',
    });
    expect(Object.values(strings.message.state)).toEqual([
      'Not tracked',
      'Tracking pending',
      'Tracked',
      'Tracking failed',
      'Tracked by someone else',
    ]);
  });

  it('counts in the singular and the plural', () => {
    expect(strings.outbox.waits(1)).toBe(
      '1 change waits on this computer. It is sent when Carryon is open and online.',
    );
    expect(strings.outbox.waits(3)).toBe(
      '3 changes wait on this computer. They are sent when Carryon is open and online.',
    );
    expect(strings.outbox.waits(3, true)).toBe(
      '3 changes wait on this computer. They are sent when you resume sending.',
    );
    expect(strings.tabs.outboxWaiting(3)).toBe('Outbox, 3 waiting');
    const { progress, rowsOf } = strings.offlineData;
    expect(progress([rowsOf(1, null), null], null)).toBe('1 row');
    expect(progress([rowsOf(3120, 12480), '8.7 MB'], '2 minutes')).toBe(
      '3,120 of 12,480 rows, 8.7 MB, about 2 minutes left',
    );
    const { attachments } = strings;
    expect(attachments.progress(3, 12, '4.2 MB', '20 MB')).toBe(
      '3 of 12 attachments, 4.2 MB of 20 MB',
    );
    expect(attachments.full(1)).toContain('no space left for 1 attachment.');
  });

  it('names a row without a name by its table', () => {
    expect(strings.namelessOf('Task')).toBe('(no name), Task');
  });

  it('tells the limits of a number as far as there are any', () => {
    const { range } = strings.form.problem;
    expect(range('0', '100')).toBe('Enter a number from 0 to 100.');
    expect(range('0', null)).toBe('Enter 0 or more.');
    expect(range(null, '100')).toBe('Enter 100 or less.');
  });
});
