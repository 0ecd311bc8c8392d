import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createKeeper, type Keeper } from '../../src/offline/catalogue/keeper';
import { smallest } from '../../src/offline/catalogue/smallest';
import { writeRows } from '../../src/offline/copy/write-rows';
import { newestGeneration, pruneFeed } from '../../src/offline/feed';
import { transact } from '../../src/offline/transact';
import { lookupTo } from './support/crm';
import { model } from './support/model';
import { ids, type Pane, World } from './support/world';

let world: World;
let pane: Pane;
let keeper: Keeper;
const contoso = { table: 'account', id: ids.contoso };
const anna = { table: 'contact', id: ids.anna };

beforeEach(async () => {
  world = new World();
  pane = await world.open();
  keeper = createKeeper(pane.store, world.clock, () => model);
  await world.given(pane, 'account', ids.contoso, {
    name: 'Contoso Zürich AG',
    emailaddress1: 'Info@Contoso.example',
  });
  await world.given(pane, 'contact', ids.anna, {
    fullname: 'Anna Meier',
    emailaddress1: 'anna@contoso.example',
    parentcustomerid: lookupTo(contoso, 'Contoso Zürich AG'),
  });
  await world.given(pane, 'contact', ids.ben, { fullname: 'Ben Anders' });
});
afterEach(() => {
  keeper.stop();
  world.crash();
});

const find = async (text: string, table: string | null = null): Promise<string[]> =>
  (await keeper.current()).list({ text, table, limit: 50 }).items.map(({ name }) => name);

const everything = async (kept: Keeper): Promise<unknown> => {
  const catalogue = await kept.current();
  return {
    all: catalogue.list({ text: '', table: null, limit: 100 }),
    contoso: catalogue.list({ text: 'contoso', table: null, limit: 100 }),
    related: catalogue.related(contoso),
    addresses: catalogue.byAddress(['anna@contoso.example', 'info@contoso.example']),
    counts: catalogue.counts(),
  };
};

const edit = (name: string): Promise<void> =>
  transact(pane.store, async (draft) => {
    const row = await draft.record(contoso);
    if (row !== null) draft.putRecord({ ...row, values: { ...row.values, name } });
  });

