import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RowQuery } from '../../src/domain/crm-server';
import type { CopyProgress } from '../../src/domain/status';
import type { Keeper } from '../../src/offline/catalogue/keeper';
import type { Copy } from '../../src/offline/copy/copy';
import { openCopy } from './support/copying';
import { identity, lookupTo } from './support/crm';
import { settle, until } from './support/settle';
import { ids, type Pane, World } from './support/world';

const MINUTE = 60_000;
const MANY = 40;
let world: World;
let pane: Pane;
let copy: Copy;
let keeper: Keeper;
let progress: CopyProgress;
/** What was asked for since: table, what of it, and how many rows came. */
let asked: string[];
const contoso = { table: 'account', id: ids.contoso };
const fabrikam = { table: 'account', id: ids.fabrikam };
const somebody = { table: 'systemuser', id: ids.ben, name: 'Omar' };
const task = (n: number): string => `dddddddd-0000-4000-8000-${String(n).padStart(12, '0')}`;

const told = ({ table, filter, since = null, bare = false }: RowQuery): string => {
  const what = bare ? 'ids' : 'rows';
  return `${table.name} ${what}${filter.kind === 'ids' ? ' by id' : ''}${since === null ? '' : ' since'}`;
};

function open(): void {
  ({ copy, keeper } = openCopy(world, pane, {
    onProgress(now) {
      progress = now;
    },
  }));
}

/** A refresh after a while. @returns what was asked for about tasks and accounts, if anything came of it. */
async function refresh(after: number, thorough = false): Promise<string[]> {
  world.clock.advance(after);
  asked = [];
  await copy.refresh(thorough);
  expect(progress).toMatchObject({ phase: 'done', failure: null });
  return asked.filter((line) => !line.endsWith(': 0'));
}

/** The browser is killed while a refresh waits for the so many-th page of a table, and opened again. */
async function interrupt(table: string, page: number, thorough = false): Promise<void> {
  let pages = 0;
  world.crm.during = (call, key) => {
    if (call !== 'readPage' || !key.startsWith(`${table}@`)) return Promise.resolve();
    pages += 1;
    return pages === page ? new Promise<never>(() => undefined) : Promise.resolve();
  };
  world.clock.advance(11 * MINUTE);
  void copy.refresh(thorough);
  await until(() => pages === page);
  await settle();
  world.crash();
  world.crm.during = () => Promise.resolve();
  pane = await world.open();
  keeper.stop();
  open();
}

beforeEach(async () => {
  world = new World();
  pane = await world.open();
  asked = [];
  const { crm } = world;
  crm.put('account', ids.contoso, { name: 'Contoso', city: 'Bern' });
  crm.put('account', ids.fabrikam, { name: 'Fabrikam', city: 'Bern', ownerid: somebody });
  for (let n = 0; n < MANY; n++)
    crm.put('task', task(n), { subject: `Task ${n}`, regardingobjectid: lookupTo(fabrikam) });
  const { readPage } = crm;
  crm.readPage = async (query, next) => {
    const page = await readPage.call(crm, query, next);
    asked.push(`${told(query)}: ${page.rows.length}`);
    return page;
  };
  open();
  await copy.refresh(false);
});
afterEach(() => {
  keeper.stop();
  world.crash();
});

const onBoard = async (table: string, id: string): Promise<boolean> =>
  (await pane.store.db.records.get(`${table}:${id}`)) !== undefined;

