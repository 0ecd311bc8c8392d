import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RowPage } from '../../src/domain/crm-server';
import type { Condition } from '../../src/domain/condition';
import type { Model } from '../../src/domain/table';
import {
  type RowChoice,
  type Selection,
  type TableFilter,
  type Trip,
  unusableIn,
} from '../../src/domain/trip';
import type { Keeper } from '../../src/offline/catalogue/keeper';
import type { Copy } from '../../src/offline/copy/copy';
import type { OpenDatabase } from '../../src/offline/database/local-database';
import { readTrips, tripSetting } from '../../src/offline/trip-setting';
import { openCopy } from './support/copying';
import { identity, lookupTo } from './support/crm';
import { model } from './support/model';
import { settle, until } from './support/settle';
import { openWhole } from './support/whole';
import { ids, type Pane, World } from './support/world';

let world: World;
let pane: Pane;
let copy: Copy;
let keeper: Keeper;
const contoso = { table: 'account', id: ids.contoso };
const fabrikam = { table: 'account', id: ids.fabrikam };
const anna = { table: 'contact', id: ids.anna };
const team = { table: 'team', id: ids.call, name: 'Service Desk' };
const omar = { table: 'systemuser', id: ids.euro, name: 'Omar' };
const guid = (n: number): string => `dddddddd-0000-4000-8000-${String(n).padStart(12, '0')}`;

function open(): void {
  ({ copy, keeper } = openCopy(world, pane));
}

beforeEach(async () => {
  world = new World();
  pane = await world.open();
  const { crm } = world;
  crm.teams = [team.id];
  crm.put('account', ids.contoso, {
    name: 'Contoso',
    currencyid: lookupTo({ table: 'currency', id: ids.euro }),
  });
  crm.put('account', ids.fabrikam, {
    name: 'Fabrikam',
    ownerid: omar,
    primarycontactid: lookupTo(anna),
  });
  crm.put('account', guid(1), { name: 'Northwind', ownerid: team });
  crm.put('contact', ids.anna, { fullname: 'Anna', ownerid: omar });
  crm.put('currency', ids.euro, { name: 'Euro', ownerid: null });
  crm.put('currency', guid(2), { name: 'Franc', ownerid: null });
  open();
});
afterEach(() => {
  keeper.stop();
  world.crash();
});

const trip = (
  tables: Readonly<Record<string, RowChoice | TableFilter>>,
  more: Partial<Trip> = {},
): Trip => ({
  name: 'Fair',
  on: true,
  others: { rows: 'none' },
  ...more,
  tables: Object.fromEntries(
    Object.entries(tables).map(([name, filter]) => [
      name,
      typeof filter === 'string' ? { rows: filter } : filter,
    ]),
  ),
});

/** Rows of the choice that meet all of these conditions. */
const where = (rows: RowChoice, ...list: Condition[]): TableFilter => ({
  rows,
  conditions: { join: 'and', list },
});

const named = (text: string): Condition => ({
  column: 'name',
  operator: 'contains',
  values: [text],
});

async function choose(...trips: Trip[]): Promise<void> {
  const setting = tripSetting(pane.store);
  await setting.choose({ version: 1, trips });
  setting.stop();
}

/** Names of the rows on board. */
async function kept(): Promise<string[]> {
  const names: string[] = [];
  for (const row of await pane.store.db.records.bulkGet(await pane.store.db.records.keys())) {
    const values = row?.body as Record<string, string>;
    names.push(values['name'] ?? values['fullname'] ?? '');
  }
  return names.sort();
}

