import { describe, expect, it } from '@jest/globals';
import { median, percentiles, table } from '../../bench/report';
import { quantile } from '../../bench/statistics';

describe('a quantile', () => {
  it('lies between the neighbours in proportion', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([5], 0.95)).toBe(5);
    expect(quantile([1, 2, 3, 4, 5], 1)).toBe(5);
  });

  it('of nothing is an error', () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });
});

describe('the report', () => {
  it('shows each metric with its subjects and their ratio to Carryon', () => {
    const results = [
      ...percentiles('carryon', 'save', [10, 20, 30]),
      ...percentiles('dexie', 'save', [5, 10, 15]),
      median('fetch', 'playback', [1.5], 's'),
    ];
    expect(table(results).split('\n')).toEqual([
      'metric     subject  n  value  unit  to carryon',
      'save, p50  carryon  3  20.0   ms',
      'save, p50  dexie    3  10.0   ms    0.50',
      'save, p95  carryon  3  29.0   ms',
      'save, p95  dexie    3  14.5   ms    0.50',
      'playback   fetch    1  1.50   s',
    ]);
  });
});
