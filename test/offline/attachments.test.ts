import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { noAttachments } from '../../src/domain/estimate';
import type { CopyProgress } from '../../src/domain/status';
import { type Trip, usualTrip } from '../../src/domain/trip';
import { dropKept, readKept, versionHere, versionsHere } from '../../src/offline/attachments/kept';
import { createEstimator } from '../../src/offline/estimate/estimator';
import { completeAt } from '../../src/offline/copy/complete-at';
import { readStanding } from '../../src/offline/copy/standing';
import { writeState } from '../../src/offline/store';
import { openCopy, unknown } from './support/copying';
import { identity, lookupTo } from './support/crm';
import { account, column, contact, owner, table, task } from './support/model';
import { settle, until } from './support/settle';
import { SmallDisk } from './support/small-disk';
import { ids, type Pane, World } from './support/world';

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
const contoso = { table: 'account', id: ids.contoso };
const omar = { table: 'systemuser', id: ids.ben, name: 'Omar' };
const noteId = (n: number): string => `11111111-0000-4000-8000-${String(n).padStart(12, '0')}`;
const keyOf = (n: number): string => `note:${noteId(n)}`;
const contentsOf = (n: number, size: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: size }, (_, at) => (at * n + n) % 256);
const bringing: Trip = { ...usualTrip, name: 'With attachments', attachments: true };
const LARGEST = 1000;

let world: World;
let pane: Pane;
let opened: ReturnType<typeof openCopy>;
let seen: CopyProgress[];

function open(largestAttachment = LARGEST): void {
  seen = [];
  opened = openCopy(world, pane, {
    largestAttachment,
    onProgress: (progress) => seen.push(progress),
  });
}

/** A note in the CRM, with a file of so many bytes. */
function put(n: number, size: number, values = {}): void {
  const about = lookupTo(contoso, 'Contoso');
  const file = { file: `file ${n}`, bytes: size };
  world.crm.put('note', noteId(n), { subject: `Note ${n}`, about, ...file, ...values });
  world.crm.files.set(keyOf(n), contentsOf(n, size));
}

const choose = (...trips: Trip[]): Promise<void> =>
  writeState(pane.store, 'trips', { version: 1, trips });

const copy = async (thorough = true): Promise<CopyProgress | undefined> => {
  await opened.copy.refresh(thorough);
  return seen.at(-1);
};
/** The numbers of the notes whose files are here. */
const here = async (): Promise<number[]> =>
  [...(await versionsHere(pane.store.db)).keys()].map((key) => Number(key.slice(-12)));
/** The numbers of the notes whose files were asked for, in order. */
const asked = (from = 0): number[] =>
  world.crm.requests
    .slice(from)
    .filter((request) => request.startsWith('readAttachment'))
    .map((request) => Number(request.slice(-12)));
const isAttachment = (call: string): boolean => call === 'readAttachment';

beforeEach(async () => {
  world = new World();
  world.crm.model = { account, contact, task, note };
  pane = await world.open();
  world.crm.put('account', ids.contoso, { name: 'Contoso' });
  put(1, 300);
  put(2, 20);
  put(3, LARGEST);
  put(4, LARGEST + 1);
  put(5, 40, { ownerid: omar });
  world.crm.put('note', noteId(6), { subject: 'Without a file', bytes: 0 });
  open();
});
afterEach(() => {
  opened.keeper.stop();
  world.crash();
});

describe('the attachments of a trip', () => {
  it('AT1 do not come where nobody has chosen that they do', async () => {
    expect(await copy()).toMatchObject({ phase: 'done', attachments: null });
    expect([await here(), asked()]).toEqual([[], []]);
  });

  it('AT1 AT2 AT9 are the files of the rows that it keeps, but for those that are too large, the smallest first', async () => {
    await choose(bringing);
    const last = await copy();
    expect(last).toMatchObject({
      phase: 'done',
      attachments: { done: 3, total: 3, bytes: 1320, totalBytes: 1320, full: false },
    });
    expect(asked()).toEqual([2, 1, 3]);
    expect(await here()).toEqual([1, 2, 3]);
    const kept = await readKept(pane.store, keyOf(1));
    expect(Buffer.from(kept?.contents ?? []).equals(contentsOf(1, 300))).toBe(true);
    const told = seen.flatMap(({ attachments }) => (attachments ? [attachments.done] : []));
    expect([...new Set(told)]).toEqual([0, 1, 2, 3]);
  });

  it('AT2 come behind the rows, which are complete before the first of them is asked for', async () => {
    await choose(bringing);
    let rows: string[] = [];
    world.crm.during = async (call) => {
      if (isAttachment(call) && rows.length === 0) rows = await pane.store.db.records.keys();
    };
    await copy();
    expect(rows.filter((key) => key.startsWith('note'))).toHaveLength(5);
  });

  it('AT1 are those of the rows that a trip keeps which brings them, where another one keeps more', async () => {
    const others: Trip = { ...usualTrip, name: 'All', tables: { note: { rows: 'all' } } };
    await choose(others, bringing);
    await copy();
    expect(await here()).toEqual([1, 2, 3]);
    await choose({ ...others, attachments: true }, { ...bringing, on: false });
    await copy();
    expect(await here()).toEqual([1, 2, 3, 5]);
    await choose(others, { ...bringing, on: false });
    await copy();
    expect(await here()).toEqual([]);
  });
});

