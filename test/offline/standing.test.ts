import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { gapsIn } from '../../src/domain/readiness';
import { type Trip, usualTrip } from '../../src/domain/trip';
import type { Standing } from '../../src/domain/status';
import { writeState } from '../../src/offline/store';
import { lookupTo } from './support/crm';
import { account, column, contact, owner, table, task } from './support/model';
import { settle, until } from './support/settle';
import { openWhole, type Whole } from './support/whole';
import { ids, World } from './support/world';

const note = table(
  'note',
  [
    column('subject', 'text'),
    column('about', 'lookup', { targets: ['account'] }),
    column('file', 'text', { canCreate: false, canUpdate: false }),
    column('bytes', 'integer', { canCreate: false, canUpdate: false }),
    owner,
  ],
  { primaryName: 'subject', file: { name: 'file', size: 'bytes', body: 'body' } },
);
const bringing: Trip = { ...usualTrip, name: 'With attachments', attachments: true };
const all: Trip = { ...usualTrip, name: 'All', others: { rows: 'all' } };
const noteId = (n: number): string => `11111111-0000-4000-8000-${String(n).padStart(12, '0')}`;
const isAttachment = (call: string): boolean => call === 'readAttachment';
const whole: Standing = { rows: 'whole', attachments: null, filled: null };

let world: World;
let panes: Whole[];
const open = async (): Promise<Whole> => {
  const pane = await openWhole(world);
  panes.push(pane);
  return pane;
};
const copied = (pane: Whole): Promise<void> =>
  until(() => pane.page.copy.progress.get().phase === 'done', 'the copy');
const standing = ({ page }: Whole): Standing => page.copy.standing.get();
const isWhole = (pane: Whole): Promise<void> =>
  until(() => JSON.stringify(standing(pane)) === JSON.stringify(whole), 'the whole copy');
/** What is in the way of going offline, in the records and files. */
const inTheWay = ({ page: { copy } }: Whole): string[] =>
  gapsIn({
    now: world.clock.now(),
    opensOffline: null,
    start: 'kept',
    storage: 'persistent',
    space: null,
    lastAt: copy.lastAt.get(),
    download: copy.progress.get().phase,
    elsewhere: copy.progress.get().elsewhere,
    awaitsNetwork: copy.progress.get().hold?.by === 'network',
    filled: copy.standing.get().filled !== null,
    standing: copy.standing.get(),
    nothingChosen: false,
    entries: [],
    installable: false,
  }).map(({ kind }) => kind);
const choose = async (...trips: Trip[]): Promise<void> =>
  writeState((await world.open()).store, 'trips', { version: 1, trips });
const put = (n: number): void => {
  world.crm.put('note', noteId(n), { subject: `Note ${n}`, file: `file ${n}`, bytes: 10 * n });
  world.crm.files.set(`note:${noteId(n)}`, new Uint8Array(10 * n));
};

beforeEach(() => {
  world = new World();
  world.crm.model = { account, contact, task, note };
  panes = [];
  world.crm.put('account', ids.contoso, { name: 'Contoso', city: 'Bern' });
  world.crm.put('contact', ids.anna, {
    lastname: 'Meier',
    parentcustomerid: lookupTo({
      table: 'account',
      id: ids.contoso,
    }),
  });
});
afterEach(() => {
  for (const pane of panes) pane.stop();
});

