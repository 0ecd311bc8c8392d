import { describe, expect, it } from '@jest/globals';
import type { Conditions } from '../../src/domain/condition';
import {
  ownFilters,
  type OwnFilter,
  rowFilter,
  type TableFilter,
  type Trip,
  unusableIn,
} from '../../src/domain/trip';
import type { Views } from '../../src/domain/view';

const table = { name: 'account', ownership: 'user', columns: {} } as const;
/** The user's noon of a day. */
const noon = new Date(2026, 2, 1, 12).getTime();
const conditions = (text: string): Conditions => ({
  join: 'and',
  list: [{ column: 'name', operator: 'eq', values: [text] }],
});
const trip = (account: TableFilter, on = true): Trip => ({
  name: '',
  on,
  tables: { account },
  others: { rows: 'none' },
});

describe('what trips read of a table for its own sake', () => {
  const read = (...filters: TableFilter[]) =>
    ownFilters(
      filters.map((filter) => trip(filter)),
      table,
    );
  const a = conditions('a');
  const b = conditions('b');

  it('is nothing without a trip that is on, and where only what kept rows refer to is kept', () => {
    expect(ownFilters([trip({ rows: 'all' }, false)], table)).toEqual([]);
    expect(read({ rows: 'none' }, { rows: 'related', conditions: a })).toEqual([]);
  });

  it('is the widest choice that has no conditions, with what reaches beyond it', () => {
    const wider = { rows: 'all', conditions: a } as const;
    expect(read({ rows: 'mine' }, wider, { rows: 'team' })).toEqual([{ rows: 'team' }, wider]);
    expect(read({ rows: 'team', conditions: b }, { rows: 'team' })).toEqual([{ rows: 'team' }]);
    expect(read(wider, { rows: 'all' }, { rows: 'mine', conditions: b })).toEqual([
      { rows: 'all' },
    ]);
  });

  it('is each of the conditions where nothing is without, and the same ones once', () => {
    const first = { rows: 'mine', conditions: a } as const;
    const second = { rows: 'all', conditions: b } as const;
    expect(read(first, second, first)).toEqual([first, second]);
  });

  it('is, where nobody owns the rows, not what the user or a team should own', () => {
    const owned = { ...table, ownership: 'organization' } as const;
    expect(ownFilters([trip({ rows: 'mine', conditions: a })], owned)).toEqual([]);
  });

  it('is asked for by owner and conditions together', () => {
    const columns = { name: { name: 'name', type: 'text' } } as never;
    const met = { kind: 'column', column: 'name', operator: 'eq', values: ['a'] };
    const filter = (rows: 'mine' | 'team' | 'all') =>
      rowFilter({ rows, conditions: a }, { columns }, { userId: 'me' }, {}, 0);
    expect(filter('all')).toEqual(met);
    expect(filter('team')).toEqual({ kind: 'and', filters: [{ kind: 'team' }, met] });
    expect(filter('mine')).toEqual({
      kind: 'and',
      filters: [{ kind: 'owner', userId: 'me' }, met],
    });
  });

  it('is what a view shows too, which is narrower than the choice that it stands beside', () => {
    const view = { kind: 'savedquery', id: 'v', name: 'Active' } as const;
    const active = { rows: 'all', view } as const;
    expect(read({ rows: 'mine' }, active)).toEqual([{ rows: 'mine' }, active]);
    expect(read({ rows: 'all' }, active)).toEqual([{ rows: 'all' }]);
    const views = { v: { ...view, table: 'account', condition: 'x eq 1' } };
    const asked = (filter: OwnFilter) => rowFilter(filter, table, { userId: 'me' }, views, noon);
    const shown = { kind: 'view', condition: 'x eq 1', day: '2026-03-01' };
    expect(asked(active)).toEqual(shown);
    expect(asked({ rows: 'mine', view })).toEqual({
      kind: 'and',
      filters: [{ kind: 'owner', userId: 'me' }, shown],
    });
  });

  it('cannot be told by a view that is gone or goes beyond the table, but by one that nobody has asked for yet', () => {
    const view = { kind: 'userquery', id: 'v', name: 'Mine' } as const;
    const problems = (views: Views) =>
      unusableIn([trip({ rows: 'all', view })], table, views).map(({ problem }) => problem);
    expect(problems({ v: null })).toEqual(['gone']);
    expect(problems({ v: { ...view, table: 'account', condition: null } })).toEqual(['beyond']);
    expect(problems({ v: { ...view, table: 'account', condition: '' } })).toEqual([]);
    expect(problems({})).toEqual([]);
  });
});
