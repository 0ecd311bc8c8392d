import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { OutboxEntry, Receipt } from '../../src/domain/entry';
import type { RowRef } from '../../src/domain/row';
import type { Values } from '../../src/domain/value';
import { type Answer, alikeIn } from '../../src/domain/waiting';
import { showBlocked } from '../../src/offline/line';
import { transact } from '../../src/offline/transact';
import { lookupTo } from './support/crm';
import { ids, type Pane, World } from './support/world';

let world: World;
let pane: Pane;
const guid = (n: number): string => `aaaaaaaa-0000-4000-8000-${String(100 + n).padStart(12, '0')}`;
const row = (n: number): RowRef => ({ table: 'account', id: guid(n) });
const anna = { table: 'contact', id: ids.anna };
const ben = { table: 'contact', id: ids.ben };

beforeEach(async () => {
  world = new World();
  world.policies = { all: 'ask', tables: {} };
  pane = await world.open();
  // Nobody looks at the lists: to read them at each change would take most of the time.
  pane.outbox.entries.stop();
  pane.outbox.receipts.stop();
});
afterEach(() => {
  world.crash();
});

const line = async (): Promise<OutboxEntry[]> => showBlocked(await pane.line());
const states = async (): Promise<string[]> => (await pane.line()).map(({ state }) => state);
const server = (n: number): Values | undefined => world.crm.get('account', guid(n))?.values;
const receipts = async (): Promise<Receipt[]> =>
  (await pane.store.db.receipts.toArray()).map(({ body }) => body as Receipt);
const decide = async (
  answer: Answer,
  entries: readonly OutboxEntry[],
  along: readonly OutboxEntry[] = [],
): Promise<number> => pane.outbox.decide({ answer, entries, along });

async function given(many: number): Promise<void> {
  for (let n = 0; n < many; n++)
    await world.given(pane, 'account', guid(n), { name: `Row ${n}`, city: 'Bern', phone: '1' });
}

/** So many conflicts: mine is Basel, theirs Chur; nobody else changed the phone. */
async function conflicts(many: number): Promise<OutboxEntry[]> {
  await given(many);
  for (let n = 0; n < many; n++) {
    await pane.save({ kind: 'update', ref: row(n), values: { city: 'Basel', phone: '2' } });
    world.crm.edit('account', guid(n), { city: 'Chur' });
  }
  await pane.player.wake(true);
  expect(await states()).toEqual(Array(many).fill('conflict'));
  return line();
}

/** Creates that the CRM refuses until it is told otherwise. */
async function refusedCreates(many: number): Promise<OutboxEntry[]> {
  for (let n = 0; n < many; n++)
    await pane.save({ kind: 'create', ref: row(n), values: { name: `Row ${n}` } });
  world.crm.faults = Array.from({ length: 2 * many + 1 }, () => ({
    kind: 'fail' as const,
    failure: { status: 400, code: '0x80040265', message: 'No.' },
  }));
  await pane.player.wake(true);
  world.crm.faults = [];
  expect(await states()).toEqual(Array(many).fill('rejected'));
  return line();
}

