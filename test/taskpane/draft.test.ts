import { describe, expect, it } from '@jest/globals';
import type { Column } from '../../src/domain/table';
import { isDirty, readDraft, readInput, toInput, type Draft } from '../../src/taskpane/form/draft';

const column = (name: string, more: Partial<Column> & Pick<Column, 'type'>): Column => ({
  name,
  label: name,
  required: false,
  canCreate: true,
  canUpdate: true,
  ...more,
});

const name = column('name', { type: 'text', required: true, maxLength: 10 });
const budget = column('budget', { type: 'money', precision: 2, min: 0, max: 922337203685477 });
const staff = column('staff', { type: 'integer', min: 0, max: 100 });
const due = column('due', { type: 'date', dateBehavior: 'UserLocal', dateFormat: 'DateAndTime' });
const born = column('born', { type: 'date', dateBehavior: 'DateOnly', dateFormat: 'DateOnly' });
const visit = column('visit', { type: 'date', dateBehavior: 'TimeZoneIndependent' });
const kind = column('kind', { type: 'choice', options: [{ value: 1, label: 'One' }] });
const tags = column('tags', { type: 'choices', options: [{ value: 1, label: 'One' }] });
const hold = column('hold', { type: 'boolean' });
const owner = column('ownerid', { type: 'lookup', required: true, targets: ['systemuser'] });
const all = [name, budget, staff, due, born, visit, kind, tags, hold, owner];

const row = {
  name: 'Contoso',
  budget: '10.00',
  staff: 5,
  due: '2026-11-27T15:30:45Z',
  born: '1984-03-09',
  visit: '2026-12-03T08:00:00',
  kind: 1,
  tags: [1],
  hold: false,
  ownerid: { table: 'systemuser', id: 'a', name: 'Dana' },
};

const read = (draft: Draft, creating = false, values: object = row) =>
  readDraft(all, draft, values as typeof row, creating, 'en-US');

describe('a draft', () => {
  it('that was not touched changes nothing and loses nothing', () => {
    expect(read({})).toEqual({ changed: {}, problems: {} });
    expect(isDirty(all, {}, row, 'en-US')).toBe(false);
  });

  it('that was put back to what it was changes nothing', () => {
    const draft = { name: 'Contoso', due: toInput(due, row.due, 'en-US') };
    expect(read(draft).changed).toEqual({});
    expect(isDirty(all, draft, row, 'en-US')).toBe(false);
  });

  it('gives only the columns that differ', () => {
    expect(read({ name: 'Fabrikam', staff: '6', budget: '10' }).changed).toEqual({
      name: 'Fabrikam',
      staff: 6,
    });
  });

  it('empties a column with null', () => {
    const draft = { budget: ' ', born: { date: '', time: '' }, kind: '', tags: [] };
    expect(read(draft).changed).toEqual({ budget: null, born: null, kind: null, tags: null });
  });

  it('names what is wrong, column by column', () => {
    const draft = {
      name: '  ',
      budget: '-1',
      staff: '1.5',
      due: { date: '2026-01-01', time: '' },
    };
    expect(read(draft)).toEqual({
      changed: {},
      problems: { name: 'required', budget: 'range', staff: 'whole', due: 'dateTime' },
    });
    expect(read({ name: 'x'.repeat(11), budget: 'much', staff: '101' }).problems).toEqual({
      name: 'tooLong',
      budget: 'number',
      staff: 'range',
    });
  });

  it('of a new row asks for what is required, except what the server fills by itself', () => {
    expect(read({}, true, {}).problems).toEqual({ name: 'required' });
    expect(read({ name: 'New' }, true, {})).toEqual({ changed: { name: 'New' }, problems: {} });
  });

  it('is dirty as soon as it differs, even where it could not be saved', () => {
    expect(isDirty(all, { staff: 'many' }, row, 'en-US')).toBe(true);
  });
});

describe('a text that is HTML', () => {
  const notes = column('notetext', { type: 'memo', required: true });
  const body = column('body', { type: 'memo', format: 'html', maxLength: 30 });
  const markup = '<div data-wrapper="true"><div>One <b>two</b></div><div>three</div></div>';
  const values = { notetext: markup, body: '<p>Dear&nbsp;Inês</p>' };
  const given = (draft: Draft, creating = false) =>
    readDraft([notes, body], draft, values, creating, 'en-US');

  it('is edited as its text, and stays as it is where that is not changed', () => {
    expect(toInput(notes, markup, 'en-US')).toBe('One two\nthree');
    const same = { notetext: 'One two\nthree', body: 'Dear Inês' };
    for (const draft of [{}, same]) {
      expect(given(draft)).toEqual({ changed: {}, problems: {} });
      expect(given(draft, true)).toEqual({ changed: {}, problems: {} });
      expect(isDirty([notes, body], draft, values, 'en-US')).toBe(false);
    }
  });

  it('becomes the text that was entered, as HTML where its column is one of HTML', () => {
    expect(given({ notetext: 'One\n<2>', body: 'Dear Inês,\nR&D < 4' }).changed).toEqual({
      notetext: 'One\n<2>',
      body: 'Dear Inês,<br>R&amp;D &lt; 4',
    });
    expect(given({ notetext: '', body: ' ' })).toEqual({
      changed: { body: null },
      problems: { notetext: 'required' },
    });
  });

  it('is too long where the HTML is', () => {
    expect(given({ body: '&'.repeat(7) }).problems).toEqual({ body: 'tooLong' });
  });
});

describe('dates in a form', () => {
  it('at the user are entered in local time and stored in UTC to the second', () => {
    const input = { date: '2026-07-01', time: '09:30' };
    const expected = `${new Date('2026-07-01T09:30:00').toISOString().slice(0, 19)}Z`;
    expect(readInput(due, input, 'en-US')).toEqual({ value: expected });
    expect(toInput(due, expected, 'en-US')).toEqual(input);
  });

  it('without a zone, and without a time, stay as they are written', () => {
    expect(readInput(visit, { date: '2026-12-03', time: '08:00' }, 'en-US')).toEqual({
      value: '2026-12-03T08:00:00',
    });
    expect(readInput(born, { date: '1984-03-09', time: '' }, 'en-US')).toEqual({
      value: '1984-03-09',
    });
    expect(toInput(born, '1984-03-09', 'en-US')).toEqual({ date: '1984-03-09', time: '' });
  });
});
