import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CopyProgress } from '../../src/domain/status';
import type { Keeper } from '../../src/offline/catalogue/keeper';
import type { Copy } from '../../src/offline/copy/copy';
import { rebase, writeRows } from '../../src/offline/copy/write-rows';
import { readFacts } from '../../src/offline/facts';
import { newestGeneration } from '../../src/offline/feed';
import { readState } from '../../src/offline/store';
import { openCopy } from './support/copying';
import { identity, lookupTo } from './support/crm';
import { model } from './support/model';
import { settle, until } from './support/settle';
import { ids, type Pane, World } from './support/world';

let world: World;
let pane: Pane;
let copy: Copy;
let keeper: Keeper;
let seen: CopyProgress[];
const contoso = { table: 'account', id: ids.contoso };
const fabrikam = { table: 'account', id: ids.fabrikam };
const anna = { table: 'contact', id: ids.anna };
const somebody = { table: 'systemuser', id: ids.ben, name: 'Omar' };

const guid = (n: number): string => `dddddddd-0000-4000-8000-${String(n).padStart(12, '0')}`;

function open(pageSize = 10): void {
  const told: CopyProgress[] = [];
  seen = told;
  ({ copy, keeper } = openCopy(world, pane, {
    pageSize,
    onProgress: (progress) => told.push(progress),
  }));
}

beforeEach(async () => {
  world = new World();
  pane = await world.open();
  const { crm } = world;
  crm.put('account', ids.contoso, {
    name: 'Contoso',
    city: 'Bern',
    primarycontactid: lookupTo(anna, 'Anna'),
  });
  crm.put('account', ids.fabrikam, { name: 'Fabrikam', ownerid: somebody });
  crm.put('contact', ids.anna, {
    fullname: 'Anna',
    ownerid: somebody,
    parentcustomerid: lookupTo(fabrikam),
  });
  crm.put('contact', ids.ben, { fullname: 'Ben', ownerid: somebody });
  crm.put('currency', ids.euro, { name: 'Euro', ownerid: null });
  for (let n = 0; n < 25; n++)
    crm.put('task', guid(n), {
      subject: `Task ${n}`,
      regardingobjectid: lookupTo(n === 0 ? fabrikam : contoso),
    });
  open();
});
afterEach(() => {
  keeper.stop();
  world.crash();
});

const keys = async (): Promise<string[]> =>
  (await pane.store.db.records.keys()).filter((key) => !key.startsWith('task'));
const last = (): CopyProgress | undefined => seen.at(-1);
/** How many pages of tasks have been asked for. */
const taskPages = (): number =>
  world.crm.requests.filter((request) => request.startsWith('readPage task@')).length;

