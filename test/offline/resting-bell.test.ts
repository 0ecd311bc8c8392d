import { describe, expect, it } from '@jest/globals';
import { localBell } from '../../src/offline/bell';
import { restingBell } from '../../src/offline/resting-bell';
import { testClock } from './support/clock';

describe('a bell that rests', () => {
  it('CP10 is heard at once, and what is rung while it rests is heard once, at the end', () => {
    const clock = testClock();
    const bell = restingBell(localBell(), clock, 250);
    const heard: number[] = [];
    const start = clock.now();
    bell.listen(() => heard.push(clock.now() - start));
    for (let n = 0; n < 10; n++) {
      bell.ring();
      clock.advance(40);
    }
    clock.advance(1000);
    expect(heard).toEqual([0, 250, 500]);
    bell.ring();
    expect(heard).toEqual([0, 250, 500, 1400]);
  });
});
