import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { liveCell } from '../../src/domain/live';
import { OutboxError } from '../../src/offline/outbox-error';
import { lookupTo } from './support/crm';
import { until } from './support/settle';
import { ids, type Pane, World } from './support/world';

let world: World;
let pane: Pane;
const contoso = { table: 'account', id: ids.contoso };
const fabrikam = { table: 'account', id: ids.fabrikam };
const anna = { table: 'contact', id: ids.anna };
const call = { table: 'task', id: ids.call };

beforeEach(async () => {
  world = new World();
  pane = await world.open();
  await world.given(pane, 'account', ids.contoso, { name: 'Contoso', city: 'Bern' });
});
afterEach(() => {
  world.crash();
});

const move = (city: string): Promise<void> =>
  pane.save({ kind: 'update', ref: contoso, values: { city } });
const seqs = async (): Promise<number[]> => (await pane.line()).map(({ seq }) => seq);
const states = async (): Promise<string[]> => (await pane.line()).map(({ state }) => state);
const shown = (): string[] => pane.outbox.entries.get().map(({ state }) => state);
const why = (work: Promise<void>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof OutboxError ? error.code : error),
  );

describe('the outbox', () => {
  it('OB1 turns a sent entry into a receipt', async () => {
    await move('Basel');
    await pane.player.wake();
    expect(await pane.line()).toEqual([]);
    await until(() => pane.outbox.receipts.get().length === 1);
    expect(pane.outbox.receipts.get()[0]).toMatchObject({
      result: 'applied',
      entry: { values: { city: 'Basel' } },
    });
  });

  it('OB1 turns a discarded entry into a receipt', async () => {
    await move('Basel');
    const [seq = 0] = await seqs();
    await pane.outbox.discard(seq);
    await until(() => pane.outbox.receipts.get().length === 1);
    expect(pane.outbox.receipts.get()[0]?.result).toBe('discarded');
  });

  it('OB2 keeps the order of the changes when the clock is set back', async () => {
    await move('Basel');
    world.clock.jump(-86_400_000);
    await move('Chur');
    await pane.player.wake();
    expect(world.crm.journal.map(({ values }) => values['city'])).toEqual(['Basel', 'Chur']);
  });

  it('OB3 holds an entry until it is released', async () => {
    await move('Basel');
    const [seq = 0] = await seqs();
    await pane.outbox.hold(seq);
    await pane.player.wake();
    expect(world.crm.journal).toEqual([]);
    await pane.outbox.release(seq);
    await until(() => world.crm.journal.length === 1);
  });

  it('OB4 puts a refused entry back at its place when it is retried', async () => {
    await pane.save({ kind: 'update', ref: contoso, values: { revenue: '13.00' } });
    await pane.player.wake();
    expect(await states()).toEqual(['rejected']);
    const before = await seqs();
    world.crm.up = false;
    await pane.outbox.retry(before[0] ?? 0);
    expect(await states()).toEqual(['pending']);
    expect(await seqs()).toEqual(before);
    expect((await pane.line())[0]).toMatchObject({ attempts: 0, lastError: null });
  });

  it('OB4 refuses to retry what does not wait', async () => {
    await move('Basel');
    const [seq = 0] = await seqs();
    expect(await why(pane.outbox.retry(seq))).toBe('notWaiting');
    expect(await why(pane.outbox.retry(999))).toBe('gone');
  });

  it('OB5 plays a forced entry back over whatever is there', async () => {
    await move('Basel');
    world.crm.faults = [{ kind: 'dropAfterCommit' }];
    await pane.player.wake();
    world.crm.edit('account', ids.contoso, { city: 'Zug' });
    await pane.player.wake(true);
    expect(await states()).toEqual(['conflict']);
    const [seq = 0] = await seqs();
    await pane.outbox.retry(seq, { force: true });
    await until(async () => (await seqs()).length === 0);
    expect(world.crm.get('account', ids.contoso)?.values).toMatchObject({ city: 'Basel' });
    await until(() => pane.outbox.receipts.get().length === 1);
    expect(pane.outbox.receipts.get()[0]).toMatchObject({
      result: 'overwrote',
      overwrote: { city: 'Zug' },
    });
  });

  it('OB6 gives the record back what it has without the discarded change', async () => {
    world.crm.up = false;
    await move('Basel');
    await pane.save({ kind: 'update', ref: contoso, values: { phone: '5' } });
    await move('Chur');
    const [first = 0, second = 0, third = 0] = await seqs();
    await pane.outbox.discard(first);
    expect(await pane.row(contoso)).toMatchObject({ city: 'Chur', phone: '5' });
    expect((await pane.line()).at(-1)?.before).toEqual({ city: 'Bern' });
    await pane.outbox.discard(third);
    expect(await pane.row(contoso)).toMatchObject({ city: 'Bern', phone: '5' });
    await pane.outbox.discard(second);
    expect(await pane.row(contoso)).toEqual(world.crm.get('account', ids.contoso)?.values);
    expect(await pane.store.db.shadow.count()).toBe(0);
    expect((await pane.store.db.records.toArray())[0]?.keys.pending).toBe(0);
  });

  it('OB6 brings a row back whose delete is discarded', async () => {
    await pane.save({ kind: 'delete', ref: contoso });
    expect(await pane.row(contoso)).toBeNull();
    await pane.outbox.discard((await seqs())[0] ?? 0);
    expect(await pane.row(contoso)).toMatchObject({ name: 'Contoso' });
  });

  it('OB7 takes a discarded create away with its own entries and refuses what refers to it', async () => {
    await pane.save({ kind: 'create', ref: fabrikam, values: { name: 'Fabrikam' } });
    await pane.save({ kind: 'update', ref: fabrikam, values: { city: 'Zug' } });
    await pane.save({
      kind: 'create',
      ref: anna,
      values: { lastname: 'Meier', parentcustomerid: lookupTo(fabrikam) },
    });
    await move('Basel');
    await pane.outbox.discard((await seqs())[0] ?? 0);
    expect(await pane.row(fabrikam)).toBeNull();
    const line = await pane.line();
    expect(line.map(({ ref, state }) => [ref.table, state])).toEqual([
      ['contact', 'rejected'],
      ['account', 'pending'],
    ]);
    expect(line[0]?.lastError).toMatchObject({ code: '0x80040217' });
    expect(line[0]?.lastError?.message).toContain('Fabrikam');
    expect(await pane.row(anna)).toMatchObject({ lastname: 'Meier' });
    const receipts = await pane.store.db.receipts.count();
    expect(receipts).toBe(2);
  });

  it('OB8 neither discards nor holds what is being sent or may have arrived', async () => {
    await move('Basel');
    const [seq = 0] = await seqs();
    const answers: unknown[] = [];
    world.crm.during = async (request) => {
      if (request !== 'write') return;
      answers.push(await why(pane.outbox.discard(seq)), await why(pane.outbox.hold(seq)));
    };
    world.crm.faults = [{ kind: 'drop' }];
    await pane.player.wake();
    expect(answers).toEqual(['sending', 'sending']);
    expect(await states()).toEqual(['uncertain']);
    expect(await why(pane.outbox.discard(seq))).toBe('sending');
    expect(await why(pane.outbox.hold(seq))).toBe('sending');
  });

  it('OB9 keeps an entry of a newer version, shows it, and sends nothing behind it', async () => {
    await move('Basel');
    const [stored] = await pane.store.db.outbox.toArray();
    if (stored === undefined) throw new Error('no entry');
    const newer = { ...stored, v: 99, body: { shape: 'of tomorrow' } };
    await pane.store.db.outbox.bulkPut([newer]);
    await pane.save({ kind: 'update', ref: contoso, values: { phone: '1' } });
    await pane.player.wake();
    expect(world.crm.journal).toEqual([]);
    await until(() => shown().length === 2);
    expect(shown()).toEqual(['unreadable', 'blocked']);
    const seq = stored.seq ?? 0;
    expect(await why(pane.outbox.discard(seq))).toBe('unreadable');
    expect(await why(pane.outbox.retry(seq))).toBe('unreadable');
    expect((await pane.store.db.outbox.get(seq))?.body).toEqual({ shape: 'of tomorrow' });
  });
});

