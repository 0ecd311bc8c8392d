import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Receipt } from '../../src/domain/entry';
import type { UndoPart } from '../../src/domain/undo';
import { removeOldReceipts } from '../../src/offline/old-receipts';
import { lookupTo } from './support/crm';
import { until } from './support/settle';
import { ids, type Pane, World } from './support/world';

const DAY = 86_400_000;
let world: World;
let pane: Pane;
const contoso = { table: 'account', id: ids.contoso };
const anna = { table: 'contact', id: ids.anna };
const call = { table: 'task', id: ids.call };

beforeEach(async () => {
  world = new World();
  pane = await world.open();
  await world.given(pane, 'account', ids.contoso, { name: 'Contoso', city: 'Bern', phone: '1' });
});
afterEach(() => {
  world.crash();
});

const receipts = async (): Promise<Receipt[]> =>
  (await pane.store.db.receipts.toArray())
    .map(({ body }) => body as Receipt)
    .sort((a, b) => a.entry.seq - b.entry.seq);

/** Sends what waits; the newest receipt. */
async function send(): Promise<Receipt> {
  await pane.player.wake();
  const newest = (await receipts()).at(-1);
  if (newest === undefined) throw new Error('Nothing was sent.');
  return newest;
}
const undo = (receipt: Receipt, part: UndoPart = 'all'): Promise<void> => pane.undo(receipt, part);
const onServer = () => world.crm.get('account', ids.contoso)?.values;
const move = (city: string): Promise<void> =>
  pane.save({ kind: 'update', ref: contoso, values: { city } });
const notTakenBack = { problem: { code: 'gone' } };

