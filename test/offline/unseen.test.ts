import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RowQuery } from '../../src/domain/crm-server';
import type { CopyProgress } from '../../src/domain/status';
import type { UnseenChange } from '../../src/domain/unseen';
import type { Values } from '../../src/domain/value';
import type { Keeper } from '../../src/offline/catalogue/keeper';
import type { Copy } from '../../src/offline/copy/copy';
import { createVisit } from '../../src/offline/remote/visit';
import { tripSetting } from '../../src/offline/trip-setting';
import { openUnseen } from '../../src/offline/unseen/unseen';
import { openCopy } from './support/copying';
import { identity, lookupTo } from './support/crm';
import { model } from './support/model';
import { until } from './support/settle';
import { ids, type Pane, World } from './support/world';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const me = { table: 'systemuser', id: identity.userId, name: 'Dana' };
const omar = { table: 'systemuser', id: ids.ben, name: 'Omar' };
const contoso = { table: 'account', id: ids.contoso };
const fabrikam = { table: 'account', id: ids.fabrikam };
const guid = (n: number): string => `dddddddd-0000-4000-8000-${String(n).padStart(12, '0')}`;

let world: World;
let pane: Pane;
let copy: Copy;
let keeper: Keeper;
let away: ReturnType<typeof openUnseen>;
let asked: RowQuery[];
let progress: CopyProgress;

/** The tables as Dataverse has them: with the time of the last change. */
const dated = Object.fromEntries(
  Object.entries(model).map(([name, table]) => [
    name,
    {
      ...table,
      columns: {
        ...table.columns,
        modifiedon: {
          name: 'modifiedon',
          label: 'Modified',
          type: 'date' as const,
          required: false,
          canCreate: false,
          canUpdate: false,
        },
      },
      sections: table.sections.map((section) => ({
        ...section,
        columns: [...section.columns, 'modifiedon'],
      })),
    },
  ]),
);

beforeEach(async () => {
  world = new World();
  pane = await world.open();
  const { crm, clock } = world;
  crm.model = dated;
  // Whoever writes by this computer is the user.
  crm.plugin = (_table, values) => ({ ...values, modifiedby: me });
  crm.put('account', ids.contoso, { name: 'Contoso', city: 'Bern', phone: '1' });
  crm.put('account', ids.fabrikam, { name: 'Fabrikam', city: 'Bern', ownerid: omar });
  crm.put('task', guid(0), { subject: 'Call', regardingobjectid: lookupTo(fabrikam) });
  asked = [];
  const { readPage } = crm;
  crm.readPage = (query, next) => {
    asked.push(query);
    return readPage.call(crm, query, next);
  };
  ({ copy, keeper } = openCopy(world, pane, {
    onProgress(now) {
      progress = now;
    },
  }));
  away = openUnseen(pane.store, clock);
  await copy.refresh(false);
});
afterEach(() => {
  away.stop();
  keeper.stop();
  world.crash();
});

/** A refresh after a while, asked for by the user. */
async function refresh(after = 15 * MINUTE): Promise<void> {
  world.clock.advance(after);
  await copy.refresh(true);
  expect(progress).toMatchObject({ phase: 'done', failure: null });
}

/** What a pane shows that is opened now. */
async function shown(): Promise<readonly UnseenChange[]> {
  away.stop();
  away = openUnseen(pane.store, world.clock);
  await away.unseen.first;
  return away.unseen.get().changes;
}

const byOmar = (table: string, id: string, values: Values): void => {
  world.crm.edit(table, id, { modifiedby: omar, modifiedon: '2026-03-02T09:00:00Z', ...values });
};
const markSeen = (): Promise<void> => away.markSeen(away.unseen.get().through);

