import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mergeRows } from '../../src/domain/actions/merging';
import type { Change } from '../../src/domain/change';
import { databaseName } from '../../src/offline/database/local-database';
import { entriesIn } from '../../src/offline/mirror';
import { type Fault, identity, lookupTo } from './support/crm';
import { settle, until } from './support/settle';
import { openWhole, type Whole } from './support/whole';
import { ids, World } from './support/world';

const name = databaseName(identity);
const contoso = { table: 'account', id: ids.contoso };
const fabrikam = { table: 'account', id: ids.fabrikam };
const anna = { table: 'contact', id: ids.anna };

let world: World;
let pane: Whole;

const open = async (): Promise<void> => {
  pane = await openWhole(world);
  await until(() => pane.page.copy.progress.get().phase === 'done', 'the copy');
};

const update = (values: Record<string, string>, ref = contoso): Change => ({
  kind: 'update',
  ref,
  values,
});

const busy: Fault = { kind: 'fail', failure: { status: 503 } };

/** What the mirror holds, oldest first: the records and their states. */
const mirrored = (): string[] =>
  entriesIn(world.mirrors.get(name) ?? null).map(({ keys }) => `${keys.row} ${keys.state}`);

const caughtUp = async (count: number): Promise<void> => {
  await until(() => {
    world.clock.advance(1000);
    return mirrored().length === count;
  }, `a mirror of ${count}`);
};

/** Ends the pane, has the browser lose its database, and opens it again. */
const lose = async (): Promise<void> => {
  pane.stop();
  await world.loseDatabase();
};

beforeEach(async () => {
  world = new World();
  world.crm.put('account', ids.contoso, { name: 'Contoso', city: 'Bern' });
  world.crm.put('account', ids.fabrikam, { name: 'Fabrikam', city: 'Chur' });
  await open();
});
afterEach(() => {
  pane.stop();
});

const offline = async (): Promise<void> => {
  world.crm.up = false;
  pane.signals.give('offline');
  await until(() => pane.page.connection.state.get() === 'offline');
};

