import { describe, expect, it } from '@jest/globals';
import type { EntryState, OutboxEntry } from '../../src/domain/entry';
import { liveCell } from '../../src/domain/live';
import type { PlaybackStatus } from '../../src/offline/playback/player';
import { sendingProgress } from '../../src/offline/sending-progress';

const resting: PlaybackStatus = {
  running: false,
  signIn: false,
  throttledUntil: null,
  failure: null,
};
const line = (...states: EntryState[]): OutboxEntry[] =>
  states.map((state, n) => ({ id: `${n}`, state }) as OutboxEntry);

describe('how far sending is', () => {
  it('PA4 is how many of the changes that can go have left, new ones among them', () => {
    const entries = liveCell<readonly OutboxEntry[]>(line('pending', 'pending', 'pending', 'held'));
    const playback = liveCell(resting);
    const progress = sendingProgress(entries, playback);
    expect(progress.get()).toBeNull();
    playback.set({ ...resting, running: true });
    expect(progress.get()).toEqual({ done: 0, total: 3 });
    const [, second, third, held] = entries.get() as [
      unknown,
      OutboxEntry,
      OutboxEntry,
      OutboxEntry,
    ];
    entries.set([second, third, held]);
    expect(progress.get()).toEqual({ done: 1, total: 3 });
    entries.set([third, held, { ...third, id: 'new' }]);
    expect(progress.get()).toEqual({ done: 2, total: 4 });
    playback.set(resting);
    expect(progress.get()).toBeNull();
  });

  it('PA4 is told in a pane that only sees another one send', () => {
    const entries = liveCell<readonly OutboxEntry[]>(line('pending', 'pending'));
    const progress = sendingProgress(entries, liveCell(resting));
    entries.set(line('sending', 'pending'));
    expect(progress.get()).toEqual({ done: 0, total: 2 });
    entries.set([{ id: '1', state: 'sending' } as OutboxEntry]);
    expect(progress.get()).toEqual({ done: 1, total: 2 });
    entries.set([]);
    expect(progress.get()).toBeNull();
  });

  it('PA4 is not worth telling of a single change', () => {
    const progress = sendingProgress(
      liveCell<readonly OutboxEntry[]>(line('sending')),
      liveCell({ ...resting, running: true }),
    );
    expect(progress.get()).toBeNull();
  });
});
