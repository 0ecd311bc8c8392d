import { describe, expect, it } from '@jest/globals';
import { hostTheme } from '../../src/outlook/office-theme';

describe("Outlook's theme", () => {
  it.each([
    ['#ffffff', false],
    ['#F3F2F1', false],
    ['#141414', true],
    ['#1f1f1f', true],
    // Green is bright to the eye, blue is not.
    ['#00ff00', false],
    ['#0000ff', true],
  ])('with the background %s is dark: %s', (bodyBackgroundColor, dark) => {
    expect(hostTheme({ bodyBackgroundColor })).toEqual({ dark });
  });

  it('is unknown where Outlook does not tell a colour', () => {
    expect(hostTheme(undefined)).toBeNull();
    expect(hostTheme({})).toBeNull();
    expect(hostTheme({ bodyBackgroundColor: 'white' })).toBeNull();
  });
});