describe('a refresh', () => {
  it('RF1 RF4 asks for no values that have not changed', async () => {
    const walked = await refresh(15 * MINUTE);
    expect(walked).toEqual(['account ids: 1', `task ids: ${MANY}`, 'account ids by id: 1']);
    expect(progress).toMatchObject({ rows: 0, total: 0 });
    expect(await refresh(10 * MINUTE)).toEqual([]);
  });

  it('RF1 brings what is new or changed, and nothing else', async () => {
    world.crm.edit('task', task(3), { subject: 'Changed' });
    world.crm.put('task', task(99), { subject: 'New', regardingobjectid: lookupTo(contoso) });
    const walked = await refresh(11 * MINUTE);
    expect(walked.filter((line) => line.includes('rows'))).toEqual(['task rows since: 2']);
    expect(await pane.row({ table: 'task', id: task(3) })).toMatchObject({ subject: 'Changed' });
    expect(await onBoard('task', task(99))).toBe(true);
    expect(progress).toMatchObject({ rows: 2, total: 2 });
  });

  it('RF1 reads a table whole again whose columns are others', async () => {
    const { model } = world.crm;
    const account = model['account'];
    if (account === undefined) throw new Error('no accounts');
    const { city: _city, ...columns } = account.columns;
    world.crm.model = { ...model, account: { ...account, columns } };
    await refresh(11 * MINUTE);
    world.crm.model = model;
    await pane.store.db.records.put(
      {
        ...(await pane.store.db.records.get(`account:${ids.contoso}`))!,
        body: { name: 'Contoso' },
      },
      `account:${ids.contoso}`,
    );
    const walked = await refresh(11 * MINUTE);
    // Fabrikam is here since tasks refer to it.
    expect(walked.filter((line) => line.includes('rows'))).toEqual([
      'account rows since: 1',
      'account rows by id: 1',
    ]);
    expect(await pane.row(contoso)).toMatchObject({ city: 'Bern' });
  });

  it('RF2 sees what was committed late with an older version', async () => {
    await refresh(15 * MINUTE);
    const key = `task:${task(5)}`;
    const before = world.crm.rows.get(key);
    world.crm.edit('task', task(5), { subject: 'Late' });
    const late = world.crm.rows.get(key);
    if (before === undefined || late === undefined) throw new Error('no task');
    world.crm.rows.set(key, before);
    world.crm.edit('task', task(6), { subject: 'Newest' });
    await refresh(5 * MINUTE);
    world.crm.rows.set(key, late);
    expect(await refresh(5 * MINUTE)).toEqual(['task ids since: 2', 'task rows by id: 1']);
    expect(await pane.row({ table: 'task', id: task(5) })).toMatchObject({ subject: 'Late' });
  });

  it.each([
    ['deleted', () => world.crm.remove('task', task(2))],
    ['given to somebody else', () => void world.crm.edit('task', task(2), { ownerid: somebody })],
  ])('RF3 finds at once what was %s where the user asks for it', async (_name, leave) => {
    leave();
    await refresh(11 * MINUTE, true);
    expect(await onBoard('task', task(2))).toBe(false);
    expect(await onBoard('task', task(1))).toBe(true);
  });

  it('RF3 finds what has left by itself within a quarter of an hour where there is little', async () => {
    await refresh(15 * MINUTE);
    world.crm.remove('task', task(2));
    await refresh(5 * MINUTE);
    expect(await onBoard('task', task(2))).toBe(true);
    await refresh(10 * MINUTE);
    expect(await onBoard('task', task(2))).toBe(false);
  });

  it('RF3 mends what is not as the CRM has it', async () => {
    await pane.store.db.records.delete(`task:${task(7)}`);
    await refresh(MINUTE, true);
    expect(await onBoard('task', task(7))).toBe(true);
  });

  it('RF3 never removes a row with changes that wait', async () => {
    await pane.save({
      kind: 'update',
      ref: { table: 'task', id: task(2) },
      values: { minutes: 5 },
    });
    world.crm.remove('task', task(2));
    await refresh(11 * MINUTE, true);
    expect(await onBoard('task', task(2))).toBe(true);
  });

  it('RF4 brings what has changed of the rows that kept rows refer to', async () => {
    await refresh(15 * MINUTE);
    world.crm.edit('account', ids.fabrikam, { city: 'Zug' });
    expect(await refresh(10 * MINUTE)).toEqual(['account ids since: 1', 'account rows by id: 1']);
    expect(await pane.row(fabrikam)).toMatchObject({ city: 'Zug' });
  });

  it.each([
    ['a quarter of an hour later', 15 * MINUTE, false],
    ['where the user asks for it', MINUTE, true],
  ])('RF4 rebases changes that wait on a row that others refer to, %s', async (_when, ms, all) => {
    await refresh(15 * MINUTE);
    await pane.save({ kind: 'update', ref: fabrikam, values: { name: 'Mine' } });
    world.crm.edit('account', ids.fabrikam, { city: 'Zug' });
    await refresh(ms, all);
    expect(await pane.row(fabrikam)).toMatchObject({ name: 'Mine', city: 'Zug' });
  });

  it('RF4 asks for no row by its id that is kept for its own sake too', async () => {
    world.crm.edit('account', ids.fabrikam, {
      ownerid: { table: 'systemuser', id: identity.userId, name: '' },
    });
    await refresh(15 * MINUTE, true);
    await refresh(15 * MINUTE);
    await refresh(10 * MINUTE);
    expect(asked.filter((line) => line.includes('by id'))).toEqual([]);
  });

  it('RF4 brings rows that are referred to since, and lets go of those that are not any more', async () => {
    world.crm.put('account', task(1), { name: 'Northwind', ownerid: somebody });
    for (let n = 0; n < MANY; n++)
      world.crm.edit('task', task(n), {
        regardingobjectid: lookupTo({ table: 'account', id: task(1) }),
      });
    await refresh(11 * MINUTE);
    expect(await onBoard('account', task(1))).toBe(true);
    await refresh(11 * MINUTE);
    expect(await onBoard('account', ids.fabrikam)).toBe(false);
  });

  it('RF5 goes on after a reload where it was, and misses nothing that changed meanwhile', async () => {
    for (let n = 0; n < MANY; n++) world.crm.edit('task', task(n), { minutes: 1 });
    await interrupt('task', 3);
    world.crm.edit('task', task(0), { minutes: 2 });
    const walked = await refresh(MINUTE);
    expect(walked.filter((line) => line.startsWith('task rows'))).toEqual([
      'task rows since: 10',
      'task rows since: 10',
      'task rows since: 1',
    ]);
    expect(await pane.row({ table: 'task', id: task(0) })).toMatchObject({ minutes: 2 });
    expect(await pane.row({ table: 'task', id: task(39) })).toMatchObject({ minutes: 1 });
  });

  it('RF5 misses nothing of a table that was read before an interruption', async () => {
    await interrupt('contact', 1, true);
    world.crm.edit('account', ids.contoso, { city: 'Basel' });
    world.crm.remove('task', task(2));
    await refresh(MINUTE, true);
    expect(await pane.row(contoso)).toMatchObject({ city: 'Basel' });
    expect(await onBoard('task', task(2))).toBe(false);
    expect(progress).toMatchObject({ rows: 1, total: 1 });
  });

  it('RF1 does not ask for ever where the server gives the same rows again', async () => {
    for (let n = 0; n < MANY; n++) world.crm.edit('task', task(n), { minutes: 1 });
    const { readPage } = world.crm;
    world.crm.readPage = (query, next) => readPage.call(world.crm, { ...query, since: '0' }, next);
    world.clock.advance(11 * MINUTE);
    await copy.refresh(false);
    expect(progress).toMatchObject({ phase: 'failed', failure: { kind: 'notCrm' } });
    world.crm.readPage = readPage;
    await refresh(MINUTE);
    expect(await pane.row({ table: 'task', id: task(39) })).toMatchObject({ minutes: 1 });
  });
});