describe('the copy', () => {
  it("CP1 holds the user's own rows and what they refer to, no more", async () => {
    await copy.refresh(true);
    expect(last()).toMatchObject({ phase: 'done', failure: null });
    expect(await keys()).toEqual([
      `account:${ids.contoso}`,
      `account:${ids.fabrikam}`,
      `contact:${ids.anna}`,
    ]);
    expect(await pane.store.db.records.count()).toBe(28);
    expect(await pane.row(anna)).toMatchObject({ fullname: 'Anna' });
  });

  it('CP1 leaves out tables that the user may not read', async () => {
    world.crm.readRights = () => Promise.resolve({ userId: identity.userId, depths: {} });
    await copy.refresh(true);
    expect(await pane.store.db.records.count()).toBe(0);
  });

  it('CP2 writes a few hundred rows at most in one transaction, and lets saves through', async () => {
    for (let n = 25; n < 900; n++) world.crm.put('task', guid(n), { subject: `Task ${n}` });
    open(5000);
    const copying = copy.refresh(true);
    await until(async () => (await pane.store.db.records.count()) > 0);
    await pane.save({
      kind: 'create',
      ref: { table: 'task', id: guid(9999) },
      values: { subject: 'Now' },
    });
    const saved = last()?.phase === 'running';
    await copying;
    expect(saved).toBe(true);
    const items = await pane.store.db.feed.toArray();
    expect(Math.max(...items.map(({ rows }) => rows.length))).toBe(500);
    expect(await pane.store.db.records.count()).toBe(904);
  });

  it('CP11 asks for the next page while one is written', async () => {
    const { crm } = world;
    const read = crm.readPage.bind(crm);
    const rowsBefore: number[] = [];
    crm.readPage = (query, next) => {
      if (query.table.name === 'task') rowsBefore.push(seen.at(-1)?.rows ?? NaN);
      return read(query, next);
    };
    await copy.refresh(false);
    const [first = NaN] = rowsBefore;
    expect(rowsBefore.map((rows) => rows - first)).toEqual([0, 0, 10]);
  });

  it('CP11 reads two tables at a time, and stores one page after the other', async () => {
    const { crm } = world;
    let under = 0;
    let most = 0;
    const read = crm.readPage.bind(crm);
    const bothAsked = new Promise<void>((resolve) => {
      crm.readPage = async (query, next) => {
        under += 1;
        most = Math.max(most, under);
        if (under === 2) resolve();
        await bothAsked;
        const page = await read(query, next);
        under -= 1;
        return page;
      };
    });
    await copy.refresh(true);
    expect(last()?.phase).toBe('done');
    expect(most).toBe(2);
    expect(await pane.store.db.records.count()).toBe(28);
  });

  it('CP11 ends for all tables where one fails, and goes on from there', async () => {
    const onAccounts = (call: string, key: string): boolean =>
      call === 'readPage' && key.startsWith('account@');
    world.crm.faults = [{ kind: 'fail', failure: { status: 400 }, on: onAccounts }];
    await copy.refresh(true);
    expect(last()).toMatchObject({ phase: 'failed', failure: { status: 400 } });
    const asked = world.crm.requests.length;
    await settle();
    expect(world.crm.requests).toHaveLength(asked);
    await copy.refresh(true);
    expect(last()?.phase).toBe('done');
    expect(await pane.store.db.records.count()).toBe(28);
  });

  it('CP3 tells rows, total and time left', async () => {
    world.crm.during = () => {
      world.clock.advance(1000);
      return Promise.resolve();
    };
    await copy.refresh(true);
    const some = seen.find(({ rows }) => rows === 11);
    expect(some).toMatchObject({ phase: 'running', total: 26 });
    expect(some?.leftMs).toBeGreaterThan(0);
    expect(last()).toMatchObject({ phase: 'done', rows: 28, total: 28, leftMs: 0 });
  });

  it('CP4 pauses and resumes', async () => {
    world.crm.during = (call) => {
      if (call === 'readPage') copy.pause();
      return Promise.resolve();
    };
    const done = copy.refresh(true);
    await until(() => last()?.phase === 'paused');
    world.crm.during = () => Promise.resolve();
    const asked = world.crm.requests.length;
    await settle();
    expect(world.crm.requests).toHaveLength(asked);
    copy.resume();
    await done;
    expect(last()?.phase).toBe('done');
    expect(await pane.store.db.records.count()).toBe(28);
  });

  it('GO5 tells how far each table is, in the order in which they are read', async () => {
    await copy.refresh(true);
    const tables = (at: (progress: CopyProgress) => boolean) => seen.find(at)?.tables;
    expect(tables(({ total }) => total !== null)).toEqual([
      { table: 'account', rows: 0, total: 1 },
      { table: 'task', rows: 0, total: 25 },
    ]);
    expect(tables(({ rows }) => rows === 11)).toEqual([
      { table: 'account', rows: 1, total: 1 },
      { table: 'task', rows: 10, total: 25 },
    ]);
    expect(last()?.tables).toEqual([
      { table: 'account', rows: 2, total: 2 },
      { table: 'task', rows: 25, total: 25 },
      { table: 'contact', rows: 1, total: 1 },
    ]);
    expect(last()?.bytes).toBeGreaterThan(1000);
  });

  it('GO6 ends when it is canceled, keeps what is here, and goes on from there the next time', async () => {
    world.crm.faults = [{ kind: 'never', on: (call) => call === 'readPage' && taskPages() === 3 }];
    const canceled = copy.refresh(true);
    await until(() => taskPages() === 3);
    await settle();
    copy.cancel();
    await canceled;
    expect(last()).toMatchObject({ phase: 'canceled', failure: null });
    expect(await pane.store.db.records.count()).toBe(21);
    world.crm.requests.length = 0;
    await copy.refresh(true);
    // The rest, and what has changed or left since it was begun.
    expect(taskPages()).toBe(1 + 2);
    expect(last()).toMatchObject({ phase: 'done', rows: 28 });
    expect(await pane.store.db.records.count()).toBe(28);
  });

  it('GO6 ends while it is paused, and the next one is not', async () => {
    world.crm.during = (call) => {
      if (call === 'readPage') copy.pause();
      return Promise.resolve();
    };
    const canceled = copy.refresh(true);
    await until(() => last()?.phase === 'paused');
    world.crm.during = () => Promise.resolve();
    copy.cancel();
    await canceled;
    expect(last()?.phase).toBe('canceled');
    await copy.refresh(true);
    expect(last()?.phase).toBe('done');
  });

  it('GO6 ends while the CRM is too busy', async () => {
    world.crm.faults = [
      { kind: 'fail', failure: { status: 429, retryAfterMs: 60_000 }, on: () => true },
    ];
    const canceled = copy.refresh(true);
    await until(() => world.crm.faults.length === 0);
    await settle();
    copy.cancel();
    await canceled;
    expect(last()?.phase).toBe('canceled');
  });

  it('GO6 ends all that were asked for, and none that comes later', async () => {
    const before = [copy.refresh(false), copy.refresh(true)];
    copy.cancel();
    await Promise.all(before);
    expect(seen.filter(({ phase }) => phase === 'done')).toEqual([]);
    await copy.refresh(false);
    expect(last()?.phase).toBe('done');
  });

  it('CP5 goes on after a reload where it was', async () => {
    world.crm.faults = [{ kind: 'never', on: (call) => call === 'readPage' && taskPages() === 3 }];
    void copy.refresh(true);
    await until(() => taskPages() === 3);
    await settle();
    world.crash();
    pane = await world.open();
    open();
    world.crm.requests.length = 0;
    await copy.refresh(true);
    // The rest, and what has changed or left since it was begun.
    expect(taskPages()).toBe(1 + 2);
    expect(await pane.store.db.records.count()).toBe(28);
    expect(last()).toMatchObject({ phase: 'done', rows: 28 });
  });

  it('CP5 begins ids again whose mark the server no longer knows', async () => {
    for (let n = 25; n < 6000; n++) world.crm.put('task', guid(n), { subject: `Task ${n}` });
    open(5000);
    await copy.refresh(true);
    world.crm.remove('task', guid(5));
    world.crm.faults = [
      {
        kind: 'fail',
        failure: { status: 400 },
        on: (call, key) => call === 'readPage' && key === 'task@5000',
      },
    ];
    await copy.refresh(true);
    expect(last()).toMatchObject({ phase: 'done', rows: 0 });
    expect(await pane.store.db.records.count()).toBe(6002);
  });

  it('CP6 CP19 removes what is gone or no longer kept, never what has entries waiting', async () => {
    await copy.refresh(true);
    await pane.save({
      kind: 'update',
      ref: { table: 'task', id: guid(1) },
      values: { minutes: 5 },
    });
    await pane.save({
      kind: 'create',
      ref: { table: 'task', id: guid(99) },
      values: { subject: 'New' },
    });
    world.crm.remove('task', guid(1));
    world.crm.remove('task', guid(2));
    world.crm.edit('task', guid(3), { ownerid: somebody });
    world.crm.edit('account', ids.contoso, { primarycontactid: null });
    await copy.refresh(true);
    const left = await pane.store.db.records.keys();
    expect(left).toContain(`task:${guid(1)}`);
    expect(left).toContain(`task:${guid(99)}`);
    expect(left).not.toContain(`task:${guid(2)}`);
    expect(left).not.toContain(`task:${guid(3)}`);
    expect(left).not.toContain(`contact:${ids.anna}`);
    expect(last()?.removed).toBe(3);
    expect(await pane.dexie.state.toCollection().primaryKeys()).not.toContain('walk');
  });

  it('CP6 keeps a row that was created and sent while the walk went on', async () => {
    world.crm.during = async (call, key) => {
      if (call !== 'readPage' || taskPages() !== 3 || !key.startsWith('task')) return;
      world.crm.during = () => Promise.resolve();
      await pane.save({
        kind: 'create',
        ref: { table: 'account', id: guid(77) },
        values: { name: 'Northwind' },
      });
      await pane.player.wake();
    };
    await copy.refresh(true);
    expect(await keys()).toContain(`account:${guid(77)}`);
  });

  it('CP7 keeps model and rights', async () => {
    await copy.refresh(true);
    world.crash();
    pane = await world.open();
    open();
    const facts = await readFacts(pane.store);
    expect(facts?.model).toEqual(model);
    expect(facts?.rights.depths).toHaveProperty('prvReadtask');
    world.crm.model = { ...model, task: { ...model['task']!, label: 'To do' } };
    world.clock.advance(10_000);
    await copy.refresh(true);
    expect((await readFacts(pane.store))?.model['task']?.label).toBe('To do');
  });

  it('CP8 leaves the copying to the pane that began', async () => {
    const other = await world.open();
    const first = copy;
    const progress = seen;
    const firstKeeper = keeper;
    pane = other;
    open();
    const before = world.crm.requests.length;
    const running = first.refresh(true);
    await copy.refresh(true);
    expect(seen).toEqual([]);
    await running;
    expect(progress.at(-1)?.phase).toBe('done');
    const pages = world.crm.requests.slice(before).filter((item) => item === 'readPage task@0');
    expect(pages).toHaveLength(1);
    firstKeeper.stop();
  });

  it('CP9 says why it failed, and goes on with the next refresh', async () => {
    world.crm.during = (call, key) => {
      if (call === 'readPage' && key.startsWith('task@') && taskPages() === 2) world.crm.up = false;
      return Promise.resolve();
    };
    const copying = copy.refresh(true);
    for (const asked of [2, 3]) {
      await until(() => taskPages() === asked);
      await settle();
      world.clock.advance(4000);
    }
    await copying;
    expect(last()).toMatchObject({ phase: 'failed', failure: { kind: 'unreachable' } });
    expect(await pane.store.db.records.count()).toBeGreaterThan(0);
    world.crm.during = () => Promise.resolve();
    world.crm.up = true;
    await copy.refresh(true);
    expect(last()?.phase).toBe('done');
    expect(await readState(pane.store, 'copiedAt')).toBe(world.clock.now());
  });

  it('CP12 asks again for what was lost on its way, so that no row is missing', async () => {
    const onPages = (call: string, key: string): boolean =>
      call === 'readPage' && key.startsWith('task@');
    world.crm.faults = [
      { kind: 'drop', on: onPages },
      { kind: 'fail', failure: { kind: 'notCrm', status: 200 }, on: onPages },
    ];
    const copying = copy.refresh(true);
    for (const [left, ms] of [
      [1, 1000],
      [0, 4000],
    ] as const) {
      await until(() => world.crm.faults.length === left);
      await settle();
      world.clock.advance(ms);
    }
    await copying;
    expect(last()?.phase).toBe('done');
    expect(await pane.store.db.records.count()).toBe(28);
  });

  it('CP9 waits when the CRM is too busy', async () => {
    world.crm.faults = [
      {
        kind: 'fail',
        failure: { status: 429, retryAfterMs: 3000 },
        on: (call) => call === 'readPage',
      },
    ];
    const done = copy.refresh(true);
    await until(() => world.crm.faults.length === 0);
    await settle();
    world.clock.advance(3000);
    await done;
    expect(last()?.phase).toBe('done');
  });
});

