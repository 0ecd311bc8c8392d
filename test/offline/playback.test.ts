import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Receipt } from '../../src/domain/entry';
import type { Values } from '../../src/domain/value';
import { isLookup } from '../../src/domain/value';
import { memoryLocks } from '../../src/offline/memory-locks';
import { lookupTo, type Fault } from './support/crm';
import { settle, until } from './support/settle';
import { ids, type Pane, World } from './support/world';

let world: World;
let pane: Pane;
const contoso = { table: 'account', id: ids.contoso };
const fabrikam = { table: 'account', id: ids.fabrikam };
const anna = { table: 'contact', id: ids.anna };
const ben = { table: 'contact', id: ids.ben };
const euro = { table: 'currency', id: ids.euro };

beforeEach(async () => {
  world = new World();
  pane = await world.open();
  await world.given(pane, 'account', ids.contoso, { name: 'Contoso', city: 'Bern', phone: '1' });
});
afterEach(() => {
  world.crash();
});

const change = (values: Values): Promise<void> =>
  pane.save({ kind: 'update', ref: contoso, values });
const create = (ref = anna): Promise<void> =>
  pane.save({ kind: 'create', ref, values: { lastname: 'Meier' } });
const states = async (): Promise<string[]> => (await pane.line()).map(({ state }) => state);
const server = (): Values => world.crm.get('account', ids.contoso)?.values ?? {};
const writes = (): string[] => world.crm.requests.filter((request) => request.startsWith('write'));
const receipts = async (): Promise<Receipt[]> => {
  const stored = await pane.dexie.receipts.orderBy('keys.time').toArray();
  return stored.map(({ body }) => body as Receipt);
};
const fail = (status: number, code = '', more = {}): Fault => ({
  kind: 'fail',
  failure: { status, code, ...more },
});

