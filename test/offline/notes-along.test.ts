import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LARGEST } from '../../src/domain/attachment';
import { CrmError } from '../../src/domain/crm-error';
import type { Clock } from '../../src/domain/ports';
import { rowKey } from '../../src/domain/row';
import type { CopyProgress } from '../../src/domain/status';
import type { Model } from '../../src/domain/table';
import { type TableFilter, type Trip, usualTrip } from '../../src/domain/trip';
import type { Values } from '../../src/domain/value';
import type { Keeper } from '../../src/offline/catalogue/keeper';
import type { Copy } from '../../src/offline/copy/copy';
import { createEstimator } from '../../src/offline/estimate/estimator';
import { createVisit } from '../../src/offline/remote/visit';
import { readVisited } from '../../src/offline/remote/visited';
import { tripSetting } from '../../src/offline/trip-setting';
import { openCopy } from './support/copying';
import { identity, lookupTo } from './support/crm';
import { account, column, contact, owner, table } from './support/model';
import { type Pane, World } from './support/world';

const note = table(
  'note',
  [
    column('subject', 'text'),
    column('text', 'memo'),
    column('about', 'lookup', { targets: ['account', 'contact'] }),
    owner,
  ],
  { primaryName: 'subject', about: 'about' },
);
const model: Model = { account, contact, note };
const omar = { table: 'systemuser', id: '00000000-0000-4000-8000-000000000999', name: 'Omar' };

let world: World;
let pane: Pane;
let copy: Copy;
let keeper: Keeper;

/** Rows are known by their names: each has an id of its own. */
const names: string[] = [];
const idOf = (name: string): string => {
  if (!names.includes(name)) names.push(name);
  return `dddddddd-0000-4000-8000-${String(names.indexOf(name)).padStart(12, '0')}`;
};
const to = (name: string, of = 'account') => lookupTo({ table: of, id: idOf(name) }, name);
const put = (of: string, name: string, values: Values = {}) =>
  world.crm.put(of, idOf(name), values);
/** By a colleague. */
const write = (name: string, about: string, values: Values = {}, of = 'account') =>
  put('note', name, { subject: name, about: to(about, of), ownerid: omar, ...values });
const rewrite = (name: string, values: Values) => world.crm.edit('note', idOf(name), values);

const trip = (tables: Readonly<Record<string, TableFilter>>, more: Partial<Trip> = {}): Trip => ({
  ...usualTrip,
  name: 'Trip',
  others: { rows: 'none' },
  tables,
  ...more,
});

async function choose(...trips: Trip[]): Promise<void> {
  const setting = tripSetting(pane.store);
  await setting.choose({ version: 1, trips });
  setting.stop();
}

/** The names of what is on board of a table. */
const kept = async (of = 'note'): Promise<string[]> =>
  (await pane.store.db.records.keys())
    .filter((key) => key.startsWith(`${of}:`))
    .map((key) => names[Number(key.slice(-6))] ?? '')
    .sort();

async function keeps(...trips: Trip[]): Promise<string[]> {
  await choose(...trips);
  await copy.refresh(false);
  return kept();
}

async function refreshed(thorough = false): Promise<string[]> {
  world.clock.advance(5 * 60_000);
  await copy.refresh(thorough);
  return kept();
}

/** Long enough that nothing older shows up, and no longer: not all is looked at again at the next refresh. */
async function settle(): Promise<void> {
  for (let times = 0; times < 3; times++) await refreshed();
}

/** The questions about notes of a refresh, and the notes that came with all their values. */
function watchNotes(): { readonly asked: string[]; readonly came: string[] } {
  const asked: string[] = [];
  const came: string[] = [];
  const { readPage } = world.crm;
  world.crm.readPage = async (query, next) => {
    const page = await readPage.call(world.crm, query, next);
    if (query.table.name !== 'note') return page;
    asked.push(query.filter.kind);
    if (query.bare !== true && 'text' in query.table.columns)
      came.push(...page.rows.map(({ id }) => names[Number(id.slice(-6))] ?? ''));
    return page;
  };
  return { asked, came };
}

