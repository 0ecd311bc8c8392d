import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LARGEST } from '../../src/domain/attachment';
import type { RowChoice, Trip } from '../../src/domain/trip';
import type { TripSource } from '../../src/domain/trip-source';
import type { Party, Values } from '../../src/domain/value';
import type { Keeper } from '../../src/offline/catalogue/keeper';
import type { Copy } from '../../src/offline/copy/copy';
import { createEstimator } from '../../src/offline/estimate/estimator';
import { askFacts } from '../../src/offline/facts';
import { tripSetting } from '../../src/offline/trip-setting';
import { openCopy } from './support/copying';
import { identity, lookupTo } from './support/crm';
import { diaryModel } from './support/diary-model';
import { type Pane, World } from './support/world';

let world: World;
let pane: Pane;
let copy: Copy;
let keeper: Keeper;
const omar = { table: 'systemuser', id: '00000000-0000-4000-8000-000000000999', name: 'Omar' };

/** Rows are known by their names: each has an id of its own. */
const names: string[] = [];
const idOf = (name: string): string => {
  if (!names.includes(name)) names.push(name);
  return `dddddddd-0000-4000-8000-${String(names.indexOf(name)).padStart(12, '0')}`;
};
const to = (table: string, name: string) => lookupTo({ table, id: idOf(name) }, name);
const put = (table: string, name: string, values: Values = {}): void => {
  const { primaryName } = diaryModel[table]!;
  world.crm.put(table, idOf(name), { [primaryName]: name, ownerid: omar, ...values });
};
const party = (role: number, ref: ReturnType<typeof to> | null): Party => ({
  role,
  ref: ref as Party['ref'],
  address: '',
});
const me = (role: number) => party(role, { table: 'systemuser', id: identity.userId, name: 'Me' });
const at = (days: number, hours = 10): string => {
  const day = new Date(world.clock.now());
  day.setHours(24 * days + hours, 0, 0, 0);
  return `${day.toISOString().slice(0, 19)}Z`;
};
/** An hour of an appointment, with the user as attendee unless told otherwise. */
const meet = (name: string, days: number, values: Values = {}, ...with_: Party[]): void => {
  put('appointment', name, {
    statecode: 3,
    scheduledstart: at(days),
    scheduledend: at(days, 11),
    regardingobjectid: null,
    appointment_activity_parties: with_.length > 0 ? with_ : [me(5)],
    ...values,
  });
};
const open = (table: string, name: string, values: Values): void =>
  put(table, name, { statecode: 0, customerid: null, parentcontactid: null, ...values });

const trip = (source: TripSource, tables: Readonly<Record<string, RowChoice>> = {}): Trip => ({
  name: 'Week',
  on: true,
  others: { rows: 'related' },
  source,
  tables: Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, { rows }])),
});
const week = { kind: 'diary', days: 7 } as const;

async function choose(...trips: Trip[]): Promise<void> {
  const setting = tripSetting(pane.store);
  await setting.choose({ version: 1, trips });
  setting.stop();
}

/** Names of the rows on board. */
async function kept(): Promise<string[]> {
  const rows = await pane.store.db.records.bulkGet(await pane.store.db.records.keys());
  return rows
    .map((row) => (row?.body as Values)[diaryModel[row!.keys.table]!.primaryName] as string)
    .sort();
}

async function keeps(...trips: Trip[]): Promise<string[]> {
  await choose(...trips);
  await copy.refresh(false);
  return kept();
}

/** Names of the rows that come with their values. */
function watchRows(): string[] {
  const came: string[] = [];
  const { readPage } = world.crm;
  world.crm.readPage = async (query, next) => {
    const page = await readPage.call(world.crm, query, next);
    const whole = Object.keys(query.table.columns).length;
    if (query.bare !== true && whole >= Object.keys(diaryModel[query.table.name]!.columns).length)
      came.push(...page.rows.map(({ id }) => names[Number(id.slice(-6))] ?? ''));
    return page;
  };
  return came;
}

