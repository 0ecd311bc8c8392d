import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { qualify } from '../../src/domain/actions/qualifying';
import { CrmError } from '../../src/domain/crm-error';
import type { RowRef } from '../../src/domain/row';
import { openLink } from '../../src/offline/port';
import { StoreError } from '../../src/offline/store-error';
import { lookupTo, unreachable } from './support/crm';
import { lead } from './support/lead';
import { model } from './support/model';
import { settle, until } from './support/settle';
import { openWhole, type Whole } from './support/whole';
import { ids, World } from './support/world';

let world: World;
let panes: Whole[];
const contoso = { table: 'account', id: ids.contoso };
const anna = { table: 'contact', id: ids.anna };

const open = async (): Promise<Whole> => {
  const pane = await openWhole(world);
  panes.push(pane);
  return pane;
};

beforeEach(() => {
  world = new World();
  panes = [];
  world.crm.put('account', ids.contoso, { name: 'Contoso', city: 'Bern' });
});
afterEach(() => {
  for (const pane of panes) pane.stop();
});

const copied = (pane: Whole): Promise<void> =>
  until(() => pane.page.copy.progress.get().phase === 'done', 'the copy');

describe('a whole pane', () => {
  it('PB20 CP7 CT2 copies, works without a network after a restart, and plays back on return', async () => {
    let pane = await open();
    await copied(pane);
    expect(pane.page.copy.lastAt.get()).toBe(world.clock.now());
    await until(() => pane.page.copy.counts.get()['account'] === 1);
    pane.stop();
    panes = [];
    world.crm.up = false;

    pane = await open();
    await until(() => pane.page.connection.state.get() === 'offline');
    const { records, outbox } = pane.page;
    expect(Object.keys(pane.page.model.get())).toContain('account');
    const found = await records.list({ text: 'con', table: null, limit: 5 });
    expect(found.items).toMatchObject([{ name: 'Contoso' }]);
    await records.save([{ kind: 'update', ref: contoso, values: { city: 'Basel' } }]);
    await records.save([
      {
        kind: 'create',
        ref: anna,
        values: { lastname: 'Meier', parentcustomerid: lookupTo(contoso) },
      },
    ]);
    expect((await records.list({ text: 'meier', table: null, limit: 5 })).total).toBe(1);
    await until(() => pane.page.copy.counts.get()['contact'] === 1, 'CT2 the count');
    expect(await records.related(contoso)).toMatchObject([{ column: 'parentcustomerid' }]);
    expect((await records.byAddress(['a@b.example'])).size).toBe(0);
    await until(() => pane.page.sync.get().kind === 'waiting');
    expect(world.crm.requests.filter((request) => request.startsWith('write'))).toEqual([]);

    world.crm.up = true;
    pane.signals.give('online');
    await until(() => outbox.receipts.get().length === 2 && outbox.entries.get().length === 0);
    expect(world.crm.journal.map(({ key }) => key)).toEqual([
      `account:${ids.contoso}`,
      `contact:${ids.anna}`,
    ]);
    await copied(pane);
    await until(() => pane.page.sync.get().kind === 'upToDate');
    expect(await records.get(anna)).toMatchObject({ pending: 0, values: { fullname: 'Meier, ' } });
  });

  it('ST16 says that a change waits as soon as it is told to be saved', async () => {
    const pane = await open();
    await copied(pane);
    await until(() => pane.page.sync.get().kind === 'upToDate');
    world.crm.up = false;
    await pane.page.records.save([{ kind: 'update', ref: contoso, values: { city: 'Basel' } }]);
    expect(pane.page.sync.get()).toEqual({ kind: 'waiting', count: 1 });
    await until(() => pane.page.outbox.entries.get().length === 1);
    expect(['waiting', 'syncing']).toContain(pane.page.sync.get().kind);
  });

  it('PB20 plays back after a save, and when a hidden pane is seen again', async () => {
    const pane = await open();
    await copied(pane);
    await pane.page.records.save([{ kind: 'update', ref: contoso, values: { city: 'Basel' } }]);
    await until(() => world.crm.journal.length === 1);
    await until(() => pane.page.outbox.receipts.get().length === 1);
    world.crm.faults = [{ kind: 'fail', failure: { status: 503, code: '0x80040216' } }];
    await pane.page.records.save([{ kind: 'update', ref: contoso, values: { city: 'Chur' } }]);
    await until(() => pane.page.outbox.entries.get()[0]?.attempts === 1);
    await settle();
    world.clock.advance(60_000);
    pane.signals.give('visible');
    await until(() => pane.page.outbox.receipts.get().length === 2);
    expect(world.crm.journal.map(({ values }) => values['city'])).toEqual(['Basel', 'Chur']);
  });

  it('PB22 takes a request that never gets an answer for lost, and goes on', async () => {
    const pane = await open();
    await copied(pane);
    world.crm.faults = [{ kind: 'never' }];
    await pane.page.records.save([{ kind: 'update', ref: contoso, values: { city: 'Basel' } }]);
    await until(() => world.crm.faults.length === 0);
    await settle();
    world.clock.advance(60_000);
    await until(() => pane.page.outbox.entries.get()[0]?.state === 'uncertain');
    await pane.page.outbox.sendNow();
    await until(() => pane.page.outbox.receipts.get().length === 1);
    expect(world.crm.journal).toHaveLength(1);
  });

  it('AC15 brings at once what a lead was qualified into, where the trips keep that', async () => {
    const fair = { table: 'lead', id: 'dddddddd-0000-4000-8000-000000000001' };
    const made = 'aaaaaaaa-0000-4000-8000-00000000000f';
    world.crm.model = { ...model, lead };
    world.crm.put('lead', fair.id, { name: 'Fair', statecode: 0, statuscode: 1 });
    world.crm.plugin = (table, values) => {
      if (table.name === 'lead') world.crm.put('account', made, { name: 'Mill' });
      return values;
    };
    const pane = await open();
    await copied(pane);
    const becomes = { account: true, contact: false, opportunity: false };
    await pane.page.records.save([{ kind: 'action', ref: fair, action: qualify(becomes, 3) }]);
    await until(() => pane.page.outbox.receipts.get().length === 1);
    const ref = { table: 'account', id: made };
    await until(() => pane.page.copy.counts.get()['account'] === 2, 'what the lead became');
    expect(await pane.page.records.get(ref)).toMatchObject({ values: { name: 'Mill' } });
  });

  it('CN6 sends nothing while working offline by choice', async () => {
    const pane = await open();
    await copied(pane);
    await pane.page.connection.goOffline();
    await pane.page.records.save([{ kind: 'update', ref: contoso, values: { city: 'Basel' } }]);
    await pane.page.outbox.sendNow();
    await settle();
    expect(world.crm.journal).toEqual([]);
    await pane.page.connection.goOnline();
    await until(() => world.crm.journal.length === 1);
  });

  it('CT2 tells other panes which rows changed', async () => {
    const pane = await open();
    await copied(pane);
    const other = await open();
    await settle();
    const heard: RowRef[] = [];
    const stop = other.page.records.watch((refs) => heard.push(...(refs ?? [])));
    await settle();
    await pane.page.connection.goOffline();
    await pane.page.records.save([{ kind: 'update', ref: contoso, values: { city: 'Basel' } }]);
    await until(() => heard.length > 0);
    expect(heard[0]).toEqual(contoso);
    expect(await other.page.records.get(contoso)).toMatchObject({ values: { city: 'Basel' } });
    stop();
  });

  it('CP7 asks for model and rights once at a first start', async () => {
    await copied(await open());
    expect(
      world.crm.requests.filter((request) => /^read(Model|Rights)/.test(request)),
    ).toHaveLength(2);
  });

  it('CP7 cannot begin where nothing is known and the CRM is not reached', async () => {
    world.crm.up = false;
    await expect(openWhole(world)).rejects.toBeInstanceOf(CrmError);
  });
});