/** Opens a record that is not here. */
const visit = (of: string, name: string): Promise<boolean> =>
  createVisit({
    store: pane.store,
    server: world.crm,
    model: () => model,
    rights: () => ({ userId: '', depths: { prvReadaccount: 'Global', prvReadnote: 'Global' } }),
    mayAsk: () => undefined,
    organizationTrips: world.organizationTrips,
  })({ table: of, id: idOf(name) });

beforeEach(async () => {
  names.length = 0;
  world = new World();
  world.crm.model = model;
  pane = await world.open();
  ({ copy, keeper } = openCopy(world, pane));
});
afterEach(() => {
  keeper.stop();
  world.crash();
});

describe('which notes come along', () => {
  beforeEach(() => {
    put('account', 'Mine');
    put('account', 'Theirs', { ownerid: omar });
    put('contact', 'Anna', { parentcustomerid: to('Theirs') });
    write('on mine', 'Mine');
    write('on theirs', 'Theirs');
    write('on Anna', 'Anna', {}, 'contact');
    write('by me', 'Elsewhere', { ownerid: to('', 'systemuser') });
    put('note', 'by me', { subject: 'by me', about: to('Elsewhere') });
  });

  it('SE19 are those on whatever the usual trip keeps, whoever owns them, beside the user’s own', async () => {
    put('account', 'Far', { ownerid: omar });
    write('on far', 'Far');
    await copy.refresh(false);
    // Anna refers to the company of a colleague.
    expect(await kept('account')).toEqual(['Mine', 'Theirs']);
    expect(await kept()).toEqual(['by me', 'on Anna', 'on mine', 'on theirs']);
  });

  it('SE19 are none where the trip keeps no notes, unless it says so of a table', async () => {
    const mine: TableFilter = { rows: 'mine' };
    expect(await keeps(trip({ account: mine, contact: mine }))).toEqual([]);
    const along = { ...mine, notes: true };
    expect(await keeps(trip({ account: mine, contact: along }))).toEqual(['on Anna']);
    const related = { note: { rows: 'related' } } as const;
    const some = trip({ account: mine, contact: mine, ...related });
    expect(await keeps(some)).toEqual(['on Anna', 'on mine', 'on theirs']);
    const out = trip({ account: { ...mine, notes: false }, contact: mine, ...related });
    expect(await keeps(out)).toEqual(['on Anna']);
  });

  it('SE19 SE2 are those that one of the trips takes along, of rows that any of them keeps', async () => {
    const accounts = trip({ account: { rows: 'mine', notes: true } });
    const people = trip({ contact: { rows: 'mine' }, account: { rows: 'related' } });
    expect(await keeps(accounts, { ...people, name: 'Other' })).toEqual(['on mine', 'on theirs']);
    expect(await keeps({ ...accounts, on: false }, people)).toEqual([]);
    expect(
      await keeps(trip({ note: { rows: 'mine' }, account: { rows: 'none', notes: true } })),
    ).toEqual(['by me']);
  });

  it('SE19 are those that the user may read', async () => {
    const readRights = world.crm.readRights.bind(world.crm);
    world.crm.readRights = async () => {
      const rights = await readRights();
      const { prvReadnote: _, ...depths } = rights.depths;
      return { ...rights, depths };
    };
    await copy.refresh(false);
    expect(await kept()).toEqual([]);
    expect(world.crm.requests.filter((request) => request.includes(' note@'))).toEqual([]);
  });

  it('VI9 are no visited ones any more', async () => {
    await choose(trip({ account: { rows: 'mine' } }));
    await copy.refresh(false);
    await visit('note', 'on mine');
    await refreshed();
    expect(await readVisited(pane.store.db)).toHaveLength(1);
    expect(await keeps(trip({ account: { rows: 'mine', notes: true } }))).toEqual(['on mine']);
    expect(await readVisited(pane.store.db)).toEqual([]);
    expect(await keeps(trip({ account: { rows: 'mine' } }))).toEqual([]);
  });

  it('VI11 SE19 come with a record that is opened, and stay as it does', async () => {
    put('account', 'Far', { ownerid: omar });
    write('on far', 'Far');
    await copy.refresh(false);
    const { came } = watchNotes();
    await visit('account', 'Far');
    expect(await kept()).toContain('on far');
    expect(await refreshed()).toContain('on far');
    expect(await refreshed(true)).toContain('on far');
    expect(came).toEqual(['on far']);
  });

  it('VI11 do not come with a record that is opened where they do not come along', async () => {
    put('account', 'Far', { ownerid: omar });
    write('on far', 'Far');
    await keeps(trip({ account: { rows: 'mine' } }));
    await visit('account', 'Far');
    expect([await kept('account'), await kept()]).toEqual([['Far', 'Mine'], []]);
  });

  it('VI11 come by the next refresh where they cannot be read at once', async () => {
    put('account', 'Far', { ownerid: omar });
    write('on far', 'Far');
    await copy.refresh(false);
    world.crm.faults = [{ kind: 'drop', on: (call) => call === 'readPage' }];
    expect(await visit('account', 'Far')).toBe(true);
    expect(await kept()).not.toContain('on far');
    expect(await refreshed()).toContain('on far');
  });
});

