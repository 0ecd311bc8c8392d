/** Which columns of records are kept on this computer. */
import { count } from './plural';

export const columnStrings = {
  columns: {
    of: (table: string) => `Columns, ${table}`,
    /** Where notes on the records of the table can come along. */
    andNotesOf: (table: string) => `Columns and notes, ${table}`,
    search: (table: string) => `Search columns, ${table}`,
    placeholder: 'Search columns',
    noneFound: (text: string) => `No column matches “${text}”.`,
    intro:
      'What is unchecked is not downloaded, unless another trip that is on brings it. It shows as not on this computer, and cannot be changed there.',
    without: (n: number) => `Without ${count(n, 'column', 'columns')}`,
    bound: {
      name: 'Always here: it tells which record it is.',
      reference: 'Always here: it leads to other records.',
      state: 'Always here: it tells how the record stands.',
      time: 'Always here: it tells when the record was made or changed.',
      address: 'Always here: people are found by it.',
      required: 'Always here: no record is without it.',
      duplicates: 'Always here: your organization’s rules find duplicates by it.',
      condition: 'Always here: a condition of this trip compares it.',
      used: 'Always here: Carryon works with it.',
    },
  },
} as const;