describe('playback', () => {
  it('PB1 sends the line in its order, one request at a time', async () => {
    await change({ city: 'Basel' });
    await create(anna);
    await change({ phone: '2' });
    await create(ben);
    let under = 0;
    let most = 0;
    world.crm.during = async () => {
      under += 1;
      most = Math.max(most, under);
      await settle(2);
      under -= 1;
    };
    await pane.player.wake();
    expect(world.crm.journal.map(({ kind, key }) => [kind, key])).toEqual([
      ['update', `account:${ids.contoso}`],
      ['create', `contact:${ids.anna}`],
      ['update', `account:${ids.contoso}`],
      ['create', `contact:${ids.ben}`],
    ]);
    expect(most).toBe(1);
  });

  it('PB1 sends ten changes by the first request and twice as many by each of the next', async () => {
    const name = (n: number): string => `Company ${n}`;
    for (let n = 0; n < 40; n++) {
      const id = ids.fabrikam.replace(/..$/, String(n + 10));
      await pane.save({ kind: 'create', ref: { table: 'account', id }, values: { name: name(n) } });
    }
    await pane.player.wake();
    expect(world.crm.journal.map(({ values }) => values['name'])).toEqual(
      Array.from({ length: 40 }, (_, n) => name(n)),
    );
    expect(writes().map((request) => request.split(' ').length - 1)).toEqual([10, 20, 10]);
  });

  it('PB1 sends less by a request where values are large, and half where the CRM takes long', async () => {
    const large = 'x'.repeat(100_000);
    for (let n = 0; n < 4; n++) {
      const id = ids.fabrikam.replace(/..$/, String(n + 10));
      const values = { name: `Company ${n}`, description: large };
      await pane.save({ kind: 'create', ref: { table: 'account', id }, values });
    }
    await pane.player.wake();
    expect(writes().map((request) => request.split(' ').length - 1)).toEqual([2, 2]);
    world.crm.requests.length = 0;
    for (let n = 0; n < 30; n++) {
      const id = ids.fabrikam.replace(/..$/, String(n + 50));
      await pane.save({
        kind: 'create',
        ref: { table: 'account', id },
        values: { name: String(n) },
      });
    }
    world.crm.during = async (call) => {
      if (call === 'write') world.clock.jump(1000);
    };
    await pane.player.wake();
    expect(writes().map((request) => request.split(' ').length - 1)).toEqual([10, 5, 10, 5]);
  });

  it('PB23 sends the changes of one gesture, and those of one record that follow each other, as one', async () => {
    await pane.save(
      { kind: 'create', ref: fabrikam, values: { name: 'Fabrikam' } },
      {
        kind: 'create',
        ref: anna,
        values: { lastname: 'Meier', parentcustomerid: lookupTo(fabrikam) },
      },
    );
    await change({ city: 'Basel' });
    await change({ phone: '2' });
    await create(ben);
    await pane.player.wake();
    expect(writes()).toEqual([
      `writeAll account:${ids.fabrikam}+contact:${ids.anna} account:${ids.contoso}+account:${ids.contoso} contact:${ids.ben}`,
    ]);
  });

  it('PB23 leaves a change for the next request whose record an earlier set of this one changes', async () => {
    await change({ city: 'Basel' });
    await create(anna);
    await change({ phone: '2' });
    await create(ben);
    await pane.player.wake();
    expect(writes()).toEqual([
      `writeAll account:${ids.contoso} contact:${ids.anna}`,
      `writeAll account:${ids.contoso} contact:${ids.ben}`,
    ]);
  });

  it('PB23 gives the first change its guard also behind a link of its record, which has none', async () => {
    await pane.save({
      kind: 'associate',
      ref: contoso,
      relationship: 'account_contacts',
      other: { ...anna, name: '' },
    });
    await change({ city: 'Basel' });
    world.crm.edit('account', ids.contoso, { city: 'Chur' });
    await pane.player.wake();
    expect((await receipts()).find(({ entry }) => entry.kind === 'update')).toMatchObject({
      overwrote: { city: 'Chur' },
    });
  });

  it('PB23 lets no change follow another of its record that is known to fit a newer version', async () => {
    world.policies = { all: 'server', tables: {} };
    await change({ city: 'Basel' });
    await create(ben);
    await change({ revenue: '12.00' });
    await change({ phone: '2' });
    world.crm.edit('account', ids.contoso, { phone: '999' });
    await pane.player.wake();
    expect(server()).toMatchObject({ city: 'Basel', revenue: '12.00', phone: '999' });
    expect((await receipts()).map(({ result }) => result)).toContain('yielded');
  });

  it('PB24 sends one by one what was refused together, and goes on with the rest', async () => {
    await create(anna);
    await change({ city: 'Basel' });
    await change({ revenue: '13.00' });
    await create(ben);
    await pane.player.wake();
    expect(server()).toMatchObject({ city: 'Basel' });
    expect(world.crm.get('contact', ids.ben)).not.toBeNull();
    const line = await pane.line();
    expect(line.map(({ state, values }) => [state, values])).toEqual([
      ['rejected', { revenue: '13.00' }],
    ]);
    expect(line[0]?.lastError?.message).toBe('Unlucky revenue');
  });

  it.each([
    ['half of it is done', 'half', ['contact', 'account']],
    ['nothing of it is done', 'drop', []],
    ['all of it is done', 'dropAfterCommit', ['contact', 'account', 'contact', 'account']],
  ] as const)(
    'PB24 proves one by one what was lost together, and repeats nothing: %s',
    async (_name, kind, done) => {
      await create(anna);
      await change({ city: 'Basel' });
      await create(ben);
      await pane.save({ kind: 'create', ref: fabrikam, values: { name: 'Fabrikam' } });
      world.crm.faults = [{ kind, on: (call) => call === 'writeAll' }];
      await pane.player.wake();
      expect(world.crm.journal.map(({ key }) => key.split(':')[0])).toEqual(done);
      expect(new Set(await states())).toEqual(new Set(['uncertain']));
      await pane.player.wake(true);
      expect(await states()).toEqual([]);
      expect(world.crm.journal).toHaveLength(4);
    },
  );

  it('PB24 proves changes of one record that were lost together, the later over the earlier', async () => {
    await change({ city: 'Basel', phone: '2' });
    await change({ city: 'Chur' });
    await create(anna);
    world.crm.faults = [{ kind: 'dropAfterCommit', on: (call) => call === 'writeAll' }];
    await pane.player.wake();
    await pane.player.wake(true);
    expect(await states()).toEqual([]);
    expect(world.crm.journal).toHaveLength(3);
    expect(server()).toMatchObject({ city: 'Chur', phone: '2' });
  });

  it('PB24 proves a change that was lost together with the delete of its record', async () => {
    await change({ city: 'Basel' });
    await pane.save({ kind: 'delete', ref: contoso });
    world.crm.faults = [{ kind: 'dropAfterCommit', on: (call) => call === 'writeAll' }];
    await pane.player.wake();
    await pane.player.wake(true);
    expect(await states()).toEqual([]);
    expect(world.crm.journal.map(({ kind }) => kind)).toEqual(['update', 'delete']);
  });

  /** The way there repeats a request by itself, and the answer is that to the second one. */
  const repeat = (call: 'write' | 'writeAll'): void => {
    world.crm.faults = [{ kind: 'repeated', on: (asked) => asked === call }];
  };
  const written = (): Values[] => world.crm.journal.map(({ values }) => values);

  it('PB32 repeats nothing of a request that was repeated on its way: changes of one record', async () => {
    await change({ city: 'Basel', phone: '2' });
    await change({ city: 'Chur' });
    await create(anna);
    await change({ city: 'Thun' });
    await change({ city: 'Olten' });
    repeat('writeAll');
    await pane.player.wake();
    expect(await states()).toEqual([]);
    expect(written()).toEqual([
      { city: 'Basel', phone: '2' },
      { city: 'Chur' },
      { lastname: 'Meier' },
      { city: 'Thun' },
      { city: 'Olten' },
    ]);
    expect(server()).toMatchObject({ city: 'Olten', phone: '2' });
  });

  it('PB32 repeats nothing of a request that was repeated on its way: what follows in it', async () => {
    await create(anna);
    await change({ city: 'Basel' });
    await change({ city: 'Chur' });
    await create(ben);
    repeat('writeAll');
    await pane.player.wake();
    expect(await states()).toEqual([]);
    expect(world.crm.journal).toHaveLength(4);
    expect((await receipts()).map(({ overwrote }) => overwrote)).toEqual([{}, {}, {}, {}]);
  });

  it('PB32 repeats nothing of a request that was repeated on its way: a change and the delete of its record', async () => {
    await change({ city: 'Basel' });
    await pane.save({ kind: 'delete', ref: contoso });
    repeat('writeAll');
    await pane.player.wake();
    expect(await states()).toEqual([]);
    expect(world.crm.journal.map(({ kind }) => kind)).toEqual(['update', 'delete']);
  });

  it.each(['asks', 'lets the CRM win'])(
    'PB32 takes nothing that was repeated on its way for the work of others where the organisation %s',
    async (name) => {
      world.policies = { all: name === 'asks' ? 'ask' : 'server', tables: {} };
      await change({ city: 'Basel' });
      await change({ city: 'Chur' });
      repeat('writeAll');
      await pane.player.wake();
      expect(await states()).toEqual([]);
      expect(written()).toEqual([{ city: 'Basel' }, { city: 'Chur' }]);
    },
  );

  it('PB32 PB29 takes a new record that was repeated on its way for no duplicate of itself', async () => {
    await create(anna);
    let arrived = 0;
    world.crm.during = async (call) => {
      if (call !== 'write' || ++arrived > 1) return;
      world.crm.put('contact', ids.anna, { lastname: 'Meier' });
      world.crm.faults = [fail(412, '0x80040333')];
    };
    await pane.player.wake();
    expect(await states()).toEqual([]);
    expect(writes()).toHaveLength(1);
  });

  it('PB32 PB8 merges what others changed before a request that was refused for it', async () => {
    await change({ city: 'Basel' });
    await change({ city: 'Bern' });
    world.crm.edit('account', ids.contoso, { phone: '9' });
    await pane.player.wake();
    expect(await states()).toEqual([]);
    expect(written()).toEqual([{ city: 'Basel' }, { city: 'Bern' }]);
    expect(server()).toMatchObject({ city: 'Bern', phone: '9' });
  });

  it.each([
    ['413', 413],
    ['501: no batches here', 501],
    ['400', 400],
  ])('PB24 sends one by one what is refused as a whole: %s', async (_name, status) => {
    await create(anna);
    await create(ben);
    world.crm.faults = [{ ...fail(status), on: (call) => call === 'writeAll' }];
    await pane.player.wake();
    expect(await states()).toEqual([]);
    expect(world.crm.journal).toHaveLength(2);
  });

  it('PB25 does not overtake what the user releases during a playback', async () => {
    await create(anna);
    await pane.outbox.hold((await pane.line())[0]!.seq);
    for (let n = 0; n < 12; n++) await change({ city: `City ${n}` });
    let release: Promise<void> | null = null;
    world.crm.during = async (call) => {
      if (call === 'write') release ??= pane.outbox.release((await pane.line())[0]!.seq);
      await release;
    };
    await pane.player.wake();
    await until(async () => (await states()).length === 0);
    expect(world.crm.journal.map(({ kind }) => kind).indexOf('create')).toBe(10);
  });

  it('PB1 sends state, owner and links as what they are', async () => {
    await pane.save({
      kind: 'assign',
      ref: contoso,
      owner: { table: 'systemuser', id: ids.ben, name: 'Omar' },
    });
    await pane.save({
      kind: 'associate',
      ref: contoso,
      relationship: 'account_contacts',
      other: { ...anna, name: '' },
    });
    await pane.save({ kind: 'delete', ref: contoso });
    await pane.player.wake();
    expect(world.crm.journal.map(({ kind }) => kind)).toEqual(['update', 'associate', 'delete']);
    expect(isLookup(world.crm.journal[0]?.values['ownerid'])).toBe(true);
    expect(await pane.store.db.records.count()).toBe(0);
    expect(await pane.store.db.shadow.count()).toBe(0);
  });

  it('PB2 marks the entry as sending on disk before its request leaves', async () => {
    await change({ city: 'Basel' });
    const seen: string[] = [];
    world.crm.during = async (call) => {
      if (call === 'write') seen.push(...(await states()));
    };
    await pane.player.wake();
    expect(seen).toEqual(['sending']);
  });

  it.each(['dropAfterCommit', 'drop'] as const)(
    'PB3 takes what a crash left in sending for uncertain, and sends it once (%s)',
    async (when) => {
      await create();
      world.crm.during = (call) => {
        if (call === 'write') world.crash();
        return Promise.resolve();
      };
      world.crm.faults = [{ kind: when }];
      await pane.player.wake();
      world.crm.during = () => Promise.resolve();
      pane = await world.open();
      expect(await states()).toEqual(['sending']);
      await pane.player.wake();
      expect(await states()).toEqual([]);
      expect(world.crm.journal.map(({ kind }) => kind)).toEqual(['create']);
      expect((await receipts())[0]?.result).toBe(when === 'drop' ? 'applied' : 'verified');
    },
  );

  it('PB3 does not overwrite what came after a change that a crash left unproved', async () => {
    await change({ city: 'Basel' });
    world.crm.during = (call) => {
      if (call === 'write') world.crash();
      return Promise.resolve();
    };
    await pane.player.wake();
    world.crm.during = () => Promise.resolve();
    world.crm.edit('account', ids.contoso, { city: 'Zug' });
    pane = await world.open();
    await pane.player.wake();
    expect(await states()).toEqual(['conflict']);
    expect(server()).toMatchObject({ city: 'Zug' });
  });

  it('PB4 repeats an uncertain update with the version it was made on', async () => {
    await change({ city: 'Basel' });
    world.crm.faults = [{ kind: 'drop' }];
    await pane.player.wake();
    expect(await states()).toEqual(['uncertain']);
    await pane.player.wake(true);
    expect(await states()).toEqual([]);
    expect(world.crm.requests.filter((request) => request.startsWith('readRow'))).toEqual([]);
    expect((await receipts())[0]?.result).toBe('applied');
  });

  it('PB5 takes a create that is there for done', async () => {
    await create();
    world.crm.faults = [{ kind: 'dropAfterCommit' }];
    await pane.player.wake();
    await pane.player.wake(true);
    expect(await states()).toEqual([]);
    expect(world.crm.journal).toHaveLength(1);
    expect((await receipts())[0]?.result).toBe('verified');
    expect(await pane.row(anna)).toMatchObject({ fullname: 'Meier, ' });
  });

  it('PB5 refuses a create whose row cannot be read', async () => {
    await create();
    world.crm.faults = [fail(412, '0x80040237')];
    await pane.player.wake();
    expect(await states()).toEqual(['rejected']);
  });

  it('PB6 takes an update that is there for done', async () => {
    await change({ city: 'Basel' });
    world.crm.faults = [{ kind: 'dropAfterCommit' }];
    await pane.player.wake();
    await pane.player.wake(true);
    expect(await states()).toEqual([]);
    expect(world.crm.journal).toHaveLength(1);
    expect((await receipts())[0]?.result).toBe('verified');
  });

  it('PB6 sends an uncertain update again with the new version where its columns are as before', async () => {
    await change({ city: 'Basel' });
    world.crm.faults = [{ kind: 'drop' }];
    await pane.player.wake();
    world.crm.edit('account', ids.contoso, { phone: '9' });
    await pane.player.wake(true);
    expect(server()).toMatchObject({ city: 'Basel', phone: '9' });
  });

  it('PB7 never repeats an uncertain update whose columns hold something else', async () => {
    await change({ city: 'Basel' });
    world.crm.faults = [{ kind: 'dropAfterCommit' }];
    await pane.player.wake();
    world.crm.edit('account', ids.contoso, { city: 'Zug' });
    await pane.player.wake(true);
    expect(await states()).toEqual(['conflict']);
    expect((await pane.line())[0]?.lastError?.kind).toBe('unreachable');
    expect(server()).toMatchObject({ city: 'Zug' });
    expect(world.crm.journal).toHaveLength(1);
  });

  it('PB7 holds for an uncertain update too that was to overwrite whatever was there', async () => {
    await change({ city: 'Basel' });
    const [{ seq = 0 } = {}] = await pane.line();
    await pane.outbox.hold(seq);
    world.crm.faults = [{ kind: 'dropAfterCommit' }];
    await pane.outbox.retry(seq, { force: true });
    await until(() => world.crm.journal.length === 1);
    await until(async () => (await states())[0] === 'uncertain');
    world.crm.edit('account', ids.contoso, { city: 'Zug' });
    // So long it may not be repeated.
    world.clock.advance(120_000);
    await until(async () => !['uncertain', 'sending'].includes((await states())[0] ?? ''));
    expect(await states()).toEqual(['conflict']);
    expect(server()).toMatchObject({ city: 'Zug' });
    expect(world.crm.journal).toHaveLength(1);
  });

  it('PB8 merges what others changed elsewhere in the row', async () => {
    await change({ city: 'Basel' });
    world.crm.edit('account', ids.contoso, { phone: '9' });
    await pane.player.wake();
    expect(server()).toMatchObject({ city: 'Basel', phone: '9' });
    expect((await receipts())[0]).toMatchObject({ result: 'merged', overwrote: {} });
    expect(await pane.row(contoso)).toMatchObject({ city: 'Basel', phone: '9' });
  });

  it('PB8 lets mine win and keeps what it overwrote', async () => {
    await change({ city: 'Basel', phone: '2' });
    world.crm.edit('account', ids.contoso, { city: 'Zug' });
    await pane.player.wake();
    expect(server()).toMatchObject({ city: 'Basel', phone: '2' });
    expect((await receipts())[0]).toMatchObject({
      result: 'overwrote',
      overwrote: { city: 'Zug' },
    });
  });

  it('PB8 keeps what it overwrites also when the reply to that is lost', async () => {
    await change({ city: 'Basel' });
    world.crm.edit('account', ids.contoso, { city: 'Zug' });
    world.crm.faults = [fail(412, '0x80060882'), { kind: 'drop' }];
    await pane.player.wake();
    expect(await states()).toEqual(['uncertain']);
    await pane.player.wake(true);
    expect((await receipts())[0]).toMatchObject({
      result: 'overwrote',
      overwrote: { city: 'Zug' },
    });
  });

  it('PB8 deletes a row that somebody changed, and keeps what that was', async () => {
    await pane.save({ kind: 'delete', ref: contoso });
    world.crm.edit('account', ids.contoso, { city: 'Zug' });
    await pane.player.wake();
    expect(world.crm.get('account', ids.contoso)).toBeNull();
    expect((await receipts())[0]).toMatchObject({ overwrote: { city: 'Zug' } });
  });

  it('PB9 takes the delete of a row that is gone for done', async () => {
    await pane.save({ kind: 'delete', ref: contoso });
    world.crm.faults = [{ kind: 'dropAfterCommit' }];
    await pane.player.wake();
    await pane.player.wake(true);
    expect(await states()).toEqual([]);
    expect((await receipts())[0]?.result).toBe('verified');
  });

  it('PB10 keeps an update of a row that is gone for the user', async () => {
    await change({ city: 'Basel' });
    world.crm.remove('account', ids.contoso);
    await pane.player.wake();
    expect(await states()).toEqual(['conflict']);
    expect((await pane.line())[0]?.lastError).toMatchObject({ status: 404 });
    expect(await pane.row(contoso)).toMatchObject({ city: 'Basel' });
  });

  it('PB10 tells a missing reference from a missing row', async () => {
    await change({ primarycontactid: lookupTo(ben) });
    await pane.player.wake();
    expect(await states()).toEqual(['rejected']);
  });

  it.each<[string, Fault, string]>([
    // What is lost, is lost for all that was sent together.
    ['a lost reply', { kind: 'drop' }, 'uncertain'],
    ['a captive portal', { kind: 'fail', failure: { kind: 'notCrm' } }, 'uncertain'],
    ['500 of Dataverse', fail(500, '0x80040216'), 'pending'],
    ['503', fail(503), 'uncertain'],
    ['504 of a gateway', fail(504), 'uncertain'],
    ['408', fail(408), 'uncertain'],
    ['429', fail(429, '', { retryAfterMs: 4000 }), 'pending'],
    ['401', fail(401), 'pending'],
    ['no token', { kind: 'fail', failure: { kind: 'signIn' } }, 'pending'],
  ])('PB11 stops the whole line at %s and goes on by itself', async (_name, fault, state) => {
    await change({ city: 'Basel' });
    await create();
    world.crm.faults = [fault];
    await pane.player.wake();
    expect(await states()).toEqual([state, state]);
    expect(world.crm.journal).toEqual([]);
    world.clock.advance(60_000);
    await until(async () => (await states()).length === 0);
    expect(world.crm.journal).toHaveLength(2);
  });

  it.each([
    [4000, 4000],
    [null, 60_000],
  ])('PB12 sends nothing until the time the server gave (%s)', async (retryAfterMs, ms) => {
    await change({ city: 'Basel' });
    world.crm.faults = [fail(429, '0x80072322', { retryAfterMs })];
    await pane.player.wake();
    const sent = writes().length;
    const other = await world.open();
    await other.player.wake(true);
    await pane.player.wake(true);
    world.clock.advance(ms - 1);
    await settle();
    expect(writes()).toHaveLength(sent);
    expect(pane.player.status.get().throttledUntil).not.toBeNull();
    world.clock.advance(1);
    await until(async () => (await states()).length === 0);
  });

  it('PB13 takes an entry for suspect that failed eight times, and goes on with the others', async () => {
    await change({ city: 'Basel' });
    await create();
    // Once together with the other, which tells nothing, then eight times alone.
    world.crm.faults = Array.from({ length: 9 }, () => ({
      ...fail(500, '0x80040216'),
      on: (call: string, key: string) => call === 'write' && key.startsWith('account'),
    }));
    for (let i = 0; i < 9; i++) await pane.player.wake(true);
    expect(await states()).toEqual(['suspect']);
    expect(world.crm.journal.map(({ key }) => key)).toEqual([`contact:${ids.anna}`]);
  });

  it('PB14 keeps a refused entry with the message, and sends what does not depend on it', async () => {
    await change({ revenue: '13.00' });
    await create();
    await change({ city: 'Basel' });
    await pane.player.wake();
    const line = await pane.line();
    expect(line.map(({ state }) => state)).toEqual(['rejected', 'pending']);
    expect(line[0]?.lastError?.message).toBe('Unlucky revenue');
    expect(world.crm.journal.map(({ key }) => key)).toEqual([`contact:${ids.anna}`]);
  });

  it('PB14 keeps a duplicate for the user', async () => {
    await create();
    world.crm.faults = [fail(412, '0x80040333')];
    await pane.player.wake();
    expect(await states()).toEqual(['duplicate']);
  });

  it('PB15 gives the new version to the later entries of the record', async () => {
    await create();
    await change({ city: 'Basel' });
    await pane.save({ kind: 'update', ref: anna, values: { firstname: 'Anna' } });
    await pane.player.wake();
    expect(writes()).toEqual([
      `writeAll contact:${ids.anna} account:${ids.contoso}`,
      `write contact:${ids.anna}`,
    ]);
    expect(world.crm.requests.filter((request) => request.startsWith('readRow'))).toEqual([]);
    expect((await receipts()).map(({ result }) => result)).toEqual([
      'applied',
      'applied',
      'applied',
    ]);
  });

  it('PB15 does not let a later entry overwrite unseen what somebody else wrote meanwhile', async () => {
    await change({ city: 'Basel' });
    await change({ phone: '2' });
    world.crm.edit('account', ids.contoso, { phone: '9' });
    await pane.player.wake();
    expect(server()).toMatchObject({ city: 'Basel', phone: '2' });
    expect((await receipts()).map(({ result, overwrote }) => [result, overwrote])).toEqual(
      expect.arrayContaining([
        ['merged', {}],
        ['overwrote', { phone: '9' }],
      ]),
    );
  });

  it('PB15 does not overwrite unseen what the server made of a create', async () => {
    await create();
    await pane.save({ kind: 'update', ref: anna, values: { firstname: 'Anna' } });
    world.crm.plugin = (_table, values) => ({ firstname: 'Filled in', ...values });
    await pane.player.wake();
    expect((await receipts()).find(({ entry }) => entry.kind === 'update')).toMatchObject({
      result: 'overwrote',
      overwrote: { firstname: 'Filled in' },
    });
  });

  it('PB16 lets one of two panes send at a time', async () => {
    const other = await world.open();
    await change({ city: 'Basel' });
    await create();
    await Promise.all([pane.player.wake(), other.player.wake()]);
    await until(async () => (await states()).length === 0);
    expect(writes()).toHaveLength(1);
    expect(world.crm.journal).toHaveLength(2);
  });

  it('PB16 PB17 steals from a frozen pane, whose late answer changes nothing', async () => {
    await change({ city: 'Basel' });
    let thaw: () => void = () => undefined;
    const frozen = new Promise<void>((resolve) => {
      thaw = resolve;
    });
    world.crm.during = (call) => (call === 'write' ? frozen : Promise.resolve());
    const first = pane.player.wake();
    await until(async () => (await states())[0] === 'sending');
    // Its timers stand still with it.
    pane.player.stop();
    const other = await world.open();
    world.crm.during = () => Promise.resolve();
    const second = other.player.wake();
    await settle();
    expect(writes()).toHaveLength(1);
    for (let i = 0; i < 5; i++) {
      world.clock.advance(30_000);
      await settle();
    }
    await second;
    expect(await states()).toEqual([]);
    thaw();
    await first;
    expect(world.crm.journal).toHaveLength(1);
    expect((await receipts()).map(({ result }) => result)).toEqual(['applied']);
    expect(await pane.row(contoso)).toMatchObject({ city: 'Basel' });
  });

  it('PB16 does not let the late failure of a fenced pane undo a refusal', async () => {
    await change({ city: 'Basel' });
    let thaw: () => void = () => undefined;
    const frozen = new Promise<void>((resolve) => {
      thaw = resolve;
    });
    world.crm.during = (call) => (call === 'write' ? frozen : Promise.resolve());
    const first = pane.player.wake();
    await until(async () => (await states())[0] === 'sending');
    pane.player.stop();
    // The other pane on this computer begins a run of its own.
    world.locks = memoryLocks();
    const other = await world.open();
    world.crm.during = () => Promise.resolve();
    world.crm.faults = [fail(403, '0x80040220'), { kind: 'drop' }];
    await other.player.wake();
    expect(await states()).toEqual(['rejected']);
    thaw();
    await first;
    expect(world.crm.faults).toEqual([]);
    expect(await states()).toEqual(['rejected']);
    expect((await pane.line())[0]?.lastError?.status).toBe(403);
  });

  it('PB17 waits for a sender that is slow but alive', async () => {
    await change({ city: 'Basel' });
    let answer: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => {
      answer = resolve;
    });
    world.crm.during = (call) => (call === 'write' ? slow : Promise.resolve());
    const first = pane.player.wake();
    await until(async () => (await states())[0] === 'sending');
    const other = await world.open();
    const second = other.player.wake();
    await settle();
    for (let i = 0; i < 20; i++) {
      world.clock.advance(10_000);
      await settle();
    }
    expect(writes()).toHaveLength(1);
    answer();
    await Promise.all([first, second]);
    expect(writes()).toHaveLength(1);
  });

  it('PB18 leaves entries pending, without an attempt, while the CRM does not answer the probe', async () => {
    await change({ city: 'Basel' });
    world.crm.up = false;
    await pane.player.wake();
    expect(writes()).toEqual([]);
    expect((await pane.line())[0]).toMatchObject({ state: 'pending', attempts: 0 });
  });

  it('PB19 does not repeat a lost request without a guard within two minutes', async () => {
    await world.given(pane, 'currency', ids.euro, { name: 'Euro' });
    await pane.save({ kind: 'update', ref: euro, values: { name: 'EUR' } });
    world.crm.faults = [{ kind: 'drop' }];
    await pane.player.wake();
    await pane.player.wake(true);
    world.clock.advance(119_000);
    await settle();
    expect(writes()).toHaveLength(1);
    world.clock.advance(1000);
    await until(async () => (await states()).length === 0);
    expect(writes()).toHaveLength(2);
  });

  it('PB33 deletes no record while a lost create of it may still arrive', async () => {
    await create(anna);
    world.crm.faults = [{ kind: 'drop' }];
    await pane.player.wake();
    await pane.player.wake(true);
    await change({ city: 'Basel' });
    await pane.save({ kind: 'delete', ref: anna });
    await pane.player.wake(true);
    expect(world.crm.journal.map(({ kind }) => kind)).toEqual(['create', 'update']);
    world.clock.advance(119_000);
    await settle();
    expect(await states()).toEqual(['pending']);
    world.clock.advance(1000);
    await until(async () => (await states()).length === 0);
    expect(world.crm.journal.at(-1)?.kind).toBe('delete');
  });

  it('PB33 waits no longer than that where the clock is set back', async () => {
    await create(anna);
    world.crm.faults = [{ kind: 'dropAfterCommit' }];
    await pane.player.wake();
    await pane.player.wake(true);
    await pane.save({ kind: 'delete', ref: anna });
    world.clock.jump(-3_600_000);
    await pane.player.wake(true);
    expect(await states()).toEqual(['pending']);
    world.clock.advance(120_000);
    await until(async () => (await states()).length === 0);
    expect(world.crm.get('contact', ids.anna)).toBeNull();
  });

  it('PB21 makes the row what the server answered', async () => {
    world.crm.plugin = (_table, values) => ({ ...values, city: `${String(values['city'])}!` });
    await change({ city: 'Basel' });
    await pane.player.wake();
    expect(await pane.row(contoso)).toMatchObject({ city: 'Basel!' });
    const [stored] = await pane.store.db.records.toArray();
    expect(stored?.keys).toMatchObject({
      pending: 0,
      etag: world.crm.get('account', ids.contoso)?.etag,
    });
  });

  it('PB21 keeps later changes on top of the answer', async () => {
    await change({ city: 'Basel' });
    await change({ revenue: '13.00' });
    await pane.player.wake();
    expect(await pane.row(contoso)).toMatchObject({ city: 'Basel', revenue: '13.00' });
    await pane.save({ kind: 'create', ref: fabrikam, values: { name: 'Fabrikam' } });
    await pane.player.wake();
    expect(await pane.row(fabrikam)).toMatchObject({ name: 'Fabrikam' });
  });
});
