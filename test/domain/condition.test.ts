import { describe, expect, it } from '@jest/globals';
import {
  type Condition,
  conditionProblem,
  conditionsIn,
  type ConditionProblem,
  type Operand,
  operators,
  operatorsFor,
  type Operator,
} from '../../src/domain/condition';
import { conditionsFilter } from '../../src/domain/condition-filter';
import type { Column, ColumnType } from '../../src/domain/table';

const column = (type: ColumnType, more: Partial<Column> = {}): Column => ({
  name: 'it',
  label: 'It',
  type,
  required: false,
  canCreate: true,
  canUpdate: true,
  ...more,
});
const id = 'aaaaaaaa-0000-4000-8000-000000000001';
const anna = { table: 'contact', id, name: 'Anna' };

describe('a condition', () => {
  const problem = (of: Column, operator: Operator, ...values: Operand[]) =>
    conditionProblem({ column: 'it', operator, values }, { columns: { it: of } });

  it.each<[ColumnType, Operator, readonly Operand[]]>([
    ['text', 'contains', ["O'Brien"]],
    ['memo', 'begins-with', ['%']],
    ['text', 'ne', ['Bonn']],
    ['memo', 'not-contain', ['x']],
    ['text', 'not-begin-with', ['x']],
    ['money', 'between', ['0.50', 1000]],
    ['money', 'ne', ['0']],
    ['integer', 'le', [-12]],
    ['boolean', 'eq', [false]],
    ['date', 'on-or-after', ['2028-02-29']],
    ['date', 'on', ['2028-02-29']],
    ['date', 'last-x-days', [30]],
    ['status', 'in', [1, 2]],
    ['state', 'not-in', [1]],
    ['choices', 'contain-values', [7]],
    ['choices', 'not-contain-values', [7, 8]],
    ['lookup', 'eq', [anna]],
    ['lookup', 'ne', [anna]],
    ['lookup', 'null', []],
  ])('on a column of type %s may be %s %j', (type, operator, values) => {
    expect(problem(column(type), operator, ...values)).toBeNull();
  });

  it.each<[ColumnType, Operator, readonly Operand[], ConditionProblem]>([
    ['choice', 'contains', ['x'], 'operator'],
    ['text', 'in', ['x'], 'operator'],
    ['memo', 'ne', ['x'], 'operator'],
    ['parties', 'null', [], 'operator'],
    ['state', 'like' as Operator, [0], 'operator'],
    ['text', 'contains', [''], 'values'],
    ['text', 'contains', [], 'values'],
    ['text', 'null', ['x'], 'values'],
    ['money', 'between', ['1'], 'values'],
    ['money', 'ge', ['1e3'], 'values'],
    ['money', 'ge', ['1 or 1 eq 1'], 'values'],
    ['integer', 'ge', ['1.5'], 'values'],
    ['boolean', 'eq', ['true'], 'values'],
    ['date', 'on-or-after', ['2026-02-30'], 'values'],
    ['date', 'on-or-after', ['30'], 'values'],
    ['date', 'next-x-days', [0], 'values'],
    ['date', 'next-x-days', ['2026-01-01'], 'values'],
    ['choice', 'in', [], 'values'],
    ['choice', 'not-in', [], 'values'],
    ['choices', 'not-contain-values', [], 'values'],
    ['lookup', 'eq', [{ ...anna, id: 'x or 1 eq 1' }], 'values'],
  ])('on a column of type %s cannot be %s %j', (type, operator, values, expected) => {
    expect(problem(column(type), operator, ...values)).toBe(expected);
  });

  it('cannot be on a column that is not there', () => {
    const condition = { column: 'toString', operator: 'null', values: [] } as const;
    expect(conditionProblem(condition, { columns: {} })).toBe('column');
  });

  it('cannot name a record that the column does not refer to any more', () => {
    expect(problem(column('lookup', { targets: ['contact'] }), 'eq', anna)).toBeNull();
    expect(problem(column('lookup', { targets: ['account'] }), 'eq', anna)).toBe('values');
  });

  it('cannot be on the text of an e-mail, into which Dataverse does not look', () => {
    expect(operatorsFor(column('memo', { format: 'html' }))).toEqual([]);
  });

  it('has an operator that suits some column, whatever it is', () => {
    const types: ColumnType[] = ['text', 'money', 'date', 'choice', 'choices'];
    const all = types.flatMap((type) => operatorsFor(column(type)));
    expect(new Set(all)).toEqual(new Set(operators));
  });
});