describe('a copy that is complete', () => {
  it('RD3 is known as such, also after a restart without a network', async () => {
    let pane = await open();
    expect(inTheWay(pane)).not.toEqual([]);
    await copied(pane);
    await isWhole(pane);
    expect(inTheWay(pane)).toEqual([]);
    pane.stop();
    panes = [];
    world.crm.up = false;
    pane = await open();
    await isWhole(pane);
    await until(() => inTheWay(pane).length === 0, 'what was known');
  });

  it('RD3 is so during its next refresh, and not once that is canceled, until one comes to its end', async () => {
    const pane = await open();
    await copied(pane);
    await isWhole(pane);
    let during: string[] | null = null;
    world.crm.edit('account', ids.contoso, { city: 'Zug' });
    world.crm.during = async (call) => {
      if (call !== 'readPage' || during !== null) return;
      await settle();
      during = inTheWay(pane);
      pane.page.copy.cancel();
    };
    await pane.page.copy.refresh(true);
    expect(during).toEqual([]);
    expect(pane.page.copy.progress.get().phase).toBe('canceled');
    await until(() => inTheWay(pane).length > 0, 'what it has left');
    expect(inTheWay(pane)).toEqual(['incomplete']);
    world.crm.during = () => Promise.resolve();
    const other = await open();
    await until(() => inTheWay(other).length === 0, 'the refresh that goes on');
    await until(() => inTheWay(pane).length === 0, 'what the other pane has brought');
  });

  it('RD3 is not so any more while the download goes on that was canceled', async () => {
    const pane = await open();
    await copied(pane);
    await isWhole(pane);
    world.crm.during = async (call) => {
      if (call === 'readPage') pane.page.copy.cancel();
    };
    await pane.page.copy.refresh(true);
    let during: string[] | null = null;
    world.crm.during = async (call) => {
      if (call === 'readPage') during ??= inTheWay(pane);
    };
    await until(() => inTheWay(pane).length > 0, 'what it has left');
    await pane.page.copy.refresh(true);
    expect(during).toEqual(['downloading']);
    await until(() => inTheWay(pane).length === 0, 'the end');
  });

  it('RD3 is not so once other records are chosen, until those are here', async () => {
    const pane = await open();
    await copied(pane);
    await isWhole(pane);
    await pane.page.trips.choose({ version: 1, trips: [all] });
    await until(() => inTheWay(pane).includes('incomplete'), 'the choice');
    await pane.page.copy.refresh(false);
    await until(() => inTheWay(pane).length === 0, 'the end');
  });
});

describe('a copy that is complete, by another choice', () => {
  let pane: Whole;
  /** What is in the way once this is chosen, and whether a pane that is opened refreshes the copy for it. */
  const afterChoosing = async (...trips: Trip[]) => {
    await pane.page.trips.choose({ version: 1, trips });
    await settle();
    const missing = pane.page.copy.standing.get().rows === 'lacking';
    return { missing, shown: pane.page.sync.get().kind };
  };
  const here = { missing: false, shown: 'upToDate' };
  const lacking = { missing: true, shown: 'incomplete' };
  const thin: Trip = { ...usualTrip, tables: { account: { rows: 'mine', without: ['city'] } } };

  beforeEach(async () => {
    await choose(thin);
    pane = await open();
    await copied(pane);
    await isWhole(pane);
  });

  it('RD3 is so where names differ, or trips that are off or keep nothing', async () => {
    const off = { ...all, on: false };
    expect(await afterChoosing({ ...thin, name: 'Mine' }, off)).toEqual(here);
    const none: Trip = { ...usualTrip, others: { rows: 'none' } };
    expect(await afterChoosing(thin, none)).toEqual(here);
  });

  it('RD3 is so where fewer records, columns or files are chosen', async () => {
    expect(await afterChoosing({ ...thin, others: { rows: 'related' } })).toEqual(here);
    const without = ['city', 'phone'];
    const narrow: Trip = { ...thin, tables: { account: { rows: 'mine', without } } };
    expect(await afterChoosing(narrow)).toEqual(here);
    expect(await afterChoosing({ ...thin, on: false })).toEqual(here);
    await choose({ ...thin, attachments: true });
    await pane.page.copy.refresh(true);
    expect(await afterChoosing(thin)).toEqual(here);
    expect(await afterChoosing({ ...narrow, attachments: true })).toEqual(here);
  });

  it('RD3 is not so where more are', async () => {
    expect(await afterChoosing(all)).toEqual(lacking);
    expect(await afterChoosing(usualTrip)).toEqual(lacking);
    expect(await afterChoosing({ ...thin, attachments: true })).toEqual(lacking);
    expect(await afterChoosing(thin)).toEqual(here);
  });

  it('RD3 is not so where what has left is chosen again', async () => {
    await afterChoosing({ ...thin, others: { rows: 'related' } });
    world.clock.advance(1000);
    await pane.page.copy.refresh(true);
    await settle();
    expect(await afterChoosing(thin)).toEqual(lacking);
  });
});

