import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CrmError } from '../../src/domain/crm-error';
import type { RemoteRecords } from '../../src/domain/remote-records';
import type { RowRef } from '../../src/domain/row';
import { readVisited } from '../../src/offline/remote/visited';
import { identity, lookupTo, me } from './support/crm';
import { settle, until } from './support/settle';
import { openWhole, type Whole } from './support/whole';
import { ids, World } from './support/world';

let world: World;
let pane: Whole;
const contoso = { table: 'account', id: ids.contoso };
const fabrikam = { table: 'account', id: ids.fabrikam };
const anna = { table: 'contact', id: ids.anna };
const omar = { table: 'systemuser', id: ids.ben, name: 'Omar' };
const guid = (n: number): string => `dddddddd-0000-4000-8000-${String(n).padStart(12, '0')}`;
const nth = (n: number): RowRef => ({ table: 'task', id: guid(n) });

beforeEach(async () => {
  world = new World();
  world.crm.put('account', ids.contoso, { name: 'Contoso Bern' });
  world.crm.put('account', ids.fabrikam, { name: 'Fabrikam Bern', ownerid: omar, city: 'Bern' });
  world.crm.put('contact', ids.anna, {
    fullname: 'Anna Keller',
    emailaddress1: 'anna@bern.example',
    ownerid: omar,
    parentcustomerid: lookupTo(fabrikam, 'Fabrikam Bern'),
  });
  pane = await openWhole(world);
  await copied();
});
afterEach(() => {
  pane.stop();
});

const remote = (): RemoteRecords => pane.page.remote;
const never = new AbortController().signal;
const search = (text: string, signal: AbortSignal = never) =>
  remote().search({ text, tables: null }, signal);
const names = async (text: string) => (await search(text)).items.map(({ name }) => name);
const here = async (ref: RowRef) => (await pane.page.records.get(ref)) !== null;
const listed = async (text: string) =>
  (await pane.page.records.list({ text, table: null, limit: 5 })).items.map(({ id }) => id);
const asked = (call: string) =>
  world.crm.requests.filter((request) => request.startsWith(`${call} `));
const failure = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof CrmError ? error.failure : error),
  );

async function copied(): Promise<void> {
  await until(() => pane.page.copy.progress.get().phase === 'done', 'the copy');
}

async function refresh(thorough = false): Promise<void> {
  await pane.page.copy.refresh(thorough);
}

async function goOffline(): Promise<void> {
  world.crm.up = false;
  pane.signals.give('offline');
  await until(() => pane.page.connection.state.get() === 'offline');
}

/** Opens again what is on disk, as a reload does. */
async function reload(): Promise<void> {
  pane.stop();
  pane = await openWhole(world);
}

const visited = async (): Promise<readonly string[]> => {
  const db = await world.openDatabase(identity, 'strict');
  const keys = await readVisited(db);
  db.close();
  return keys;
};

/** Somebody else's task, which is not kept. */
const taskOfOmar = (n: number): void => {
  world.crm.put('task', guid(n), { subject: `Task ${n}`, ownerid: omar });
};

