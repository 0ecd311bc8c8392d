import { describe, expect, it } from '@jest/globals';
import type { Condition, Conditions } from '../../src/domain/condition';
import { mayKeepFewer } from '../../src/domain/fewer';
import type { TableFilter, Trip } from '../../src/domain/trip';
import type { TripSource } from '../../src/domain/trip-source';
import { fakeModel } from '../taskpane/support/fake-model';

const tables = Object.values(fakeModel);
const mine: Trip = { name: 'My records', on: true, tables: {}, others: { rows: 'mine' } };
const fair: Trip = { ...mine, name: 'Fair', others: { rows: 'none' } };
const account = (filter: TableFilter): Trip => ({ ...fair, tables: { account: filter } });
const fewer = (before: readonly Trip[], after: readonly Trip[]) =>
  mayKeepFewer(tables, before, after);

describe('a choice that may keep fewer rows', () => {
  it('SE21 is one without a trip that was on', () => {
    expect(fewer([mine], [])).toBe(true);
    expect(fewer([mine, account({ rows: 'all' })], [mine])).toBe(true);
    expect(fewer([mine], [{ ...mine, on: false }])).toBe(true);
  });

  it('SE21 is none where a trip is added, switched on, renamed, or leaves while others keep the same', () => {
    expect(fewer([mine], [mine, account({ rows: 'all' })])).toBe(false);
    expect(fewer([{ ...mine, on: false }], [mine])).toBe(false);
    expect(fewer([mine], [{ ...mine, name: 'Mine' }])).toBe(false);
    expect(fewer([mine, account({ rows: 'mine' })], [mine])).toBe(false);
    expect(fewer([{ ...mine, on: false }, fair], [])).toBe(false);
  });

  it('SE21 is one that keeps less of a table, and none that keeps more', () => {
    const choices = ['none', 'related', 'mine', 'team', 'all'] as const;
    for (const [less, rows] of choices.entries())
      for (const [more, wider] of choices.entries()) {
        const changed = fewer([account({ rows })], [account({ rows: wider })]);
        expect([rows, wider, changed]).toEqual([rows, wider, more < less]);
      }
  });

  const where = (join: 'and' | 'or', ...values: string[]): Trip =>
    account({
      rows: 'all',
      conditions: {
        join,
        list: values.map((value): Condition => ({
          column: 'address1_city',
          operator: 'eq',
          values: [value],
        })),
      },
    });

  it('SE21 is one with a condition more, or another one, unless it is one more of which any does', () => {
    expect(fewer([account({ rows: 'all' })], [where('and', 'Bonn')])).toBe(true);
    expect(fewer([where('and', 'Bonn')], [where('and', 'Kiel')])).toBe(true);
    expect(fewer([where('and', 'Bonn')], [where('and', 'Bonn', 'Kiel')])).toBe(true);
    expect(fewer([where('or', 'Bonn', 'Kiel')], [where('or', 'Bonn')])).toBe(true);
    expect(fewer([where('or', 'Bonn', 'Kiel')], [where('and', 'Bonn', 'Kiel')])).toBe(true);

    expect(fewer([where('and', 'Bonn')], [account({ rows: 'all' })])).toBe(false);
    expect(fewer([where('and', 'Bonn', 'Kiel')], [where('and', 'Kiel')])).toBe(false);
    expect(fewer([where('or', 'Bonn')], [where('or', 'Kiel', 'Bonn')])).toBe(false);
    expect(fewer([where('and', 'Bonn', 'Kiel')], [where('or', 'Bonn', 'Kiel')])).toBe(false);
  });

  it('SE21 SE26 is one by a group with a condition less of any, or one more of all', () => {
    const city = (value: string): Condition => ({
      column: 'address1_city',
      operator: 'eq',
      values: [value],
    });
    const [bonn, kiel, ulm] = [city('Bonn'), city('Kiel'), city('Ulm')] as const;
    const any = (...list: Condition[]) => ({ join: 'or', list }) as const;
    const all = (...list: Condition[]) => ({ join: 'and', list }) as const;
    const by = (join: 'and' | 'or', ...list: Conditions['list'][number][]): Trip =>
      account({ rows: 'all', conditions: { join, list } });

    expect(fewer([by('and', ulm, any(bonn, kiel))], [by('and', ulm, any(bonn))])).toBe(true);
    expect(fewer([by('and', ulm)], [by('and', ulm, any(bonn, kiel))])).toBe(true);
    expect(fewer([by('or', ulm, all(bonn))], [by('or', ulm, all(bonn, kiel))])).toBe(true);
    expect(fewer([by('or', ulm, all(bonn, kiel))], [by('and', ulm, any(bonn, kiel))])).toBe(true);

    expect(fewer([by('and', ulm, any(bonn))], [by('and', any(kiel, bonn), ulm)])).toBe(false);
    expect(fewer([by('and', ulm, any(bonn, kiel))], [by('and', ulm)])).toBe(false);
    expect(fewer([by('or', ulm, all(bonn, kiel))], [by('or', all(bonn), ulm)])).toBe(false);
    expect(fewer([by('or', ulm)], [by('or', ulm, all(bonn, kiel))])).toBe(false);
    expect(fewer([by('and', ulm, any(bonn, kiel))], [by('or', ulm, all(bonn, kiel))])).toBe(false);
    expect(fewer([by('and', ulm, bonn)], [by('and', ulm, any(bonn, kiel))])).toBe(false);
  });

  it('SE21 is one with fewer of the options that do, or more of those that do not, and none the other way', () => {
    const options = (operator: 'in' | 'not-in', ...values: number[]): Trip =>
      account({
        rows: 'all',
        conditions: { join: 'and', list: [{ column: 'size', operator, values }] },
      });
    expect(fewer([options('in', 1, 2)], [options('in', 1)])).toBe(true);
    expect(fewer([options('in', 1)], [options('in', 2, 1)])).toBe(false);
    expect(fewer([options('not-in', 1)], [options('not-in', 2, 1)])).toBe(true);
    expect(fewer([options('not-in', 1, 2)], [options('not-in', 1)])).toBe(false);
    expect(fewer([options('in', 1)], [options('not-in', 1)])).toBe(true);
  });

  it('SE21 is one by a view, or by another view', () => {
    const by = (id: string): Trip =>
      account({ rows: 'all', view: { kind: 'savedquery', id, name: id } });
    expect(fewer([account({ rows: 'mine' })], [by('a')])).toBe(true);
    expect(fewer([by('a')], [by('b')])).toBe(true);
    expect(fewer([by('a')], [by('a')])).toBe(false);
    expect(fewer([by('a')], [account({ rows: 'all' })])).toBe(false);
  });

  it('SE21 is one whose sources bring less', () => {
    const around = (source: TripSource): Trip => ({ ...fair, others: { rows: 'related' }, source });
    const diary = (days: number) => around({ kind: 'diary', days });
    const people = (...addresses: string[]) => around({ kind: 'people', addresses });
    expect(fewer([diary(14)], [diary(7)])).toBe(true);
    expect(fewer([people('a', 'b')], [people('b')])).toBe(true);
    expect(fewer([diary(7)], [people('a')])).toBe(true);
    expect(fewer([diary(7)], [fair])).toBe(true);
    expect(fewer([diary(7)], [diary(14)])).toBe(false);
    expect(fewer([people('b')], [people('a', 'b')])).toBe(false);
    expect(fewer([diary(7)], [{ ...mine, others: { rows: 'all' } }])).toBe(false);
  });

  it('SE21 is one that takes no notes along any more, unless all notes are kept', () => {
    const without = { ...mine, tables: { account: { rows: 'mine', notes: false } } } as const;
    const all = { ...without, tables: { ...without.tables, annotation: { rows: 'all' } } } as const;
    expect(fewer([mine], [without])).toBe(true);
    expect(fewer([without], [mine])).toBe(false);
    expect(fewer([mine], [all])).toBe(false);
  });

  it('SE21 is none that leaves out columns: nothing leaves for it', () => {
    const without = account({ rows: 'all', without: ['websiteurl'] });
    expect(fewer([account({ rows: 'all' })], [without])).toBe(false);
  });
});