describe('dependencies', () => {
  it('DP1 an update depends on the earlier entry of its record', async () => {
    await move('Basel');
    await pane.save({ kind: 'create', ref: anna, values: { lastname: 'Meier' } });
    await move('Chur');
    const line = await pane.line();
    expect(line[2]?.dependsOn).toEqual([line[0]?.seq]);
    expect(line[1]?.dependsOn).toEqual([]);
  });

  it('DP2 a reference depends on the create of its record', async () => {
    await pane.save({ kind: 'create', ref: anna, values: { lastname: 'Meier' } });
    await pane.save({
      kind: 'update',
      ref: contoso,
      values: { primarycontactid: lookupTo(anna) },
    });
    const line = await pane.line();
    expect(line[1]?.dependsOn).toEqual([line[0]?.seq]);
  });

  it('DP3 a delete depends on earlier entries of what refers to it', async () => {
    await world.given(pane, 'contact', ids.anna, {
      lastname: 'Meier',
      parentcustomerid: lookupTo(contoso),
    });
    await pane.save({ kind: 'update', ref: anna, values: { firstname: 'Anna' } });
    await pane.save({ kind: 'delete', ref: contoso });
    const line = await pane.line();
    expect(line[1]?.dependsOn).toEqual([line[0]?.seq]);
  });

  it('DP4 the entries of one gesture are sent in order, or not', async () => {
    await pane.save(
      { kind: 'update', ref: contoso, values: { revenue: '13.00' } },
      { kind: 'create', ref: call, values: { subject: 'Call' } },
    );
    const line = await pane.line();
    expect(line[1]?.dependsOn).toEqual([line[0]?.seq]);
    expect(line[0]?.gesture).toBe(line[1]?.gesture);
    await pane.player.wake();
    expect(world.crm.journal).toEqual([]);
  });

  it('DP5 sends nothing that depends on what is still in the outbox', async () => {
    await pane.save({
      kind: 'create',
      ref: fabrikam,
      values: { name: 'Fabrikam', revenue: '13.00' },
    });
    await pane.save({
      kind: 'create',
      ref: anna,
      values: { lastname: 'Meier', parentcustomerid: lookupTo(fabrikam) },
    });
    await pane.player.wake();
    expect(world.crm.journal).toEqual([]);
    expect(world.crm.requests.filter((request) => request.startsWith('write '))).toEqual([
      `write account:${ids.fabrikam}`,
    ]);
    await pane.save({ kind: 'update', ref: fabrikam, values: { revenue: '14.00' } });
    await pane.player.wake();
    expect(world.crm.journal.map(({ key }) => key)).toEqual([
      `account:${ids.fabrikam}`,
      `contact:${ids.anna}`,
    ]);
  });

  it('DP5 DP7 sends an amended entry after the later create it now refers to', async () => {
    await pane.save({ kind: 'create', ref: anna, values: { lastname: 'Meier' } });
    world.crm.faults = [{ kind: 'fail', failure: { status: 400, message: 'No company' } }];
    await pane.player.wake();
    world.crm.up = false;
    await pane.save({ kind: 'create', ref: fabrikam, values: { name: 'Fabrikam' } });
    await pane.save({
      kind: 'update',
      ref: anna,
      values: { parentcustomerid: lookupTo(fabrikam) },
    });
    expect(await pane.line()).toHaveLength(2);
    world.crm.up = true;
    await pane.player.wake(true);
    expect(world.crm.journal.map(({ key }) => key)).toEqual([
      `account:${ids.fabrikam}`,
      `contact:${ids.anna}`,
    ]);
  });

  it('DP5 never makes two entries wait for each other', async () => {
    await pane.save({ kind: 'create', ref: anna, values: { lastname: 'Meier' } });
    world.crm.faults = [{ kind: 'fail', failure: { status: 400 } }];
    await pane.player.wake();
    world.crm.up = false;
    await pane.save({
      kind: 'create',
      ref: fabrikam,
      values: { name: 'Fabrikam', primarycontactid: lookupTo(anna) },
    });
    await pane.save({
      kind: 'update',
      ref: anna,
      values: { parentcustomerid: lookupTo(fabrikam) },
    });
    world.crm.up = true;
    expect(await pane.line()).toHaveLength(3);
    await pane.outbox.retry((await seqs())[0] ?? 0);
    await until(() => world.crm.journal.length === 3);
  });

  it('DP6 shows what waits behind a refused or held entry as blocked', async () => {
    const seen = liveCell(0);
    const stop = pane.outbox.entries.subscribe(() => {
      seen.set(seen.get() + 1);
    });
    await pane.save({ kind: 'update', ref: contoso, values: { revenue: '13.00' } });
    await move('Basel');
    await pane.save({ kind: 'create', ref: call, values: { subject: 'Call' } });
    await pane.outbox.hold((await seqs())[2] ?? 0);
    await pane.player.wake();
    await until(() => shown()[0] === 'rejected');
    expect(shown()).toEqual(['rejected', 'blocked', 'held']);
    expect(seen.get()).toBeGreaterThan(0);
    stop();
  });
});