describe('notes that came along', () => {
  const all = trip({ account: { rows: 'mine', notes: true } });

  beforeEach(async () => {
    for (const name of ['A', 'B']) put('account', name);
    put('account', 'Other', { ownerid: omar });
    for (const name of ['one', 'two']) write(name, 'A');
    write('three', 'B');
    write('elsewhere', 'Other');
    expect(await keeps(all)).toEqual(['one', 'three', 'two']);
    await settle();
  });

  it('RF8 are read once, and asked about by one question', async () => {
    const { asked, came } = watchNotes();
    await refreshed();
    expect([asked, came]).toEqual([['all'], []]);
    await refreshed(true);
    expect(came).toEqual([]);
  });

  it('RF8 SE20 follow what a colleague writes, changes, moves and deletes', async () => {
    const { came } = watchNotes();
    write('four', 'B');
    write('far', 'Other');
    expect(await refreshed()).toEqual(['four', 'one', 'three', 'two']);
    rewrite('one', { text: 'Changed' });
    await refreshed();
    expect((await pane.row({ table: 'note', id: idOf('one') }))?.['text']).toBe('Changed');
    rewrite('two', { about: to('B') });
    rewrite('elsewhere', { about: to('A') });
    rewrite('three', { about: to('Other') });
    expect(await refreshed()).toEqual(['elsewhere', 'four', 'one', 'two']);
    expect(came).toEqual(['four', 'one', 'elsewhere', 'two']);
    world.crm.remove('note', idOf('four'));
    expect(await refreshed(true)).toEqual(['elsewhere', 'one', 'two']);
  });

  it('RF8 come with a row that comes on board, and SE20 leave with it', async () => {
    world.crm.edit('account', idOf('Other'), { ownerid: to('', 'account') });
    put('account', 'Other');
    expect(await refreshed()).toEqual(['elsewhere', 'one', 'three', 'two']);
    world.crm.edit('account', idOf('A'), { ownerid: omar });
    expect(await refreshed(true)).toEqual(['elsewhere', 'three']);
    world.crm.remove('account', idOf('B'));
    expect(await refreshed(true)).toEqual(['elsewhere']);
  });

  it('SE20 leave when the choice does, and stay where another one keeps them', async () => {
    const { came } = watchNotes();
    put('note', 'own', { subject: 'own', about: to('A') });
    const own = { note: { rows: 'mine' } } as const;
    await keeps(trip({ account: { rows: 'mine', notes: true }, ...own }));
    expect(await kept()).toEqual(['one', 'own', 'three', 'two']);
    expect(await keeps(trip({ account: { rows: 'mine', notes: false }, ...own }))).toEqual(['own']);
    expect(await keeps(all)).toEqual(['one', 'own', 'three', 'two']);
    expect(came.filter((name) => name === 'own')).toEqual(['own']);
    expect(await keeps({ ...all, on: false })).toEqual([]);
  });

  it('SE20 leave at a refresh that does not walk the user’s own notes', async () => {
    put('note', 'own', { subject: 'own', about: to('A') });
    const both = trip({ account: { rows: 'mine', notes: true }, note: { rows: 'mine' } });
    await keeps(both);
    await settle();
    rewrite('one', { about: to('Other') });
    rewrite('own', { about: to('Anna', 'contact') });
    expect(await refreshed()).toEqual(['own', 'three', 'two']);
  });

  it('SE20 stay while they have entries waiting', async () => {
    await pane.save({
      kind: 'update',
      ref: { table: 'note', id: idOf('one') },
      values: { text: 'Mine' },
    });
    rewrite('one', { subject: 'Renamed' });
    world.crm.edit('account', idOf('A'), { ownerid: omar });
    // It is kept, refers to A, and so A is kept with its other notes.
    expect(await refreshed(true)).toEqual(['one', 'three', 'two']);
    await pane.player.wake();
    expect(world.crm.get('note', idOf('one'))?.values).toMatchObject({ text: 'Mine' });
    expect(await refreshed(true)).toEqual(['three']);
  });

  it.each<[string, (broken: TableFilter) => Readonly<Record<string, TableFilter>>]>([
    ['of their records', (broken) => ({ account: { ...broken, notes: true } })],
    ['of notes', (broken) => ({ account: { rows: 'mine', notes: true }, note: broken })],
  ])('SE9 SE20 stay while a condition %s cannot be used', async (_, tables) => {
    const gone = { column: 'gone', operator: 'eq', values: ['x'] } as const;
    const broken = trip(tables({ rows: 'mine', conditions: { join: 'and', list: [gone] } }));
    expect(await keeps(broken)).toEqual(['one', 'three', 'two']);
    write('four', 'B');
    world.crm.remove('note', idOf('one'));
    expect(await refreshed(true)).toEqual(['four', 'three', 'two']);
  });

  it('RF8 bring the columns that are wanted anew', async () => {
    const { came } = watchNotes();
    const related = trip({ account: { rows: 'mine' }, note: { rows: 'related' } });
    const without = { rows: 'related', without: ['text'] } as const;
    await keeps(trip({ account: { rows: 'mine' }, note: without }));
    rewrite('one', { text: 'Long' });
    await refreshed();
    expect(came).toEqual([]);
    await keeps(related);
    expect(came.sort()).toEqual(['one', 'three', 'two']);
    await refreshed(true);
    expect(came).toHaveLength(3);
  });
});

