import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RowQuery } from '../../src/domain/crm-server';
import { lacks } from '../../src/domain/left-out';
import { SaveError } from '../../src/domain/record-store';
import type { Row } from '../../src/domain/row';
import { type RowChoice, type Trip, usualTrip } from '../../src/domain/trip';
import type { Values } from '../../src/domain/value';
import { lookupTo } from './support/crm';
import { settle, until } from './support/settle';
import { openWhole, type Whole } from './support/whole';
import { ids, World } from './support/world';

let world: World;
let pane: Whole;
const contoso = { table: 'account', id: ids.contoso };
const fabrikam = { table: 'account', id: ids.fabrikam };
const omar = { table: 'systemuser', id: ids.ben, name: 'Omar' };

/** Every column of a row that is asked for, as Dataverse gives it: empty ones too. */
const asAsked = ({ table, bare }: RowQuery, row: Row): Row => ({
  ...row,
  values: bare
    ? {}
    : Object.fromEntries(
        Object.keys(table.columns).map((name) => [name, row.values[name] ?? null] as const),
      ),
});

const trip = (without: readonly string[], rows: RowChoice = 'mine'): Trip => ({
  name: 'Fair',
  on: true,
  tables: { account: { rows, without }, contact: { rows: 'mine' } },
  others: { rows: 'none' },
});

async function choose(...trips: readonly Trip[]): Promise<void> {
  await pane.page.trips.choose({ version: 1, trips });
  world.clock.advance(60_000);
  await pane.page.copy.refresh(false);
  await settle();
}

const here = async (ref = contoso): Promise<Values | undefined> =>
  (await pane.page.records.get(ref))?.values;
const missing = async (name: string, ref = contoso): Promise<boolean> => {
  const table = pane.page.model.get()['account'];
  const row = await pane.page.records.get(ref);
  if (table === undefined || row === null) throw new Error('The record is not here');
  return lacks(table, row, name);
};
const pages = (): string[] =>
  world.crm.requests.filter((request) => request.startsWith('readPage account@'));

beforeEach(async () => {
  world = new World();
  const { crm } = world;
  const readPage = crm.readPage.bind(crm);
  crm.readPage = async (query, next) => {
    const page = await readPage(query, next);
    return { ...page, rows: page.rows.map((row) => asAsked(query, row)) };
  };
  crm.put('account', ids.contoso, { name: 'Contoso', city: 'Bern', size: 1, phone: '031' });
  crm.put('account', ids.fabrikam, { name: 'Fabrikam', city: 'Chur', size: 2, ownerid: omar });
  crm.put('contact', ids.anna, {
    lastname: 'Keller',
    parentcustomerid: lookupTo(fabrikam, 'Fabrikam'),
  });
  pane = await openWhole(world);
  await until(() => pane.page.copy.progress.get().phase === 'done', 'the copy');
  await settle();
});
afterEach(async () => {
  pane.stop();
  await settle();
});

describe('columns that are left out', () => {
  it('SE16 SE18 do not come, and are told from empty ones', async () => {
    await choose(trip(['city', 'revenue']));
    world.crm.edit('account', ids.contoso, { city: 'Zug', phone: '041' });
    await pane.page.copy.refresh(false);
    expect(await here()).toMatchObject({ name: 'Contoso', phone: '041', size: 1 });
    expect(await here()).not.toHaveProperty('city');
    expect([
      await missing('city'),
      await missing('revenue'),
      await missing('emailaddress1'),
    ]).toEqual([true, true, false]);
  });

  it('SE17 are not read again for, and what is here of them is as it was read with the record', async () => {
    world.crm.requests.length = 0;
    await choose(trip(['city']));
    expect(pages().filter((request) => request.endsWith('@0'))).toEqual([]);
    expect(await here()).toMatchObject({ city: 'Bern' });
    expect(await missing('city')).toBe(false);
  });

  it('SE17 come with the next refresh that wants them, of every record that is here', async () => {
    await choose({ ...trip(['city', 'size']), others: { rows: 'related' } });
    for (const id of [ids.contoso, ids.fabrikam]) world.crm.edit('account', id, { phone: '1' });
    await pane.page.outbox.pause();
    await pane.page.copy.refresh(true);
    await pane.page.records.save([{ kind: 'update', ref: contoso, values: { phone: '2' } }]);
    expect([await missing('city'), await missing('city', fabrikam)]).toEqual([true, true]);
    await choose({ ...trip(['size']), others: { rows: 'related' } });
    expect(await here()).toMatchObject({ city: 'Bern', phone: '2' });
    expect(await here(fabrikam)).toMatchObject({ city: 'Chur' });
    expect([await missing('size'), await missing('size', fabrikam)]).toEqual([true, true]);
  });

  it('SE17 come where the refresh that left them out was interrupted', async () => {
    await pane.page.trips.choose({ version: 1, trips: [trip(['city'])] });
    world.crm.edit('account', ids.contoso, { phone: '1' });
    world.clock.advance(60_000);
    world.crm.faults = [
      {
        kind: 'fail',
        failure: { status: 403 },
        on: (call, key) => call === 'readPage' && key.startsWith('contact'),
      },
    ];
    await pane.page.copy.refresh(false);
    await settle();
    expect(await missing('city')).toBe(true);
    await choose(usualTrip);
    expect(await here()).toMatchObject({ city: 'Bern' });
  });

  it('SE18 are here of a record that was opened while the CRM could be reached', async () => {
    await choose({ ...trip(['city']), tables: { account: { rows: 'mine', without: ['city'] } } });
    expect(await here(fabrikam)).toBeUndefined();
    await pane.page.remote.visit(fabrikam);
    expect(await missing('city', fabrikam)).toBe(false);
  });

  it('SE18 are neither changed nor taken back', async () => {
    await pane.page.records.save([{ kind: 'update', ref: contoso, values: { city: 'Basel' } }]);
    await until(() => world.crm.journal.length === 1, 'the change');
    await until(() => pane.page.outbox.entries.get().length === 0, 'its proof');
    await choose(trip(['city']));
    world.crm.edit('account', ids.contoso, { city: null });
    await pane.page.copy.refresh(false);
    expect(await missing('city')).toBe(true);
    const change = { kind: 'update', ref: contoso, values: { city: 'Genf' } } as const;
    await expect(pane.page.records.save([change])).rejects.toEqual(
      new SaveError({ code: 'notHere' }),
    );
    const [receipt] = pane.page.outbox.receipts.get();
    if (receipt === undefined) throw new Error('Nothing was sent');
    await pane.page.records.undo(receipt, 'all').catch(() => undefined);
    await settle();
    expect(world.crm.journal).toHaveLength(1);
    expect(world.crm.get('account', ids.contoso)?.values['city']).toBeNull();
  });

  it('SE18 are known after a restart without a network', async () => {
    await choose(trip(['city']));
    world.crm.edit('account', ids.contoso, { phone: '1' });
    await pane.page.copy.refresh(false);
    pane.stop();
    world.crm.up = false;
    pane = await openWhole(world);
    expect(await missing('city')).toBe(true);
  });
});
