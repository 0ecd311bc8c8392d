import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type RowChoice, type Selection, type Trip } from '../../src/domain/trip';
import { createKeeper, type Keeper } from '../../src/offline/catalogue/keeper';
import { type Copy, createCopy } from '../../src/offline/copy/copy';
import { tripSetting } from '../../src/offline/trip-setting';
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

function openCopy(): void {
  const { clock, crm, locks } = world;
  keeper = createKeeper(pane.store, clock, () => model);
  copy = createCopy({
    store: pane.store,
    server: crm,
    identity,
    clock,
    locks,
    keeper,
    pageSize: 10,
    organizationTrips: world.organizationTrips,
    onProgress: () => undefined,
    onDone: () => undefined,
  });
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
  openCopy();
});
afterEach(() => {
  keeper.stop();
  world.crash();
});

const trip = (tables: Readonly<Record<string, RowChoice>>, more: Partial<Trip> = {}): Trip => ({
  name: 'Fair',
  on: true,
  others: { rows: 'none' },
  ...more,
  tables: Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, { rows }])),
});

async function choose(...trips: Trip[]): Promise<void> {
  const setting = tripSetting(pane.store);
  await setting.choose({ version: 1, trips });
  setting.stop();
}

/** Names of the rows on board. */
async function kept(): Promise<string[]> {
  const names: string[] = [];
  for (const row of await pane.store.db.records.bulkGet(await pane.store.db.recordKeys())) {
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
    openCopy();
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
    first.stop();
    second.stop();
    const after = await openWhole(world);
    await until(() => after.page.trips.choice.get() !== null, 'the choice');
    expect(after.page.trips.choice.get()).toEqual(choice);
    await after.page.copy.refresh(false);
    expect(await kept()).toEqual(['Contoso', 'Fabrikam', 'Northwind']);
    after.stop();
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
    openCopy();
    world.crm.requests.length = 0;
    await copy.refresh(false);
    expect(world.crm.requests).toContain('readPage account@0');
    expect(await kept()).toContain('Northwind');
    expect(await kept()).toHaveLength(32);
    expect(await pane.row(contoso)).not.toBeNull();
  });

  it('SE6 are counted in the CRM, choice by choice', async () => {
    const whole = await openWhole(world);
    const counts = (['mine', 'team', 'all'] as const).map((rows) =>
      whole.page.trips.count(model['account']!, rows),
    );
    expect(await Promise.all(counts)).toEqual([1, 2, 3].map((count) => ({ count, more: false })));
    whole.stop();
  });
});