beforeEach(async () => {
  names.length = 0;
  world = new World();
  world.crm.model = diaryModel;
  pane = await world.open();
  ({ copy, keeper } = openCopy(world, pane));
});
afterEach(() => {
  keeper.stop();
  world.crash();
});

describe('a trip from the diary', () => {
  it('SE11 keeps the appointments of today and the days that follow', async () => {
    meet('yesterday', -1);
    meet('since yesterday', -1, { scheduledend: at(0, 1) });
    meet('today', 0);
    meet('in a week', 7);
    meet('in eight days', 8);
    expect(await keeps(trip(week))).toEqual(['in a week', 'since yesterday', 'today']);
    expect(await keeps(trip({ kind: 'diary', days: 0 }))).toEqual(['since yesterday', 'today']);
  });

  it('SE11 keeps those in which the user takes part, and which are not canceled', async () => {
    meet('organized', 1, {}, me(7));
    meet('required', 1, {}, me(5));
    meet('optional', 1, {}, me(6));
    meet('owned alone', 1, {}, me(9));
    meet('of others', 1, {}, party(5, omar));
    meet('canceled', 1, { statecode: 2 });
    expect(await keeps(trip(week))).toEqual(['optional', 'organized', 'required']);
  });

  it('SE11 keeps who they are with, their companies, and what is open with both', async () => {
    put('account', 'Contoso');
    put('account', 'Fabrikam');
    put('contact', 'Anna', { parentcustomerid: to('account', 'Contoso') });
    put('contact', 'Ben', { parentcustomerid: to('account', 'Fabrikam') });
    put('contact', 'Cleo', { parentcustomerid: null });
    put('lead', 'Dora');
    open('opportunity', 'Pumps', { customerid: to('account', 'Contoso') });
    open('opportunity', 'Lost pumps', { customerid: to('account', 'Contoso'), statecode: 2 });
    open('opportunity', 'Valves', { customerid: to('account', 'Fabrikam') });
    open('incident', 'Leak', { customerid: to('contact', 'Anna') });
    open('incident', 'Old leak', { customerid: to('contact', 'Anna'), statecode: 1 });
    open('incident', 'Noise', { customerid: to('contact', 'Ben') });
    open('opportunity', 'Tubes', { parentcontactid: to('contact', 'Cleo') });
    const guests = [party(5, to('contact', 'Anna')), party(6, to('lead', 'Dora'))];
    meet('Visit', 1, {}, me(7), ...guests, party(6, to('contact', 'Cleo')));
    expect(await keeps(trip(week))).toEqual(
      ['Anna', 'Cleo', 'Contoso', 'Dora', 'Leak', 'Pumps', 'Tubes', 'Visit'].sort(),
    );
  });

  it('SE11 keeps what stands behind that which they are about', async () => {
    put('account', 'Contoso');
    put('contact', 'Anna', { parentcustomerid: to('account', 'Contoso') });
    put('account', 'Fabrikam');
    open('opportunity', 'Lost pumps', { parentcontactid: to('contact', 'Anna'), statecode: 2 });
    open('opportunity', 'Tubes', { customerid: to('account', 'Contoso') });
    meet('Why', 1, { regardingobjectid: to('opportunity', 'Lost pumps') });
    meet('Hello', 2, { regardingobjectid: to('account', 'Fabrikam') });
    // The lost one is what a kept appointment refers to.
    expect(await keeps(trip(week))).toEqual(
      ['Anna', 'Contoso', 'Fabrikam', 'Hello', 'Lost pumps', 'Tubes', 'Why'].sort(),
    );
  });

  it('SE11 asks for as many ids at once as an address may hold', async () => {
    const guests: Party[] = [];
    for (let n = 0; n < 230; n++) {
      put('contact', `Guest ${n}`, { parentcustomerid: null });
      open('opportunity', `Deal ${n}`, { parentcontactid: to('contact', `Guest ${n}`) });
      guests.push(party(5, to('contact', `Guest ${n}`)));
    }
    meet('Fair', 1, {}, me(7), ...guests);
    const { readPage } = world.crm;
    let most = 0;
    world.crm.readPage = async (query, next) => {
      const ids = JSON.stringify(query.filter).match(/dddddddd-/g) ?? [];
      most = Math.max(most, ids.length);
      return readPage.call(world.crm, query, next);
    };
    expect(await keeps(trip(week))).toHaveLength(461);
    expect(most).toBe(100);
  });
});

