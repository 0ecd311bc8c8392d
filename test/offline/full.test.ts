import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Change } from '../../src/domain/change';
import type { CopyProgress } from '../../src/domain/status';
import { usualTrip } from '../../src/domain/trip';
import { readStanding } from '../../src/offline/copy/standing';
import { writeState } from '../../src/offline/store';
import { openCopy, unknown } from './support/copying';
import { SmallDisk } from './support/small-disk';
import { ids, type Pane, World } from './support/world';

let world: World;
let pane: Pane;
const contoso = { table: 'account', id: ids.contoso };

beforeEach(async () => {
  world = new World();
  pane = await world.open();
  await world.given(pane, 'account', ids.contoso, { name: 'Contoso', city: 'Bern' });
  await pane.save({ kind: 'update', ref: contoso, values: { city: 'Basel' } });
});
afterEach(() => {
  world.crash();
});

/** Receipts find no space, as long as the test says so. */
function fullWhile(isFull: () => boolean | Promise<boolean>): void {
  pane.dexie.receipts.hook('creating', () => {
    if (isFull()) throw new DOMException('No space is left.', 'QuotaExceededError');
  });
}

describe('a disk that is full in the middle of a playback', () => {
  it('PB3 keeps the entry, and proves it without sending it twice when there is space', async () => {
    let full = true;
    fullWhile(() => full);
    await pane.player.wake();
    expect(world.crm.journal).toHaveLength(1);
    expect((await pane.line()).map(({ state }) => state)).toEqual(['sending']);
    full = false;
    await pane.player.wake(true);
    expect(await pane.line()).toEqual([]);
    expect(world.crm.journal).toHaveLength(1);
  });

  it('OB1 makes room for the receipt by letting go of the snapshot', async () => {
    await pane.store.db.catalogue.put(
      { keys: { generation: 1 }, rev: 0, v: 1, body: 'large' },
      'snapshot',
    );
    let full = true;
    fullWhile(() => full);
    pane.dexie.catalogue.hook('deleting', () => {
      full = false;
    });
    await pane.player.wake();
    expect(await pane.line()).toEqual([]);
    expect(world.crm.journal).toHaveLength(1);
    expect(await pane.store.db.catalogue.count()).toBe(0);
  });
});

describe('a disk that downloaded rows have filled', () => {
  const guid = (n: number): string => `dddddddd-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const TASKS = 400;
  let disk: SmallDisk;
  let opened: ReturnType<typeof openCopy>;
  let progress: CopyProgress;
  const choose = (rows: 'mine' | 'none'): Promise<void> =>
    writeState(pane.store, 'trips', {
      version: 1,
      trips: [{ name: 'All', on: true, tables: {}, others: { rows } }],
    });
  const filledOf = async ({ store }: Pane) =>
    (await readStanding(store, opened.keeper.current, world.organizationTrips, unknown, false))
      .filled;
  const board = async () => (await pane.store.db.records.keys()).sort();
  const euro = (n: number, letters = 200): Change => ({
    kind: 'create',
    ref: { table: 'currency', id: guid(9000 + n) },
    values: { name: 'x'.repeat(letters) },
  });

  beforeEach(async () => {
    for (let n = 0; n < TASKS; n++) world.crm.put('task', guid(n), { subject: `Task ${n}` });
    opened = openCopy(world, pane, {
      pageSize: 20,
      used: () => Promise.resolve(8_059_000),
      onProgress: (now) => (progress = now),
    });
    disk = new SmallDisk(pane.dexie);
    // Room for the reserve, and for some of the rows.
    disk.left = 8_060_000;
    await opened.copy.refresh(true);
  });
  afterEach(() => {
    opened.keeper.stop();
  });

  it('CP13 stops the download, says why, and keeps whole what is here', async () => {
    expect(progress).toMatchObject({ phase: 'failed', failure: 'full' });
    const here = await board();
    expect(here.length).toBeGreaterThan(20);
    expect(here.length).toBeLessThan(TASKS);
    for (const key of here) {
      const [table = '', id = ''] = key.split(':');
      expect(await pane.row({ table, id })).not.toBeNull();
    }
    expect(await pane.line()).toHaveLength(1);
  });

  it('CP21 is known, with how much was here, also after a restart, until a download comes to its end', async () => {
    const again = await world.open();
    expect(await filledOf(again)).toEqual({
      rows: (await board()).length,
      used: 8_059_000,
      trips: [usualTrip],
    });
    await opened.copy.refresh(false);
    expect(progress).toMatchObject({ phase: 'failed', failure: 'full' });
    expect(await filledOf(again)).not.toBeNull();
    await choose('none');
    await opened.copy.refresh(true);
    expect(progress).toMatchObject({ phase: 'done' });
    expect(await filledOf(again)).toBeNull();
  });

  it('CP21 is not what ended a download for another reason', async () => {
    await choose('none');
    await opened.copy.refresh(true);
    disk.left = Infinity;
    await choose('mine');
    const refused = { status: 403, code: '', message: '' };
    world.crm.faults = [{ kind: 'fail', failure: refused, on: (call) => call === 'readPage' }];
    await opened.copy.refresh(true);
    expect(progress).toMatchObject({ phase: 'failed' });
    expect(await filledOf(pane)).toBeNull();
  });

  it('ST14 still takes changes, and no download takes their room', async () => {
    const before = await board();
    for (let n = 0; n < 100; n++) await pane.save(euro(n));
    expect(await pane.line()).toHaveLength(101);
    await opened.copy.refresh(false);
    expect(progress).toMatchObject({ phase: 'failed', failure: 'full' });
    expect((await board()).filter((key) => !key.startsWith('currency'))).toEqual(before);
    await pane.save(euro(100));
    expect(await pane.line()).toHaveLength(102);
  });

  it('ST2 says that no space is left once the reserve is used up too, and keeps what was saved', async () => {
    let saved = 0;
    const saveAll = async (): Promise<void> => {
      for (;;) {
        await pane.save(euro(saved, 300_000));
        saved += 1;
      }
    };
    await expect(saveAll()).rejects.toMatchObject({ problem: { code: 'localFull' } });
    expect(saved).toBeGreaterThan(2);
    expect(await pane.line()).toHaveLength(1 + saved);
  });

  it('CP13 lets rows go that the user no longer chooses, and then there is room again', async () => {
    await choose('none');
    await opened.copy.refresh(true);
    expect(progress).toMatchObject({ phase: 'done' });
    expect(await board()).toEqual([`account:${ids.contoso}`]);
    disk.left = Infinity;
    await choose('mine');
    await opened.copy.refresh(true);
    expect(progress).toMatchObject({ phase: 'done' });
    expect((await board()).length).toBeGreaterThan(TASKS);
  });
});