describe('taking back what was sent', () => {
  it('UN1 UN2 gives an update its columns back, by a new change that says which one it takes back', async () => {
    await pane.save({ kind: 'update', ref: contoso, values: { city: 'Basel', phone: '2' } });
    const sent = await send();
    await undo(sent);
    expect(await pane.row(contoso)).toMatchObject({ city: 'Bern', phone: '1' });
    expect(onServer()).toMatchObject({ city: 'Basel' });
    const undone = await send();
    expect(onServer()).toMatchObject({ name: 'Contoso', city: 'Bern', phone: '1' });
    expect(undone.entry).toMatchObject({ undoes: sent.id, before: { city: 'Basel', phone: '2' } });
    await undo(undone);
    await send();
    expect(onServer()).toMatchObject({ city: 'Basel', phone: '2' });
  });

  it('UN2 leaves a column alone that was changed again since', async () => {
    await pane.save({ kind: 'update', ref: contoso, values: { city: 'Basel', phone: '2' } });
    const first = await send();
    await move('Chur');
    await undo(first);
    const last = await send();
    expect(last.entry.values).toEqual({ phone: '1' });
    expect(onServer()).toMatchObject({ city: 'Chur', phone: '1' });
    await expect(undo(first)).rejects.toMatchObject(notTakenBack);
  });

  it('UN1 can conflict: what somebody else wrote meanwhile is told', async () => {
    await move('Basel');
    const sent = await send();
    world.crm.put('account', ids.contoso, { name: 'Contoso', city: 'Thun', phone: '1' });
    await undo(sent);
    expect(await send()).toMatchObject({ result: 'overwrote', overwrote: { city: 'Thun' } });
  });

  it('UN1 waits for its turn without a network', async () => {
    await move('Basel');
    const sent = await send();
    world.crm.up = false;
    await undo(sent);
    await pane.player.wake();
    expect(await pane.line()).toHaveLength(1);
    expect(await pane.row(contoso)).toMatchObject({ city: 'Bern' });
  });

  it('UN2 UN4 restores what a change overwrote, alone or with the rest', async () => {
    const overwriting = async (): Promise<Receipt> => {
      await pane.save({ kind: 'update', ref: contoso, values: { city: 'Basel', phone: '2' } });
      world.crm.put('account', ids.contoso, { name: 'Contoso', city: 'Thun', phone: '1' });
      return send();
    };
    const sent = await overwriting();
    expect(sent).toMatchObject({ result: 'overwrote', overwrote: { city: 'Thun' } });
    await undo(sent, 'overwritten');
    expect((await send()).entry.values).toEqual({ city: 'Thun' });
    await undo(sent);
    await send();
    expect(onServer()).toMatchObject({ city: 'Thun', phone: '1' });
  });

  it('UN4 has nothing to restore where nothing was overwritten', async () => {
    await move('Basel');
    await expect(undo(await send(), 'overwritten')).rejects.toMatchObject(notTakenBack);
  });

  it('UN2 gives an owner and a state back by their own kinds of change', async () => {
    const ben = { table: 'systemuser', id: '5b000000-0000-4000-8000-000000000009', name: 'Ben' };
    const dana = { ...ben, id: '5b000000-0000-4000-8000-000000000008', name: 'Dana' };
    await world.given(pane, 'task', ids.call, { subject: 'Call', statecode: 0, statuscode: 1 });
    await world.given(pane, 'account', ids.contoso, { name: 'Contoso', ownerid: dana });
    await pane.save({ kind: 'assign', ref: contoso, owner: ben });
    await undo(await send());
    expect((await pane.line())[0]).toMatchObject({ kind: 'assign', values: { ownerid: dana } });
    await send();
    await pane.save({ kind: 'setState', ref: call, values: { statecode: 1, statuscode: 5 } });
    await undo(await send());
    const values = { statecode: 0, statuscode: 1 };
    expect((await pane.line())[0]).toMatchObject({ kind: 'setState', values });
  });

  it('UN3 deletes what was created', async () => {
    await pane.save({ kind: 'create', ref: anna, values: { lastname: 'Meier' } });
    const sent = await send();
    await undo(sent);
    await send();
    expect(world.crm.get('contact', ids.anna)).toBeNull();
    await expect(undo(sent)).rejects.toMatchObject(notTakenBack);
  });

  it('UN3 creates again what was deleted, with its id and what is known of it', async () => {
    const parent = lookupTo(contoso, 'Contoso');
    const values = { lastname: 'Meier', fullname: 'Meier, ', parentcustomerid: parent };
    await world.given(pane, 'contact', ids.anna, values);
    await pane.save({ kind: 'delete', ref: anna });
    const sent = await send();
    expect(world.crm.get('contact', ids.anna)).toBeNull();
    await undo(sent);
    await send();
    expect(world.crm.get('contact', ids.anna)?.values).toMatchObject(values);
    expect(await pane.row(anna)).toMatchObject(values);
    await expect(undo(sent)).rejects.toMatchObject(notTakenBack);
  });

  it('UN3 gives a row that was done its state back after it was created again', async () => {
    const state = { statecode: 1, statuscode: 5 };
    await world.given(pane, 'task', ids.call, { subject: 'Call', ...state });
    await pane.save({ kind: 'delete', ref: call });
    await undo(await send());
    expect((await pane.line()).map(({ kind }) => kind)).toEqual(['create', 'setState']);
    await send();
    expect(world.crm.get('task', ids.call)?.values).toMatchObject({ subject: 'Call', ...state });
  });

  it('UN3 takes a link away again, and the other way round', async () => {
    const link = { ref: contoso, relationship: 'accountleads', other: { ...contoso, name: '' } };
    for (const [kind, back] of [
      ['associate', 'disassociate'],
      ['disassociate', 'associate'],
    ] as const) {
      await pane.save({ kind, ...link });
      await undo(await send());
      await send();
      expect(world.crm.journal.slice(-2).map((write) => write.kind)).toEqual([kind, back]);
    }
  });

  it('UN7 marks the refused change that it amends, unless that takes back another one', async () => {
    await move('Basel');
    const moved = await send();
    await pane.save({ kind: 'update', ref: contoso, values: { phone: '2' } });
    const called = await send();
    await pane.save({ kind: 'update', ref: contoso, values: { revenue: '13.00' } });
    await pane.player.wake();
    await undo(moved);
    const [amended, ...others] = await pane.line();
    expect(others).toEqual([]);
    expect(amended).toMatchObject({
      values: { revenue: '13.00', city: 'Bern' },
      undoes: moved.id,
      state: 'pending',
    });
    await pane.player.wake();
    await undo(called);
    expect(await pane.line()).toMatchObject([
      { state: 'rejected', undoes: moved.id },
      { values: { phone: '1' }, undoes: called.id },
    ]);
  });

  it('UN5 takes nothing back that was not sent, or whose record is not here', async () => {
    await move('Basel');
    const [waiting] = await pane.line();
    await pane.outbox.discard(waiting?.seq ?? 0);
    const [discarded] = await receipts();
    if (discarded === undefined) throw new Error('No receipt.');
    await expect(undo(discarded)).rejects.toMatchObject(notTakenBack);
    await move('Basel');
    const sent = await send();
    await pane.save({ kind: 'delete', ref: contoso });
    await expect(undo(sent)).rejects.toMatchObject(notTakenBack);
    await send();
    await expect(undo(sent)).rejects.toMatchObject(notTakenBack);
  });

  it('UN5 does not create again what an older version deleted without keeping it', async () => {
    await pane.save({ kind: 'delete', ref: contoso });
    const { row: _, ...older } = await send();
    await expect(undo(older)).rejects.toMatchObject(notTakenBack);
  });
});

describe('receipts', () => {
  it('UN6 are removed after thirty days, not before, at opening and every day', async () => {
    await move('Basel');
    await send();
    world.clock.advance(DAY);
    await move('Chur');
    await send();
    const kept = () => pane.store.db.receipts.count();
    world.clock.advance(29 * DAY);
    const stop = removeOldReceipts(pane.store, world.clock);
    expect(await kept()).toBe(2);
    world.clock.advance(DAY);
    await until(() => pane.outbox.receipts.get().length === 1);
    world.clock.advance(DAY);
    await until(() => pane.outbox.receipts.get().length === 0);
    stop();
    world.clock.advance(DAY);
  });
});