describe('the rows that trips keep', () => {
  it.each<[string, Readonly<Record<string, RowChoice>>, string[]]>([
    ['none', { account: 'none' }, []],
    ["the user's own", { account: 'mine' }, ['Contoso']],
    ["the user's own and their teams'", { account: 'team' }, ['Contoso', 'Northwind']],
    ['all that they may read', { account: 'all' }, ['Contoso', 'Fabrikam', 'Northwind']],
    [
      'what kept rows refer to',
      { account: 'all', contact: 'related', currency: 'related' },
      ['Anna', 'Contoso', 'Euro', 'Fabrikam', 'Northwind'],
    ],
    ['all rows of a table that nobody owns', { currency: 'all' }, ['Euro', 'Franc']],
    [
      'what kept rows refer to, where nobody owns what should be the user’s',
      { account: 'mine', currency: 'mine' },
      ['Contoso', 'Euro'],
    ],
  ])('SE1 are %s', async (_, tables, names) => {
    await choose(trip(tables));
    await copy.refresh(false);
    expect(await kept()).toEqual(names);
  });

  it('SE1 are none of a table that the user may not read', async () => {
    world.crm.readRights = () =>
      Promise.resolve({ userId: identity.userId, depths: { prvReadcurrency: 'Global' } });
    await choose(trip({ account: 'all', currency: 'all' }));
    await copy.refresh(false);
    expect(await kept()).toEqual(['Euro', 'Franc']);
  });

  it('SE1 are, of a table that a trip does not name, what it keeps of the others', async () => {
    await choose(trip({ account: 'none' }, { others: { rows: 'all' } }));
    await copy.refresh(false);
    expect(await kept()).toEqual(['Anna', 'Euro', 'Franc']);
  });

  it('SE2 add up over the trips that are on', async () => {
    const trips = [trip({ account: 'mine' }), trip({ account: 'related', currency: 'all' })];
    await choose(...trips, trip({ account: 'all', contact: 'all' }, { on: false }));
    await copy.refresh(false);
    expect(await kept()).toEqual(['Contoso', 'Euro', 'Franc']);
    await choose(...trips.map((each) => ({ ...each, on: false })));
    await copy.refresh(false);
    expect(await kept()).toEqual([]);
  });

  it("SE3 are the user's own and what they refer to while nobody has chosen", async () => {
    await copy.refresh(false);
    expect(await kept()).toEqual(['Contoso', 'Euro']);
  });

  it("SE3 are the organisation's until the user chooses, and again after they go back to those", async () => {
    world.organizationTrips = [trip({ account: 'all' })];
    open();
    await copy.refresh(false);
    expect(await kept()).toEqual(['Contoso', 'Fabrikam', 'Northwind']);
    await choose(trip({ account: 'mine' }));
    await copy.refresh(false);
    expect(await kept()).toEqual(['Contoso']);
    const setting = tripSetting(pane.store);
    await setting.choose(null);
    setting.stop();
    await copy.refresh(false);
    expect(await kept()).toEqual(['Contoso', 'Fabrikam', 'Northwind']);
  });

  it('SE3 are as chosen in every pane and after a restart', async () => {
    const choice: Selection = { version: 1, trips: [trip({ account: 'all' })] };
    const first = await openWhole(world);
    const second = await openWhole(world);
    await first.page.trips.choose(choice);
    await until(() => second.page.trips.choice.get() !== null, 'the choice');
    await Promise.all([first, second].map(({ page }) => page.copy.refresh(false)));
    first.stop();
    second.stop();
    const after = await openWhole(world);
    expect(after.page.trips.choice.get()).toEqual(choice);
    await after.page.copy.refresh(false);
    expect(await kept()).toEqual(['Contoso', 'Fabrikam', 'Northwind']);
    after.stop();
  });

  it('SE27 are changed by what is chosen at that moment, in whichever pane', async () => {
    const [one, other] = [tripSetting(pane.store), tripSetting((await world.open()).store)];
    const adding = (name: string) => (now: Selection | null) => ({
      version: 1 as const,
      trips: [...(now?.trips ?? []), trip({}, { name })],
    });
    await Promise.all([one.change(adding('Fair')), other.change(adding('Tour'))]);
    await one.change(adding('Visit'));
    const chosen = await readTrips(pane.store, []);
    expect(chosen.map(({ name }) => name).sort()).toEqual(['Fair', 'Tour', 'Visit']);
    for (const setting of [one, other]) setting.stop();
  });

  it('SE25 are known before a pane shows anything, however long they take to be read', async () => {
    const choice: Selection = { version: 1, trips: [trip({ account: 'all' })] };
    const setting = tripSetting(pane.store);
    await setting.choose(choice);
    setting.stop();
    let goOn: () => void = () => undefined;
    const read = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const openDatabase: OpenDatabase = async (...which) => {
      const db = await world.openDatabase(...which);
      const bulkGet: typeof db.state.bulkGet = async (keys) => {
        if (which[1] === 'strict' && keys.includes('trips')) await read;
        return db.state.bulkGet(keys);
      };
      return Object.assign(Object.create(db) as typeof db, {
        state: Object.assign(Object.create(db.state) as typeof db.state, { bulkGet }),
      });
    };
    const slow = Object.assign(Object.create(world) as World, { openDatabase });
    const opening = openWhole(slow);
    const shown = opening.then(({ page }) => page.trips.choice.get());
    await settle();
    goOn();
    expect(await shown).toEqual(choice);
    (await opening).stop();
  });

  it("SE3 are the organisation's where a newer version has chosen in its own way", async () => {
    const setting = tripSetting(pane.store);
    await setting.choose({ version: 2, trips: 'otherwise' } as unknown as Selection);
    setting.stop();
    await copy.refresh(false);
    expect(await kept()).toEqual(['Contoso', 'Euro']);
  });

  it('SE4 come and leave with the next refresh, except those with changes that wait', async () => {
    await copy.refresh(false);
    await choose(trip({ account: 'all' }));
    expect(await kept()).toEqual(['Contoso', 'Euro']);
    await copy.refresh(false);
    expect(await kept()).toEqual(['Contoso', 'Fabrikam', 'Northwind']);
    await pane.save({ kind: 'update', ref: fabrikam, values: { city: 'Basel' } });
    await choose(trip({ contact: 'related' }));
    await copy.refresh(false);
    expect(await kept()).toEqual(['Anna', 'Fabrikam']);
    expect(await pane.row(fabrikam)).toMatchObject({ city: 'Basel' });
    await pane.player.wake();
    await copy.refresh(false);
    expect(await kept()).toEqual([]);
  });

  it('SE4 come again though nothing has changed in the CRM since they left', async () => {
    for (const [rows, names] of [
      ['all', ['Contoso', 'Fabrikam', 'Northwind']],
      ['mine', ['Contoso']],
      ['team', ['Contoso', 'Northwind']],
      ['related', []],
      ['all', ['Contoso', 'Fabrikam', 'Northwind']],
      ['none', []],
      ['mine', ['Contoso']],
    ] as const) {
      await choose(trip({ account: rows }));
      world.clock.advance(60_000);
      await copy.refresh(false);
      expect(await kept()).toEqual(names);
    }
  });

  it('SE5 go by what is chosen while a refresh goes on', async () => {
    world.crm.during = async (call, key) => {
      if (call !== 'readPage' || !key.startsWith('account@')) return;
      world.crm.during = () => Promise.resolve();
      await choose(trip({ currency: 'all' }));
    };
    await copy.refresh(false);
    expect(await kept()).toEqual(['Euro', 'Franc']);
  });

  it('SE5 go by what was chosen after a refresh was interrupted', async () => {
    for (let n = 10; n < 40; n++) world.crm.put('account', guid(n), { name: `Row ${n}` });
    world.crm.faults = [
      { kind: 'never', on: (call, key) => call === 'readPage' && /^account@[^0]/.test(key) },
    ];
    void copy.refresh(false);
    await until(() => world.crm.faults.length === 0);
    await settle();
    await choose(trip({ account: 'team' }));
    world.crash();
    pane = await world.open();
    open();
    world.crm.requests.length = 0;
    await copy.refresh(false);
    expect(world.crm.requests).toContain('readPage account@start');
    expect(await kept()).toContain('Northwind');
    expect(await kept()).toHaveLength(32);
    expect(await pane.row(contoso)).not.toBeNull();
  });

  it('SE6 are counted in the CRM, choice by choice, with the conditions', async () => {
    const whole = await openWhole(world);
    const count = (filter: Omit<TableFilter, 'rows'>) =>
      Promise.all(
        (['mine', 'team', 'all'] as const).map((rows) =>
          whole.page.trips.count(model['account']!, { ...filter, rows }, {}),
        ),
      );
    const exactly = (...counts: number[]) => counts.map((each) => ({ count: each, more: false }));
    expect(await count({})).toEqual(exactly(1, 2, 3));
    expect(await count(where('all', named('o')))).toEqual(exactly(1, 2, 2));
    whole.stop();
  });
});

