import { describe, expect, it } from '@jest/globals';
import { foretold } from '../../bench/growth/foretold';
import { amiss } from '../../bench/growth/in-crm';
import { sideBySide, sizesAsked } from '../../bench/growth/sizes';
import { median } from '../../bench/report';

describe('the sizes of a copy that grows', () => {
  it('are those that are asked for, or four', () => {
    expect(sizesAsked('500,1000')).toEqual([500, 1000]);
    expect(sizesAsked(undefined)).toEqual([1000, 10_000, 100_000, 300_000]);
    for (const wrong of ['', 'many', '1000;2000', '1000,', '99', '1000.5'])
      expect(() => sizesAsked(wrong)).toThrow('Not a list of numbers of rows');
  });

  it('stand below each other, metric by metric', () => {
    const of = (first: number) => [
      median('carryon', 'download', [first], 's'),
      median('carryon', 'save', [first + 1], 'ms'),
    ];
    const all = sideBySide([
      { name: '500 rows', results: of(1) },
      { name: '1000 rows', results: of(3) },
    ]);
    expect(all.map(({ metric, value }) => [metric, value])).toEqual([
      ['download, 500 rows', 1],
      ['download, 1000 rows', 3],
      ['save, 500 rows', 2],
      ['save, 1000 rows', 4],
    ]);
    expect(sideBySide([])).toEqual([]);
  });
});

describe('what was foretold', () => {
  it('stands beside what came, with how far it is apart', () => {
    const results = foretold(
      { rows: 90, bytes: 3e6, ms: 3000 },
      { rows: 100, bytes: 2e6, ms: 4000 },
    );
    expect(results.map(({ value, unit }) => `${value.toFixed(0)} ${unit}`)).toEqual([
      ...['90 rows', '100 rows', '-10 %'],
      ...['3 MB', '2 MB', '50 %'],
      ...['3 s', '4 s', '-25 %'],
    ]);
  });
});

describe('a copy that is compared with the CRM', () => {
  const tables = [{ name: 'account', entitySetName: 'accounts', primaryId: 'accountid' }];
  const there = new Map([
    ['account:1', 'a'],
    ['account:2', 'b'],
  ]);

  it('has each row in its version, and what others refer to', () => {
    const rows = [
      ['account:2', 'b'] as const,
      ['account:1', 'a'] as const,
      ['user:7', 'c'] as const,
    ];
    expect(amiss({ tables, rows }, there)).toEqual({ missing: 0, twice: 0, unknown: 0 });
  });

  it('lacks one, has an old one, one twice and one that is not there', () => {
    expect(amiss({ tables, rows: [['account:1', 'a']] }, there)).toMatchObject({ missing: 1 });
    const old = [['account:1', 'a'] as const, ['account:2', 'a'] as const];
    expect(amiss({ tables, rows: old }, there)).toMatchObject({ missing: 1, twice: 0 });
    const more = [...there, ['account:2', 'b'] as const, ['account:3', 'c'] as const];
    expect(amiss({ tables, rows: more }, there)).toEqual({ missing: 0, twice: 1, unknown: 1 });
  });
});
