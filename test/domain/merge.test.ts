import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { merge } from '../../src/domain/merge';
import { sameValue, type Values } from '../../src/domain/value';

describe('a three-way merge', () => {
  it('sends a column that nobody else touched', () => {
    expect(merge({ name: 'a' }, { name: 'b' }, { name: 'a' })).toEqual({
      apply: { name: 'b' },
      done: [],
      overlap: {},
    });
  });

  it('has nothing to do where the server already has the value', () => {
    expect(merge({ name: 'a' }, { name: 'b' }, { name: 'b' }).done).toEqual(['name']);
  });

  it('keeps what someone else wrote to the same column', () => {
    expect(merge({ name: 'a' }, { name: 'b' }, { name: 'c' })).toEqual({
      apply: {},
      done: [],
      overlap: { name: 'c' },
    });
  });

  it('ignores what others did to columns this change does not touch', () => {
    expect(merge({ name: 'a' }, { name: 'b' }, { name: 'a', city: 'Rome' }).overlap).toEqual({});
  });

  it('puts each changed column in exactly one place', () => {
    const values = fc.dictionary(
      fc.constantFrom('a', 'b', 'c', 'd'),
      fc.constantFrom(null, '', 'x', 'y', 0, 1, true),
    ) as fc.Arbitrary<Values>;
    fc.assert(
      fc.property(values, values, values, (before, mine, theirs) => {
        const result = merge(before, mine, theirs);
        const places = [
          ...Object.keys(result.apply),
          ...result.done,
          ...Object.keys(result.overlap),
        ];
        expect(places.sort()).toEqual(Object.keys(mine).sort());
        for (const column of result.done)
          expect(sameValue(theirs[column], mine[column])).toBe(true);
        for (const column of Object.keys(result.overlap))
          expect(sameValue(theirs[column], before[column])).toBe(false);
      }),
      { seed: 1 },
    );
  });
});
