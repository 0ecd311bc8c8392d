import { beforeEach, describe, expect, it } from '@jest/globals';
import { postpone, type Postponed } from '../../src/taskpane/outbox/many/postponed';
import { type TestClock, testClock } from '../offline/support/clock';

let clock: TestClock;
let done: string[];
let postponed: Postponed<string>;

beforeEach(() => {
  clock = testClock();
  done = [];
  postponed = postpone((value) => done.push(value), 10_000, clock.after);
});

describe('what is done in a moment', () => {
  it('is done when its time is over, and not before', () => {
    postponed.put('a');
    expect(postponed.next.get()).toBe('a');
    clock.advance(9999);
    expect(done).toEqual([]);
    clock.advance(1);
    expect(done).toEqual(['a']);
    expect(postponed.next.get()).toBeNull();
  });

  it('is never done once it is taken back', () => {
    postponed.put('a');
    postponed.takeBack();
    clock.advance(60_000);
    postponed.doNow();
    expect(done).toEqual([]);
    expect(postponed.next.get()).toBeNull();
  });

  it('is done at once where the user wants it, and only once', () => {
    postponed.put('a');
    postponed.doNow();
    postponed.doNow();
    clock.advance(60_000);
    expect(done).toEqual(['a']);
  });

  it('is done before something else is put off, which has its own time', () => {
    postponed.put('a');
    clock.advance(6000);
    postponed.put('b');
    expect(done).toEqual(['a']);
    clock.advance(9999);
    expect(done).toEqual(['a']);
    clock.advance(1);
    expect(done).toEqual(['a', 'b']);
  });
});