describe('a search in the CRM', () => {
  it('VI1 finds rows of every table by the words that their names and addresses have', async () => {
    expect(await names('bern')).toEqual(['Fabrikam Bern', 'Anna Keller']);
    expect(await names('KELL ann')).toEqual(['Anna Keller']);
    expect(await names('eller')).toEqual([]);
    const { items } = await remote().search({ text: 'bern', tables: ['contact'] }, never);
    expect(items).toEqual([
      { ...anna, name: 'Anna Keller', detail: expect.stringContaining('Fabrikam'), pending: false },
    ]);
  });

  it('VI1 leaves out tables that the user may not read', async () => {
    world.crm.readRights = () =>
      Promise.resolve({ userId: identity.userId, depths: { prvReadcontact: 'Global' } });
    world.clock.advance(60_000);
    await refresh();
    await until(() => !('prvReadaccount' in pane.page.rights.get().depths));
    expect(await names('bern')).toEqual(['Anna Keller']);
  });

  it('VI1 asks nothing offline, by choice or not, and nothing for no word', async () => {
    await names('- !');
    await goOffline();
    expect(await failure(search('bern'))).toMatchObject({ kind: 'notSent' });
    expect(await failure(remote().visit(fabrikam))).toMatchObject({ kind: 'notSent' });
    world.crm.up = true;
    await pane.page.connection.goOffline();
    expect(await failure(search('bern'))).toMatchObject({ kind: 'notSent' });
    expect([...asked('search'), ...asked('readRow')]).toEqual([]);
  });

  it('VI2 leaves out what is on this computer, and says where there is more', async () => {
    expect(await names('contoso')).toEqual([]);
    for (let n = 0; n < 21; n++) taskOfOmar(n);
    const page = await search('task');
    expect(page.items).toHaveLength(20);
    expect(page.more).toBe(true);
    expect((await search('bern')).more).toBe(false);
  });

  it('VI3 does not doubt the connection because it was given up', async () => {
    const states: string[] = [];
    pane.page.connection.state.subscribe(() => states.push(pane.page.connection.state.get()));
    world.crm.faults = [{ kind: 'never', on: (call) => call === 'search' }];
    const given = new AbortController();
    const answer = failure(search('bern', given.signal));
    await until(() => asked('search').length === 1);
    given.abort();
    expect(await answer).toMatchObject({ kind: 'unreachable' });
    await settle();
    expect(states).toEqual([]);
  });

  it('VI4 waits as long as the CRM asks, and then asks again', async () => {
    world.crm.faults = [
      {
        kind: 'fail',
        failure: { status: 429, retryAfterMs: 5000 },
        on: (call) => call === 'search',
      },
    ];
    for (let n = 0; n < 2; n++)
      expect(await failure(search('bern'))).toMatchObject({ status: 429 });
    expect(asked('search')).toHaveLength(1);
    world.clock.advance(5000);
    expect(await names('bern')).toHaveLength(2);
  });

  it('VI4 waits while playback was told to', async () => {
    world.crm.faults = [{ kind: 'fail', failure: { status: 429, retryAfterMs: 5000 } }];
    await pane.page.records.save([{ kind: 'update', ref: contoso, values: { city: 'Basel' } }]);
    await until(() => pane.page.sync.get().kind === 'throttled');
    expect(await failure(search('bern'))).toMatchObject({ status: 429, retryAfterMs: 5000 });
    expect(asked('search')).toEqual([]);
  });
});

