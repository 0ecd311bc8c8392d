import { faults } from '../errors';
import type { Sql } from '../storage/sql';
import type { Column } from '../model/model';

/** Moments in milliseconds, `to` excluded; null: no bound on that side. */
export interface DateRange {
  readonly from: number | null;
  readonly to: number | null;
}

type Unit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year' | 'fiscal-period' | 'fiscal-year';

const second = 1000;
const day = 86_400_000;
const lengths = { minute: 60_000, hour: 3_600_000, day, week: 7 * day } as const;
const months = { month: 1, year: 12, 'fiscal-period': 3, 'fiscal-year': 12 } as const;
const years = { first: Date.UTC(1753, 0, 1), last: Date.UTC(9999, 11, 31) };

/** Adds months as SQL Server does: the 31st becomes the last day of a shorter month. */
function addMonths(at: number, count: number): number {
  const date = new Date(at);
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + count);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.setUTCDate(Math.min(wanted, last));
}

const plus = (at: number, count: number, unit: Unit): number =>
  unit in lengths
    ? at + count * lengths[unit as keyof typeof lengths]
    : addMonths(at, count * months[unit as keyof typeof months]);

/** Where the unit around this moment begins. Weeks begin on Sunday; the fiscal year is the calendar's, in quarters. */
function startOf(at: number, unit: Unit): number {
  const date = new Date(at);
  const month = date.getUTCMonth();
  switch (unit) {
    case 'minute':
    case 'hour':
    case 'day':
      return at - (at % lengths[unit]);
    case 'week':
      return at - (at % day) - date.getUTCDay() * day;
    case 'month':
      return Date.UTC(date.getUTCFullYear(), month);
    case 'fiscal-period':
      return Date.UTC(date.getUTCFullYear(), month - (month % 3));
    default:
      return Date.UTC(date.getUTCFullYear(), 0);
  }
}

const whole = (start: number, unit: Unit, offset: number): DateRange => {
  const from = plus(start, offset, unit);
  return { from, to: plus(from, 1, unit) };
};

const single: Readonly<Record<string, readonly [offset: number, unit: Unit]>> = {
  today: [0, 'day'],
  yesterday: [-1, 'day'],
  tomorrow: [1, 'day'],
};
const offsets = { last: -1, this: 0, next: 1 } as const;
const relative = /^(last|this|next)-(week|month|year|fiscal-period|fiscal-year)$/;
const counted =
  /^(last|next|older-?than)-x-((?<=older-?than-x-)minute|hour|day|week|month|year|(?<!than-x-)fiscal-(?:period|year))s$/;

/** The next whole second: columns hold whole seconds, and a value of just now lies before it. */
const afterNow = (now: number): number =>
  startOf(now, 'minute') + (Math.floor((now % 60_000) / second) + 1) * second;

function countedRange(way: string, unit: Unit, x: number, now: number): DateRange {
  if (way.startsWith('older')) return { from: null, to: plus(now, -x, unit) };
  const fiscal = unit.startsWith('fiscal');
  if (way === 'last') {
    // Whole periods back from where the current day (hour, fiscal period) began, up to now.
    const start = startOf(now, unit === 'hour' || fiscal ? unit : 'day');
    return { from: plus(start, -x, unit), to: afterNow(now) };
  }
  if (unit === 'hour') return { from: now, to: plus(now, x, unit) };
  const end = fiscal ? plus(startOf(now, unit), 1, unit) : startOf(now, 'day') + day;
  return { from: now, to: plus(end, x, unit) };
}

function checked(range: DateRange, operator: string): DateRange {
  for (const bound of [range.from, range.to])
    if (bound !== null && !(bound >= years.first && bound <= years.last))
      throw faults.query(`The value of the operator '${operator}' is out of range.`);
  return range;
}

function count(operator: string, value: unknown): number {
  const x = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  if (typeof x !== 'number' || !Number.isInteger(x) || x < 1)
    throw faults.query(`The operator '${operator}' needs a whole number above 0.`);
  return x;
}

/** Whether the operator counts periods: it needs a number. */
export const isCountedPeriod = (operator: string): boolean =>
  counted.test(operator) || operator === 'in-fiscal-year';

/**
 * The range that a FetchXML date operator without a date means at this moment (UTC); null: it is no such operator.
 * Source of the meanings: "FetchXML Date Filtering" (markcarrington.dev) and "Date and Time operators in CRM explained".
 */
export function dateRange(operator: string, value: unknown, now: number): DateRange | null {
  const one = single[operator];
  if (one) return whole(startOf(now, one[1]), one[1], one[0]);
  if (operator === 'last-seven-days') return countedRange('last', 'day', 7, now);
  if (operator === 'next-seven-days') return countedRange('next', 'day', 7, now);
  const near = relative.exec(operator);
  if (near) {
    const unit = near[2] as Unit;
    return whole(startOf(now, unit), unit, offsets[near[1] as keyof typeof offsets]);
  }
  if (operator === 'in-fiscal-year')
    return checked(whole(Date.UTC(count(operator, value), 0), 'year', 0), operator);
  const several = counted.exec(operator);
  if (!several) return null;
  const range = countedRange(several[1] ?? '', several[2] as Unit, count(operator, value), now);
  return checked(range, operator);
}

/** The range of the operators `on`, `on-or-before` and `on-or-after` with the moment they name. */
export function rangeOfDay(operator: string, at: number): DateRange | null {
  const from = startOf(at, 'day');
  if (operator === 'on') return { from, to: from + day };
  if (operator === 'on-or-before') return { from: null, to: from + day };
  if (operator === 'on-or-after') return { from, to: null };
  return null;
}

/** The FetchXML operator that means the same as a query function: LastXDays, Next7Days, ThisWeek, OnOrAfter. */
export const operatorOf = (queryFunction: string): string =>
  queryFunction
    .replace('7', 'Seven')
    .replaceAll(/(?<!^)([A-Z])/g, '-$1')
    .toLowerCase();

/** A moment as the column stores it; a column of days has midnight for its time. */
const bound = (column: Column, at: number): string =>
  column.behavior === 'DateOnly'
    ? new Date(Math.ceil(at / day) * day).toISOString().slice(0, 10)
    : `${new Date(Math.ceil(at / second) * second).toISOString().slice(0, 19)}Z`;

/** Whether the column, written as `sql`, lies in the range; true or false, never unknown. */
export function rangeSql(sql: string, column: Column, { from, to }: DateRange): Sql {
  const values = [from, to].flatMap((at) => (at === null ? [] : [bound(column, at)]));
  const parts = [...(from === null ? [] : [`${sql} >= ?`]), ...(to === null ? [] : [`${sql} < ?`])];
  return { text: `((${parts.join(' AND ')}) IS TRUE)`, values };
}
