import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  iconModule,
  iconsFile,
  styleSheets,
  tokenSheet,
  tokensFile,
} from '../../scripts/generate-ui';

describe('generated parts of the look', () => {
  it('are what the generator writes now', () => {
    expect(readFileSync(tokensFile, 'utf8')).toBe(tokenSheet(styleSheets()));
    expect(readFileSync(iconsFile, 'utf8')).toBe(iconModule());
  });

  it('hold only tokens that a style sheet uses', () => {
    const sheet = tokenSheet('a { color: var(--colorBrandBackground) }');
    expect(sheet.match(/--\w+/g)).toEqual(Array(3).fill('--colorBrandBackground'));
  });

  it('fail on a token that Fluent does not have', () => {
    expect(() => tokenSheet('a { color: var(--colorNope) }')).toThrow('colorNope');
  });

  it('leave no physical direction in our style sheets', () => {
    expect(styleSheets()).not.toMatch(/\b(left|right|(margin|padding|border)-(top|bottom))\b\s*:/);
  });
});