describe('a visited record', () => {
  it('VI5 is listed, found and changed offline, and outlives refreshes and restarts', async () => {
    expect(await here(fabrikam)).toBe(false);
    expect(await remote().visit(fabrikam)).toBe(true);
    expect(await listed('fabri')).toEqual([ids.fabrikam]);
    expect(await names('fabri')).toEqual([]);
    await refresh();
    await goOffline();
    await reload();
    expect(await listed('fabri')).toEqual([ids.fabrikam]);
    await pane.page.records.save([{ kind: 'update', ref: fabrikam, values: { city: 'Basel' } }]);
    expect((await pane.page.records.get(fabrikam))?.values).toMatchObject({ city: 'Basel' });
    world.crm.up = true;
    pane.signals.give('online');
    await until(() => world.crm.get('account', ids.fabrikam)?.values['city'] === 'Basel');
    await until(async () => (await pane.page.records.get(fabrikam))?.pending === 0);
    await refresh();
    expect(await here(fabrikam)).toBe(true);
  });

  it('VI5 that the CRM does not have is not kept', async () => {
    world.crm.remove('account', ids.fabrikam);
    expect(await remote().visit(fabrikam)).toBe(false);
    expect(await here(fabrikam)).toBe(false);
    expect(await visited()).toEqual([]);
  });

  it('VI6 is one that was not here, and the last one that was opened comes last', async () => {
    await remote().visit(contoso);
    expect(asked('readRow')).toEqual([]);
    expect(await visited()).toEqual([]);
    await remote().visit(fabrikam);
    await remote().visit({ ...anna, id: ids.anna.toUpperCase() });
    expect(await visited()).toEqual([`account:${ids.fabrikam}`, `contact:${ids.anna}`]);
    await goOffline();
    expect(await remote().visit(fabrikam)).toBe(true);
    expect(await visited()).toEqual([`contact:${ids.anna}`, `account:${ids.fabrikam}`]);
  });

  it('VI7 makes the one go whose last opening is longest ago, but none with changes waiting', async () => {
    for (let n = 0; n <= 201; n++) taskOfOmar(n);
    for (let n = 0; n < 200; n++) await remote().visit(nth(n));
    await pane.page.outbox.pause();
    await pane.page.records.save([{ kind: 'update', ref: nth(0), values: { minutes: 5 } }]);
    await remote().visit(nth(1));
    await remote().visit(nth(200));
    expect(await here(nth(0))).toBe(true);
    expect(await here(nth(1))).toBe(true);
    expect(await here(nth(2))).toBe(false);
    await remote().visit(nth(201));
    expect(await here(nth(3))).toBe(false);
    expect(await visited()).toHaveLength(200);
    expect(await listed('2')).not.toContain(guid(2));
  });

  it('VI8 gets newer with a refresh, and goes where it is gone or may not be read', async () => {
    taskOfOmar(1);
    for (const ref of [fabrikam, anna, nth(1)]) await remote().visit(ref);
    world.crm.edit('account', ids.fabrikam, { city: 'Zug' });
    world.crm.remove('contact', ids.anna);
    world.crm.readRights = () =>
      Promise.resolve({
        userId: identity.userId,
        depths: { prvReadaccount: 'Global', prvReadcontact: 'Global', prvReadcurrency: 'Global' },
      });
    world.clock.advance(60_000);
    await refresh();
    expect((await pane.page.records.get(fabrikam))?.values).toMatchObject({ city: 'Zug' });
    expect(await here(anna)).toBe(false);
    expect(await here(nth(1))).toBe(false);
    expect(await visited()).toEqual([`account:${ids.fabrikam}`]);
  });

  it('VI8 brings with a refresh what it refers to', async () => {
    await remote().visit(anna);
    await refresh();
    expect(await here(fabrikam)).toBe(true);
    expect(await visited()).toEqual([`contact:${ids.anna}`]);
  });

  it('VI8 that is gone stays while changes wait on it', async () => {
    await remote().visit(fabrikam);
    await pane.page.outbox.pause();
    await pane.page.records.save([{ kind: 'update', ref: fabrikam, values: { city: 'Zug' } }]);
    world.crm.remove('account', ids.fabrikam);
    await refresh();
    expect(await here(fabrikam)).toBe(true);
    expect(await visited()).toEqual([`account:${ids.fabrikam}`]);
  });

  it('VI8 is not swept away by a refresh during which it was opened', async () => {
    let opened = Promise.resolve(false);
    world.crm.during = (call, key) => {
      if (call === 'readPage' && key.startsWith('task@')) opened = remote().visit(fabrikam);
      return Promise.resolve();
    };
    await refresh(true);
    expect(await opened).toBe(true);
    expect(await here(fabrikam)).toBe(true);
  });

  it('VI9 is none any more once it is the user’s own, or one of theirs refers to it', async () => {
    await remote().visit(fabrikam);
    await remote().visit(anna);
    world.crm.edit('contact', ids.anna, { ownerid: me });
    await refresh(true);
    expect(await visited()).toEqual([]);
    expect(await here(anna)).toBe(true);
    expect(await here(fabrikam)).toBe(true);
    world.crm.edit('contact', ids.anna, { parentcustomerid: null });
    await refresh(true);
    expect(await here(fabrikam)).toBe(false);
  });

  it('VI10 does not come back where it was deleted from here while it was read', async () => {
    const other = await openWhole(world);
    await remote().visit(fabrikam);
    world.crm.during = async (call) => {
      if (call !== 'readRow') return;
      world.crm.during = () => Promise.resolve();
      await other.page.remote.visit(anna);
      await other.page.records.save([{ kind: 'delete', ref: anna }]);
      await until(async () => (await other.page.records.get(anna)) === null);
    };
    expect(await remote().visit(anna)).toBe(false);
    expect(await here(anna)).toBe(false);
    other.stop();
  });
});