it('GO5 SE19 progress tells how many notes have come along', async () => {
  keeper.stop();
  const told: CopyProgress['tables'][] = [];
  const onProgress = ({ tables }: CopyProgress) => told.push(tables);
  ({ copy, keeper } = openCopy(world, pane, { onProgress }));
  put('account', 'A');
  for (let n = 0; n < 130; n++) write(`note ${n}`, 'A');
  await keeps(trip({ account: { rows: 'mine', notes: true } }));
  const ofNotes = told.flatMap((tables) => tables.filter((each) => each.table === 'note'));
  expect(ofNotes[0]).toEqual({ table: 'note', rows: 0, total: 130 });
  expect(ofNotes.at(-1)).toEqual({ table: 'note', rows: 130, total: 130 });
});

describe('the notes on many rows', () => {
  const many = 320;
  const nameOf = (n: number): string => `Account ${n}`;
  beforeEach(() => {
    for (let n = 0; n < many; n++)
      put('account', nameOf(n), { city: n % 2 === 0 ? 'Ulm' : 'Bonn' });
    for (let n = 0; n < many; n += 2) write(`note ${n}`, nameOf(n));
  });
  const conditions = {
    join: 'and',
    list: [{ column: 'city', operator: 'eq', values: ['Ulm'] }],
  } as const;
  const filter: TableFilter = { rows: 'mine', conditions, notes: true };

  it('RF9 are asked for by what the rows have in common', async () => {
    const { asked } = watchNotes();
    expect(await keeps(trip({ account: { rows: 'all', notes: true } }))).toHaveLength(many / 2);
    expect(asked).toEqual(['referring', 'ids', 'ids']);
  });

  it('RF9 are asked for by the ids of few', async () => {
    const { asked } = watchNotes();
    expect(await keeps(trip({ account: filter }))).toHaveLength(many / 2);
    expect(asked).toEqual(['referring', 'ids', 'ids']);
    put('account', 'New', { city: 'Ulm' });
    write('new', 'New');
    await settle();
    asked.length = 0;
    put('account', 'Newer', { city: 'Ulm' });
    await refreshed();
    expect(asked).toEqual(['all', 'column']);
  });

  it.each([
    ['the CRM does not take the filter', 400],
    ['the filter takes too long', 500],
  ])('RF9 are asked for by ids where %s', async (_, status) => {
    keeper.stop();
    const after: Clock['after'] = (_ms, callback) => {
      queueMicrotask(callback);
      return () => undefined;
    };
    ({ copy, keeper } = openCopy(world, pane, { clock: { ...world.clock, after } }));
    const { asked } = watchNotes();
    const { readPage } = world.crm;
    world.crm.readPage = async (query, next) => {
      if (query.filter.kind !== 'referring') return readPage.call(world.crm, query, next);
      throw new CrmError({
        kind: 'answered',
        status,
        code: '0x1',
        message: 'No',
        retryAfterMs: null,
      });
    };
    expect(await keeps(trip({ account: { rows: 'all', notes: true } }))).toHaveLength(many / 2);
    expect(asked.filter((kind) => kind === 'column')).toHaveLength(Math.ceil(many / 100));
  });

  it('RF9 are asked for by ids where a view says which rows', async () => {
    const view = { kind: 'savedquery', id: 'v1', name: 'Some' } as const;
    world.crm.views = [{ ...view, table: 'account', condition: 'Account 1' }];
    for (let n = 0; n < many; n++) put('account', nameOf(n), { name: nameOf(n) });
    const { asked } = watchNotes();
    const names = await keeps(trip({ account: { rows: 'all', view, notes: true } }));
    expect(names).toContain('note 100');
    expect(names).not.toContain('note 2');
    expect(asked).not.toContain('referring');
  });

  it('CP5 RF8 are not read twice where the copy is interrupted among them', async () => {
    const { came } = watchNotes();
    await choose(trip({ account: { rows: 'all', notes: true } }));
    const { readPage } = world.crm;
    let pages = 0;
    world.crm.readPage = async (query, next) => {
      if (query.table.name === 'note' && query.filter.kind === 'ids' && ++pages === 2)
        copy.cancel();
      return readPage.call(world.crm, query, next);
    };
    await copy.refresh(false);
    const first = await kept();
    expect(first.length).toBeLessThan(many / 2);
    expect(await refreshed()).toHaveLength(many / 2);
    expect(new Set(came).size).toBe(many / 2);
  });
});

