import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lackingIn } from '../../src/domain/left-out';
import { nameOf, type LocalRow } from '../../src/domain/row';
import type { Model } from '../../src/domain/table';
import type { Values } from '../../src/domain/value';
import { Catalogue } from '../../src/offline/catalogue/catalogue';
import { describe as describeRow } from '../../src/offline/catalogue/item';
import { lookupTo } from './support/crm';
import { account, column, contact, owner, table, task } from './support/model';
import { ids, type Pane, World } from './support/world';

const note = table(
  'note',
  [
    column('subject', 'text'),
    column('text', 'memo'),
    column('about', 'lookup', { targets: ['account'] }),
    column('file', 'text', { canCreate: false, canUpdate: false }),
    column('bytes', 'integer', { canCreate: false, canUpdate: false }),
    column('createdon', 'date', { canCreate: false, canUpdate: false }),
    owner,
  ],
  { primaryName: 'subject', file: { name: 'file', size: 'bytes' } },
);
const model: Model = { account, contact, task, note };
const contoso = lookupTo({ table: 'account', id: ids.contoso }, 'Contoso');

const row = (id: string, values: Values, more: Partial<LocalRow> = {}): LocalRow => ({
  table: 'note',
  id,
  etag: 'W/"1"',
  values: { about: contoso, ...values },
  pending: 0,
  deleted: false,
  ...more,
});

const catalogueOf = (...rows: readonly LocalRow[]): Catalogue => {
  const catalogue = new Catalogue();
  for (const each of rows) catalogue.put(describeRow(model, [], each));
  return catalogue;
};

describe('a row without a name', () => {
  it.each([
    ['its title, where it has one', { subject: ' Visit ', text: 'Long day' }, 'Visit'],
    ['the first line of its text', { text: '\n  Call back.\nAsk for Anna.' }, 'Call back.'],
    ['its file, where it has no text either', { text: ' ', file: 'offer.pdf' }, 'offer.pdf'],
    ['nothing, where it has neither', { text: null }, ''],
    [
      'the beginning of a long line, up to the end of a word',
      { text: `${'word '.repeat(30)}end` },
      `${'word '.repeat(16).trim()}…`,
    ],
    ['the beginning of a long word', { text: 'x'.repeat(200) }, `${'x'.repeat(80)}…`],
  ])('CT9 goes by %s', (_, values: Values, name) => {
    expect(nameOf(note, values)).toBe(name);
  });

  it('CT9 is not called by the markup of its text', () => {
    const mail = table(
      'mail',
      [column('subject', 'text'), column('text', 'memo', { format: 'html' })],
      {
        primaryName: 'subject',
      },
    );
    expect(nameOf(mail, { text: '<p>Hello</p>' })).toBe('Hello');
    const text = '<div data-wrapper="true"><div><br></div><div>Call <b>back</b>.</div></div>';
    expect(nameOf(note, { text, file: 'offer.pdf' })).toBe('Call back.');
    expect(nameOf(note, { text: '<div> </div>', file: 'offer.pdf' })).toBe('offer.pdf');
  });

  it('CT9 is found by what it goes by', () => {
    const catalogue = catalogueOf(row('1', { text: 'Prefers calls before nine.' }));
    const { items } = catalogue.list({ text: 'prefers cal', table: null, limit: 5 });
    expect(items.map(({ name }) => name)).toEqual(['Prefers calls before nine.']);
  });
});

describe('rows that may have files', () => {
  const related = (...rows: readonly LocalRow[]) =>
    catalogueOf(...rows)
      .related({ table: 'account', id: ids.contoso })
      .flatMap(({ items }) => items);

  it('CT10 are listed with the newest first, those above all that are not in the CRM yet', () => {
    const names = related(
      row('1', { subject: 'Alpha', createdon: '2026-03-01T08:00:00Z' }),
      row('2', { subject: 'Beta', createdon: '2026-05-01T08:00:00Z' }),
      row('3', { subject: 'Gamma' }, { etag: null, pending: 1 }),
      row('4', { subject: 'Delta', createdon: '2026-03-01T07:59:59Z' }),
    ).map(({ name }) => name);
    expect(names).toEqual(['Gamma', 'Beta', 'Alpha', 'Delta']);
  });

  it('CT10 tell the name of their file and the day on which they were made', () => {
    const [item] = related(
      row('1', { subject: 'Offer', file: 'offer.pdf', createdon: '2026-03-01T08:00:00Z' }),
    );
    expect(item?.detail).toBe('Contoso · 2026-03-01 · offer.pdf');
  });

  it('CT10 keep that order in a catalogue that was saved', () => {
    const saved = catalogueOf(
      row('1', { subject: 'Alpha', createdon: '2026-03-01T08:00:00Z' }),
      row('2', { subject: 'Beta', createdon: '2026-05-01T08:00:00Z' }),
    ).dump();
    const [group] = Catalogue.load(saved).related({ table: 'account', id: ids.contoso });
    expect(group?.items.map(({ name }) => name)).toEqual(['Beta', 'Alpha']);
  });
});

describe('the file of a row', () => {
  let world: World;
  let pane: Pane;
  const ref = { table: 'note', id: '11111111-0000-4000-8000-000000000001' };
  const there = { subject: 'Offer', file: 'offer.pdf', bytes: 1200 };

  beforeEach(async () => {
    world = new World();
    world.crm.model = { ...world.crm.model, note };
    pane = await world.open();
    await world.given(pane, 'account', ids.contoso, { name: 'Contoso' });
  });
  afterEach(() => {
    world.crash();
  });

  it('CP14 is no part of a change of the row, nor of a new one about a record', async () => {
    await world.given(pane, 'note', ref.id, there);
    await pane.save({ kind: 'update', ref, values: { text: 'Sent again' } });
    const made = { table: 'note', id: '11111111-0000-4000-8000-000000000002' };
    await pane.save({ kind: 'create', ref: made, values: { text: 'New', about: contoso } });
    await pane.player.wake();
    expect(await pane.line()).toEqual([]);
    expect(world.crm.journal.map(({ values }) => values)).toEqual([
      { text: 'Sent again' },
      { text: 'New', about: contoso },
    ]);
    expect(await pane.row(ref)).toMatchObject({ ...there, text: 'Sent again' });
  });

  it('CP14 is told to be lost where a deleted row is made again, and only there', () => {
    const lacking = (values: Values) =>
      lackingIn(note, { etag: 'W/"1"', values }).map(({ name }) => name);
    expect(lacking(there)).toEqual(['file']);
    expect([lacking({ subject: 'Offer', file: null }), lacking({})]).toEqual([[], []]);
  });
});