describe('what others have changed', () => {
  it('WA1 is noted with each column before and now, who did it and when', async () => {
    byOmar('account', ids.contoso, { city: 'Chur', phone: '2' });
    await refresh();
    expect(await shown()).toEqual([
      {
        ref: contoso,
        name: 'Contoso',
        by: 'Omar',
        at: '2026-03-02T09:00:00Z',
        gone: false,
        before: { city: 'Bern', phone: '1' },
        after: { city: 'Chur', phone: '2' },
      },
    ]);
    expect(away.unseen.get().dismissed).toBe(false);
  });

  it('WA1 is not noted of columns that only the CRM writes, or that no form shows', async () => {
    const account = dated['account'];
    if (account === undefined) throw new Error('no accounts');
    const shownColumns = account.sections.flatMap(({ columns }) => columns);
    const sections = [{ label: '', columns: shownColumns.filter((name) => name !== 'phone') }];
    world.crm.model = { ...dated, account: { ...account, sections } };
    byOmar('account', ids.contoso, { phone: '2', modifiedon: '2026-03-02T09:30:00Z' });
    await refresh();
    expect(await shown()).toEqual([]);
  });

  it('WA1 WA2 tells that a record was given to somebody else', async () => {
    byOmar('account', ids.contoso, { ownerid: omar });
    await refresh();
    expect(await pane.row(contoso)).toBeNull();
    expect(await shown()).toMatchObject([
      { ref: contoso, gone: false, before: { ownerid: me }, after: { ownerid: omar } },
    ]);
  });

  it('WA2 is noted of no record that the user has nothing to do with', async () => {
    byOmar('account', ids.fabrikam, { city: 'Chur' });
    await refresh();
    expect(await pane.row(fabrikam)).toMatchObject({ city: 'Chur' });
    expect(await shown()).toEqual([]);
  });

  it.each([
    [
      'changed',
      () => pane.save({ kind: 'update' as const, ref: fabrikam, values: { phone: '7' } }),
    ],
    [
      'made an activity on',
      () =>
        pane.save({
          kind: 'create' as const,
          ref: { table: 'task', id: guid(1) },
          values: { subject: 'Visit', regardingobjectid: lookupTo(fabrikam) },
        }),
    ],
  ])('WA2 is noted of a colleague’s record that the user has %s', async (_name, work) => {
    await work();
    await pane.player.wake();
    expect(await pane.line()).toEqual([]);
    byOmar('account', ids.fabrikam, { city: 'Chur' });
    await refresh();
    expect(await shown()).toMatchObject([{ ref: fabrikam, after: { city: 'Chur' } }]);
  });

  it('WA2 is noted of a colleague’s record that the user has looked up', async () => {
    const { crm } = world;
    crm.put('account', guid(7), { name: 'Northwind', city: 'Bern', ownerid: omar });
    const visit = createVisit({
      store: pane.store,
      server: crm,
      model: () => crm.model,
      rights: () => ({ userId: identity.userId, depths: {} }),
      mayAsk: () => undefined,
      organizationTrips: [],
    });
    await visit({ table: 'account', id: guid(7) });
    byOmar('account', guid(7), { city: 'Chur' });
    await refresh();
    expect(await shown()).toMatchObject([{ name: 'Northwind', before: { city: 'Bern' } }]);
  });

  it('WA3 is not what the user has changed, here or elsewhere', async () => {
    await pane.save({ kind: 'update', ref: contoso, values: { city: 'Thun' } });
    await pane.player.wake();
    await refresh();
    byOmar('account', ids.contoso, { city: 'Basel', modifiedby: me });
    await refresh();
    expect(await pane.row(contoso)).toMatchObject({ city: 'Basel' });
    expect(await shown()).toEqual([]);
  });

  it('WA4 adds up to one note, and what is back at its first value drops out', async () => {
    byOmar('account', ids.contoso, { city: 'Chur', phone: '2' });
    await refresh();
    byOmar('account', ids.contoso, {
      city: 'Thun',
      phone: '1',
      modifiedon: '2026-03-03T09:00:00Z',
    });
    await refresh();
    expect(await shown()).toMatchObject([
      { before: { city: 'Bern' }, after: { city: 'Thun' }, at: '2026-03-03T09:00:00Z' },
    ]);
    expect(away.unseen.get().changes[0]?.after).toEqual({ city: 'Thun' });
    byOmar('account', ids.contoso, { city: 'Bern' });
    await refresh();
    expect(await shown()).toEqual([]);
  });

  it('WA4 says nothing any more of a column that the user has changed since', async () => {
    byOmar('account', ids.contoso, { city: 'Chur', phone: '2' });
    await refresh();
    await pane.save({ kind: 'update', ref: contoso, values: { city: 'Thun' } });
    expect((await shown())[0]?.after).toEqual({ city: 'Chur', phone: '2' });
    await pane.player.wake();
    expect((await shown())[0]?.after).toEqual({ phone: '2' });
    byOmar('account', ids.contoso, { city: 'Basel' });
    await refresh();
    expect(await shown()).toMatchObject([
      { before: { city: 'Thun', phone: '1' }, after: { city: 'Basel', phone: '2' } },
    ]);
  });

  it('WA4 says nothing of a record that the user has deleted', async () => {
    byOmar('account', ids.contoso, { city: 'Chur' });
    await refresh();
    await pane.save({ kind: 'delete', ref: contoso });
    expect(await shown()).toEqual([]);
    await pane.player.wake();
    expect(await shown()).toEqual([]);
  });

  it('WA5 is noted once where changes wait on the record, and they stay', async () => {
    world.crm.up = false;
    await pane.save({ kind: 'update', ref: contoso, values: { phone: '9' } });
    world.crm.up = true;
    byOmar('account', ids.contoso, { city: 'Chur' });
    await refresh();
    await refresh();
    expect(await shown()).toMatchObject([{ before: { city: 'Bern' }, after: { city: 'Chur' } }]);
    expect(await pane.row(contoso)).toMatchObject({ city: 'Chur', phone: '9' });
  });

  it('WA5 is noted with the row or not at all', async () => {
    byOmar('account', ids.contoso, { city: 'Chur' });
    const { state } = pane.dexie;
    const put = () => {
      throw new Error('broken');
    };
    pane.dexie.state.hook('creating', put);
    await refresh().catch(() => undefined);
    expect(await pane.row(contoso)).toMatchObject({ city: 'Bern' });
    state.hook('creating').unsubscribe(put);
    await refresh();
    expect(await shown()).toMatchObject([{ before: { city: 'Bern' }, after: { city: 'Chur' } }]);
  });

  it('WA5 is noted where another pane marks notes as seen at the same moment', async () => {
    byOmar('account', ids.contoso, { city: 'Chur' });
    await refresh();
    await shown();
    byOmar('account', ids.contoso, { city: 'Thun' });
    world.clock.advance(15 * MINUTE);
    let seen: Promise<void> | undefined;
    const { state } = pane.dexie;
    const { bulkGet } = state;
    state.bulkGet = (keys: string[]) => {
      seen ??= markSeen();
      return bulkGet.call(state, keys);
    };
    await copy.refresh(true);
    await seen;
    expect(await shown()).toMatchObject([{ before: { city: 'Chur' }, after: { city: 'Thun' } }]);
  });
});

