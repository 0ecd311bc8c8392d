/** Conditions that records have to meet to be kept on this computer. */
import type { Operator } from '../../domain/condition';

type Sentence = (field: string, value: string, to: string) => string;

const is: Readonly<Record<Operator, Sentence>> = {
  eq: (field, value) => `${field} is ${value}`,
  ne: (field, value) => `${field} is not ${value}`,
  contains: (field, value) => `${field} contains ${value}`,
  'not-contain': (field, value) => `${field} does not contain ${value}`,
  'begins-with': (field, value) => `${field} begins with ${value}`,
  'not-begin-with': (field, value) => `${field} does not begin with ${value}`,
  ge: (field, value) => `${field} is at least ${value}`,
  le: (field, value) => `${field} is at most ${value}`,
  between: (field, value, to) => `${field} is between ${value} and ${to}`,
  'on-or-after': (field, value) => `${field} is on or after ${value}`,
  'on-or-before': (field, value) => `${field} is on or before ${value}`,
  on: (field, value) => `${field} is on ${value}`,
  'last-x-days': (field, value) => `${field} is in the last ${value} days`,
  'next-x-days': (field, value) => `${field} is in the next ${value} days`,
  in: (field, value) => `${field} is one of ${value}`,
  'not-in': (field, value) => `${field} is not one of ${value}`,
  'contain-values': (field, value) => `${field} has one of ${value}`,
  'not-contain-values': (field, value) => `${field} has none of ${value}`,
  'not-null': (field) => `${field} has a value`,
  null: (field) => `${field} has no value`,
};

const operator: Readonly<Record<Operator, string>> = {
  eq: 'is',
  ne: 'is not',
  contains: 'contains',
  'not-contain': 'does not contain',
  'begins-with': 'begins with',
  'not-begin-with': 'does not begin with',
  ge: 'is at least',
  le: 'is at most',
  between: 'is between',
  'on-or-after': 'is on or after',
  'on-or-before': 'is on or before',
  on: 'is on',
  'last-x-days': 'is in the last … days',
  'next-x-days': 'is in the next … days',
  in: 'is one of',
  'not-in': 'is not one of',
  'contain-values': 'has one of',
  'not-contain-values': 'has none of',
  'not-null': 'has a value',
  null: 'has no value',
};

export const conditionStrings = {
  conditions: {
    of: (table: string) => `Conditions, ${table}`,
    none: 'Without a condition, all records of the choice are kept.',
    join: 'Keep records that meet',
    joins: { and: 'all of the conditions', or: 'any of the conditions' },
    /** Names a control, one among those of several conditions. */
    part: (what: string, n: number, table: string) => `${what}, condition ${n}, ${table}`,
    field: 'Field',
    comparison: 'Comparison',
    value: 'Value',
    from: 'From',
    to: 'To',
    day: 'Day',
    days: 'Days',
    options: 'Options',
    add: 'Add condition',
    addTo: (table: string) => `Add condition, ${table}`,
    addGroup: 'Add group',
    addGroupTo: (table: string) => `Add group, ${table}`,
    /** Over the conditions of a group. */
    groupJoins: { and: 'All of these', or: 'Any of these' },
    /** Names a group, one among several. */
    group: (n: number, join: string, table: string) => `Group ${n}: ${join}, ${table}`,
    addToGroup: (n: number, table: string) => `Add condition to group ${n}, ${table}`,
    remove: (n: number, table: string) => `Remove condition ${n}, ${table}`,
    operator,
    is,
    emptyToo: 'Records without a value are kept too.',
    quoted: (value: string) => `“${value}”`,
    bracketed: (conditions: string) => `(${conditions})`,
    /** Between the conditions of a summary. */
    between: { and: ' and ', or: ' or ' },
    notComplete: (field: string) => `${field} (not complete yet)`,
    goneField: (column: string) => `“${column}” (not available any more)`,
    gone: 'This field is not available any more. Choose another one, or remove the condition.',
    unsuitable: 'The field is of another kind now. Choose again, or remove the condition.',
    /** What is wrong with the trips, where it is not being edited. */
    heldGone: (table: string, column: string) =>
      `${table}: a condition is on the field “${column}”, which is not available any more.`,
    heldOther: (table: string, field: string) =>
      `${table}: a condition on “${field}” does not suit that field any more.`,
    heldView: {
      gone: (table: string, view: string) =>
        `${table}: the view “${view}” is not available to you any more.`,
      beyond: (table: string, view: string) =>
        `${table}: the view “${view}” looks into other tables now, which is not possible here.`,
    },
    held: 'Until this is changed, the records that are here stay, and the filter brings no others.',
  },
} as const;
