import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
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