describe('conditions of a trip', () => {
  const changeModel = (change: (columns: Model[string]['columns']) => Model[string]['columns']) => {
    const account = world.crm.model['account']!;
    world.crm.model = {
      ...world.crm.model,
      account: { ...account, columns: change(account.columns) },
    };
    world.clock.advance(60_000);
  };

  it.each<[string, Readonly<Record<string, RowChoice | TableFilter>>, string[]]>([
    ['one', { account: where('all', named('O')) }, ['Contoso', 'Northwind']],
    ['all of several', { account: where('all', named('o'), named('wind')) }, ['Northwind']],
    [
      'any of several',
      {
        account: { rows: 'all', conditions: { join: 'or', list: [named('wind'), named('fab')] } },
      },
      ['Fabrikam', 'Northwind'],
    ],
    ["one, among the user's own", { account: where('mine', named('o')) }, ['Contoso']],
    ['one, among those of their teams', { account: where('team', named('wind')) }, ['Northwind']],
  ])('SE7 keep the rows that meet %s', async (_, tables, names) => {
    await choose(trip(tables));
    await copy.refresh(false);
    expect(await kept()).toEqual(names);
  });

  it('SE26 in a group keep the rows that meet it, and what stands beside it', async () => {
    const any = { join: 'or', list: [named('fab'), named('wind')] } as const;
    const all = { join: 'and', list: [named('o'), named('wind')] } as const;
    for (const [conditions, names] of [
      [{ join: 'and', list: [named('th'), any] }, ['Northwind']],
      [{ join: 'or', list: [named('fab'), all] }, ['Fabrikam', 'Northwind']],
      [{ join: 'and', list: [any] }, ['Fabrikam', 'Northwind']],
    ] as const) {
      await choose(trip({ account: { rows: 'all', conditions } }));
      await copy.refresh(false);
      expect(await kept()).toEqual(names);
    }
  });

  it('SE9 in a group that cannot be used remove nothing either', async () => {
    const gone = { column: 'gone', operator: 'null', values: [] } as const;
    const conditions = {
      join: 'and',
      list: [{ join: 'or', list: [named('wind'), gone] }],
    } as const;
    await choose(trip({ account: 'all' }));
    await copy.refresh(false);
    await choose(trip({ account: { rows: 'all', conditions } }));
    await copy.refresh(true);
    expect(await kept()).toEqual(['Contoso', 'Fabrikam', 'Northwind']);
  });

  it('SE23 that say what is not so keep the rows that have no value too', async () => {
    world.crm.edit('account', ids.fabrikam, { city: 'Basel' });
    const city = (operator: Condition['operator']): Condition => ({
      column: 'city',
      operator,
      values: ['Basel'],
    });
    await choose(trip({ account: where('all', city('eq')) }));
    await copy.refresh(false);
    expect(await kept()).toEqual(['Fabrikam']);
    await choose(trip({ account: where('all', city('ne')) }));
    await copy.refresh(false);
    expect(await kept()).toEqual(['Contoso', 'Northwind']);
  });

  it('SE7 say nothing about what kept rows refer to', async () => {
    const anna: Condition = { column: 'fullname', operator: 'eq', values: ['Nobody'] };
    await choose(trip({ account: where('all', named('fab')), contact: where('all', anna) }));
    await copy.refresh(false);
    expect(await kept()).toEqual(['Anna', 'Fabrikam']);
    await choose(trip({ account: where('all', named('fab')), contact: where('related', anna) }));
    await copy.refresh(false);
    expect(await kept()).toEqual(['Anna', 'Fabrikam']);
  });

  it('SE2 add up over the trips that are on', async () => {
    const north = trip({ account: where('all', named('north')) });
    await choose(north, trip({ account: 'mine' }));
    await copy.refresh(false);
    expect(await kept()).toEqual(['Contoso', 'Northwind']);
    await choose(north, trip({ account: where('all', named('fab')) }));
    await copy.refresh(false);
    expect(await kept()).toEqual(['Fabrikam', 'Northwind']);
    await choose(north, trip({ account: 'all' }));
    await copy.refresh(false);
    expect(await kept()).toEqual(['Contoso', 'Fabrikam', 'Northwind']);
  });

  it('SE4 bring and take rows with the next refresh, though nothing has changed in the CRM', async () => {
    for (const [text, names] of [
      ['o', ['Contoso', 'Northwind']],
      ['fab', ['Fabrikam']],
      ['', []],
      ['o', ['Contoso', 'Northwind']],
    ] as const) {
      await choose(trip({ account: text === '' ? 'none' : where('all', named(text)) }));
      world.clock.advance(60_000);
      await copy.refresh(false);
      expect(await kept()).toEqual(names);
    }
  });

  it('RF1 ask for nothing that has not changed, while they are the same', async () => {
    await choose(trip({ account: where('all', named('o')) }));
    await copy.refresh(false);
    world.crm.edit('account', ids.contoso, { city: 'Basel' });
    world.crm.edit('account', ids.fabrikam, { city: 'Basel' });
    world.clock.advance(60_000);
    const pages: RowPage[] = [];
    const { readPage } = world.crm;
    world.crm.readPage = async (query, next) => {
      const page = await readPage.call(world.crm, query, next);
      if (query.bare !== true) pages.push(page);
      return page;
    };
    await copy.refresh(false);
    expect(pages.flatMap(({ rows }) => rows.map(({ id }) => id))).toEqual([ids.contoso]);
    expect(await pane.row(contoso)).toMatchObject({ city: 'Basel' });
  });

  it('RF1 ask for no row twice that others refer to, where they become wider', async () => {
    const { readPage } = world.crm;
    const read: string[] = [];
    world.crm.readPage = async (query, next) => {
      const page = await readPage.call(world.crm, query, next);
      if (query.bare !== true) read.push(...page.rows.map(({ id }) => id));
      return page;
    };
    world.crm.put('contact', guid(60), { fullname: 'Ben' });
    world.crm.edit('contact', ids.anna, { lastname: 'Newer' });
    await choose(trip({ account: 'all', contact: 'mine' }));
    await copy.refresh(false);
    await choose(trip({ account: 'all', contact: 'all' }));
    await copy.refresh(false);
    expect(read.filter((id) => id === ids.anna)).toHaveLength(1);
  });

  it('SE8 count days from the day of the refresh, at the user’s midnight', async () => {
    const at = (days: number, seconds = 0): string => {
      const day = new Date(world.clock.now());
      day.setHours(24 * days, 0, seconds, 0);
      return `${day.toISOString().slice(0, 19)}Z`;
    };
    const task = (n: number, subject: string, scheduledend: string) =>
      world.crm.put('task', guid(n), { name: subject, scheduledend });
    task(50, 'three days ago', at(-2, -1));
    task(51, 'since two days', at(-2));
    task(52, 'till tonight', at(1, -1));
    task(53, 'tomorrow', at(1));
    const end = (operator: Condition['operator'], days: number): Condition => ({
      column: 'scheduledend',
      operator,
      values: [days],
    });
    await choose(trip({ task: where('all', end('last-x-days', 2)) }));
    await copy.refresh(false);
    expect(await kept()).toEqual(['since two days', 'till tonight']);
    await choose(trip({ task: where('all', end('next-x-days', 1)) }));
    await copy.refresh(false);
    expect(await kept()).toEqual(['till tonight', 'tomorrow']);
    // The next day, by a refresh that looks at nothing else in full.
    await copy.refresh(true);
    world.clock.advance(24 * 60 * 60_000);
    await copy.refresh(false);
    expect(await kept()).toEqual(['tomorrow']);
  });

  it('SE9 that cannot be used remove nothing, and the rest is refreshed', async () => {
    const fair = trip({ account: where('all', named('o')), contact: 'related' });
    await choose(fair, trip({ account: 'mine', currency: 'related' }));
    await copy.refresh(false);
    expect(await kept()).toEqual(['Contoso', 'Euro', 'Northwind']);
    changeModel(({ name: _, ...others }) => others);
    world.crm.edit('account', guid(1), { city: 'Basel' });
    world.crm.put('account', guid(2), { name: 'New and mine' });
    world.crm.put('account', guid(3), { name: 'New of others', ownerid: omar });
    await copy.refresh(true);
    expect(await kept()).toEqual(['Contoso', 'Euro', 'New and mine', 'Northwind']);
    expect(await pane.row({ table: 'account', id: guid(1) })).toMatchObject({ city: 'Basel' });
    // What is gone in the CRM is gone here too.
    world.crm.remove('account', guid(1));
    await copy.refresh(true);
    expect(await kept()).toEqual(['Contoso', 'Euro', 'New and mine']);
    await choose({ ...fair, tables: {} });
    await copy.refresh(true);
    expect(await kept()).toEqual([]);
  });

  it('SE9 that cannot be used bring nothing either, until their column is as it was', async () => {
    await choose(trip({ account: where('all', named('wind')) }));
    changeModel(({ name, ...others }) => ({ ...others, name: { ...name!, type: 'choice' } }));
    await copy.refresh(false);
    expect(await kept()).toEqual([]);
    changeModel(({ name, ...others }) => ({ ...others, name: { ...name!, type: 'text' } }));
    await copy.refresh(false);
    expect(await kept()).toEqual(['Northwind']);
  });
});

