import type { DateRange } from './date-range';
import { faults } from '../errors';
import { sql, type Sql } from '../storage/sql';

/** The fiscal year is the calendar year, in quarters: Dataverse's default. */
const periods = 4;
const months = 12 / periods;

function checkPeriod(period: number): void {
  if (period < 1 || period > periods)
    throw faults.argument(`${period} is not a valid fiscal period.`);
}

/** InFiscalPeriodAndYear, InOrAfterFiscalPeriodAndYear, InOrBeforeFiscalPeriodAndYear; null: another function. */
export function fiscalRange(name: string, period: number, year: number): DateRange | null {
  checkPeriod(period);
  if (year < 1900 || year > 9998) throw faults.argument(`${year} is not a valid fiscal year.`);
  const from = Date.UTC(year, (period - 1) * months);
  const to = Date.UTC(year, period * months);
  switch (name) {
    case 'InFiscalPeriodAndYear':
      return { from, to };
    case 'InOrAfterFiscalPeriodAndYear':
      return { from, to: null };
    case 'InOrBeforeFiscalPeriodAndYear':
      return { from: null, to };
    default:
      return null;
  }
}

/** Whether a date (as SQL) lies in this period of any year. */
export function inPeriodSql({ text, values }: Sql, period: number): Sql {
  checkPeriod(period);
  const last = period * months;
  return sql(
    `(CAST(substr(${text}, 6, 2) AS INTEGER) BETWEEN ? AND ? IS TRUE)`,
    ...values,
    last - months + 1,
    last,
  );
}