describe('what notes will come', () => {
  /** Rows that the estimate tells, and those that come. */
  const foretold = async (...trips: Trip[]): Promise<readonly [number, number]> => {
    const { crm, clock } = world;
    const rights = await crm.readRights();
    const facts = { model, rights, processes: [], rules: [], colleagues: [] };
    const context = { store: pane.store, server: crm, identity, clock, keeper, pageSize: 10 };
    const { rows } = await createEstimator({
      largestAttachment: LARGEST,
      ...context,
      facts: () => facts,
    })(trips);
    let came = 0;
    keeper.stop();
    const onProgress = (progress: CopyProgress) => {
      came = progress.rows;
    };
    ({ copy, keeper } = openCopy(world, pane, { onProgress }));
    await choose(...trips);
    await copy.refresh(true);
    return [rows, came];
  };
  const along: TableFilter = { rows: 'all', notes: true };

  beforeEach(() => {
    for (let n = 0; n < 600; n++) {
      put('account', `A${n}`);
      if (n % 3 === 0) put('contact', `C${n}`, { parentcustomerid: to(`A${n}`) });
    }
    // Most records have none, and one has many.
    for (let n = 0; n < 150; n++) write(`many ${n}`, 'A7');
    for (let n = 0; n < 40; n++) write(`few ${n}`, `A${n * 11}`);
    for (let n = 0; n < 30; n++) put('note', `own ${n}`, { subject: 'own', about: to(`A${n}`) });
  });

  it.each<[string, ...Trip[]]>([
    ['those on all rows of a table', trip({ account: along })],
    ['without those that come anyway', trip({ account: along, note: { rows: 'mine' } })],
    ['none where all come', trip({ account: along, note: { rows: 'all' } })],
  ])('GO1 is told exactly before the first copy: %s', async (_, chosen) => {
    const [rows, came] = await foretold(chosen);
    expect(rows).toBe(came);
    const [again, nothing] = await foretold(chosen);
    expect([again, nothing]).toEqual([0, 0]);
  });

  it('GO1 is told exactly where they are taken along later, and where they change', async () => {
    await foretold(trip({ account: { rows: 'all' } }));
    const [rows, came] = await foretold(trip({ account: along }));
    expect([rows, came]).toEqual([220, 220]);
    for (let n = 0; n < 9; n++) rewrite(`many ${n}`, { text: 'Changed' });
    write('new', 'A5');
    put('account', 'New');
    write('on new', 'New');
    expect(await foretold(trip({ account: along }))).toEqual([12, 12]);
  });

  it('GO1 is told where they are brought anew with more columns', async () => {
    const none = { rows: 'related', without: ['text'] } as const;
    await foretold(trip({ account: along, note: none }));
    const [rows, came] = await foretold(trip({ account: along, note: { rows: 'related' } }));
    expect([rows, came]).toEqual([220, 220]);
    await foretold(trip({ account: along, note: { ...none, rows: 'mine' } }));
    const [again, cameAgain] = await foretold(trip({ account: along, note: { rows: 'mine' } }));
    expect(cameAgain).toBe(220);
    expect(Math.abs(again - 220)).toBeLessThan(0.2 * 220);
  });

  it('GO1 is told by a part of the records where these have nothing in common that can be asked for', async () => {
    const people = trip({ contact: { rows: 'all' }, account: { rows: 'related', notes: true } });
    for (let n = 0; n < 600; n++) write(`each ${n}`, `A${n}`);
    const [rows, came] = await foretold(people);
    expect(Math.abs(rows - came)).toBeLessThan(0.2 * came);
  });
});

it('SE19 notes on a row that the CRM does not have yet are nobody’s', async () => {
  await choose(trip({ account: { rows: 'mine', notes: true } }));
  const ref = { table: 'account', id: idOf('New') };
  await pane.save({ kind: 'create', ref, values: { name: 'New' } });
  await copy.refresh(false);
  await pane.player.wake();
  expect(world.crm.rows.has(rowKey(ref))).toBe(true);
  write('first', 'New');
  expect(await refreshed()).toEqual(['first']);
});