it('AT1 the attachments of a trip are those of the notes on what it keeps, too', async () => {
  world.crm.model = { account, contact, task, note: { ...note, about: 'about' } };
  await choose(bringing);
  await copy();
  expect(await here()).toEqual([1, 2, 3, 5]);
  const others: Trip = { ...usualTrip, name: 'All', tables: { note: { rows: 'all' } } };
  const tables = { note: { rows: 'none' }, account: { rows: 'mine', notes: true } } as const;
  await choose(others, { ...bringing, tables });
  await copy();
  expect(await here()).toEqual([1, 2, 3, 5]);
  await choose(others, { ...bringing, tables: { account: { rows: 'mine', notes: false } } });
  await copy();
  expect(await here()).toEqual([1, 2, 3]);
});

describe('a refresh', () => {
  beforeEach(async () => {
    await choose(bringing);
    await copy();
  });

  it('AT3 asks for no file that is here, and for that of a row which has changed', async () => {
    const before = world.crm.requests.length;
    await copy(false);
    expect(asked(before)).toEqual([]);
    put(1, 301);
    await copy(false);
    expect(asked(before)).toEqual([1]);
    expect((await readKept(pane.store, keyOf(1)))?.contents).toHaveLength(301);
    expect(await pane.store.db.blobs.count()).toBe(3);
  });

  it('AT3 AT8 keeps the older file until the newer one has come', async () => {
    const before = await versionHere(pane.store.db, keyOf(1));
    world.crm.edit('note', noteId(1), { subject: 'Renamed' });
    world.crm.faults = [{ kind: 'fail', failure: { status: 400 }, on: isAttachment }];
    expect(await copy()).toMatchObject({ phase: 'done' });
    expect(await versionHere(pane.store.db, keyOf(1))).toBe(before);
    expect((await readKept(pane.store, keyOf(1)))?.contents).toHaveLength(300);
    await copy();
    expect(await versionHere(pane.store.db, keyOf(1))).toBe(world.crm.get('note', noteId(1))?.etag);
  });

  it('AT7 removes the file with its row', async () => {
    world.crm.remove('note', noteId(1));
    await copy();
    expect(await here()).toEqual([2, 3]);
  });

  it('AT7 removes the files where their trip does not bring them any more', async () => {
    await choose({ ...bringing, attachments: false });
    await copy();
    expect(await here()).toEqual([]);
    expect(
      (await pane.store.db.records.keys()).filter((key) => key.startsWith('note')),
    ).toHaveLength(5);
  });

  it('AT7 removes the files where no trip keeps their rows any more', async () => {
    await choose({ ...bringing, tables: { note: { rows: 'none' } } });
    await copy();
    expect(await here()).toEqual([]);
  });
});

it('AT7 a file leaves with the row that the user deletes, once that is proved', async () => {
  await choose(bringing);
  await copy();
  await pane.save({ kind: 'delete', ref: { table: 'note', id: noteId(1) } });
  expect(await here()).toEqual([1, 2, 3]);
  await pane.player.wake();
  expect(await pane.line()).toEqual([]);
  expect(await here()).toEqual([2, 3]);
});

