import { describe, expect, it } from '@jest/globals';
import { compareDecimals, parseNumber, typedNumber } from '../../src/taskpane/form/numbers';

describe('typed numbers', () => {
  it.each([
    ['en-US', '1,234,567.5', '1234567.5'],
    ['en-US', '1234.50', '1234.50'],
    ['en-US', '.5', '0.5'],
    ['en-US', '1,5', '1.5'],
    ['en-US', '-007', '-7'],
    ['en-US', '−3', '-3'],
    ['de-DE', '1.234.567,5', '1234567.5'],
    ['de-DE', '1.500', '1500'],
    ['de-DE', '12,5', '12.5'],
    ['de-DE', '12.5', '12.5'],
    ['fr-FR', '1 234,5', '1234.5'],
    ['de-CH', "1'234.50", '1234.50'],
    ['en-US', '-0', '0'],
    ['en-US', '123456789012345678901.25', '123456789012345678901.25'],
  ])('in %s "%s" means %s', (locale, typed, plain) => {
    expect(parseNumber(typed, locale)).toBe(plain);
  });

  it.each(['', 'abc', '1.2.3', '12abc', '-', '.', '1,2,3'])('"%s" is no number', (typed) => {
    expect(parseNumber(typed, 'en-US')).toBeNull();
  });

  it('compares exactly, beyond what a floating point number holds', () => {
    expect(compareDecimals('9007199254740993', '9007199254740992')).toBe(1);
    expect(compareDecimals('-0.10', '-0.1')).toBe(0);
    expect(compareDecimals('-2', '1')).toBe(-1);
  });

  it("stands in an input with the locale's decimal mark and nothing else", () => {
    expect(typedNumber('12500.50', 'de-DE')).toBe('12500,50');
    expect(typedNumber('12500.50', 'en-US')).toBe('12500.50');
  });
});