describe('a record that is not there any more', () => {
  it('WA6 is told, until it is there again', async () => {
    const row = world.crm.get('account', ids.contoso);
    world.crm.remove('account', ids.contoso);
    await refresh();
    expect(await shown()).toMatchObject([{ ref: contoso, name: 'Contoso', gone: true, by: '' }]);
    world.crm.put('account', ids.contoso, row?.values ?? {});
    await refresh();
    expect(await shown()).toEqual([]);
  });

  it('WA6 is told where the user had looked it up', async () => {
    const { crm } = world;
    crm.put('account', guid(7), { name: 'Northwind', ownerid: omar });
    const visit = createVisit({
      store: pane.store,
      server: crm,
      model: () => crm.model,
      rights: () => ({ userId: identity.userId, depths: {} }),
      mayAsk: () => undefined,
      organizationTrips: [],
    });
    await visit({ table: 'account', id: guid(7) });
    await refresh();
    crm.remove('account', guid(7));
    await refresh();
    expect(await shown()).toMatchObject([{ name: 'Northwind', gone: true }]);
  });

  it('WA6 is not told of one that leaves by the user’s choice of records', async () => {
    const trips = tripSetting(pane.store);
    const none = { name: 'None', on: true, tables: {}, others: { rows: 'none' as const } };
    await trips.choose({ version: 1, trips: [none] });
    await refresh();
    expect(await pane.row(contoso)).toBeNull();
    expect(await shown()).toEqual([]);
    trips.stop();
  });

  it('WA6 is told of all records of a table that the user may not read any more', async () => {
    world.crm.model = {
      ...dated,
      account: { ...dated['account']!, privileges: { Read: 'prvNone' } },
    };
    const { readRights } = world.crm;
    world.crm.readRights = async () => {
      const { depths, ...rights } = await readRights.call(world.crm);
      const { prvNone: _none, ...others } = depths;
      return { ...rights, depths: others };
    };
    await refresh();
    expect(await shown()).toMatchObject([{ ref: contoso, gone: true }]);
  });
});

