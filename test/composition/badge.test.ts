import { describe, expect, it } from '@jest/globals';
import { showBadge } from '../../src/composition/badge';
import { liveCell } from '../../src/domain/live';

describe('the badge of the installed app', () => {
  const shown = () => {
    const waiting = liveCell<readonly string[]>(['a', 'b']);
    const badges: (number | undefined)[] = [];
    showBadge(waiting, {
      setAppBadge: async (count) => void badges.push(count),
      clearAppBadge: async () => void badges.push(0),
    });
    return { waiting, badges };
  };

  it('shows how many changes wait, and goes when none do', () => {
    const { waiting, badges } = shown();
    waiting.set(['a', 'b', 'c']);
    waiting.set([]);
    expect(badges).toEqual([2, 3, 0]);
  });

  it('is not set again for the same number', () => {
    const { waiting, badges } = shown();
    waiting.set(['b', 'c']);
    expect(badges).toEqual([2]);
  });

  it('is left alone by browsers that have none, and by windows that may not', () => {
    const waiting = liveCell<readonly string[]>(['a']);
    expect(() => showBadge(waiting, {})).not.toThrow();
    const refused = () => Promise.reject(new DOMException('Not installed', 'NotAllowedError'));
    expect(() =>
      showBadge(waiting, { setAppBadge: refused, clearAppBadge: refused }),
    ).not.toThrow();
  });
});