describe('one answer to many entries', () => {
  it('MN2 lets mine stay in forty conflicts', async () => {
    const seen = await conflicts(40);
    expect(alikeIn(seen)).toMatchObject([{ kind: 'conflict' }]);
    expect(await decide('mine', seen)).toBe(40);
    await pane.player.wake(true);
    expect(await states()).toEqual([]);
    for (let n = 0; n < 40; n++) expect(server(n)).toMatchObject({ city: 'Basel', phone: '2' });
    expect((await receipts()).map(({ overwrote }) => overwrote)).toEqual(
      Array(40).fill({ city: 'Chur' }),
    );
  });

  it('MN2 lets theirs stay, and sends what nobody else changed', async () => {
    const seen = await conflicts(3);
    expect(await decide('theirs', seen)).toBe(3);
    await pane.player.wake(true);
    expect(await states()).toEqual([]);
    for (let n = 0; n < 3; n++) expect(server(n)).toMatchObject({ city: 'Chur', phone: '2' });
  });

  it('MN2 makes records again that somebody deleted, or discards the changes', async () => {
    await given(4);
    for (let n = 0; n < 4; n++) {
      await pane.save({ kind: 'update', ref: row(n), values: { city: 'Basel' } });
      world.crm.remove('account', guid(n));
    }
    await pane.player.wake(true);
    const seen = await line();
    expect(alikeIn(seen)).toMatchObject([{ kind: 'deleted' }]);
    expect(await decide('recreate', seen.slice(0, 2))).toBe(2);
    expect(await decide('discard', seen.slice(2))).toBe(2);
    await pane.player.wake(true);
    expect(await states()).toEqual([]);
    expect([0, 1, 2, 3].map((n) => server(n)?.['city'])).toEqual([
      'Basel',
      'Basel',
      undefined,
      undefined,
    ]);
  });

  it('MN2 keeps records that others changed after they were deleted here, or deletes them', async () => {
    await given(4);
    for (let n = 0; n < 4; n++) {
      await pane.save({ kind: 'delete', ref: row(n) });
      world.crm.edit('account', guid(n), { city: 'Chur' });
    }
    await pane.player.wake(true);
    const seen = await line();
    expect(alikeIn(seen)).toMatchObject([{ kind: 'changed' }]);
    expect(await decide('keep', seen.slice(0, 2))).toBe(2);
    expect(await decide('deleteAnyway', seen.slice(2))).toBe(2);
    await pane.player.wake(true);
    expect(await states()).toEqual([]);
    expect([0, 1, 2, 3].map((n) => server(n)?.['city'])).toEqual([
      'Chur',
      'Chur',
      undefined,
      undefined,
    ]);
    expect(await pane.row(row(0))).toMatchObject({ city: 'Chur' });
  });

  it('MN2 writes duplicates all the same', async () => {
    for (const [n, ref] of [anna, ben].entries())
      await pane.save({ kind: 'create', ref, values: { lastname: `Meier ${n}` } });
    const found = { kind: 'fail' as const, failure: { status: 412, code: '0x80040333' } };
    world.crm.faults = [found, found, found, found];
    await pane.player.wake(true);
    world.crm.faults = [];
    const seen = await line();
    expect(alikeIn(seen)).toMatchObject([{ kind: 'duplicate' }]);
    expect(await decide('anyway', seen)).toBe(2);
    expect((await pane.line()).map(({ allowDuplicates }) => allowDuplicates)).toEqual([true, true]);
  });

  it('MN2 puts what was refused back into the line at its old place', async () => {
    const seen = await refusedCreates(3);
    expect(alikeIn(seen)).toMatchObject([{ kind: 'refused', refusal: 'refusedByLogic' }]);
    expect(await decide('retry', seen)).toBe(3);
    await pane.player.wake(true);
    expect(world.crm.journal.map(({ key }) => key)).toEqual(
      [0, 1, 2].map((n) => `account:${guid(n)}`),
    );
  });

  it('MN2 gives no answer that a kind does not have', async () => {
    const seen = await conflicts(2);
    expect(await decide('discard', seen)).toBe(0);
    expect(await decide('recreate', seen)).toBe(0);
    expect(await states()).toEqual(['conflict', 'conflict']);
  });

  it('MN3 leaves alone what has changed since it was shown', async () => {
    const seen = await conflicts(4);
    const [first, second, third] = seen.map(({ seq }) => seq);
    world.crm.up = false;
    await pane.outbox.resolve(first ?? 0, []);
    await pane.save({ kind: 'update', ref: row(1), values: { city: 'Zug' } });
    await pane.outbox.hold(second ?? 0);
    // A conflict again, with other values on the other side.
    world.crm.edit('account', guid(2), { city: 'Davos' });
    await pane.outbox.resolve(third ?? 0, ['city']);
    world.crm.up = true;
    await pane.player.wake(true);
    expect(await states()).toEqual(['held', 'conflict', 'conflict']);
    expect(await decide('mine', seen)).toBe(1);
    await pane.player.wake(true);
    expect(await states()).toEqual(['held', 'conflict']);
    expect([0, 1, 2, 3].map((n) => server(n)?.['city'])).toEqual([
      'Chur',
      'Chur',
      'Davos',
      'Basel',
    ]);
  });

  it('MN3 makes a new conflict of what somebody writes after the answer was shown', async () => {
    const seen = await conflicts(2);
    world.crm.edit('account', guid(1), { city: 'Davos' });
    expect(await decide('mine', seen)).toBe(2);
    await pane.player.wake(true);
    expect(await line()).toMatchObject([
      { state: 'conflict', before: { city: 'Chur' }, theirs: { values: { city: 'Davos' } } },
    ]);
    expect(server(0)).toMatchObject({ city: 'Basel' });
  });

  it('MN4 answers many in few transactions', async () => {
    const many = 60;
    const seen = await conflicts(many);
    world.crm.up = false;
    const asked = jest.spyOn(pane.dexie.backendDB(), 'transaction');
    expect(await decide('mine', seen)).toBe(many);
    const writing = asked.mock.calls.filter(([, mode]) => mode === 'readwrite');
    asked.mockRestore();
    expect(writing.length).toBeLessThanOrEqual(3);
  });

  it('MN4 answers the others where one cannot be answered', async () => {
    const seen = await refusedCreates(3);
    // What depends on the second was written by a newer version: it cannot be taken along.
    await pane.save({
      kind: 'create',
      ref: anna,
      values: { lastname: 'Meier', parentcustomerid: lookupTo(row(1)) },
    });
    await transact(pane.store, async (draft) => {
      const last = (await pane.line()).at(-1);
      const entry = last && (await draft.entry(last.seq));
      if (entry) draft.putEntry({ ...entry, state: 'unreadable' });
    });
    const along = (await line()).slice(3);
    expect(await decide('discard', seen, along)).toBe(2);
    expect(await states()).toEqual(['rejected', 'unreadable']);
  });

  it('MN5 tells what goes too, and takes it along', async () => {
    const seen = await refusedCreates(2);
    world.crm.up = false;
    await pane.save({
      kind: 'create',
      ref: anna,
      values: { lastname: 'Meier', parentcustomerid: lookupTo(row(1)) },
    });
    await pane.save({ kind: 'update', ref: anna, values: { firstname: 'Anna' } });
    const along = await pane.outbox.discardedWith(seen.map(({ seq }) => seq));
    expect(along.map(({ kind, ref }) => [kind, ref.table])).toEqual([
      ['create', 'contact'],
      ['update', 'contact'],
    ]);
    expect(await states()).toHaveLength(4);
    expect(await decide('discard', seen, along)).toBe(2);
    expect(await states()).toEqual([]);
    expect(await pane.row(anna)).toBeNull();
    expect((await receipts()).map(({ result }) => result)).toEqual(Array(4).fill('discarded'));
  });

  it('MN5 does not take along what the user has not seen go', async () => {
    const seen = await refusedCreates(2);
    world.crm.up = false;
    const along = await pane.outbox.discardedWith(seen.map(({ seq }) => seq));
    await pane.save({
      kind: 'create',
      ref: anna,
      values: { lastname: 'Meier', parentcustomerid: lookupTo(row(1)) },
    });
    expect(await decide('discard', seen, along)).toBe(1);
    expect(await states()).toEqual(['rejected', 'pending']);
    expect(await pane.row(row(1))).not.toBeNull();
    expect(await pane.row(row(0))).toBeNull();
  });

  it('MN5 asks again where what goes too has been changed since', async () => {
    const seen = await refusedCreates(1);
    world.crm.up = false;
    await pane.save({
      kind: 'create',
      ref: anna,
      values: { lastname: 'Meier', parentcustomerid: lookupTo(row(0)) },
    });
    const along = await pane.outbox.discardedWith(seen.map(({ seq }) => seq));
    await pane.save({ kind: 'update', ref: anna, values: { firstname: 'Anna' } });
    expect(await decide('discard', seen, along)).toBe(0);
    expect(await states()).toEqual(['rejected', 'pending', 'pending']);
  });
});