describe('notes', () => {
  const many = async (count: number): Promise<void> => {
    for (let n = 1; n <= count; n++) world.crm.put('task', guid(n), { subject: 'Call' });
    await refresh();
    for (let n = 1; n <= count; n++) byOmar('task', guid(n), { subject: `Call ${n}` });
    await refresh();
  };

  it('WA7 are the newest two hundred', async () => {
    await many(205);
    const changes = await shown();
    expect(changes).toHaveLength(200);
    expect(changes.map(({ name }) => name)).not.toContain('Call 5');
    expect(changes.map(({ name }) => name)).toContain('Call 205');
    const keys = await pane.dexie.state.toCollection().primaryKeys();
    expect(keys.filter((key) => key.startsWith('unseen:'))).toHaveLength(200);
  });

  it('WA7 go after thirty days', async () => {
    byOmar('account', ids.contoso, { city: 'Chur' });
    await refresh();
    world.clock.advance(29 * DAY);
    expect(await shown()).toHaveLength(1);
    byOmar('task', guid(0), { subject: 'Visit' });
    await refresh(2 * DAY);
    expect((await shown()).map(({ name }) => name)).toEqual(['Visit']);
  });

  it('WA8 stay over a restart until they are marked as seen', async () => {
    byOmar('account', ids.contoso, { city: 'Chur' });
    await refresh();
    const other = openUnseen((await world.open()).store, world.clock);
    await until(() => other.unseen.get().changes.length === 1);
    await other.markSeen(other.unseen.get().through);
    expect(await shown()).toEqual([]);
    other.stop();
  });

  it('WA8 that have grown since the user has looked stay', async () => {
    byOmar('account', ids.contoso, { city: 'Chur' });
    byOmar('task', guid(0), { subject: 'Visit' });
    await refresh();
    await shown();
    const { through } = away.unseen.get();
    byOmar('account', ids.contoso, { phone: '2' });
    await refresh();
    await away.markSeen(through);
    expect((await shown()).map(({ after }) => after)).toEqual([{ city: 'Chur', phone: '2' }]);
  });

  it('WA8 remind no more once dismissed, until there is another', async () => {
    byOmar('account', ids.contoso, { city: 'Chur' });
    await refresh();
    await shown();
    await away.dismiss(away.unseen.get().through);
    expect(await shown()).toHaveLength(1);
    expect(away.unseen.get().dismissed).toBe(true);
    byOmar('task', guid(0), { subject: 'Visit' });
    await refresh();
    expect(await shown()).toHaveLength(2);
    expect(away.unseen.get().dismissed).toBe(false);
  });
});

