import { dateRange, operatorOf, rangeOfDay, rangeSql, type DateRange } from './date-range';
import { fiscalRange, inPeriodSql } from './fiscal-functions';
import type { Call } from './query-call';
import type { Sql } from '../storage/sql';

/** The range of moments that the function means; null: it is none of dates. */
function rangeOf(call: Call): DateRange | null {
  const { name, scope } = call;
  if (/^On(OrAfter|OrBefore)?$/.test(name)) {
    call.requireType('date');
    const day = String(call.value()).slice(0, 10);
    return rangeOfDay(operatorOf(name), Date.parse(`${day}T00:00:00Z`));
  }
  if (/^In.*FiscalPeriodAndYear$/.test(name))
    return fiscalRange(name, call.whole('PropertyValue1'), call.whole('PropertyValue2'));
  const counts = /[a-z]X[A-Z]|^InFiscalYear$/.test(name);
  return dateRange(operatorOf(name), counts ? call.whole() : null, scope.organization.now());
}

/** A function of dates as SQL; null: it is none. */
export function dateFunction(call: Call): Sql | null {
  const { property } = call;
  if (call.name === 'InFiscalPeriod') {
    call.requireType('date');
    return inPeriodSql(property, call.whole());
  }
  const range = rangeOf(call);
  if (!range) return null;
  call.requireType('date');
  const { text, values } = rangeSql(property.text, property.column, range);
  return { text, values: values.flatMap((bound) => [...property.values, bound]) };
}
