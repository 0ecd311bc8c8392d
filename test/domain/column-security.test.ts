import { describe, expect, it } from '@jest/globals';
import { asPermitted, denies, isClosed, readableColumns } from '../../src/domain/column-security';
import { takeable } from '../../src/domain/duplicates';
import { lacks, narrowed } from '../../src/domain/left-out';
import { matchcode } from '../../src/domain/matchcode';
import type { Rights } from '../../src/domain/rights';
import type { ColumnRight, Model, Table } from '../../src/domain/table';
import { usualTrip } from '../../src/domain/trip';
import { account, column, contact, table } from '../offline/support/model';

const secured: Model = {
  account: {
    ...account,
    columns: { ...account.columns, city: column('city', 'text', { secured: 'id-city' }) },
  },
  contact,
};
const rights = (columns?: Rights['columns']): Rights => ({
  userId: 'me',
  depths: {},
  ...(columns && { columns }),
});
const permitted = (...held: ColumnRight[]): Table =>
  asPermitted(secured, rights({ 'id-city': held }))['account'] ?? table('none', []);

describe('A secured column', () => {
  it('RI5 lets a user do what a profile of theirs says, and nothing else', () => {
    const { city } = permitted('Read', 'Update').columns;
    expect([denies(city, 'Read'), denies(city, 'Create'), denies(city, 'Update')]).toEqual([
      false,
      true,
      false,
    ]);
    expect(asPermitted(secured, rights({}))['account']?.columns['city']?.denied).toEqual([
      'Read',
      'Create',
      'Update',
    ]);
    expect(permitted('Read', 'Create', 'Update').columns['city']).not.toHaveProperty('denied');
  });

  it('RI4 RI5 is refused nothing where it is not known, and others never are', () => {
    expect(asPermitted(secured, rights())).toBe(secured);
    const told = asPermitted(secured, rights({}));
    expect(told['contact']).toBe(contact);
    expect(told['account']?.columns['name']).toBe(account.columns['name']);
  });

  it('RI6 is neither asked for nor taken for empty where it may not be seen', () => {
    const hidden = permitted();
    expect(readableColumns(hidden).map(({ name }) => name)).not.toContain('city');
    const { account: asked } = narrowed({ account: hidden }, [usualTrip], []);
    expect(Object.keys(asked?.columns ?? {})).not.toContain('city');
    expect(lacks(hidden, { etag: 'W/"1"', values: { city: null } }, 'city')).toBe(true);
    expect(lacks(hidden, { etag: null, values: {} }, 'city')).toBe(false);
    expect(lacks(permitted('Read'), { etag: 'W/"1"', values: { city: null } }, 'city')).toBe(false);
  });

  it('RI6 is not compared as a blank one by rules that count blanks', () => {
    const rule = {
      name: 'Same city',
      table: 'account',
      matchingTable: 'account',
      caseSensitive: false,
      excludesInactive: false,
      conditions: [
        {
          column: 'city',
          matchingColumn: 'city',
          operator: 'exactMatch',
          characters: null,
          ignoreBlank: false,
        },
      ],
    } as const;
    expect(matchcode(rule, 'there', permitted('Read'), {})).not.toBeNull();
    expect(matchcode(rule, 'there', permitted('Create', 'Update'), {})).toBeNull();
  });

  it('RI7 is closed for a change that the user may not make, or could not see', () => {
    const closed = (...held: ColumnRight[]) =>
      [true, false].map((creating) => isClosed(permitted(...held).columns['city'], creating));
    expect(closed('Read', 'Create')).toEqual([false, true]);
    expect(closed('Read', 'Update')).toEqual([true, false]);
    expect(closed('Create', 'Update')).toEqual([false, true]);
    const mine = { city: 'Bern', phone: '1' };
    expect(takeable(permitted('Read', 'Create'), mine, {})).toEqual(['phone']);
    expect(takeable(permitted('Read', 'Update'), mine, {})).toEqual(['city', 'phone']);
  });
});
