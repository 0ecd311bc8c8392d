import { beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { ColumnFilter, RowFilter } from '../../src/domain/crm-server';
import type { Row } from '../../src/domain/row';
import type { Value } from '../../src/domain/value';
import { lookup } from './open-crm';
import type { OpenCrm } from './open-crm';

/** What choosing rows by their columns promises. */
export function filterContract(crm: () => OpenCrm): void {
  describe('a filter by columns', () => {
    /** In the names of no other rows. */
    let word: string;
    let boss: Row;

    const by = (
      column: string,
      operator: ColumnFilter['operator'],
      ...values: Value[]
    ): ColumnFilter => ({ kind: 'column', column, operator, values });
    const and = (...filters: RowFilter[]): RowFilter => ({ kind: 'and', filters });
    const or = (...filters: RowFilter[]): RowFilter => ({ kind: 'or', filters });

    beforeEach(async () => {
      word = `f${randomUUID().slice(0, 8)}`;
      boss = await crm().create('contact', { lastname: `${word} Boss` });
      const account = (name: string, more: Record<string, Value> = {}) =>
        crm().create('account', { name: `${word} ${name}`, ...more });
      await account("O'Brien 100% [x]", { revenue: '1000.50', primarycontactid: lookup(boss, '') });
      await account('Zürich', { revenue: '99.00', telephone1: '1' });
      await account('Empty');
      const task = (name: string, more: Record<string, Value>) =>
        crm().create('task', { subject: `${word} ${name}`, ...more });
      await task('Early', { scheduledend: '2026-03-01T22:59:59Z', statecode: 0 });
      await task('Late', { scheduledend: '2026-03-01T23:00:00Z', statecode: 0 });
    });

    /** The names of the rows of ours that the filter finds, in order; by the copy's way to read and count them too. */
    const found = async (name: string, column: string, filter: RowFilter): Promise<string[]> => {
      const table = crm().table(name);
      const query = { table, filter: and(by(column, 'contains', word), filter), pageSize: 50 };
      const { rows } = await crm().server.readPage(query, null);
      const versions = { ...query, since: '0', bare: true };
      const bare = await crm().server.readPage(versions, null);
      expect(new Set(bare.rows.map(({ id, etag }) => `${id} ${etag}`))).toEqual(
        new Set(rows.map(({ id, etag }) => `${id} ${etag}`)),
      );
      expect(bare.rows.map(({ values }) => values)).toEqual(bare.rows.map(() => ({})));
      expect(await crm().server.count(query)).toEqual({ count: rows.length, more: false });
      return rows.map(({ values }) => String(values[column]).slice(word.length + 1)).sort();
    };
    const accounts = (filter: RowFilter) => found('account', 'name', filter);
    const tasks = (filter: RowFilter) => found('task', 'subject', filter);

    const tricky = "O'Brien 100% [x]";
    it.each<[ColumnFilter['operator'], string, string[]]>([
      ['eq', "WORD o'brien 100% [X]", [tricky]],
      ['eq', "WORD O'Brien", []],
      ['contains', "o'brien 100% [x]", [tricky]],
      ['contains', 'b%n', []],
      ['contains', '_mpty', []],
      ['contains', '[ez]', []],
      ['begins-with', "WORD o'", [tricky]],
      ['begins-with', 'zürich', []],
    ])(
      'of a text by %s "%s" takes it as it is, whatever its case',
      async (operator, text, names) => {
        expect(await accounts(by('name', operator, text.replace('WORD', word)))).toEqual(names);
      },
    );

    it('of an amount goes by its size, and by nothing where there is none', async () => {
      expect(await accounts(by('revenue', 'ge', '99'))).toEqual([tricky, 'Zürich']);
      expect(await accounts(by('revenue', 'ge', '99.01'))).toEqual([tricky]);
      expect(await accounts(by('revenue', 'le', '1000.49'))).toEqual(['Zürich']);
      expect(await accounts(by('revenue', 'eq', '1000.5'))).toEqual([tricky]);
      expect(await accounts(and(by('revenue', 'ge', '0'), by('revenue', 'le', '100')))).toEqual([
        'Zürich',
      ]);
    });

    it('tells empty columns from filled ones', async () => {
      expect(await accounts(by('revenue', 'null'))).toEqual(['Empty']);
      expect(await accounts(by('telephone1', 'not-null'))).toEqual(['Zürich']);
      expect(await accounts(by('primarycontactid', 'not-null'))).toEqual([tricky]);
      expect(await accounts(by('primarycontactid', 'null'))).toEqual(['Empty', 'Zürich']);
    });

    it('finds what refers to a row', async () => {
      expect(await accounts(by('primarycontactid', 'eq', lookup(boss, '')))).toEqual([tricky]);
      const other = { table: 'contact', id: randomUUID(), name: '' };
      expect(await accounts(by('primarycontactid', 'eq', other))).toEqual([]);
    });

    it('finds what refers to a row that another filter has', async () => {
      const to = crm().table('contact');
      const about = (filter: RowFilter) =>
        accounts({ kind: 'referring', column: 'primarycontactid', to, filter });
      const mine = { kind: 'owner', userId: crm().me.userId } as const;
      const other = { kind: 'owner', userId: randomUUID() } as const;
      expect(await about({ kind: 'all' })).toEqual([tricky]);
      expect(await about(and(mine, by('lastname', 'contains', 'boss')))).toEqual([tricky]);
      expect(await about(or(other, by('lastname', 'begins-with', word)))).toEqual([tricky]);
      expect(await about(other)).toEqual([]);
      expect(await about(by('lastname', 'in', 'Nobody', `${word} Boss`))).toEqual([tricky]);
      expect(await about(by('lastname', 'not-in', 'Nobody'))).toEqual([tricky]);
      expect(await about(by('firstname', 'ne', 'Nobody'))).toEqual([tricky]);
      expect(await about(by('lastname', 'not-in', 'Nobody', `${word} Boss`))).toEqual([]);
      expect(await about(and(mine, by('lastname', 'null')))).toEqual([]);
    });

    it('of a moment goes by UTC, to the second', async () => {
      const at = '2026-03-01T23:00:00Z';
      expect(await tasks(by('scheduledend', 'ge', at))).toEqual(['Late']);
      expect(await tasks(by('scheduledend', 'lt', at))).toEqual(['Early']);
    });

    it('finds rows that have one of several options', async () => {
      expect(await tasks(by('statecode', 'in', 0, 1))).toEqual(['Early', 'Late']);
      expect(await tasks(by('statecode', 'in', 1, 2))).toEqual([]);
    });

    it('that is turned round finds all else, with the rows that have no value', async () => {
      const rest = ['Empty', 'Zürich'];
      const all = ['Empty', tricky, 'Zürich'].sort();
      const wanted = { table: 'contact', id: randomUUID(), name: '' };
      for (const [filter, names] of [
        [by('name', 'ne', `${word} O'BRIEN 100% [x]`), rest],
        [by('name', 'not-contain', "o'brien 100% [X]"), rest],
        [by('name', 'not-contain', 'b%n'), all],
        [by('name', 'not-begin-with', `${word} o'`), rest],
        [by('name', 'not-in', `${word} empty`, 'Nobody'), [tricky, 'Zürich']],
        [by('telephone1', 'ne', '1'), ['Empty', tricky]],
        [by('telephone1', 'not-contain', '1'), ['Empty', tricky]],
        [by('telephone1', 'not-begin-with', '1'), ['Empty', tricky]],
        [by('telephone1', 'not-in', '1', '2'), ['Empty', tricky]],
        [by('revenue', 'ne', '1000.5'), rest],
        [by('primarycontactid', 'ne', lookup(boss, '')), rest],
        [by('primarycontactid', 'ne', wanted), all],
        [and(by('telephone1', 'ne', '1'), by('revenue', 'not-null')), [tricky]],
        [or(by('name', 'not-contain', word), by('revenue', 'null')), ['Empty']],
      ] as const)
        expect([filter, await accounts(filter)]).toEqual([filter, names]);
      expect(await tasks(by('statecode', 'not-in', 0, 1))).toEqual([]);
      expect(await tasks(by('statecode', 'not-in', 1, 2))).toEqual(['Early', 'Late']);
    });

    it('is joined with others by and and or, as far down as need be', async () => {
      const rich = by('revenue', 'ge', '1000');
      const called = by('telephone1', 'not-null');
      const empty = and(by('revenue', 'null'), by('telephone1', 'null'));
      expect(await accounts(or(rich, called))).toEqual([tricky, 'Zürich']);
      expect(await accounts(and(rich, called))).toEqual([]);
      expect(await accounts(or(and(rich, called), empty))).toEqual(['Empty']);
      expect(await accounts(and(or(rich, empty), by('primarycontactid', 'null')))).toEqual([
        'Empty',
      ]);
      expect(await accounts(or(rich, { kind: 'all' }))).toHaveLength(3);
      const mine = { kind: 'owner', userId: crm().me.userId } as const;
      expect(await accounts(and(mine, or(rich, called)))).toEqual([tricky, 'Zürich']);
    });
  });
}
