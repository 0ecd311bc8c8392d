import { describe, expect, it } from '@jest/globals';
import type { DuplicateRule } from '../../src/domain/duplicate-rule';
import { boundBy, lacks, leftOut, narrowed } from '../../src/domain/left-out';
import type { TableFilter, Trip } from '../../src/domain/trip';
import { account, contact, model, task } from '../offline/support/model';

const trip = (filter: TableFilter, on = true): Trip => ({
  name: filter.without?.join() ?? '',
  on,
  tables: { account: filter },
  others: { rows: 'none' },
});
const without = (...names: string[]): TableFilter => ({ rows: 'mine', without: names });
const rule: DuplicateRule = {
  name: 'Same city',
  table: 'contact',
  matchingTable: 'account',
  caseSensitive: false,
  excludesInactive: false,
  conditions: [
    {
      column: 'birthdate',
      matchingColumn: 'city',
      operator: 'exactMatch',
      characters: null,
      ignoreBlank: true,
    },
  ],
};

describe('columns that trips leave out', () => {
  it.each<[string, readonly Trip[], readonly string[]]>([
    ['what the only trip leaves out', [trip(without('city', 'size'))], ['city', 'size']],
    [
      'what all trips leave out',
      [trip(without('city', 'size')), trip(without('size', 'phone'))],
      ['size'],
    ],
    ['nothing where a trip brings everything', [trip(without('city')), trip({ rows: 'all' })], []],
    [
      'what the others leave out that are on and keep any of the table',
      [trip(without('city')), trip({ rows: 'none' }), trip({ rows: 'all' }, false)],
      ['city'],
    ],
    ['nothing where no trip keeps the table', [trip({ rows: 'none', without: ['city'] })], []],
    ['no column that is not there', [trip(without('nosuch'))], []],
  ])('SE16 are %s', (_, trips, out) => {
    expect(leftOut(trips, account, [])).toEqual(out);
  });

  it('SE16 are none that is needed wherever a record is', () => {
    const bound = (table: typeof account, filters: readonly TableFilter[] = []) =>
      Object.fromEntries(
        Object.values(table.columns).map((column) => [
          column.name,
          boundBy(table, column, filters, [rule]),
        ]),
      );
    const conditions = {
      join: 'and',
      list: [{ column: 'phone', operator: 'not-null', values: [] }],
    } as const;
    const grouped = { join: 'or', list: [conditions] } as const;
    expect(bound(account, [{ rows: 'all', conditions: grouped }])['phone']).toBe('condition');
    expect(bound(account, [{ rows: 'all', conditions }])).toEqual({
      name: 'name',
      revenue: null,
      city: 'duplicates',
      phone: 'condition',
      emailaddress1: 'address',
      primarycontactid: 'reference',
      currencyid: 'reference',
      size: null,
      ownerid: 'reference',
    });
    expect(bound(contact)).toMatchObject({ lastname: 'required', birthdate: 'duplicates' });
    expect(bound(task)).toMatchObject({ statecode: 'state', statuscode: 'state' });
    expect(bound({ ...account, sections: [] })).toMatchObject({ size: 'used', revenue: 'used' });
    expect(leftOut([trip(without(...Object.keys(account.columns)))], account, [rule])).toEqual([
      'revenue',
      'phone',
      'size',
    ]);
  });

  it('SE16 are not asked for', () => {
    const { account: narrow, contact: same } = narrowed(model, [trip(without('city'))], []);
    expect(Object.keys(narrow?.columns ?? {})).not.toContain('city');
    expect(same).toBe(contact);
  });

  it('SE18 are not here where the row was read without them', () => {
    const marked = {
      ...account,
      columns: {
        ...account.columns,
        city: { ...account.columns['city']!, leftOut: true as const },
      },
    };
    expect(lacks(marked, { etag: 'W/"1"', values: {} }, 'city')).toBe(true);
    expect(lacks(marked, { etag: 'W/"1"', values: { city: null } }, 'city')).toBe(false);
    expect(lacks(marked, { etag: null, values: {} }, 'city')).toBe(false);
    expect(lacks(account, { etag: 'W/"1"', values: {} }, 'city')).toBe(false);
  });
});
