import type { DuplicateCondition, DuplicateRule } from '../../../src/domain/duplicate-rule';

export const exactly = (column: string): DuplicateCondition => ({
  column,
  matchingColumn: column,
  operator: 'exactMatch',
  characters: null,
  ignoreBlank: true,
});

/** Contacts with the e-mail address of a row of this table. */
export const sameAddress = (matchingTable = 'contact'): DuplicateRule => ({
  name: `Contacts with the e-mail address of a ${matchingTable}`,
  table: 'contact',
  matchingTable,
  caseSensitive: false,
  excludesInactive: false,
  conditions: [exactly('emailaddress1')],
});
