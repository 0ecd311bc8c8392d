import { isMarkup, plainText } from '../domain/markup';
import type { Column } from '../domain/table';
import { isLookup, type Party, type Value } from '../domain/value';
import { strings } from './strings';

/** How a row's money is shown: an ISO 4217 code where the currency's row is on board, else its name. */
export interface Currency {
  readonly code: string | null;
  readonly name: string;
}

/** The user's own way to write numbers and dates. */
export const locale = (): string => (typeof navigator === 'undefined' ? 'en' : navigator.language);

const dateOnly = (): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone: 'UTC' });

/** @param zone undefined: the computer's own */
const dateAndTime = (zone?: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locale(), {
    dateStyle: 'medium',
    timeStyle: 'short',
    ...(zone === undefined ? {} : { timeZone: zone }),
  });

/** A calendar day for display. @param day "YYYY-MM-DD" */
export const formatDay = (day: string): string => dateOnly().format(new Date(`${day}T00:00:00Z`));

/** A moment for display, in the computer's time zone. @param at ISO 8601 or milliseconds since 1970 */
export const formatMoment = (at: string | number): string => {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? '' : dateAndTime().format(date);
};

/** A time of day: "2:05 PM". @param at milliseconds since 1970 */
export const formatTime = (at: number): string =>
  new Intl.DateTimeFormat(locale(), { timeStyle: 'short' }).format(at);

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** A moment of the last days: "today, 2:05 PM", "Tuesday, 2:05 PM"; an older one with its date. Milliseconds since 1970. */
export function formatRecent(at: number, now: number): string {
  // Days with 23 or 25 hours are days too.
  const days = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
  if (days < 0 || days > 6) return formatMoment(at);
  const day =
    days < 2
      ? new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }).format(-days, 'day')
      : new Intl.DateTimeFormat(locale(), { weekday: 'long' }).format(at);
  return `${day}, ${formatTime(at)}`;
}

export const formatCount = (count: number): string => new Intl.NumberFormat(locale()).format(count);

/** A length of time in the largest unit that fits, for "about ... left". */
export function formatDuration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  const [value, unit] =
    minutes >= 120
      ? [Math.round(minutes / 60), 'hour']
      : minutes >= 1
        ? [minutes, 'minute']
        : [Math.max(1, Math.ceil(ms / 1000)), 'second'];
  return new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'long' }).format(
    value,
  );
}

/** The largest unit of which there is at least a tenth. */
const unitFor = (bytes: number): readonly [unit: string, size: number] => {
  if (bytes >= 1e9) return ['gigabyte', 1e9];
  return bytes >= 1e5 ? ['megabyte', 1e6] : ['kilobyte', 1e3];
};

/** So many bytes, to two digits where they are few: "64 kB", "3.4 MB", "120 MB", "2.5 GB". */
export function formatSize(bytes: number): string {
  const [unit, size] = unitFor(bytes);
  const value = bytes / size;
  return new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit,
    maximumFractionDigits: value < 10 && unit !== 'kilobyte' ? 1 : 0,
  }).format(value);
}

function formatDate(column: Column, value: string): string {
  const behavior = column.dateBehavior ?? 'UserLocal';
  if (behavior === 'DateOnly') {
    const date = new Date(`${value.slice(0, 10)}T00:00:00Z`);
    return Number.isNaN(date.getTime()) ? value : dateOnly().format(date);
  }
  const fixed = behavior === 'TimeZoneIndependent';
  const date = new Date(fixed ? `${value.replace(/Z$/, '')}Z` : value);
  if (Number.isNaN(date.getTime())) return value;
  if (column.dateFormat === 'DateOnly')
    return new Intl.DateTimeFormat(locale(), {
      dateStyle: 'medium',
      ...(fixed ? { timeZone: 'UTC' } : {}),
    }).format(date);
  return dateAndTime(fixed ? 'UTC' : undefined).format(date);
}

/** Intl reads a plain decimal text exactly, without a detour over floating point. */
const exact = (value: string): number => value as unknown as number;

function formatDecimal(column: Column, value: string): string {
  if (!/^-?\d+(\.\d+)?$/.test(value)) return value;
  const digits = column.type === 'double' ? {} : { minimumFractionDigits: column.precision ?? 0 };
  return new Intl.NumberFormat(locale(), {
    maximumFractionDigits: column.precision ?? 10,
    ...digits,
  }).format(exact(value));
}

function formatMoney(column: Column, value: string, currency: Currency | null): string {
  if (currency?.code && /^-?\d+(\.\d+)?$/.test(value))
    return new Intl.NumberFormat(locale(), {
      style: 'currency',
      currency: currency.code,
      minimumFractionDigits: column.precision ?? 2,
      maximumFractionDigits: column.precision ?? 2,
    }).format(exact(value));
  const amount = formatDecimal({ ...column, precision: column.precision ?? 2 }, value);
  return currency?.name ? `${amount} ${currency.name}` : amount;
}

const optionLabel = (column: Column, value: number): string =>
  column.options?.find((option) => option.value === value)?.label ?? String(value);

export const formatParty = (party: Party): string => party.ref?.name || party.address;

/** A value as the user reads it; '' where there is none. */
export function formatValue(
  column: Column,
  value: Value | undefined,
  currency: Currency | null = null,
): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'boolean') {
    const label = column.options?.find((option) => option.value === (value ? 1 : 0))?.label;
    return label ?? (value ? strings.yes : strings.no);
  }
  if (typeof value === 'number')
    return column.options ? optionLabel(column, value) : formatCount(value);
  if (typeof value === 'string') {
    if (column.type === 'date') return formatDate(column, value);
    if (column.type === 'money') return formatMoney(column, value, currency);
    if (column.type === 'decimal' || column.type === 'double') return formatDecimal(column, value);
    return isMarkup(column, value) ? plainText(value).replace(/\s+/g, ' ') : value;
  }
  if (isLookup(value)) return value.name || strings.noName;
  const items = (value as readonly (number | Party)[]).map((item) =>
    typeof item === 'number' ? optionLabel(column, item) : formatParty(item),
  );
  return new Intl.ListFormat(locale(), { type: 'unit' }).format(items);
}

/** "Accounts, Contacts and Leads". */
export const listed = (names: readonly string[]): string =>
  new Intl.ListFormat(locale(), { type: 'conjunction' }).format(names);