describe('a download of attachments that does not come to its end', () => {
  beforeEach(() => choose(bringing));

  it('AT2 goes on with the next one when the pane is opened again', async () => {
    world.crm.faults = [
      { kind: 'never', on: (call, key) => isAttachment(call) && key === keyOf(1) },
    ];
    void opened.copy.refresh(true);
    await until(() => asked().includes(1));
    expect(await here()).toEqual([2]);
    expect(await completeAt(pane.store, [usualTrip], unknown)).toBeNull();
    opened.keeper.stop();
    world.crash();
    pane = await world.open();
    const before = world.crm.requests.length;
    open();
    expect(await copy(false)).toMatchObject({ phase: 'done' });
    expect(asked(before)).toEqual([1, 3]);
    expect(await completeAt(pane.store, [usualTrip], unknown)).not.toBeNull();
  });

  it('AT4 can be paused and resumed', async () => {
    world.crm.during = async (call, key) => {
      if (isAttachment(call) && key === keyOf(2)) opened.copy.pause();
    };
    const copying = opened.copy.refresh(true);
    await until(() => seen.at(-1)?.phase === 'paused');
    expect(asked()).toEqual([2]);
    opened.copy.resume();
    await copying;
    expect(await here()).toEqual([1, 2, 3]);
  });

  it('AT4 can be canceled, and keeps what is here', async () => {
    world.crm.during = async (call, key) => {
      if (isAttachment(call) && key === keyOf(1)) opened.copy.cancel();
    };
    expect(await copy()).toMatchObject({ phase: 'canceled' });
    expect(await here()).toEqual([2]);
  });

  it('AT4 is patient with a bad network', async () => {
    world.crm.faults = [
      { kind: 'drop', on: isAttachment },
      { kind: 'drop', on: isAttachment },
    ];
    const copying = copy();
    for (const seconds of [1, 4]) {
      await until(() => world.crm.faults.length === (seconds === 1 ? 1 : 0));
      await settle();
      world.clock.advance(seconds * 1000);
    }
    expect(await copying).toMatchObject({ phase: 'done' });
    expect(asked()).toEqual([2, 2, 2, 1, 3]);
  });

  it('AT4 fails without a network, when the rows are complete', async () => {
    world.crm.faults = [
      {
        kind: 'fail',
        failure: { kind: 'notSent' },
        on: (call, key) => isAttachment(call) && key === keyOf(1),
      },
    ];
    expect(await copy()).toMatchObject({ phase: 'failed', failure: { kind: 'notSent' } });
    expect(await here()).toEqual([2]);
    expect((await pane.store.db.records.keys()).length).toBe(6);
  });

  it('AT4 passes over a file that the CRM does not give', async () => {
    world.crm.files.delete(keyOf(2));
    world.crm.faults = [
      {
        kind: 'fail',
        failure: { status: 403 },
        on: (call, key) => isAttachment(call) && key === keyOf(1),
      },
    ];
    expect(await copy()).toMatchObject({ phase: 'done', failure: null });
    expect(await here()).toEqual([3]);
    await copy();
    expect(await here()).toEqual([1, 3]);
  });

  it('AT4 goes by the choice that is made meanwhile', async () => {
    let chosen = false;
    world.crm.during = async (call) => {
      if (!isAttachment(call) || chosen) return;
      chosen = true;
      await choose(usualTrip);
    };
    expect(await copy()).toMatchObject({ phase: 'done' });
    expect(await here()).toEqual([]);
    expect(asked()).toHaveLength(1);
  });
});

describe('an estimate of the attachments', () => {
  const estimated = async (...trips: Trip[]) => {
    const { store } = pane;
    const { crm: server, clock } = world;
    const facts = {
      model: server.model,
      rights: await server.readRights(),
      processes: [],
      rules: [],
      colleagues: [],
    };
    const estimator = createEstimator({
      store,
      server,
      identity,
      clock,
      keeper: opened.keeper,
      facts: () => facts,
      largestAttachment: LARGEST,
    });
    return estimator(trips);
  };

  it('GO1 AT1 is of those that the trips bring, are not too large and are not here', async () => {
    expect((await estimated(usualTrip)).attachments).toEqual(noAttachments);
    const tooLarge = { count: 1, size: LARGEST + 1 };
    expect((await estimated(bringing)).attachments).toEqual({ count: 3, size: 1320, tooLarge });
    await choose(bringing);
    await copy();
    expect((await estimated(bringing)).attachments).toEqual({ count: 0, size: 0, tooLarge });
    put(2, 25);
    expect((await estimated(bringing)).attachments).toEqual({ count: 1, size: 25, tooLarge });
  });

  it.each([0, 1])(
    'GO1 AT1 is of those of the notes on what is kept too, before a copy and after %i',
    async (copies) => {
      world.crm.model = { account, contact, task, note: { ...note, about: 'about' } };
      for (let n = 0; n < copies; n++) await copy();
      const { attachments } = await estimated(bringing);
      expect(attachments).toMatchObject({ count: 4, size: 1360 });
      await choose(bringing);
      expect(await copy()).toMatchObject({ attachments: { total: 4, totalBytes: 1360 } });
    },
  );

  it('GO1 AT1 is exact where they are on more records than are looked at', async () => {
    world.crm.model = { account, contact, task, note: { ...note, about: 'about' } };
    for (let n = 100; n < 500; n++) {
      const ref = { table: 'account', id: noteId(n) };
      world.crm.put('account', ref.id, { name: `Account ${n}` });
      if (n % 4 === 0) put(n, n, { about: lookupTo(ref), ownerid: omar });
    }
    const { attachments } = await estimated(bringing);
    await choose(bringing);
    expect(await copy()).toMatchObject({
      attachments: { total: attachments.count, totalBytes: attachments.size },
    });
    expect(attachments.count).toBe(104);
  });
});