describe('the catalogue', () => {
  it.each([
    ['zur', ['Contoso Zürich AG', 'Anna Meier']],
    ['ZÜRICH cont', ['Contoso Zürich AG', 'Anna Meier']],
    ['an', ['Anna Meier', 'Ben Anders']],
    ['an me', ['Anna Meier']],
    ['info', ['Contoso Zürich AG']],
    ['ntoso', []],
    ['an zzz', []],
    ['', ['Anna Meier', 'Ben Anders', 'Contoso Zürich AG']],
  ])('CT1 finds by the beginning of every word: %s', async (text, names) => {
    expect((await find(text)).sort()).toEqual([...names].sort());
  });

  it.each([
    ['contosso', ['Contoso Zürich AG', 'Anna Meier']],
    ['conotso', ['Contoso Zürich AG', 'Anna Meier']],
    ['meiar', ['Anna Meier']],
    ['anna meiar', ['Anna Meier']],
    ['zzzzzz', []],
    ['bem', []],
  ])(
    'CT7 finds what differs by a letter or two where nothing begins so: %s',
    async (text, names) => {
      expect((await find(text)).sort()).toEqual([...names].sort());
      const page = (await keeper.current()).list({ text, table: null, limit: 1 });
      expect(page.similar).toBe(names.length > 0);
    },
  );

  it('CT7 finds nothing similar where something begins so', async () => {
    const page = (await keeper.current()).list({ text: 'meie', table: null, limit: 9 });
    expect(page).toMatchObject({ total: 1, similar: false });
  });

  it('CT8 lists the best first: in the name before beside it, whole words before beginnings, then by name', async () => {
    const names = ['Bern Tours', 'Hotel Berner Hof', 'Hotel Bern', 'Bernina Express', 'Alpen Bern'];
    for (const [n, name] of names.entries())
      await world.given(pane, 'account', `aaaaaaaa-0000-4000-8000-0000000001${10 + n}`, { name });
    await world.given(pane, 'contact', 'cccccccc-0000-4000-8000-000000000110', {
      fullname: 'Adam Ott',
      emailaddress1: 'adam@bern.example',
    });
    expect(await find('bern')).toEqual([
      'Bern Tours',
      'Alpen Bern',
      'Hotel Bern',
      'Bernina Express',
      'Hotel Berner Hof',
      'Adam Ott',
    ]);
  });

  it('CT1 finds in one table, with what tells rows apart, and counts all', async () => {
    const catalogue = await keeper.current();
    const page = catalogue.list({ text: '', table: 'contact', limit: 1 });
    expect(page.total).toBe(2);
    expect(page.items).toEqual([
      {
        table: 'contact',
        id: ids.anna,
        name: 'Anna Meier',
        detail: 'Contoso Zürich AG · anna@contoso.example',
        pending: false,
      },
    ]);
  });

  it('CT2 has a save of any pane in the next answer', async () => {
    const other = await world.open();
    expect(await find('northwind')).toEqual([]);
    const ref = { table: 'account', id: ids.fabrikam };
    await other.save({
      kind: 'create',
      ref,
      values: { name: 'Northwind', emailaddress1: 'a@n.example', primarycontactid: lookupTo(anna) },
    });
    expect(await find('northwind')).toEqual(['Northwind']);
    const catalogue = await keeper.current();
    expect(catalogue.related(anna)).toMatchObject([
      {
        table: 'account',
        column: 'primarycontactid',
        items: [{ name: 'Northwind', pending: true }],
      },
    ]);
    expect(catalogue.byAddress(['A@n.example']).get('a@n.example')).toHaveLength(1);
    await other.save({
      kind: 'update',
      ref,
      values: { name: 'Adatum', primarycontactid: null },
    });
    expect(await find('northwind')).toEqual([]);
    expect(await find('adat')).toEqual(['Adatum']);
    expect((await keeper.current()).related(anna)).toEqual([]);
  });

  it('CT3 is the same from a snapshot and the feed since as from the records', async () => {
    await keeper.saveSnapshot();
    await edit('Contoso Basel AG');
    await pane.save({ kind: 'delete', ref: { table: 'contact', id: ids.ben } });
    const loaded = createKeeper(pane.store, world.clock, () => model);
    const fromSnapshot = await everything(loaded);
    await pane.store.db.catalogue.clear();
    const rebuilt = createKeeper(pane.store, world.clock, () => model);
    expect(fromSnapshot).toEqual(await everything(rebuilt));
    expect(fromSnapshot).toEqual(await everything(keeper));
    loaded.stop();
    rebuilt.stop();
  });

  it('CT3 writes its snapshot when it has been idle', async () => {
    await keeper.current();
    expect(await pane.store.db.catalogue.count()).toBe(0);
    world.clock.advance(5000);
    const saved = async (): Promise<boolean> => (await pane.store.db.catalogue.count()) === 1;
    for (let i = 0; i < 200 && !(await saved()); i++) await keeper.current();
    expect(await saved()).toBe(true);
    // Once is enough until more has changed.
    const again = jest.spyOn(pane.store.db.catalogue, 'put');
    world.clock.advance(5000);
    for (let i = 0; i < 20; i++) await keeper.current();
    expect(again).not.toHaveBeenCalled();
  });

  it('CT3 reads the records again when its part of the feed is gone', async () => {
    await find('');
    await edit('Contoso Basel AG');
    await pruneFeed(pane.store.db, 1000);
    expect(await find('basel')).toEqual(['Contoso Basel AG']);
  });

  it.each(['missing', 'older', 'foreign', 'broken'])(
    'CT4 is made from the records where the snapshot is %s',
    async (how) => {
      await keeper.saveSnapshot();
      const { catalogue } = pane.store.db;
      const stored = await catalogue.get('snapshot');
      if (stored === undefined) throw new Error('no snapshot');
      const body = stored.body as Record<string, unknown>;
      if (how === 'missing') await catalogue.clear();
      if (how === 'older')
        await catalogue.put({ ...stored, body: { ...body, format: 0 } }, 'snapshot');
      if (how === 'foreign')
        await catalogue.put({ ...stored, body: { ...body, model: '' } }, 'snapshot');
      if (how === 'broken')
        await catalogue.put({ ...stored, body: { ...body, index: '{' } }, 'snapshot');
      const again = createKeeper(pane.store, world.clock, () => model);
      expect(await everything(again)).toEqual(await everything(keeper));
      again.stop();
    },
  );

  describe('of rows that the copy writes', () => {
    const zug = 'dddddddd-0000-4000-8000-000000000077';
    const zermatt = { table: 'account', id: ids.fabrikam };
    const copied = (name: string) => ({ ...zermatt, etag: `W/"${name}"`, values: { name } });
    const copy = async (name: string, before = async (): Promise<void> => undefined) =>
      writeRows(pane.store, model, [copied(name)], await newestGeneration(pane.store.db), {
        follow: (keys, write) =>
          keeper.follow(keys, async (here) => {
            const done = await write(here);
            await before();
            return done;
          }),
      });

    it('CT6 has them without reading them', async () => {
      expect(await find('zermatt')).toEqual([]);
      const read = jest.spyOn(pane.store.db.records, 'bulkGet');
      await copy('Zermatt AG');
      expect(await find('zermatt')).toEqual(['Zermatt AG']);
      // Nor does the copy look for what is known not to be there.
      expect(read).not.toHaveBeenCalled();
    });

    it('RB1 CT6 finds a row that was saved after it was said not to be there', async () => {
      const row = { table: 'account', id: zug, etag: 'W/"1"', values: { name: 'Zug AG' } };
      await keeper.current();
      const asked = await newestGeneration(pane.store.db);
      await writeRows(pane.store, model, [row], asked, {
        follow: (keys, write) =>
          keeper.follow(keys, async (here) => {
            expect(here?.keys.size).toBe(0);
            await pane.save({ kind: 'create', ref: row, values: { name: 'Zug Bahnen' } });
            return write(here);
          }),
      });
      expect(await find('zug')).toEqual(['Zug Bahnen']);
    });

    it('CT6 has them without reading them too where somebody asks just after they were written', async () => {
      await keeper.current();
      const read = jest.spyOn(pane.store.db.records, 'bulkGet');
      let found: Promise<string[]> = Promise.resolve([]);
      await copy('Zermatt AG', async () => {
        found = find('zermatt');
        await Promise.race([found, newestGeneration(pane.store.db)]);
      });
      expect(await found).toEqual(['Zermatt AG']);
      expect(read).not.toHaveBeenCalled();
    });

    it('CT6 goes on where they could not be written', async () => {
      await keeper.current();
      const failing = keeper.follow([], () => Promise.reject(new Error('on purpose')));
      await expect(failing).rejects.toThrow('on purpose');
      await copy('Zermatt AG');
      expect(await find('zermatt')).toEqual(['Zermatt AG']);
    });

    it('CT6 has what was saved before and after them too', async () => {
      await keeper.current();
      await edit('Contoso Basel AG');
      await copy('Zermatt AG');
      await copy('Zermatt Bahnen', () => edit('Contoso Chur AG'));
      expect(await find('')).toEqual([
        'Anna Meier',
        'Ben Anders',
        'Contoso Chur AG',
        'Zermatt Bahnen',
      ]);
      const fresh = createKeeper(pane.store, world.clock, () => model);
      expect(await everything(keeper)).toEqual(await everything(fresh));
      fresh.stop();
    });
  });

  it('CT4 describes every row again when the tables change', async () => {
    let tables = model;
    const changing = createKeeper(pane.store, world.clock, () => tables);
    await changing.current();
    const contact = model['contact'];
    if (contact === undefined) throw new Error('no table');
    tables = { ...model, contact: { ...contact, primaryName: 'emailaddress1' } };
    changing.describeAgain();
    const page = (await changing.current()).list({ text: 'anna', table: 'contact', limit: 5 });
    expect(page.items.map(({ name }) => name)).toEqual(['anna@contoso.example']);
    changing.stop();
  });

  it('CT5 does not list what is deleted here', async () => {
    await pane.save({ kind: 'delete', ref: anna });
    const catalogue = await keeper.current();
    expect(await find('anna')).toEqual([]);
    expect(catalogue.related(contoso)).toEqual([]);
    expect(catalogue.byAddress(['anna@contoso.example']).size).toBe(0);
    expect(catalogue.counts()).toEqual({ account: 1, contact: 1 });
  });

  it('CT1 shows the first of many in the order of a full sort', () => {
    const numbers = Array.from({ length: 1000 }, (_, n) => (n * 7919) % 1009);
    const order = (a: number, b: number): number => a - b;
    expect(smallest(numbers, 50, order)).toEqual([...numbers].sort(order).slice(0, 50));
    expect(smallest(numbers, 900, order)).toEqual([...numbers].sort(order).slice(0, 900));
  });
});