describe('a trip around e-mail addresses', () => {
  it('SE12 keeps whoever has one, their companies, and what is open with both', async () => {
    put('account', 'Contoso');
    put('account', 'Fabrikam', { emailaddress1: 'info@fabrikam.com' });
    put('account', 'Northwind', { emailaddress1: 'info@northwind.com' });
    put('contact', 'Anna', {
      emailaddress1: 'Anna@Contoso.com',
      parentcustomerid: to('account', 'Contoso'),
    });
    put('contact', 'Anna B', { emailaddress1: 'anna@other.com', parentcustomerid: null });
    put('lead', 'Dora', { emailaddress1: 'dora@new.com' });
    open('opportunity', 'Pumps', { customerid: to('account', 'Contoso') });
    open('incident', 'Noise', { customerid: to('account', 'Northwind') });
    const addresses = ['anna@contoso.com', 'info@fabrikam.com', 'dora@new.com', 'x@nobody.com'];
    expect(await keeps(trip({ kind: 'people', addresses }))).toEqual(
      ['Anna', 'Contoso', 'Dora', 'Fabrikam', 'Pumps'].sort(),
    );
    expect(await keeps(trip({ kind: 'people', addresses: [] }))).toEqual([]);
  });
});

describe('what a source brings', () => {
  beforeEach(() => {
    put('account', 'Contoso');
    put('contact', 'Anna', { parentcustomerid: to('account', 'Contoso') });
    open('opportunity', 'Pumps', { customerid: to('account', 'Contoso') });
    meet('Visit', 1, {}, me(7), party(5, to('contact', 'Anna')));
  });

  it('SE13 is found anew at each refresh', async () => {
    await keeps(trip(week));
    open('opportunity', 'Tubes', { customerid: to('account', 'Contoso') });
    put('contact', 'Ben', { parentcustomerid: null });
    meet('Call', 8, {}, me(5), party(5, to('contact', 'Ben')));
    world.crm.edit('opportunity', idOf('Pumps'), { statecode: 1 });
    world.clock.advance(24 * 60 * 60_000);
    await copy.refresh(false);
    expect(await kept()).toEqual(['Anna', 'Ben', 'Call', 'Contoso', 'Tubes', 'Visit'].sort());
    world.clock.advance(24 * 60 * 60_000);
    await copy.refresh(false);
    expect(await kept()).toEqual(['Ben', 'Call']);
  });

  it.each([false, true])(
    'SE13 is read again where it has changed, and not else: thorough %p',
    async (thorough) => {
      const came = watchRows();
      await keeps(trip(week));
      expect(came.sort()).toEqual(['Anna', 'Contoso', 'Pumps', 'Visit'].sort());
      for (let n = 0; n < 4; n++) {
        came.length = 0;
        world.clock.advance(8 * 60_000);
        world.crm.edit('account', idOf('Contoso'), { city: `Basel ${n}` });
        await copy.refresh(thorough);
        expect(came).toEqual(['Contoso']);
        expect(await pane.row({ table: 'account', id: idOf('Contoso') })).toMatchObject({
          city: `Basel ${n}`,
        });
      }
    },
  );

  it('SE13 is not read twice where a filter keeps it too', async () => {
    const came = watchRows();
    await keeps(trip(week), { ...trip(week, { account: 'all' }), source: week });
    expect(came.sort()).toEqual(['Anna', 'Contoso', 'Pumps', 'Visit'].sort());
  });

  it('RF1 is not read twice where a filter keeps it from now on', async () => {
    await keeps(trip(week));
    put('account', 'Fabrikam');
    const came = watchRows();
    const all = [trip(week), { ...trip(week, { account: 'all' }), name: 'All' }];
    expect(await keeps(...all)).toEqual(['Anna', 'Contoso', 'Fabrikam', 'Pumps', 'Visit']);
    expect(came).toEqual(['Fabrikam']);
    world.crm.edit('account', idOf('Contoso'), { city: 'Basel' });
    await copy.refresh(false);
    expect(came).toEqual(['Fabrikam', 'Contoso']);
  });

  it('RF1 is read anew where a filter keeps many rows that are not here', async () => {
    await keeps(trip(week));
    const came = watchRows();
    const { count } = world.crm;
    world.crm.count = async (query) => ({ ...(await count.call(world.crm, query)), count: 9000 });
    await keeps(trip(week), { ...trip(week, { account: 'all' }), name: 'All' });
    expect(came).toEqual(['Contoso']);
  });

  it('SE13 is nothing of tables of which the trip keeps none, nor of a trip that is off', async () => {
    const without = trip(week, { opportunity: 'none', contact: 'none' });
    expect(await keeps(without)).toEqual(['Contoso', 'Visit']);
    expect(await keeps({ ...trip(week), on: false })).toEqual([]);
  });

  it('SE13 is nothing where the user may not read appointments', async () => {
    const { appointment: _, ...others } = diaryModel;
    world.crm.model = others;
    expect(await keeps(trip(week))).toEqual([]);
  });

  it('SE13 stays while changes of it wait', async () => {
    await keeps(trip(week));
    const contoso = { table: 'account', id: idOf('Contoso') };
    await pane.save({ kind: 'update', ref: contoso, values: { city: 'Basel' } });
    expect(await keeps(trip({ kind: 'diary', days: 0 }))).toEqual(['Contoso']);
    await pane.player.wake();
    await copy.refresh(false);
    expect(await kept()).toEqual([]);
  });

  it('SE5 goes on after a refresh was interrupted', async () => {
    world.crm.faults = Array.from({ length: 3 }, () => ({
      kind: 'fail' as const,
      failure: { status: 400 },
      on: (call: string, key: string) => call === 'readPage' && key.startsWith('opportunity'),
    }));
    expect(await keeps(trip(week))).toEqual([]);
    world.crm.faults = [];
    await copy.refresh(false);
    expect(await kept()).toEqual(['Anna', 'Contoso', 'Pumps', 'Visit']);
  });

  it('GO1 is told before it comes, without what is here', async () => {
    const { crm, clock } = world;
    const facts = await askFacts(crm, identity);
    const common = { store: pane.store, server: crm, identity, clock, keeper };
    const estimator = createEstimator({
      ...common,
      largestAttachment: LARGEST,
      facts: () => facts,
    });
    const trips = [trip(week)];
    const came = watchRows();
    expect((await estimator(trips)).rows).toBe(4);
    came.length = 0;
    await keeps(...trips);
    expect(came).toHaveLength(4);
    expect((await estimator(trips)).rows).toBe(0);
    put('account', 'Fabrikam');
    const all = { ...trip(week, { account: 'all' }), name: 'All' };
    expect((await estimator([...trips, all])).rows).toBe(1);
  });

  it('GO4 is named where it finds nothing, or nothing of which its trip keeps any', async () => {
    const { crm, clock } = world;
    const facts = await askFacts(crm, identity);
    const estimator = createEstimator({
      store: pane.store,
      server: crm,
      identity,
      clock,
      keeper,
      largestAttachment: LARGEST,
      facts: () => facts,
    });
    const nobody = { kind: 'people', addresses: ['nobody@x.example'] } as const;
    const none = { ...trip(week), name: 'None', others: { rows: 'none' } } as const;
    const trips = [
      trip(week),
      { ...trip(nobody), name: 'Nobody' },
      none,
      { ...none, name: 'Off', on: false },
    ];
    expect((await estimator(trips)).foundNothing).toEqual(['Nobody', 'None']);
  });
});
