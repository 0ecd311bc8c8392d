import type { Column } from '../model/model';
import type { SqlValue } from '../storage/store';

const whole = new Intl.NumberFormat('en-US');
const decimals = new Map<number, Intl.NumberFormat>();

function fixed(value: number, digits: number): string {
  let format = decimals.get(digits);
  if (!format) {
    format = new Intl.NumberFormat('en-US', {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    decimals.set(digits, format);
  }
  return format.format(value);
}

function date(text: string, column: Column): string {
  const [year = '', month = '', day = ''] = text.slice(0, 10).split('-');
  const calendar = `${Number(month)}/${Number(day)}/${year}`;
  if (column.behavior === 'DateOnly' || column.format === 'DateOnly') return calendar;
  const hour = Number(text.slice(11, 13));
  return `${calendar} ${hour % 12 === 0 ? 12 : hour % 12}:${text.slice(14, 16)} ${hour < 12 ? 'AM' : 'PM'}`;
}

const label = (column: Column, value: number): string | null =>
  column.options?.find((option) => option.value === value)?.label ?? null;

/** The value as Dataverse writes it for a user of language 1033 in UTC; null for types it does not format. */
export function formattedValue(
  column: Column,
  value: SqlValue,
  currencySymbol: string,
): string | null {
  if (value === null) return null;
  switch (column.type) {
    case 'integer':
    case 'bigint':
      return whole.format(Number(value));
    case 'decimal':
    case 'double':
      return fixed(Number(value), column.precision ?? 2);
    case 'money': {
      const amount = fixed(Math.abs(Number(value)), column.precision ?? 2);
      return Number(value) < 0 ? `-${currencySymbol}${amount}` : currencySymbol + amount;
    }
    case 'boolean':
    case 'choice':
    case 'state':
    case 'status':
      return label(column, Number(value));
    case 'choices':
      return String(value)
        .split(',')
        .map((each) => label(column, Number(each)))
        .join('; ');
    case 'date':
      return date(String(value), column);
    case 'entityname':
      return String(value);
    default:
      return null;
  }
}
