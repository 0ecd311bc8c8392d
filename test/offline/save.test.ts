import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Change } from '../../src/domain/change';
import type { Receipt } from '../../src/domain/entry';
import { SaveError } from '../../src/domain/record-store';
import { transact } from '../../src/offline/transact';
import { until } from './support/settle';
import { ids, type Pane, World } from './support/world';

let world: World;
let pane: Pane;
const contoso = { table: 'account', id: ids.contoso };
const anna = { table: 'contact', id: ids.anna };

beforeEach(async () => {
  world = new World();
  pane = await world.open();
  await world.given(pane, 'account', ids.contoso, { name: 'Contoso', city: 'Bern', revenue: null });
});
afterEach(() => {
  world.crash();
});

const update = (values: Record<string, string | number | null>): Change => ({
  kind: 'update',
  ref: contoso,
  values,
});

const problem = async (work: Promise<void>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof SaveError ? error.problem : error),
  );

describe('saving', () => {
  it('ST1 keeps row, shadow, entry and feed through a crash right after it resolved', async () => {
    await pane.save(update({ city: 'Basel' }));
    world.crash();
    pane = await world.open();
    expect(await pane.row(contoso)).toMatchObject({ city: 'Basel', name: 'Contoso' });
    const [entry] = await pane.line();
    expect(entry).toMatchObject({
      kind: 'update',
      values: { city: 'Basel' },
      before: { city: 'Bern' },
      state: 'pending',
      name: 'Contoso',
      baseEtag: world.crm.get('account', ids.contoso)?.etag,
    });
    const shadow = await pane.store.db.shadow.toArray();
    expect(shadow.map(({ body }) => body)).toMatchObject([{ city: 'Bern' }]);
    const feed = await pane.store.db.feed.toArray();
    expect(feed.at(-1)).toMatchObject({ rows: [`account:${ids.contoso}`], origin: 'pane' });
  });

  it('ST1 writes in transactions that are flushed to disk', () => {
    expect(
      (pane.dexie as unknown as { _options: { chromeTransactionDurability: string } })._options
        .chromeTransactionDurability,
    ).toBe('strict');
  });

  it.each(['outbox', 'records', 'shadow', 'feed'] as const)(
    'ST2 writes nothing at all when space runs out at the %s',
    async (full) => {
      await pane.store.db.catalogue.put({ keys: { generation: 1 }, rev: 1, v: 1, body: 'x' }, 'a');
      const { dexie } = pane;
      const { db } = pane.store;
      dexie.use({
        stack: 'dbcore',
        name: 'full',
        create: (core) => ({
          ...core,
          table: (name) => {
            const table = core.table(name);
            return {
              ...table,
              mutate: (request) =>
                name === full && request.type !== 'delete'
                  ? Promise.reject(new DOMException('full', 'QuotaExceededError'))
                  : table.mutate(request),
            };
          },
        }),
      });
      dexie.close({ disableAutoOpen: false });
      await dexie.open();
      const before = await db.feed.count();
      expect(await problem(pane.save(update({ city: 'Basel' })))).toEqual({ code: 'localFull' });
      expect(await db.outbox.count()).toBe(0);
      expect(await db.shadow.count()).toBe(0);
      expect(await db.feed.count()).toBe(before);
      expect(await db.catalogue.count()).toBe(0);
      expect(await pane.row(contoso)).toMatchObject({ city: 'Bern' });
    },
  );

  it('ST11 is worked out again where another change has joined the line of the record', async () => {
    let tries = 0;
    await transact(pane.store, async (draft) => {
      tries += 1;
      const entries = await draft.entriesOf(contoso);
      if (tries === 1) await pane.save(update({ city: 'Basel' }));
      expect(entries).toHaveLength(tries - 1);
      const row = await draft.record(contoso);
      if (row !== null) draft.putRecord({ ...row, pending: entries.length });
    });
    expect(tries).toBe(2);
    expect(await pane.line()).toHaveLength(1);
  });

  it('ST3 works a save out again when the row changed under it', async () => {
    let runs = 0;
    await transact(pane.store, async (draft) => {
      runs += 1;
      const row = await draft.record(contoso);
      if (runs === 1) await pane.save(update({ revenue: 5 }));
      if (row !== null) draft.putRecord({ ...row, values: { ...row.values, phone: '1' } });
    });
    expect(runs).toBe(2);
    expect(await pane.row(contoso)).toMatchObject({ revenue: '5.00', phone: '1' });
  });

  it('ST3 keeps both of two saves from two panes at the same time', async () => {
    const other = await world.open();
    await Promise.all([pane.save(update({ city: 'Basel' })), other.save(update({ phone: '7' }))]);
    expect(await pane.row(contoso)).toMatchObject({ city: 'Basel', phone: '7' });
    expect(await pane.line()).toHaveLength(2);
  });

  it.each([
    [{ name: null }, { name: 'required' }],
    [{ name: 'x'.repeat(101) }, { name: 'tooLong' }],
    [{ revenue: -1 }, { revenue: 'range' }],
    [{ revenue: 'many' }, { revenue: 'format' }],
    [{ size: 9 }, { size: 'option' }],
    [{ emailaddress1: 'nobody' }, { emailaddress1: 'format' }],
  ])('ST4 refuses %j', async (values, columns) => {
    expect(await problem(pane.save(update(values)))).toEqual({ code: 'invalid', columns });
    expect(await pane.line()).toEqual([]);
  });

  it('ST4 refuses a new row without what its form requires', async () => {
    const change: Change = { kind: 'create', ref: anna, values: { firstname: 'Anna' } };
    expect(await problem(pane.save(change))).toEqual({
      code: 'invalid',
      columns: { lastname: 'required' },
    });
  });

  it('ST5 keeps money as a decimal of its precision and times in whole seconds', async () => {
    await pane.save(update({ revenue: '12.345' }));
    await pane.save({
      kind: 'create',
      ref: { table: 'task', id: ids.call.toUpperCase() },
      values: { subject: 'Call', scheduledend: '2026-03-02T10:00:00.789+01:00' },
    });
    const line = await pane.line();
    expect(line[0]?.values).toEqual({ revenue: '12.35' });
    expect(line[1]).toMatchObject({
      ref: { table: 'task', id: ids.call },
      values: { scheduledend: '2026-03-02T09:00:00Z' },
    });
  });

  it('ST6 leaves out what did not change, and makes no entry of nothing', async () => {
    await pane.save(update({ city: 'Bern', phone: '5' }));
    await pane.save(update({ city: 'Bern', revenue: '' }));
    const line = await pane.line();
    expect(line.map(({ values }) => values)).toEqual([{ phone: '5' }]);
  });

  it('ST7 amends a refused entry in its place', async () => {
    await pane.save(update({ revenue: '13.00', city: 'Basel' }));
    await pane.save({ kind: 'create', ref: anna, values: { lastname: 'Meier' } });
    await pane.player.wake();
    expect((await pane.line()).map(({ state }) => state)).toEqual(['rejected']);
    const [refused] = await pane.line();
    await pane.save(update({ revenue: '14.00' }));
    const line = await pane.line();
    expect(line).toHaveLength(1);
    expect(line[0]).toMatchObject({
      seq: refused?.seq,
      state: 'pending',
      values: { revenue: '14.00', city: 'Basel' },
      before: { revenue: null, city: 'Bern' },
      attempts: 0,
      lastError: null,
    });
    await pane.player.wake();
    expect(world.crm.get('account', ids.contoso)?.values).toMatchObject({ revenue: '14.00' });
  });

  it('ST7 amends the refused entry that others of its record wait behind', async () => {
    await pane.save(update({ revenue: '13.00' }));
    await pane.save(update({ city: 'Basel' }));
    await pane.save({ kind: 'create', ref: anna, values: { lastname: 'Meier' } });
    await pane.player.wake();
    expect((await pane.line()).map(({ state }) => state)).toEqual(['rejected', 'pending']);
    await pane.save(update({ revenue: '14.00', city: 'Chur' }));
    expect(await pane.line()).toMatchObject([
      { values: { revenue: '14.00', city: 'Chur' }, before: { revenue: null, city: 'Bern' } },
    ]);
    const receipts = (await pane.store.db.receipts.toArray()).map(({ body }) => body as Receipt);
    expect(receipts.find(({ result }) => result === 'replaced')).toMatchObject({
      overwrote: {},
      entry: { values: { city: 'Basel' }, before: { city: 'Bern' } },
    });
    await pane.player.wake();
    expect(await pane.line()).toEqual([]);
    const row = world.crm.get('account', ids.contoso);
    expect(row?.values).toMatchObject({ revenue: '14.00', city: 'Chur' });
  });

  it('ST7 takes no column from an entry behind it that was not corrected', async () => {
    await pane.save(update({ revenue: '13.00' }));
    await pane.save(update({ city: 'Basel', phone: '2' }));
    await pane.save(update({ city: 'Olten' }));
    await pane.player.wake();
    await pane.save(update({ revenue: '14.00', city: 'Chur' }));
    expect((await pane.line()).map(({ values, before }) => [values, before])).toEqual([
      [
        { revenue: '14.00', city: 'Chur' },
        { revenue: null, city: 'Bern' },
      ],
      [{ phone: '2' }, { phone: null }],
    ]);
    world.crm.edit('account', ids.contoso, { city: 'Zug' });
    await pane.player.wake();
    expect(world.crm.journal.map(({ values }) => values)).toEqual([
      { revenue: '14.00', city: 'Chur' },
      { phone: '2' },
    ]);
  });

  it('ST13 gives a refused entry what a later change has made show, where that is saved', async () => {
    await pane.save(update({ revenue: '13.00', city: 'Basel' }));
    await pane.save(update({ revenue: '14.00' }));
    await pane.player.wake();
    expect((await pane.line()).map(({ state }) => state)).toEqual(['rejected', 'pending']);
    await pane.save(update({ revenue: '14.00', city: 'Basel' }));
    expect(await pane.line()).toMatchObject([
      { state: 'pending', values: { revenue: '14.00', city: 'Basel' }, before: { revenue: null } },
    ]);
    await pane.save(update({ revenue: '14.00' }));
    expect(await pane.line()).toHaveLength(1);
    await pane.player.wake();
    expect(await pane.line()).toEqual([]);
    expect(world.crm.get('account', ids.contoso)?.values).toMatchObject({ revenue: '14.00' });
  });

  it('ST7 does not amend an entry that may have been applied', async () => {
    await pane.save(update({ city: 'Basel' }));
    world.crm.faults = [{ kind: 'dropAfterCommit' }];
    await pane.player.wake();
    world.crm.edit('account', ids.contoso, { city: 'Zug' });
    await pane.player.wake(true);
    expect((await pane.line()).map(({ state }) => state)).toEqual(['conflict']);
    await pane.save(update({ city: 'Chur' }));
    expect(await pane.line()).toHaveLength(2);
  });

  it('ST8 removes a record that was created here and never sent, with its entries', async () => {
    await pane.save({ kind: 'create', ref: anna, values: { lastname: 'Meier' } });
    await pane.save({ kind: 'update', ref: anna, values: { firstname: 'Anna' } });
    await pane.save({ kind: 'delete', ref: anna });
    expect(await pane.line()).toEqual([]);
    expect(await pane.row(anna)).toBeNull();
    await pane.player.wake();
    expect(world.crm.journal).toEqual([]);
  });

  it('ST8 queues the delete behind a create that may have arrived', async () => {
    await pane.save({ kind: 'create', ref: anna, values: { lastname: 'Meier' } });
    world.crm.faults = [{ kind: 'dropAfterCommit' }];
    await pane.player.wake();
    await pane.save({ kind: 'delete', ref: anna });
    expect((await pane.line()).map(({ kind }) => kind)).toEqual(['create', 'delete']);
    await pane.player.wake(true);
    world.clock.advance(120_000);
    await until(async () => (await pane.line()).length === 0);
    expect(world.crm.journal.map(({ kind }) => kind)).toEqual(['create', 'delete']);
    expect(world.crm.get('contact', ids.anna)).toBeNull();
  });

  it("ST9 shows a provisional full name until the server's", async () => {
    await pane.save({
      kind: 'create',
      ref: anna,
      values: { firstname: 'Anna', lastname: 'Meier' },
    });
    expect(await pane.row(anna)).toMatchObject({ fullname: 'Anna Meier' });
    expect((await pane.line())[0]?.values).not.toHaveProperty('fullname');
    await pane.player.wake();
    expect(await pane.row(anna)).toMatchObject({ fullname: 'Meier, Anna' });
  });

  it('ST10 refuses changes to rows that are not here or deleted here', async () => {
    expect(await problem(pane.save({ kind: 'update', ref: anna, values: {} }))).toEqual({
      code: 'gone',
    });
    await pane.save({ kind: 'delete', ref: contoso });
    expect(await problem(pane.save(update({ city: 'Basel' })))).toEqual({ code: 'gone' });
  });
});