describe('a view of the CRM that a trip keeps the rows of', () => {
  const view = { kind: 'savedquery', id: guid(90), name: 'With an o' } as const;
  const shows = (condition: string | null): void => {
    world.crm.views = [{ ...view, table: 'account', condition }];
  };
  const fair = (more: Omit<TableFilter, 'rows' | 'view'> = {}) =>
    trip({ account: { rows: 'all', view, ...more }, contact: 'related' });

  it('SE10 brings what it shows, and takes what it shows no more', async () => {
    shows('o');
    await choose(fair());
    await copy.refresh(false);
    expect(await kept()).toEqual(['Contoso', 'Northwind']);
    shows('Fab');
    world.clock.advance(60_000);
    await copy.refresh(false);
    expect(await kept()).toEqual(['Anna', 'Fabrikam']);
  });

  it('SE10 is narrowed by conditions, and adds to other trips', async () => {
    shows('o');
    const wind = where('all', named('wind')).conditions!;
    await choose(fair({ conditions: wind }));
    await copy.refresh(false);
    expect(await kept()).toEqual(['Northwind']);
    world.clock.advance(60_000);
    await choose(fair({ conditions: wind }), trip({ account: where('all', named('fab')) }));
    await copy.refresh(false);
    expect(await kept()).toEqual(['Anna', 'Fabrikam', 'Northwind']);
  });

  it.each([
    ['is gone', () => void (world.crm.views = [])],
    ['looks into other tables', () => shows(null)],
    [
      'is one of another table',
      () => void (world.crm.views = [{ ...view, table: 'task', condition: '' }]),
    ],
  ])('SE10 removes nothing where it %s, and brings nothing', async (_, change) => {
    shows('o');
    await choose(fair());
    await copy.refresh(false);
    change();
    world.crm.put('account', guid(2), { name: 'Another o' });
    world.clock.advance(60_000);
    await copy.refresh(true);
    expect(await kept()).toEqual(['Contoso', 'Northwind']);
    const whole = await openWhole(world);
    await until(() => view.id in whole.page.trips.views.get(), 'the views');
    expect(unusableIn([fair()], model['account']!, whole.page.trips.views.get())).toMatchObject([
      { kind: 'view', view },
    ]);
    whole.stop();
  });

  it('SE6 is counted, and asked for by its id alone where it is refreshed', async () => {
    shows('o');
    world.crm.views.push({ ...view, id: guid(91), table: 'account', condition: 'x' });
    await choose(fair());
    await copy.refresh(false);
    expect(world.crm.requests.filter((line) => line.startsWith('readViews'))).toEqual([
      `readViews ${view.id}`,
    ]);
    const whole = await openWhole(world);
    const account = model['account']!;
    const views = await whole.page.trips.readViews([account]);
    expect(views.map(({ id }) => id)).toEqual([guid(90), guid(91)]);
    const known = Object.fromEntries(views.map((each) => [each.id, each]));
    expect(await whole.page.trips.count(account, { rows: 'all', view }, known)).toEqual({
      count: 2,
      more: false,
    });
    whole.stop();
  });

  it('SE10 asks for no views while no trip that is on has one', async () => {
    await choose({ ...fair(), on: false }, trip({ account: 'mine' }));
    await copy.refresh(false);
    expect(world.crm.requests.filter((line) => line.startsWith('readViews'))).toEqual([]);
  });
});
