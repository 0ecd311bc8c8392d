import { describe, expect, it } from '@jest/globals';
import { sameValue, type Value } from '../../src/domain/value';

const contoso = { table: 'account', id: '1', name: 'Contoso' };

describe('two values', () => {
  it.each<[string, Value | undefined, Value | undefined]>([
    ['absent and null', undefined, null],
    ['an empty text and null', '', null],
    ['no parties and absent', [], undefined],
    ['a lookup under an older name', contoso, { ...contoso, name: 'Contoso Ltd' }],
    ['the same choices', [1, 2], [1, 2]],
    [
      'a party in another case',
      [{ role: 1, ref: null, address: 'A@x.com' }],
      [{ role: 1, ref: null, address: 'a@x.com' }],
    ],
  ])('are the same: %s', (_, a, b) => {
    expect(sameValue(a, b)).toBe(true);
    expect(sameValue(b, a)).toBe(true);
  });

  it.each<[string, Value | undefined, Value | undefined]>([
    ['zero and null', 0, null],
    ['false and null', false, null],
    ['a number and its text', 1, '1'],
    ['money of another precision', '12.5', '12.50'],
    ['lookups to rows of two tables', contoso, { ...contoso, table: 'contact' }],
    ['choices of another length', [1], [1, 2]],
    [
      'a party in another role',
      [{ role: 1, ref: null, address: 'a@x.com' }],
      [{ role: 2, ref: null, address: 'a@x.com' }],
    ],
  ])('differ: %s', (_, a, b) => {
    expect(sameValue(a, b)).toBe(false);
    expect(sameValue(b, a)).toBe(false);
  });
});
