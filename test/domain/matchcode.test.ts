import { describe, expect, it } from '@jest/globals';
import type { DuplicateCondition, DuplicateRule } from '../../src/domain/duplicate-rule';
import { intendedValues, takeable } from '../../src/domain/duplicates';
import { matchcode } from '../../src/domain/matchcode';
import type { Value, Values } from '../../src/domain/value';
import { fakeEntries } from '../taskpane/support/fake-entries';
import { account, contact, task } from '../offline/support/model';

const on = (column: string, more: Partial<DuplicateCondition> = {}): DuplicateCondition => ({
  column,
  matchingColumn: column,
  operator: 'exactMatch',
  characters: null,
  ignoreBlank: true,
  ...more,
});
const rule = (
  conditions: readonly DuplicateCondition[],
  more: Partial<DuplicateRule> = {},
): DuplicateRule => ({
  name: 'Rule',
  table: 'account',
  matchingTable: 'account',
  caseSensitive: false,
  excludesInactive: false,
  conditions,
  ...more,
});
const same = (rules: DuplicateRule, mine: Values, theirs: Values, table = account): boolean => {
  const code = matchcode(rules, 'written', table, mine);
  return code !== null && code === matchcode(rules, 'there', table, theirs);
};

describe('two rows are duplicates', () => {
  it.each<[string, Partial<DuplicateCondition>, string, string, boolean]>([
    ['the same text', {}, 'Contoso', 'contoso', true],
    ['another text', {}, 'Contoso', 'Contoso AG', false],
    ['a text with other marks', {}, 'Zürich', 'Zurich', false],
    ['capitals with marks', {}, 'ZÜRICH', 'zürich', true],
    [
      'the same beginning',
      { operator: 'sameFirstCharacters', characters: 3 },
      'Abcx',
      'abcy',
      true,
    ],
    ['another beginning', { operator: 'sameFirstCharacters', characters: 3 }, 'Abcx', 'abd', false],
    [
      'less than the beginning',
      { operator: 'sameFirstCharacters', characters: 3 },
      'ab',
      'Ab',
      true,
    ],
    ['the same end', { operator: 'sameLastCharacters', characters: 2 }, 'Hi99', 'lo99', true],
    ['another end', { operator: 'sameLastCharacters', characters: 2 }, 'Hi99', 'lo98', false],
  ])('by %s', (_how, condition, mine, theirs, expected) => {
    expect(same(rule([on('name', condition)]), { name: mine }, { name: theirs })).toBe(expected);
  });

  it('by case where the rule looks at it', () => {
    const strict = rule([on('name')], { caseSensitive: true });
    expect(same(strict, { name: 'Contoso' }, { name: 'contoso' })).toBe(false);
    expect(same(strict, { name: 'Contoso' }, { name: 'Contoso' })).toBe(true);
  });

  it('by the day, or by the moment', () => {
    const at = (operator: DuplicateCondition['operator']): DuplicateRule =>
      rule([on('scheduledend', { operator })], { table: 'task', matchingTable: 'task' });
    const noon = { scheduledend: '2026-11-23T12:00:00Z' };
    const evening = { scheduledend: '2026-11-23T20:00:00Z' };
    expect(same(at('sameDate'), noon, evening, task)).toBe(true);
    expect(same(at('sameDateAndTime'), noon, evening, task)).toBe(false);
    expect(same(at('sameDateAndTime'), noon, { ...noon }, task)).toBe(true);
  });

  it('by what an option is called, or by its value', () => {
    const other = {
      ...account,
      columns: {
        ...account.columns,
        grade: { ...account.columns['size']!, name: 'grade', options: [{ value: 7, label: 's' }] },
      },
    };
    const by = (operator: DuplicateCondition['operator']): DuplicateRule =>
      rule([on('size', { operator, matchingColumn: 'grade' })]);
    expect(same(by('sameOptionLabel'), { size: 1 }, { grade: 7 }, other)).toBe(true);
    expect(same(by('sameOptionLabel'), { size: 2 }, { grade: 7 }, other)).toBe(false);
    expect(same(by('sameOptionLabel'), { size: 9 }, { grade: 9 }, other)).toBe(false);
    expect(same(by('sameOptionValue'), { size: 7 }, { grade: 7 }, other)).toBe(true);
    expect(same(by('sameOptionValue'), { size: 1 }, { grade: 7 }, other)).toBe(false);
  });

  it.each<[string, Value, Value]>([
    ['revenue', '12.50', '12.5'],
    [
      'currencyid',
      { table: 'currency', id: 'x', name: 'Euro' },
      { table: 'currency', id: 'x', name: '' },
    ],
    ['size', 1, 1],
  ])('by values that are equal in %s', (column, mine, theirs) => {
    expect(same(rule([on(column)]), { [column]: mine }, { [column]: theirs })).toBe(true);
  });

  it('by all conditions, and none where one is blank', () => {
    const both = rule([on('name'), on('city')]);
    const row = { name: 'Contoso', city: 'Bern' };
    expect(same(both, row, row)).toBe(true);
    expect(same(both, row, { ...row, city: 'Basel' })).toBe(false);
    expect(same(both, { name: 'Contoso' }, { name: 'Contoso' })).toBe(false);
  });

  it('by being blank both, where the rule does not ignore that', () => {
    const blank = rule([on('name', { ignoreBlank: false })]);
    expect(same(blank, {}, { name: null })).toBe(true);
    expect(same(blank, {}, { name: 'null' })).toBe(false);
  });

  it('not where the one that is there is inactive and the rule leaves those out', () => {
    const active = rule([on('subject')], {
      table: 'task',
      matchingTable: 'task',
      excludesInactive: true,
    });
    const mine = { subject: 'Call', statecode: 1 };
    expect(same(active, mine, { subject: 'Call', statecode: 1 }, task)).toBe(false);
    expect(same(active, mine, { subject: 'Call', statecode: 0 }, task)).toBe(true);
  });

  it('not by a column that is not known', () => {
    expect(matchcode(rule([on('fax')]), 'written', account, { fax: '1' })).toBeNull();
  });
});

describe('what an existing record can take over from a new one', () => {
  it('is what is filled in, differs and may be changed', () => {
    const mine = {
      fullname: 'Anna Meier',
      firstname: 'Anna',
      lastname: 'Meier',
      birthdate: null,
      unknown: 'x',
    };
    expect(takeable(contact, mine, { lastname: 'Meier', birthdate: '1990-05-02' })).toEqual([
      'firstname',
    ]);
  });

  it('is what its create and the changes behind it say', () => {
    const [entry] = fakeEntries();
    const { ref } = entry!;
    const create = { ...entry!, values: { firstname: 'A', lastname: 'B' } };
    const update = { ...entry!, values: { firstname: 'C' } };
    const other = { ...entry!, ref: { ...ref, id: 'other' }, values: { firstname: 'D' } };
    expect(intendedValues([create, other, update], ref)).toEqual({ firstname: 'C', lastname: 'B' });
  });
});
