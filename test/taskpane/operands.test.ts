import { describe, expect, it } from '@jest/globals';
import { operatorsFor } from '../../src/domain/condition';
import type { Column } from '../../src/domain/table';
import {
  describeConditions,
  operandFields,
  operandInputs,
  readOperands,
} from '../../src/taskpane/trips/operands';
import { fakeModel } from './support/fake-model';

const account = fakeModel['account']!;
const column = (name: string, table = account): Column => table.columns[name]!;

describe('the values of a condition', () => {
  it('come back from their fields as they were', () => {
    const task = fakeModel['task']!;
    const site = fakeModel['new_site']!;
    const anna = { table: 'contact', id: 'aaaaaaaa-0000-4000-8000-000000000001', name: 'Anna' };
    for (const [of, operator, values] of [
      [column('name'), 'contains', ["O'Brien"]],
      [column('description'), 'begins-with', ['Dear']],
      [column('revenue'), 'between', ['1000.00', '2500.50']],
      [column('numberofemployees'), 'ge', [12]],
      [column('creditonhold'), 'eq', [false]],
      [column('industrycode'), 'in', [1, 15]],
      [column('industrycode'), 'not-in', [15]],
      [column('primarycontactid'), 'eq', [anna]],
      [column('scheduledend', task), 'on-or-after', ['2026-12-31']],
      [column('scheduledend', task), 'last-x-days', [30]],
      [column('scheduledend', task), 'on', ['2026-12-31']],
      [column('new_features', site), 'contain-values', [1, 3]],
      [column('new_features', site), 'not-contain-values', [2]],
      [column('new_area', site), 'le', ['0.5']],
      [column('name'), 'not-null', []],
    ] as const)
      expect(readOperands(of, operator, operandInputs(of, { operator, values })).values).toEqual(
        values,
      );
  });

  it('are none till all are there and right', () => {
    const { values, problems } = readOperands(column('revenue'), 'between', ['1', 'x']);
    expect([values, problems]).toEqual([[], [null, 'number']]);
    expect(readOperands(column('name'), 'eq', ['  ']).problems).toEqual(['required']);
    expect(readOperands(column('industrycode'), 'in', [[]]).problems).toEqual(['required']);
    expect(readOperands(column('creditonhold'), 'eq', ['']).problems).toEqual(['required']);
  });

  it('are none where a range ends before it begins', () => {
    const range = (from: string, to: string) =>
      readOperands(column('revenue'), 'between', [from, to]);
    expect(range('100', '50')).toEqual({ values: [], problems: [null, 'order'] });
    expect(range('-1', '-2').values).toEqual([]);
    expect(range('50', '100').values).toEqual(['50.00', '100.00']);
    expect(range('50', '50').problems).toEqual([null, null]);
  });

  it('have as many fields as the operator takes, whatever the column', () => {
    for (const table of Object.values(fakeModel))
      for (const of of Object.values(table.columns))
        for (const operator of operatorsFor(of))
          expect(operandFields(of, operator)).toHaveLength(
            { null: 0, 'not-null': 0, between: 2 }[operator as string] ?? 1,
          );
  });
});

describe('conditions in words', () => {
  it('put a group into brackets', () => {
    const city = (value: string) =>
      ({ column: 'address1_city', operator: 'eq', values: [value] }) as const;
    const list = [
      { join: 'or', list: [city('Bonn'), city('Kiel')] },
      { column: 'creditonhold', operator: 'ne', values: [true] },
    ] as const;
    expect(describeConditions(account, { join: 'and', list })).toBe(
      '(City is “Bonn” or City is “Kiel”) and Credit hold is not Yes',
    );
  });

  it('say what they cannot', () => {
    const list = [
      { column: 'name', operator: 'contains', values: ['Contoso'] },
      { column: 'revenue', operator: 'ge', values: [] },
      { column: 'gone', operator: 'null', values: [] },
    ] as const;
    expect(describeConditions(account, { join: 'and', list })).toBe(
      'Account name contains “Contoso” and Annual revenue (not complete yet) and “gone” (not available any more)',
    );
  });
});