describe('the port', () => {
  it('OP6 keeps what was told last for whoever listens later', async () => {
    const { port1, port2 } = new MessageChannel();
    const page = openLink(port1);
    const worker = openLink(port2);
    worker.tell('lastAt', 1);
    worker.tell('lastAt', 2);
    await settle();
    const heard: unknown[] = [];
    page.hear('lastAt', (value) => heard.push(value));
    expect(heard).toEqual([2]);
    page.hear('lastAt', (value) => heard.push(value));
    worker.tell('lastAt', 3);
    await settle();
    expect(heard).toEqual([2, 3]);
    port1.close();
  });

  it('OP6 carries answers, closed error codes and news both ways, also before the other end is ready', async () => {
    const { port1, port2 } = new MessageChannel();
    const page = openLink(port1);
    const worker = openLink(port2);
    const early = page.call('double', 4);
    await settle();
    worker.handle('double', (value) => Number(value) * 2);
    expect(await early).toBe(8);

    worker.handle('crm', () => Promise.reject(unreachable()));
    await expect(page.call('crm', null)).rejects.toMatchObject({
      failure: { kind: 'unreachable' },
    });
    worker.handle('store', () => {
      throw new StoreError('storeBlocked');
    });
    const error = await page.call('store', null).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StoreError);
    expect(error).toMatchObject({ code: 'storeBlocked' });
    worker.handle('bug', () => {
      throw new TypeError('oops');
    });
    await expect(page.call('bug', null)).rejects.toThrow('oops');

    page.handle('token', (refused) => `not ${String(refused)}`);
    expect(await worker.call('token', 'a')).toBe('not a');
    const news: unknown[] = [];
    page.hear('news', (value) => news.push(value));
    worker.tell('news', 1);
    worker.tell('news', 2);
    await until(() => news.length === 2);
    expect(news).toEqual([1, 2]);
    port1.close();
    port2.close();
  });
});