describe('playback', () => {
  it('WA9 notes what others have changed beside a change that it merges', async () => {
    await pane.save({ kind: 'update', ref: contoso, values: { phone: '9' } });
    byOmar('account', ids.contoso, { city: 'Chur' });
    await pane.player.wake();
    expect(await pane.row(contoso)).toMatchObject({ city: 'Chur', phone: '9' });
    await refresh();
    expect(await shown()).toMatchObject([{ by: 'Omar', after: { city: 'Chur' } }]);
    expect(away.unseen.get().changes[0]?.before).toEqual({ city: 'Bern' });
  });

  it('WA9 notes it once where the change waits for the user, and not what is decided for mine', async () => {
    world.policies = { all: 'ask', tables: {} };
    await pane.save({ kind: 'update', ref: contoso, values: { city: 'Thun' } });
    byOmar('account', ids.contoso, { city: 'Chur', phone: '2' });
    await pane.player.wake();
    await refresh();
    expect((await shown())[0]?.after).toEqual({ city: 'Chur', phone: '2' });
    const [entry] = await pane.line();
    await pane.outbox.resolve(entry?.seq ?? 0, 'all');
    await pane.player.wake();
    expect((await shown())[0]?.after).toEqual({ phone: '2' });
  });

  it('WA3 WA9 does not take for others’ what had arrived though its answer was lost', async () => {
    world.crm.faults = [{ kind: 'dropAfterCommit' }];
    await pane.save({ kind: 'update', ref: contoso, values: { phone: '9' } });
    await pane.player.wake();
    byOmar('account', ids.contoso, { city: 'Chur' });
    await pane.player.wake(true);
    expect(await pane.line()).toEqual([]);
    expect((await shown())[0]?.after).toEqual({ city: 'Chur' });
  });
});

describe('what it costs', () => {
  /** What is decoded from now on. */
  const watchDecoding = () => {
    const decoded: unknown[] = [];
    const codec = pane.store.codec;
    const { decode } = codec;
    codec.decode = (bodies) => {
      decoded.push(...bodies);
      return decode(bodies);
    };
    return {
      bodies(): Values[] {
        codec.decode = decode;
        return decoded.filter((body): body is Values => typeof body === 'object' && body !== null);
      },
    };
  };
  const asksWho = ({ table }: RowQuery): boolean => 'modifiedby' in table.columns;

  it('WA10 a first download does not ask who changed a row', () => {
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter(asksWho)).toEqual([]);
  });

  it('WA10 a refresh asks it of what has changed, and keeps it not', async () => {
    asked = [];
    byOmar('account', ids.contoso, { city: 'Chur' });
    await refresh();
    expect(asked.filter(asksWho).map(({ table }) => table.name)).toContain('account');
    const stored = await pane.store.db.records.get(`account:${ids.contoso}`);
    expect(Object.keys(stored?.body ?? {})).not.toContain('modifiedby');
  });

  it('WA10 nothing is compared that is read again for other columns only', async () => {
    byOmar('account', ids.contoso, { city: 'Chur' });
    await refresh();
    await shown();
    await markSeen();
    const account = dated['account'];
    if (account === undefined) throw new Error('no accounts');
    const columns = Object.entries(account.columns).filter(([name]) => name !== 'phone');
    world.crm.model = {
      ...dated,
      account: { ...account, columns: Object.fromEntries(columns) },
    };
    const decoded = watchDecoding();
    await refresh();
    expect(decoded.bodies().filter((body) => body['city'] === 'Chur')).toEqual([]);
  });

  it('WA10 only rows are decoded that were here and that others have changed', async () => {
    const decoded = watchDecoding();
    for (let n = 1; n <= 30; n++) world.crm.put('task', guid(n), { subject: 'New' });
    byOmar('account', ids.contoso, { city: 'Chur' });
    await refresh();
    expect(decoded.bodies().filter((body) => body['subject'] === 'New')).toEqual([]);
    expect(await shown()).toHaveLength(1);
  });
});
