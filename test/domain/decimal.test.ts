import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toDecimal } from '../../src/domain/decimal';

describe('decimals', () => {
  it.each([
    ['12.5', 2, '12.50'],
    ['12.345', 2, '12.35'],
    ['-12.345', 2, '-12.35'],
    ['1.005', 2, '1.01'],
    ['-0.001', 2, '0.00'],
    ['1e3', 0, '1000'],
    ['1.5e-3', 4, '0.0015'],
    ['12e-1', 2, '1.20'],
    ['.5', 1, '0.5'],
    ['9.999', 2, '10.00'],
    ['007', 0, '7'],
    ['99999999999999999.99', 2, '99999999999999999.99'],
    ['', 2, null],
    ['.', 2, null],
    ['1,5', 2, null],
    ['abc', 2, null],
  ])('ST5 writes %s at %i digits as %s', (text, precision, expected) => {
    expect(toDecimal(text, precision)).toBe(expected);
  });

  it('ST5 leaves its own result alone', () => {
    const numbers = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 });
    fc.assert(
      fc.property(numbers, fc.integer({ min: 0, max: 10 }), (number, precision) => {
        const once = toDecimal(String(number), precision);
        expect(once).not.toBeNull();
        expect(toDecimal(once ?? '', precision)).toBe(once);
        expect(Math.abs(Number(once) - number)).toBeLessThanOrEqual(
          0.5 * 10 ** -precision + Math.abs(number) * 1e-15,
        );
      }),
      { seed: 20260302, numRuns: 500 },
    );
  });
});
