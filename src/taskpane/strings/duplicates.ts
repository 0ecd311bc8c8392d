/** What the CRM calls a duplicate: told while typing, decided in the outbox. */
import { changes, count, written } from './plural';

export const duplicateStrings = {
  duplicates: {
    maybe: 'Maybe a duplicate of',
    /** Where several are named, and more were found. */
    maybeMore: (n: number) => `and ${count(n, 'more record', 'more records')}`,
    compare: 'Compare',
    looking: 'Looking for records like it',
    found: (n: number) => `${written(n)} records are like it`,
    none: 'The CRM does not tell which record it is. You may not be allowed to see it.',
    noneHere:
      'No record on this computer is like it. Those in the CRM are shown when you are online.',
    failed: 'The CRM did not answer, so only records on this computer are shown.',
    mine: 'Mine',
    theirs: 'There',
    same: (fields: string) => `The same in both: ${fields}`,
    takeOver: 'Take over from mine',
    use: 'Use this record',
    useWhat: 'Yours is not created then.',
    useDependents: (n: number) =>
      `${changes(n)} that ${n === 1 ? 'refers' : 'refer'} to yours will refer to this record.`,
    used: 'The record that was there is used',
    failedUse: 'That did not work, and nothing was changed. Compare again.',
    otherTable: (table: string) =>
      `This is a ${table.toLowerCase()}, so it cannot be used instead.`,
  },
} as const;