describe('a disk with little space', () => {
  /** So large that its space comes back at once. */
  const SIZE = 200_000;
  const FILES = [11, 12, 13, 14];
  let disk: SmallDisk;
  const reserve = async (): Promise<number> => {
    const signs = Array.from({ length: 8 }, (_, n) => `reserved:${n + 1}`);
    return (await pane.store.db.state.bulkGet(signs)).filter((sign) => sign !== undefined).length;
  };

  beforeEach(async () => {
    opened.keeper.stop();
    open(1_000_000);
    for (const n of FILES) put(n, SIZE + n);
    await choose(bringing);
    disk = new SmallDisk(pane.dexie);
    // Room for the reserve, the rows and some of the files.
    disk.left = 8_100_000 + 2 * SIZE;
    await copy();
  });

  it('AT5 takes the files that find room, says that it is full, and is complete without the others', async () => {
    expect(seen.at(-1)).toMatchObject({ phase: 'done', attachments: { full: true, total: 8 } });
    const came = await here();
    expect(came).toEqual(expect.arrayContaining([1, 2, 3, 4, 11]));
    expect(came).not.toContain(14);
    expect(await reserve()).toBe(8);
    expect(await completeAt(pane.store, [usualTrip], unknown)).not.toBeNull();
  });

  it('AT10 RD6 counts those that found no space, and those whose space was needed since', async () => {
    const lacking = async () =>
      (await readStanding(pane.store, opened.keeper.current, [usualTrip], unknown, false))
        .attachments;
    const before = 8 - (await here()).length;
    expect(await lacking()).toEqual({ count: before, why: 'noSpace' });
    await dropKept(pane.store, [keyOf(1)]);
    expect(await lacking()).toEqual({ count: before + 1, why: 'noSpace' });
    disk.left = Infinity;
    await copy();
    expect(await lacking()).toBeNull();
    await dropKept(pane.store, [keyOf(1)]);
    expect(await lacking()).toEqual({ count: 1, why: 'toCome' });
  });

  it('AT5 is not tried with the others again before the user asks for it', async () => {
    const before = world.crm.requests.length;
    expect(await copy(false)).toMatchObject({ phase: 'done', attachments: { full: true } });
    expect(asked(before)).toEqual([]);
    disk.left = Infinity;
    expect(await copy()).toMatchObject({ phase: 'done', attachments: { full: false } });
    expect(await here()).toEqual([1, 2, 3, 4, ...FILES]);
  });

  it('AT6 gives the space of files to rows that are downloaded, and to the reserve', async () => {
    disk.left = 20_000;
    const words = 'word '.repeat(100);
    for (let n = 0; n < 300; n++)
      world.crm.put('task', noteId(1000 + n), { subject: `${n} ${words}` });
    expect(await copy(false)).toMatchObject({ phase: 'done' });
    const rows = (await pane.store.db.records.keys()).filter((key) => key.startsWith('task'));
    expect(rows).toHaveLength(300);
    expect(await here()).not.toContain(11);
    expect(await reserve()).toBe(8);
  });

  it('AT6 gives it to the reserve, also where no rows come', async () => {
    const before = await here();
    const used = { kind: 'create', ref: { table: 'note', id: noteId(5000) } } as const;
    disk.left = 0;
    await pane.save({ ...used, values: { subject: 'x'.repeat(50_000) } });
    expect(await reserve()).toBe(7);
    disk.left = 900_000;
    await copy(false);
    expect(await reserve()).toBe(8);
    expect((await here()).length).toBeLessThan(before.length);
  });

  it('AT6 gives it to what the user does, once the reserve is used up', async () => {
    disk.left = 0;
    const letters = 'x'.repeat(50_000);
    let used = 0;
    while ((await reserve()) > 0) {
      expect(await here()).toContain(11);
      const ref = { table: 'note', id: noteId(5000 + used++) };
      await pane.save({ kind: 'create', ref, values: { subject: letters } });
    }
    const before = (await here()).length;
    while ((await here()).length === before) {
      const ref = { table: 'note', id: noteId(5000 + used++) };
      await pane.save({ kind: 'create', ref, values: { subject: letters } });
    }
    expect(await pane.line()).toHaveLength(used);
  });
});
