import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Fault } from './support/crm';
import { ids, type Pane, World } from './support/world';

let world: World;
let pane: Pane;
const contoso = { table: 'account', id: ids.contoso };
const anna = { table: 'contact', id: ids.anna };

beforeEach(async () => {
  world = new World();
  pane = await world.open();
  await world.given(pane, 'account', ids.contoso, { name: 'Contoso', city: 'Bern' });
  await pane.save({ kind: 'update', ref: contoso, values: { city: 'Basel' } });
  await pane.save({ kind: 'create', ref: anna, values: { lastname: 'Meier' } });
});
afterEach(() => {
  world.crash();
});

const onContoso = (call: string, key: string): boolean =>
  call === 'write' && key.startsWith('account');
const states = async (): Promise<string[]> => (await pane.line()).map(({ state }) => state);
const created = (): string[] => world.crm.journal.map(({ kind }) => kind);

describe('a line whose first entry gets nowhere', () => {
  it.each<[string, Fault]>([
    ['never gets an answer', { kind: 'drop', on: onContoso }],
    [
      'is blocked by a gateway',
      { kind: 'fail', failure: { kind: 'notCrm', status: 403 }, on: onContoso },
    ],
  ])('PB13 goes on after eight times, where the CRM answers otherwise: it %s', async (_, fault) => {
    // Once together with the other, which tells nothing, then eight times alone.
    world.crm.faults = Array.from({ length: 9 }, () => fault);
    for (let i = 0; i < 8; i++) await pane.player.wake(true);
    expect(await states()).toEqual(['uncertain', 'uncertain']);
    await pane.player.wake(true);
    expect(await states()).toEqual(['suspect']);
    expect(created()).toEqual(['create']);
    expect((await pane.line())[0]).toMatchObject({ lost: true });
  });

  it('PB13 does not count a lost reply where the CRM itself is gone', async () => {
    world.crm.during = (call, key) => {
      if (onContoso(call, key)) world.crm.up = false;
      return Promise.resolve();
    };
    world.crm.faults = Array.from({ length: 12 }, () => ({ kind: 'drop', on: onContoso }) as const);
    for (let i = 0; i < 12; i++) {
      world.crm.up = true;
      await pane.player.wake(true);
    }
    expect(await states()).toEqual(['uncertain', 'uncertain']);
    expect((await pane.line())[0]).toMatchObject({ attempts: 0 });
  });

  it('PB13 goes on after eight runs, where somebody else writes the row between reading and writing', async () => {
    let n = 0;
    world.crm.during = (call, key) => {
      if (onContoso(call, key)) world.crm.edit('account', ids.contoso, { phone: String(n++) });
      return Promise.resolve();
    };
    for (let i = 0; i < 8; i++) await pane.player.wake(true);
    expect(await states()).toEqual(['suspect']);
    expect(created()).toEqual(['create']);
    world.crm.during = () => Promise.resolve();
    await pane.outbox.retry((await pane.line())[0]!.seq);
    await pane.player.wake(true);
    expect(world.crm.get('account', ids.contoso)?.values).toMatchObject({ city: 'Basel' });
  });
});
