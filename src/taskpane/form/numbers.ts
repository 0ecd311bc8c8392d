/** Decimal texts as people type them, in their locale, to plain notation and back. No floating point on the way. */
import { toDecimal } from '../../domain/decimal';

interface Marks {
  readonly group: string;
  readonly decimal: string;
}

function marksOf(locale: string): Marks {
  const parts = new Intl.NumberFormat(locale, { useGrouping: true }).formatToParts(12345.6);
  const mark = (type: string, fallback: string) =>
    parts.find((part) => part.type === type)?.value ?? fallback;
  return { group: mark('group', ','), decimal: mark('decimal', '.') };
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Plain decimal notation ("-1234.5") of what was typed; null where it is no number.
 * Thousands marks count only where they stand at thousands, so that "1,5" is one and a half everywhere.
 */
export function parseNumber(typed: string, locale: string): string | null {
  const { group, decimal } = marksOf(locale);
  const text = typed
    .trim()
    .replace(/[\s'’]/g, '')
    .replace(/^[−–]/, '-');
  const grouped = new RegExp(`^-?\\d{1,3}(${escaped(group)}\\d{3})+(${escaped(decimal)}\\d*)?$`);
  const plain = grouped.test(text)
    ? text.replaceAll(group, '').replace(decimal, '.')
    : text.replace(',', '.');
  const match = /^(-?)(\d*)(?:\.(\d*))?$/.exec(plain);
  if (!match) return null;
  const [, sign = '', whole = '', fraction = ''] = match;
  if (whole === '' && fraction === '') return null;
  const digits = whole.replace(/^0+(?=\d)/, '') || '0';
  const value = fraction === '' ? digits : `${digits}.${fraction}`;
  return /[1-9]/.test(value) ? sign + value : value;
}

/** A plain decimal as it stands in an input: the locale's decimal mark, no thousands marks. */
export const typedNumber = (plain: string, locale: string): string =>
  plain.replace('.', marksOf(locale).decimal);

/** -1, 0 or 1: plain decimals compared exactly. */
export function compareDecimals(a: string, b: string): number {
  const places = Math.max(a.split('.')[1]?.length ?? 0, b.split('.')[1]?.length ?? 0);
  const scaled = (value: string) => BigInt((toDecimal(value, places) ?? '0').replace('.', ''));
  const difference = scaled(a) - scaled(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