describe('what waits, kept once more', () => {
  it('MI1 follows the line', async () => {
    await offline();
    const { records, outbox } = pane.page;
    await records.save([update({ city: 'Basel' })]);
    await records.save([update({ city: 'Zug' }, fabrikam)]);
    await caughtUp(2);
    expect(mirrored()).toEqual([
      `account:${ids.contoso} pending`,
      `account:${ids.fabrikam} pending`,
    ]);
    await outbox.discard(outbox.entries.get()[0]?.seq ?? 0);
    await caughtUp(1);
    expect(mirrored()).toEqual([`account:${ids.fabrikam} pending`]);
    world.crm.up = true;
    pane.signals.give('online');
    await caughtUp(0);
  });

  it('MI1 is made good at the next start where a pane was closed before it', async () => {
    await offline();
    await pane.page.records.save([update({ city: 'Basel' })]);
    pane.stop();
    expect(mirrored()).toEqual([]);
    pane = await openWhole(world);
    await caughtUp(1);
  });

  it('MI2 MI4 comes back after a loss, in order, shows on its records, and is sent once', async () => {
    await offline();
    const { records } = pane.page;
    const create: Change = {
      kind: 'create',
      ref: anna,
      values: { lastname: 'Meier', parentcustomerid: lookupTo(contoso) },
    };
    await records.save([create]);
    await records.save([update({ city: 'Basel' })]);
    await records.save([update({ firstname: 'Anna' }, anna)]);
    await caughtUp(3);
    await lose();

    world.crm.up = true;
    world.crm.faults = [busy];
    pane = await openWhole(world);
    expect(pane.page.takenBack.count).toBe(3);
    expect(pane.page.takenBack.dismissed.get()).toBe(false);
    expect(pane.page.outbox.entries.get().map(({ ref }) => ref)).toEqual([anna, contoso, anna]);
    expect(await pane.page.records.get(anna)).toMatchObject({
      pending: 2,
      values: { lastname: 'Meier', firstname: 'Anna' },
    });
    await until(() => {
      world.clock.advance(1000);
      return pane.page.outbox.entries.get().length === 0;
    }, 'the end of the line');
    expect(world.crm.journal.map(({ key, values }) => [key, values])).toEqual([
      [`contact:${ids.anna}`, expect.objectContaining({ lastname: 'Meier' })],
      [`account:${ids.contoso}`, { city: 'Basel' }],
      [`contact:${ids.anna}`, { firstname: 'Anna' }],
    ]);
    await until(() => pane.page.copy.progress.get().phase === 'done', 'the copy');
    expect(await pane.page.records.get(contoso)).toMatchObject({
      pending: 0,
      values: { name: 'Contoso', city: 'Basel' },
    });
  });

  it('MI2 is not sent again where it had arrived', async () => {
    await offline();
    const { records } = pane.page;
    await records.save([{ kind: 'create', ref: anna, values: { lastname: 'Meier' } }]);
    await records.save([update({ city: 'Basel' })]);
    await records.save([{ kind: 'delete', ref: fabrikam }]);
    await caughtUp(3);
    const old = world.mirrors.get(name) ?? '';
    world.crm.up = true;
    pane.signals.give('online');
    await until(() => pane.page.outbox.receipts.get().length === 3);
    // Somebody else goes on from there.
    world.crm.edit('account', ids.contoso, { city: 'Genf' });
    const sent = world.crm.journal.length;
    await lose();
    world.mirrors.set(name, old);

    await open();
    await until(() => pane.page.outbox.entries.get().every(({ state }) => state !== 'sending'));
    await until(() => pane.page.sync.get().kind !== 'syncing');
    const again = world.crm.journal.slice(sent).map(({ key }) => key);
    expect(again).toEqual([]);
    expect(world.crm.get('account', ids.contoso)?.values).toMatchObject({ city: 'Genf' });
  });

  it('MI2 knows again which records a merge changes along', async () => {
    await offline();
    const stays = { ...fabrikam, name: 'Fabrikam' };
    const merging = mergeRows({ givenUp: contoso, stays, taken: {}, sameParents: false });
    await pane.page.records.save(merging);
    await caughtUp(1);
    await lose();
    world.crm.up = true;
    world.crm.faults = [busy, busy];
    await open();
    await pane.page.records.save([update({ city: 'Zug' }, fabrikam)]);
    await until(() => pane.page.outbox.entries.get().length === 2);
    const [merge, after] = pane.page.outbox.entries.get();
    expect(after?.dependsOn).toEqual([merge?.seq]);
  });

  it('MI2 comes back once: a second start finds what has become of it', async () => {
    await offline();
    await pane.page.records.save([update({ city: 'Basel' })]);
    await caughtUp(1);
    const old = world.mirrors.get(name) ?? '';
    await lose();
    world.crm.up = true;
    await open();
    await until(() => pane.page.outbox.entries.get().length === 0);
    pane.stop();
    world.mirrors.set(name, old);
    pane = await openWhole(world);
    await settle();
    expect(pane.page.outbox.entries.get()).toEqual([]);
    expect(pane.page.takenBack.count).toBe(1);
    expect(world.crm.journal).toHaveLength(1);
  });

  it('MI2 keeps an entry that only a newer version reads as it is', async () => {
    await offline();
    await pane.page.records.save([update({ city: 'Basel' })]);
    await caughtUp(1);
    const text = (world.mirrors.get(name) ?? '').replace('"v":1,"body"', '"v":9,"body"');
    await lose();
    world.mirrors.set(name, text);
    world.crm.up = true;
    await open();
    expect(pane.page.outbox.entries.get()).toMatchObject([{ state: 'unreadable' }]);
    expect(world.crm.journal).toEqual([]);
  });

  it.each(['', '{', '{"v":2,"entries":[]}', '[]', 'null'])(
    'MI3 leaves a mirror that it cannot read as it is: %j',
    async (text) => {
      await lose();
      world.mirrors.set(name, text);
      await open();
      await pane.page.records.save([update({ city: 'Basel' })]);
      world.clock.advance(10_000);
      await settle();
      expect(world.mirrors.get(name)).toBe(text);
      expect(pane.page.takenBack.count).toBe(0);
    },
  );

  it('MI3 removes a mirror that it cannot write', async () => {
    await offline();
    await pane.page.records.save([update({ city: 'Basel' })]);
    await caughtUp(1);
    world.mirrorFails = true;
    await pane.page.records.save([update({ city: 'Zug' }, fabrikam)]);
    await until(() => {
      world.clock.advance(1000);
      return !world.mirrors.has(name);
    });
  });
});
