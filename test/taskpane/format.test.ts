import { describe, expect, it } from '@jest/globals';
import type { Column } from '../../src/domain/table';
import { formatDuration, formatSize, formatValue } from '../../src/taskpane/format';

const column = (more: Partial<Column> & Pick<Column, 'type'>): Column => ({
  name: 'column',
  label: 'Column',
  required: false,
  canCreate: true,
  canUpdate: true,
  ...more,
});

const money = column({ type: 'money', precision: 2 });
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('values for reading', () => {
  it('show nothing for what is empty', () => {
    for (const value of [null, undefined, ''])
      expect(formatValue(column({ type: 'text' }), value)).toBe('');
  });

  it('show money in its currency, by code or by name', () => {
    expect(plain(formatValue(money, '84000.00', { code: 'USD', name: 'US Dollar' }))).toMatch(
      /84.000[.,]00/,
    );
    expect(formatValue(money, '84000.00', { code: 'USD', name: 'US Dollar' })).toMatch(/\$|USD/);
    expect(formatValue(money, '5.00', { code: null, name: 'Taler' })).toMatch(/^5[.,]00 Taler$/);
    expect(formatValue(money, '5.00')).toMatch(/^5[.,]00$/);
  });

  it('show large decimals digit by digit', () => {
    const text = formatValue(column({ type: 'decimal', precision: 2 }), '9007199254740993.25');
    expect(text.replace(/\D/g, '')).toBe('900719925474099325');
  });

  it('show a date without a time on the same day in every time zone', () => {
    const born = column({ type: 'date', dateBehavior: 'DateOnly', dateFormat: 'DateOnly' });
    expect(formatValue(born, '1984-03-09')).toMatch(/9/);
    expect(formatValue(born, '1984-03-09')).toMatch(/1984/);
  });

  it('show a time without a zone as it was written', () => {
    const visit = column({ type: 'date', dateBehavior: 'TimeZoneIndependent' });
    expect(formatValue(visit, '2026-12-03T08:00:00')).toMatch(/0?8[:.]00/);
  });

  it('show labels for choices, and the value where an option is gone', () => {
    const options = [
      { value: 1, label: 'One' },
      { value: 2, label: 'Two' },
    ];
    expect(formatValue(column({ type: 'choice', options }), 2)).toBe('Two');
    expect(formatValue(column({ type: 'choice', options }), 7)).toBe('7');
    expect(formatValue(column({ type: 'choices', options }), [1, 2])).toMatch(/One.*Two/);
    const yesNo = [
      { value: 0, label: 'Open' },
      { value: 1, label: 'Closed' },
    ];
    expect(formatValue(column({ type: 'boolean', options: yesNo }), true)).toBe('Closed');
    expect(formatValue(column({ type: 'boolean' }), false)).toBe('No');
  });

  it('show references and people by name, or by address', () => {
    const lookup = { table: 'team', id: '1', name: '' };
    expect(formatValue(column({ type: 'lookup' }), lookup)).toBe('(no name)');
    expect(
      formatValue(column({ type: 'parties' }), [
        { role: 1, ref: { ...lookup, name: 'Inês' }, address: 'i@x.example' },
        { role: 2, ref: null, address: 'p@x.example' },
      ]),
    ).toMatch(/Inês.*p@x\.example/);
  });

  it('show the text of HTML on one line', () => {
    const html = '<style>p{}</style><p>Hello&nbsp;<b>Dana</b></p><script>x()</script>';
    expect(formatValue(column({ type: 'memo', format: 'html' }), html)).toBe('Hello Dana');
    const note = '<div data-wrapper="true"><div>One</div><div>two</div></div>';
    expect(formatValue(column({ type: 'memo' }), note)).toBe('One two');
    expect(formatValue(column({ type: 'memo' }), 'One\n<two>')).toBe('One\n<two>');
  });
});

describe('lengths of time', () => {
  it('are told in minutes where there is one, else in seconds', () => {
    expect(formatDuration(95_000)).toMatch(/^2 /);
    expect(formatDuration(12_400)).toMatch(/^13 /);
    expect(formatDuration(0)).toMatch(/^1 /);
    expect(formatDuration(100 * 60_000)).toMatch(/^100 minutes/);
    expect(formatDuration(3.4 * 3_600_000)).toMatch(/^3 hours/);
  });

  it('are sizes in the largest unit that fits, to two digits where they are few', () => {
    expect([0, 64_300, 340_000, 3_360_000, 119_700_000, 2_460_000_000].map(formatSize)).toEqual([
      '0 kB',
      '64 kB',
      '0.3 MB',
      '3.4 MB',
      '120 MB',
      '2.5 GB',
    ]);
  });
});
