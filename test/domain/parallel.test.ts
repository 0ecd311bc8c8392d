import { describe, expect, it } from '@jest/globals';
import { createLine, mapParallel } from '../../src/domain/parallel';
import { settle } from '../offline/support/settle';

/** Calls by name, which end when the test says so. */
function calls() {
  const begun: string[] = [];
  const ends = new Map<string, { resolve: (value: string) => void; reject: (e: Error) => void }>();
  return {
    begun,
    call: (name: string) => (): Promise<string> => {
      begun.push(name);
      return new Promise((resolve, reject) => void ends.set(name, { resolve, reject }));
    },
    async done(name: string): Promise<void> {
      ends.get(name)?.resolve(name);
      await settle();
    },
    async failed(name: string): Promise<void> {
      ends.get(name)?.reject(new Error(name));
      await settle();
    },
  };
}

describe('a line of calls', () => {
  it('begins them in their order, so many at a time', async () => {
    const { begun, call, done } = calls();
    const line = createLine(2);
    const all = ['a', 'b', 'c', 'd'].map((name) => line(call(name)));
    expect(begun).toEqual(['a', 'b']);
    await done('b');
    expect(begun).toEqual(['a', 'b', 'c']);
    await done('c');
    await done('a');
    const later = line(call('e'));
    await done('d');
    await done('e');
    expect(await Promise.all([...all, later])).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('begins nothing after a failure, and rejects with the first one once nothing is under way', async () => {
    const { begun, call, done, failed } = calls();
    const line = createLine(3);
    const ended: string[] = [];
    const note = (name: string): void => {
      line(call(name)).then(
        () => ended.push(`${name} done`),
        (error: Error) => ended.push(`${name} failed by ${error.message}`),
      );
    };
    for (const name of ['a', 'b', 'c', 'd']) note(name);
    await failed('b');
    await failed('a');
    note('e');
    await settle();
    expect(ended).toEqual([]);
    await done('c');
    note('f');
    await settle();
    expect(begun).toEqual(['a', 'b', 'c']);
    expect(ended.sort()).toEqual([
      'a failed by b',
      'b failed by b',
      'c done',
      'd failed by b',
      'e failed by b',
      'f failed by b',
    ]);
  });

  it('maps', async () => {
    expect(await mapParallel(2, [1, 2, 3], (n) => Promise.resolve(2 * n))).toEqual([2, 4, 6]);
    expect(await mapParallel(2, [], () => Promise.reject(new Error('none')))).toEqual([]);
    const thrown = mapParallel(1, [1], () => {
      throw new Error('at once');
    });
    await expect(thrown).rejects.toThrow('at once');
  });
});