describe('rebase', () => {
  beforeEach(async () => {
    await copy.refresh(true);
  });

  it('RB1 puts the newer row under the waiting changes', async () => {
    await pane.save({ kind: 'update', ref: contoso, values: { city: 'Basel' } });
    world.crm.edit('account', ids.contoso, { city: 'Zug', phone: '9' });
    await copy.refresh(true);
    expect(await pane.row(contoso)).toMatchObject({ city: 'Basel', phone: '9' });
    await pane.outbox.discard((await pane.line())[0]?.seq ?? 0);
    expect(await pane.row(contoso)).toMatchObject({ city: 'Zug', phone: '9' });
  });

  it('RB2 waits while an entry of the record is uncertain', async () => {
    await pane.save({ kind: 'update', ref: contoso, values: { city: 'Basel' } });
    world.crm.faults = [{ kind: 'drop' }];
    await pane.player.wake();
    world.crm.edit('account', ids.contoso, { phone: '9' });
    await copy.refresh(true);
    expect(await pane.row(contoso)).not.toHaveProperty('phone');
    await pane.player.wake(true);
    expect(await pane.row(contoso)).toMatchObject({ city: 'Basel', phone: '9' });
  });

  it('RB3 leaves before and guard of the entries alone', async () => {
    await pane.save({ kind: 'update', ref: contoso, values: { city: 'Basel' } });
    const before = await pane.line();
    world.crm.edit('account', ids.contoso, { city: 'Zug' });
    await copy.refresh(true);
    expect(await pane.line()).toEqual(before);
    await pane.player.wake();
    const receipts = await pane.store.db.receipts.toArray();
    expect(receipts[0]?.body).toMatchObject({ result: 'overwrote', overwrote: { city: 'Zug' } });
  });

  it('RB4 does not let an older page overwrite what playback wrote', async () => {
    const asked = await newestGeneration(pane.store.db);
    const old = world.crm.get('account', ids.contoso);
    await pane.save({ kind: 'update', ref: contoso, values: { city: 'Basel' } });
    await pane.player.wake();
    if (old === null) throw new Error('no row');
    await writeRows(pane.store, model, [old], asked);
    expect(await pane.row(contoso)).toMatchObject({ city: 'Basel' });
  });

  it('RB4 does not bring a row back that was deleted here meanwhile', async () => {
    const asked = await newestGeneration(pane.store.db);
    const old = world.crm.get('account', ids.contoso);
    await pane.save({ kind: 'delete', ref: contoso });
    await pane.player.wake();
    if (old === null) throw new Error('no row');
    await writeRows(pane.store, model, [old], asked);
    await rebase(pane.store, model, old, asked);
    expect(await pane.store.db.records.get(`account:${ids.contoso}`)).toBeUndefined();
  });
});
