import { toDecimal } from '../../domain/decimal';
import { asHtml, readable } from '../../domain/markup';
import type { SaveProblem } from '../../domain/record-store';
import type { Column } from '../../domain/table';
import {
  isLookup,
  sameValue,
  type Lookup,
  type Party,
  type Value,
  type Values,
} from '../../domain/value';
import { compareDecimals, parseNumber, typedNumber } from './numbers';

/** A date as native inputs have it: "YYYY-MM-DD" and "HH:mm", '' where empty. */
export interface DateInput {
  readonly date: string;
  readonly time: string;
}

/** What a control holds: text for text, numbers and single choices. */
export type Input =
  string | boolean | DateInput | Lookup | readonly number[] | readonly Party[] | null;

type SaveCode = Extract<SaveProblem, { code: 'invalid' }>['columns'][string];
export type Problem = SaveCode | 'number' | 'whole' | 'date' | 'dateTime' | 'order';

export type Read = { readonly value: Value } | { readonly problem: Problem };

/** The text in a control or value that is text or a number; '' where there is none. */
export const asText = (input: Input | Value | undefined): string =>
  typeof input === 'string' || typeof input === 'number' ? String(input) : '';

/** Whether a date column has a time of day to enter. */
export const hasTime = (column: Column): boolean =>
  column.dateBehavior !== 'DateOnly' && column.dateFormat !== 'DateOnly';

const two = (n: number): string => String(n).padStart(2, '0');

function dateInput(column: Column, value: string): DateInput {
  if (column.dateBehavior === 'DateOnly' || column.dateBehavior === 'TimeZoneIndependent')
    return { date: value.slice(0, 10), time: value.slice(11, 16) };
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) return { date: '', time: '' };
  return {
    date: `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`,
    time: `${two(at.getHours())}:${two(at.getMinutes())}`,
  };
}

function readDate(column: Column, input: DateInput): Read {
  if (input.date === '' && (input.time === '' || !hasTime(column))) return { value: null };
  if (input.date === '') return { problem: hasTime(column) ? 'dateTime' : 'date' };
  if (column.dateBehavior === 'DateOnly') return { value: input.date };
  if (hasTime(column) && input.time === '') return { problem: 'dateTime' };
  const local = `${input.date}T${hasTime(column) ? input.time : '00:00'}:00`;
  if (column.dateBehavior === 'TimeZoneIndependent') return { value: local };
  const at = new Date(local);
  if (Number.isNaN(at.getTime())) return { problem: 'date' };
  return { value: `${at.toISOString().slice(0, 19)}Z` };
}

function readNumber(column: Column, typed: string, locale: string): Read {
  if (typed.trim() === '') return { value: null };
  const plain = parseNumber(typed, locale);
  if (plain === null) return { problem: 'number' };
  const whole = column.type === 'integer';
  if (whole && plain.includes('.')) return { problem: 'whole' };
  if (column.min !== undefined && compareDecimals(plain, plainOf(column.min)) < 0)
    return { problem: 'range' };
  if (column.max !== undefined && compareDecimals(plain, plainOf(column.max)) > 0)
    return { problem: 'range' };
  if (whole) return { value: Number(plain) };
  if (column.type === 'double' && column.precision === undefined) return { value: plain };
  return { value: toDecimal(plain, column.precision ?? 2) };
}

/** Metadata gives limits as numbers, the largest of them beyond exact integers. */
const plainOf = (limit: number): string => {
  const text = limit.toString();
  return text.includes('e') ? BigInt(Math.trunc(limit)).toString() : text;
};

/** A stored value as its control holds it: of HTML its text, which takes the place of it only where it is changed. */
export function toInput(column: Column, value: Value | undefined, locale: string): Input {
  switch (column.type) {
    case 'date':
      return typeof value === 'string' ? dateInput(column, value) : { date: '', time: '' };
    case 'boolean':
      return value === true;
    case 'lookup':
      return isLookup(value) ? value : null;
    case 'choices':
      return Array.isArray(value) ? (value as readonly number[]) : [];
    case 'parties':
      return Array.isArray(value) ? (value as readonly Party[]) : [];
    case 'integer':
    case 'decimal':
    case 'double':
    case 'money':
      return typedNumber(asText(value), locale);
    default:
      return readable(column, asText(value));
  }
}

/** What a control holds as the value to store. */
export function readInput(column: Column, input: Input, locale: string): Read {
  const read = readAny(column, input, locale);
  if (!('value' in read)) return read;
  const empty = read.value === null || (Array.isArray(read.value) && read.value.length === 0);
  if (empty && column.required) return { problem: 'required' };
  return read;
}

function readAny(column: Column, input: Input, locale: string): Read {
  switch (column.type) {
    case 'date':
      return readDate(column, input as DateInput);
    case 'boolean':
      return { value: input === true };
    case 'lookup':
      return { value: input as Lookup | null };
    case 'choices': {
      const chosen = input as readonly number[];
      return { value: chosen.length === 0 ? null : [...chosen].sort((a, b) => a - b) };
    }
    case 'parties':
      return { value: input as readonly Party[] };
    case 'choice':
    case 'state':
    case 'status':
      return { value: input === '' ? null : Number(input) };
    case 'integer':
    case 'decimal':
    case 'double':
    case 'money':
      return readNumber(column, asText(input), locale);
    default: {
      const typed = column.type === 'text' ? asText(input).trim() : asText(input);
      const text = column.format === 'html' ? asHtml(typed) : typed;
      if (column.maxLength !== undefined && text.length > column.maxLength)
        return { problem: 'tooLong' };
      return { value: typed.trim() === '' ? null : text };
    }
  }
}

/** Columns that the server fills by itself where a new row leaves them out. */
export const filledByServer = (column: Column): boolean =>
  column.name === 'ownerid' || ['state', 'status', 'boolean', 'choice'].includes(column.type);

/** What the user has touched, by column. */
export type Draft = Readonly<Record<string, Input>>;

export interface Reading {
  /** Columns whose value differs from the row's. */
  readonly changed: Values;
  readonly problems: Readonly<Record<string, Problem>>;
}

const sameInput = (a: Input, b: Input): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Reads a draft against the row it is for. An untouched column is never a change, whatever its control would make of it;
 * for a new row, required columns are checked though untouched.
 */
export function readDraft(
  columns: readonly Column[],
  draft: Draft,
  values: Values,
  creating: boolean,
  locale: string,
): Reading {
  const changed: Record<string, Value> = {};
  const problems: Record<string, Problem> = {};
  for (const column of columns) {
    const stored = toInput(column, values[column.name], locale);
    const input = draft[column.name] ?? stored;
    const touched = column.name in draft && !sameInput(draft[column.name] ?? null, stored);
    if (!touched && !(creating && column.required && !filledByServer(column))) continue;
    const read = readInput(column, touched ? (draft[column.name] ?? null) : input, locale);
    if ('problem' in read) problems[column.name] = read.problem;
    else if (touched && !sameValue(read.value, values[column.name]))
      changed[column.name] = read.value;
  }
  return { changed, problems };
}

/** Whether leaving the form would lose something. */
export const isDirty = (
  columns: readonly Column[],
  draft: Draft,
  values: Values,
  locale: string,
): boolean =>
  columns.some(
    (column) =>
      column.name in draft &&
      !sameInput(draft[column.name] ?? null, toInput(column, values[column.name], locale)),
  );