describe('what is asked for conditions', () => {
  const columns = {
    day: column('date', { name: 'day', dateBehavior: 'DateOnly' }),
    moment: column('date', { name: 'moment', dateBehavior: 'UserLocal' }),
    zoneless: column('date', { name: 'zoneless', dateBehavior: 'TimeZoneIndependent' }),
    amount: column('money', { name: 'amount' }),
  };
  /** The user's noon of a day. */
  const noon = new Date(2028, 1, 28, 12).getTime();
  const asked = (name: keyof typeof columns, operator: Operator, ...values: Operand[]) =>
    conditionsFilter(
      { join: 'and', list: [{ column: name, operator, values }] },
      { columns },
      noon,
    );
  const by = (name: string, operator: string, value: unknown) => ({
    kind: 'column',
    column: name,
    operator,
    values: [value],
  });
  const midnight = (year: number, month: number, day: number) =>
    `${new Date(year, month - 1, day).toISOString().slice(0, 19)}Z`;

  it.each<[Operator, string, string, string, string]>([
    ['on-or-after', '2026-12-31', 'ge', '2026-12-31', midnight(2026, 12, 31)],
    ['on-or-before', '2026-12-31', 'lt', '2027-01-01', midnight(2027, 1, 1)],
  ])(
    '%s a day goes by its beginning as the column holds it',
    (operator, day, how, date, moment) => {
      expect(asked('day', operator, day)).toEqual(by('day', how, date));
      expect(asked('moment', operator, day)).toEqual(by('moment', how, moment));
      expect(asked('zoneless', operator, day)).toEqual(by('zoneless', how, `${date}T00:00:00`));
    },
  );

  it('on a day is from its beginning till that of the next', () => {
    const from = (name: string, first: string, after: string) => ({
      kind: 'and',
      filters: [by(name, 'ge', first), by(name, 'lt', after)],
    });
    expect(asked('day', 'on', '2026-12-31')).toEqual(from('day', '2026-12-31', '2027-01-01'));
    expect(asked('moment', 'on', '2026-12-31')).toEqual(
      from('moment', midnight(2026, 12, 31), midnight(2027, 1, 1)),
    );
  });

  it('in the last and next days is today and so many more', () => {
    const from = (first: string, after: string) => ({
      kind: 'and',
      filters: [by('day', 'ge', first), by('day', 'lt', after)],
    });
    expect(asked('day', 'last-x-days', 1)).toEqual(from('2028-02-27', '2028-02-29'));
    expect(asked('day', 'next-x-days', 2)).toEqual(from('2028-02-28', '2028-03-02'));
  });

  it('between two values takes both in', () => {
    expect(asked('amount', 'between', '1', '2')).toEqual({
      kind: 'and',
      filters: [by('amount', 'ge', '1'), by('amount', 'le', '2')],
    });
  });

  it('SE26 joins a group on its own, among the others', () => {
    const empty = { column: 'amount', operator: 'null', values: [] } as const;
    const filled = { column: 'day', operator: 'not-null', values: [] } as const;
    const some = { ...filled, column: 'amount' } as const;
    const list = [{ join: 'or', list: [empty, filled] }, some] as const;
    const asFilter = (each: Condition) => ({ kind: 'column', ...each });
    expect(conditionsFilter({ join: 'and', list }, { columns }, noon)).toEqual({
      kind: 'and',
      filters: [{ kind: 'or', filters: [asFilter(empty), asFilter(filled)] }, asFilter(some)],
    });
    expect(conditionsIn({ list })).toEqual([empty, filled, some]);
  });

  it('joins several as they are joined', () => {
    const list = [
      { column: 'amount', operator: 'null', values: [] },
      { column: 'day', operator: 'not-null', values: [] },
    ] as const;
    const filters = list.map(({ column, operator, values }) => ({
      kind: 'column',
      column,
      operator,
      values,
    }));
    expect(conditionsFilter({ join: 'or', list }, { columns }, noon)).toEqual({
      kind: 'or',
      filters,
    });
  });
});
