import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const folder = new URL('.', import.meta.url);
const rule = /\b[A-Z]{2}\d+\b/g;

const spec = readFileSync(new URL('../../src/offline/SPEC.md', folder), 'utf8');
const rules = [...spec.matchAll(/^- ([A-Z]{2}\d+) /gm)].map((match) => match[1] ?? '');

const titles = [folder, new URL('../domain/', folder)]
  .flatMap((where) => readdirSync(where).map((name) => new URL(name, where)))
  .filter(({ pathname }) => pathname.endsWith('.test.ts'))
  .map((file) => readFileSync(file, 'utf8'))
  .flatMap((text) => [
    ...text.matchAll(/^ *(?:it|\)|\]\)|\}\))?.*\(\s*(['"`])((?:[A-Z]{2}\d+ )+)/gm),
  ])
  .map((match) => match[2] ?? '');
const tested = new Set(titles.flatMap((title) => title.match(rule) ?? []));

describe('SPEC.md', () => {
  it('has every rule once', () => {
    expect(rules.length).toBeGreaterThan(50);
    expect(new Set(rules).size).toBe(rules.length);
  });

  it.each(rules)('has a test that cites %s', (id) => {
    expect(tested).toContain(id);
  });

  it('has every rule that a test cites', () => {
    expect([...tested].filter((id) => !rules.includes(id))).toEqual([]);
  });
});
