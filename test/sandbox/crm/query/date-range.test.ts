import { describe, expect, it } from '@jest/globals';
import { dateRange, operatorOf, rangeOfDay } from '../../../../sandbox/crm/query/date-range';

// Monday.
const now = Date.parse('2020-08-17T13:30:00Z');
const written = (at: number | null | undefined): string | null =>
  at === null || at === undefined ? null : new Date(at).toISOString().slice(0, 19);

describe('a date operator at half past one on Monday, 17 August 2020', () => {
  it.each([
    ['today', null, '2020-08-17T00:00:00', '2020-08-18T00:00:00'],
    ['yesterday', null, '2020-08-16T00:00:00', '2020-08-17T00:00:00'],
    ['tomorrow', null, '2020-08-18T00:00:00', '2020-08-19T00:00:00'],
    ['this-week', null, '2020-08-16T00:00:00', '2020-08-23T00:00:00'],
    ['last-week', null, '2020-08-09T00:00:00', '2020-08-16T00:00:00'],
    ['next-week', null, '2020-08-23T00:00:00', '2020-08-30T00:00:00'],
    ['this-month', null, '2020-08-01T00:00:00', '2020-09-01T00:00:00'],
    ['last-month', null, '2020-07-01T00:00:00', '2020-08-01T00:00:00'],
    ['next-year', null, '2021-01-01T00:00:00', '2022-01-01T00:00:00'],
    ['last-seven-days', null, '2020-08-10T00:00:00', '2020-08-17T13:30:01'],
    ['next-seven-days', null, '2020-08-17T13:30:00', '2020-08-25T00:00:00'],
    ['last-x-hours', 1, '2020-08-17T12:00:00', '2020-08-17T13:30:01'],
    ['next-x-hours', 1, '2020-08-17T13:30:00', '2020-08-17T14:30:00'],
    ['last-x-days', 4, '2020-08-13T00:00:00', '2020-08-17T13:30:01'],
    ['last-x-weeks', 2, '2020-08-03T00:00:00', '2020-08-17T13:30:01'],
    ['last-x-months', 3, '2020-05-17T00:00:00', '2020-08-17T13:30:01'],
    ['last-x-years', '2', '2018-08-17T00:00:00', '2020-08-17T13:30:01'],
    ['next-x-days', 4, '2020-08-17T13:30:00', '2020-08-22T00:00:00'],
    ['next-x-weeks', 2, '2020-08-17T13:30:00', '2020-09-01T00:00:00'],
    ['next-x-months', 3, '2020-08-17T13:30:00', '2020-11-18T00:00:00'],
    ['olderthan-x-minutes', 15, null, '2020-08-17T13:15:00'],
    ['older-than-x-months', 2, null, '2020-06-17T13:30:00'],
    ['this-fiscal-period', null, '2020-07-01T00:00:00', '2020-10-01T00:00:00'],
    ['last-x-fiscal-years', 1, '2019-01-01T00:00:00', '2020-08-17T13:30:01'],
    ['in-fiscal-year', 2019, '2019-01-01T00:00:00', '2020-01-01T00:00:00'],
  ])('%s %s', (operator, x, from, to) => {
    const range = dateRange(operator, x, now);
    expect([written(range?.from), written(range?.to)]).toEqual([from, to]);
  });

  it('ends a shorter month on its last day', () => {
    const range = dateRange('olderthan-x-months', 1, Date.parse('2024-03-31T00:00:00Z'));
    expect(written(range?.to)).toBe('2024-02-29T00:00:00');
  });

  it.each([0, -1, 1.5, 'x', null, '999999999'])('refuses %s years', (x) => {
    expect(() => dateRange('last-x-years', x, now)).toThrow();
  });

  it('takes the day of the moment that "on" names', () => {
    const at = Date.parse('2020-08-05T12:00:00Z');
    expect(written(rangeOfDay('on-or-before', at)?.to)).toBe('2020-08-06T00:00:00');
    expect(written(rangeOfDay('on-or-after', at)?.from)).toBe('2020-08-05T00:00:00');
  });
});

it.each([
  ['LastXDays', 'last-x-days'],
  ['Last7Days', 'last-seven-days'],
  ['ThisWeek', 'this-week'],
  ['OlderThanXMonths', 'older-than-x-months'],
  ['OnOrAfter', 'on-or-after'],
])('%s is the query function of %s', (name, operator) => {
  expect(operatorOf(name)).toBe(operator);
});

it.each(['last-x-minutes', 'older-than-x-fiscal-years', 'this-day', 'eq'])(
  '%s is no date operator',
  (operator) => {
    expect(dateRange(operator, 1, now)).toBeNull();
  },
);
