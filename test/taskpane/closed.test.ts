import { describe, expect, it } from '@jest/globals';
import type { ColumnRight, Table } from '../../src/domain/table';
import { closedIn } from '../../src/taskpane/form/closed';
import { account, column } from '../offline/support/model';

const denying = (...denied: ColumnRight[]): Table => ({
  ...account,
  columns: { ...account.columns, city: column('city', 'text', { secured: 'id', denied }) },
});
const row = {
  table: 'account',
  id: '1',
  etag: 'W/"1"',
  values: { city: 'Bern' },
  pending: 0,
  deleted: false,
};
const closed = (table: Table, at: typeof row | { etag: null } | null) =>
  closedIn(table, at && { ...row, ...at }, table.columns['city'] ?? column('none', 'text'), null);

describe('A field of a form', () => {
  it('RI6 RI7 is closed with the reason where it may not be seen, filled in or changed', () => {
    expect(closed(denying('Read', 'Update'), row)).toEqual({
      shown: 'You may not see this',
      why: 'Your organization secures this field, and does not let you see it.',
    });
    expect(closed(denying('Update'), row)).toEqual({
      shown: 'Bern',
      why: 'Your organization secures this field, and does not let you change it.',
    });
    expect(closed(denying('Create'), null)).toEqual({
      shown: '',
      why: 'Your organization secures this field, and does not let you fill it in.',
    });
  });

  it('RI6 of a record that was never sent shows what the user has filled in', () => {
    expect(closed(denying('Read', 'Update'), { etag: null })?.shown).toBe('Bern');
  });

  it('RI4 is open where nothing is denied', () => {
    expect(closed(account, row)).toBeNull();
    expect(closed(denying('Create'), row)).toBeNull();
    expect(closed(denying('Update'), null)).toBeNull();
  });
});