it('CP18 a copy that has ended never shows as incomplete to the pane that made it', async () => {
  const told: string[] = [];
  const pane = await open();
  const { copy, sync } = pane.page;
  sync.subscribe(() => told.push(sync.get().kind));
  await copied(pane);
  await isWhole(pane);
  for (const trips of [all, usualTrip, all]) {
    await choose(trips);
    await copy.refresh(true);
    await isWhole(pane);
  }
  const afterSync = told.filter((kind, at) => kind !== 'syncing' && told[at - 1] === 'syncing');
  expect(new Set(afterSync)).toEqual(new Set(['upToDate']));
});

it('RD3 a first download that is paused, and then left, is not complete', async () => {
  let pane = await open();
  world.crm.during = async (call) => {
    if (call === 'readPage') pane.page.copy.pause();
  };
  await until(() => pane.page.copy.progress.get().phase === 'paused', 'the pause');
  expect(inTheWay(pane)).toEqual(['downloadPaused']);
  pane.stop();
  panes = [];
  world.crm.up = false;
  world.crm.during = () => Promise.resolve();
  pane = await open();
  await until(() => pane.page.connection.state.get() === 'offline');
  expect(inTheWay(pane)).toEqual(['notDownloaded']);
});

describe('attachments that a trip brings', () => {
  beforeEach(async () => {
    for (const n of [1, 2, 3]) put(n);
    await choose(bringing);
  });

  it('AT10 RD6 are counted while they come, and none is missing when they are here', async () => {
    const pane = await open();
    const counts: unknown[] = [];
    world.crm.during = async (call) => {
      if (!isAttachment(call)) return;
      world.clock.advance(1000);
      await settle();
      expect(inTheWay(pane)).toEqual(['attachmentsComing']);
      counts.push(standing(pane).attachments);
    };
    await copied(pane);
    await isWhole(pane);
    expect(counts).toEqual([3, 2, 1].map((count) => ({ count, why: 'toCome' })));
  });

  it('AT10 RD6 are still to come where their download is canceled, in each pane and after a restart', async () => {
    let pane = await open();
    world.crm.faults = [
      { kind: 'never', on: (call, key) => isAttachment(call) && key === `note:${noteId(2)}` },
    ];
    await until(() => pane.page.copy.progress.get().attachments?.done === 1, 'the first');
    pane.page.copy.cancel();
    await until(() => pane.page.copy.progress.get().phase === 'canceled', 'the cancel');
    await until(() => standing(pane).attachments?.count === 2, 'the count');
    expect(inTheWay(pane)).toEqual(['attachmentsToCome']);
    pane.stop();
    panes = [];
    world.crm.up = false;
    pane = await open();
    await until(() => standing(pane).attachments?.count === 2, 'the count');
  });

  it('AT10 are told where the CRM does not give them, until it does', async () => {
    world.crm.files.delete(`note:${noteId(2)}`);
    const pane = await open();
    await copied(pane);
    await until(() => standing(pane).attachments?.why === 'notGiven', 'the count');
    expect(standing(pane)).toEqual({
      ...whole,
      attachments: { count: 1, why: 'notGiven' },
    });
    put(2);
    await pane.page.copy.refresh(false);
    await isWhole(pane);
  });

  it('AT10 do not count once their note is deleted here', async () => {
    world.crm.files.delete(`note:${noteId(2)}`);
    const pane = await open();
    await copied(pane);
    await until(() => standing(pane).attachments !== null, 'the count');
    world.crm.up = false;
    const ref = { table: 'note', id: noteId(2) };
    await pane.page.records.save([{ kind: 'delete', ref }]);
    await isWhole(pane);
  });

  it('AT10 are not known yet by a choice that is new', async () => {
    await choose(usualTrip);
    const pane = await open();
    await copied(pane);
    await isWhole(pane);
    await pane.page.trips.choose({ version: 1, trips: [bringing] });
    await until(() => standing(pane).attachments !== null, 'the choice');
    expect(standing(pane)).toEqual({
      ...whole,
      rows: 'lacking',
      attachments: { count: null, why: 'toCome' },
    });
  });
});
