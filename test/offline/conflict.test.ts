import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ConflictChoice } from '../../src/domain/conflict';
import type { Receipt } from '../../src/domain/entry';
import type { Values } from '../../src/domain/value';
import { conflictSetting, readConflictChoice } from '../../src/offline/conflict-setting';
import { writeRows } from '../../src/offline/copy/write-rows';
import { newestGeneration } from '../../src/offline/feed';
import { showBlocked } from '../../src/offline/line';
import { lookupTo } from './support/crm';
import { model } from './support/model';
import { until } from './support/settle';
import { ids, type Pane, World } from './support/world';

let world: World;
let pane: Pane;
const contoso = { table: 'account', id: ids.contoso };
const anna = { table: 'contact', id: ids.anna };

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
const theirs = (values: Values): void => {
  world.crm.edit('account', ids.contoso, values);
};
const server = (): Values => world.crm.get('account', ids.contoso)?.values ?? {};
const receipts = async (): Promise<Receipt[]> =>
  (await pane.store.db.receipts.toArray()).map(({ body }) => body as Receipt);
const first = async () => {
  const [entry] = await pane.line();
  if (entry === undefined) throw new Error('nothing waits');
  return entry;
};

describe('a conflict where the CRM wins', () => {
  beforeEach(() => {
    world.policies = { all: 'server', tables: {} };
  });

  it('PB26 leaves the columns alone that somebody else changed, and sends the others', async () => {
    await change({ city: 'Basel', phone: '2' });
    theirs({ city: 'Chur' });
    await pane.player.wake();
    expect(server()).toMatchObject({ city: 'Chur', phone: '2' });
    expect(await pane.row(contoso)).toMatchObject({ city: 'Chur', phone: '2' });
    expect(await receipts()).toMatchObject([
      { result: 'merged', entry: { values: { phone: '2' }, yielded: { city: 'Basel' } } },
    ]);
  });

  it('PB26 lets a change leave of which nothing is left, and keeps what it was', async () => {
    await change({ city: 'Basel' });
    theirs({ city: 'Chur' });
    await pane.player.wake();
    expect(await pane.line()).toEqual([]);
    expect(world.crm.journal).toEqual([]);
    expect(await pane.row(contoso)).toMatchObject({ city: 'Chur' });
    expect(await receipts()).toMatchObject([
      { result: 'yielded', entry: { values: {}, yielded: { city: 'Basel' } } },
    ]);
  });

  it('PB26 leaves it alone in a later change too, which was made without having seen it either', async () => {
    await change({ city: 'Basel' });
    await change({ city: 'Davos' });
    theirs({ city: 'Chur' });
    await pane.player.wake();
    expect(server()).toMatchObject({ city: 'Chur' });
    expect(await pane.row(contoso)).toMatchObject({ city: 'Chur' });
    expect((await receipts()).map(({ result }) => result)).toEqual(['yielded', 'yielded']);
  });

  it('PB26 leaves it alone in a later change too, though its version has come under the earlier one', async () => {
    await change({ city: 'Basel' });
    const asked = await newestGeneration(pane.store.db);
    const row = world.crm.edit('account', ids.contoso, { city: 'Chur' });
    await writeRows(pane.store, model, [row], asked);
    await change({ city: 'Davos' });
    await pane.player.wake();
    expect(server()).toMatchObject({ city: 'Chur' });
    expect((await receipts()).map(({ result }) => result)).toEqual(['yielded', 'yielded']);
  });

  it.each(['mine', 'server'] as const)(
    'OB6 compares a later change with what has come under a discarded one, where %s wins',
    async (all) => {
      world.policies = { all, tables: {} };
      await change({ city: 'Basel' });
      const asked = await newestGeneration(pane.store.db);
      const row = world.crm.edit('account', ids.contoso, { city: 'Chur' });
      await writeRows(pane.store, model, [row], asked);
      await change({ city: 'Davos' });
      world.crm.up = false;
      await pane.outbox.discard((await first()).seq);
      world.crm.up = true;
      await pane.player.wake(true);
      expect(server()).toMatchObject({ city: all === 'mine' ? 'Davos' : 'Chur' });
      expect((await receipts()).map(({ result, overwrote }) => [result, overwrote])).toContainEqual(
        all === 'mine' ? ['overwrote', { city: 'Chur' }] : ['yielded', {}],
      );
    },
  );

  it('PB26 is chosen per table', async () => {
    world.policies = { all: 'server', tables: { account: 'mine' } };
    await change({ city: 'Basel' });
    theirs({ city: 'Chur' });
    await pane.player.wake();
    expect(server()).toMatchObject({ city: 'Basel' });
  });
});

describe('the own choice of who wins', () => {
  const choose = async (choice: ConflictChoice, at = pane): Promise<void> => {
    const setting = conflictSetting(at.store);
    await setting.choose(choice);
    setting.stop();
  };

  it('MN1 is that of the organisation until the user has chosen', async () => {
    world.policies = { all: 'server', tables: {} };
    expect(await readConflictChoice(pane.store)).toBe('organization');
    await choose('mine');
    await choose('organization');
    await change({ city: 'Basel' });
    theirs({ city: 'Chur' });
    await pane.player.wake();
    expect(server()).toMatchObject({ city: 'Chur' });
  });

  it.each([
    ['mine', 'Basel', []],
    ['server', 'Chur', []],
    ['ask', 'Chur', ['conflict']],
  ] as const)(
    'MN1 takes the place of what the organisation has set for all tables: %s',
    async (choice, city, states) => {
      world.policies = { all: choice === 'mine' ? 'server' : 'mine', tables: {} };
      await choose(choice);
      await change({ city: 'Basel' });
      theirs({ city: 'Chur' });
      await pane.player.wake();
      expect(server()).toMatchObject({ city });
      expect((await pane.line()).map(({ state }) => state)).toEqual(states);
    },
  );

  it('MN1 leaves the tables alone that the organisation names', async () => {
    world.policies = { all: 'mine', tables: { account: 'server' } };
    await choose('mine');
    await change({ city: 'Basel' });
    theirs({ city: 'Chur' });
    await pane.player.wake();
    expect(server()).toMatchObject({ city: 'Chur' });
  });

  it('MN1 is made offline, shows in other panes, and is there after a restart', async () => {
    const other = await world.open();
    const shown = conflictSetting(other.store);
    world.crm.up = false;
    await choose('ask');
    await until(() => shown.choice.get() === 'ask');
    shown.stop();
    world.crash();
    pane = await world.open();
    world.crm.up = true;
    expect(await readConflictChoice(pane.store)).toBe('ask');
    await change({ city: 'Basel' });
    theirs({ city: 'Chur' });
    await pane.player.wake(true);
    expect(await first()).toMatchObject({ state: 'conflict' });
  });
});

describe('a conflict that the user is asked about', () => {
  beforeEach(async () => {
    world.policies = { all: 'ask', tables: {} };
    await change({ city: 'Basel', phone: '2', name: 'Contoso AG' });
    theirs({ city: 'Chur', phone: '9' });
    await pane.player.wake();
  });

  it('PB27 waits with what the CRM has, and others go on', async () => {
    await pane.save({ kind: 'create', ref: anna, values: { lastname: 'Meier' } });
    await pane.player.wake();
    const entry = await first();
    expect(entry).toMatchObject({
      state: 'conflict',
      before: { city: 'Bern', phone: '1' },
      theirs: { values: { city: 'Chur', phone: '9', name: 'Contoso' } },
    });
    expect(world.crm.journal.map(({ key }) => key)).toEqual([`contact:${ids.anna}`]);
    expect(await pane.row(contoso)).toMatchObject({ city: 'Basel', phone: '2' });
  });

  it('PB27 merges by itself where nobody else changed the same columns', async () => {
    const { seq } = await first();
    await pane.outbox.discard(seq);
    await change({ city: 'Davos' });
    theirs({ phone: '7' });
    await pane.player.wake();
    expect(await pane.line()).toEqual([]);
    expect(server()).toMatchObject({ city: 'Davos', phone: '7' });
  });

  it('PB27 takes an answer per column', async () => {
    await pane.outbox.resolve((await first()).seq, ['city']);
    await pane.player.wake();
    expect(server()).toMatchObject({ city: 'Basel', phone: '9', name: 'Contoso AG' });
    expect(await pane.row(contoso)).toMatchObject({ city: 'Basel', phone: '9' });
    expect(await receipts()).toMatchObject([
      {
        result: 'overwrote',
        overwrote: { city: 'Chur' },
        entry: { values: { city: 'Basel', name: 'Contoso AG' }, yielded: { phone: '2' } },
      },
    ]);
  });

  it('PB27 asks again where somebody writes once more after the answer', async () => {
    world.crm.up = false;
    await pane.outbox.resolve((await first()).seq, ['city', 'phone']);
    world.crm.up = true;
    theirs({ city: 'Davos' });
    await pane.player.wake(true);
    expect(await first()).toMatchObject({
      state: 'conflict',
      before: { city: 'Chur', phone: '9' },
      theirs: { values: { city: 'Davos' } },
    });
  });

  it('PB27 lets a change leave of which the user keeps nothing', async () => {
    const { seq } = await first();
    await pane.outbox.discard(seq);
    await change({ city: 'Olten' });
    theirs({ city: 'Davos' });
    await pane.player.wake();
    await pane.outbox.resolve((await first()).seq, []);
    expect(await pane.line()).toEqual([]);
    expect(await pane.row(contoso)).toMatchObject({ city: 'Davos' });
    expect((await receipts()).map(({ result }) => result)).toContain('yielded');
  });

  it('PB27 answers nothing that is no conflict', async () => {
    await pane.save({ kind: 'create', ref: anna, values: { lastname: 'Meier' } });
    const line = await pane.line();
    await expect(pane.outbox.resolve(line.at(-1)?.seq ?? 0, [])).rejects.toThrow('notWaiting');
    await expect(pane.outbox.recreate((await first()).seq)).rejects.toThrow('notWaiting');
  });
});

describe('a change of a record that somebody deleted', () => {
  it('PB28 can make the record again, with what was known of it', async () => {
    await change({ city: 'Basel' });
    await change({ phone: '2' });
    world.crm.remove('account', ids.contoso);
    await pane.player.wake();
    expect((await pane.line()).map(({ state }) => state)).toEqual(['conflict', 'pending']);
    await pane.outbox.recreate((await first()).seq);
    await pane.player.wake();
    expect(await pane.line()).toEqual([]);
    expect(server()).toMatchObject({ name: 'Contoso', city: 'Basel', phone: '2' });
    expect(await pane.row(contoso)).toMatchObject({ name: 'Contoso', city: 'Basel', phone: '2' });
  });

  it('PB28 DP2 lets what refers to the record wait until it is there again', async () => {
    await change({ revenue: '13.00' });
    world.crm.remove('account', ids.contoso);
    await pane.player.wake();
    await pane.save({
      kind: 'create',
      ref: { table: 'contact', id: ids.ben },
      values: { lastname: 'Ben', parentcustomerid: lookupTo(contoso) },
    });
    await pane.outbox.recreate((await first()).seq);
    await pane.player.wake();
    expect(showBlocked(await pane.line()).map(({ state }) => state)).toEqual([
      'rejected',
      'blocked',
    ]);
  });
});

describe('a delete of a record that others have changed since', () => {
  const remove = async (): Promise<void> => {
    await pane.save({ kind: 'delete', ref: contoso });
    theirs({ city: 'Chur' });
    await pane.player.wake();
  };

  it('PB31 deletes it where mine wins, and keeps what it was', async () => {
    await remove();
    expect(world.crm.get('account', ids.contoso)).toBeNull();
    expect(await receipts()).toMatchObject([{ result: 'overwrote', row: { city: 'Chur' } }]);
  });

  it('PB31 leaves it where the CRM wins', async () => {
    world.policies = { all: 'server', tables: {} };
    await remove();
    expect(await pane.line()).toEqual([]);
    expect(server()).toMatchObject({ city: 'Chur' });
    expect(await pane.row(contoso)).toMatchObject({ city: 'Chur', phone: '1' });
    expect(await receipts()).toMatchObject([{ result: 'yielded', entry: { kind: 'delete' } }]);
  });

  describe('where the user is asked', () => {
    beforeEach(async () => {
      world.policies = { all: 'ask', tables: {} };
      await remove();
    });

    it('PB31 waits and says what others have changed', async () => {
      expect(await first()).toMatchObject({
        state: 'conflict',
        theirs: { values: { city: 'Chur' } },
      });
      expect(Object.keys((await first()).theirs?.values ?? {})).toEqual(['city']);
      expect(server()).toMatchObject({ city: 'Chur' });
    });

    it('PB31 deletes it when the user says so', async () => {
      await pane.outbox.resolve((await first()).seq, 'all');
      await pane.player.wake();
      expect(world.crm.get('account', ids.contoso)).toBeNull();
      expect(await pane.line()).toEqual([]);
    });

    it('PB31 gives the record back when the user keeps it', async () => {
      await pane.outbox.resolve((await first()).seq, []);
      expect(await pane.line()).toEqual([]);
      expect(await pane.row(contoso)).toMatchObject({ city: 'Chur', phone: '1' });
      expect(world.crm.journal).toEqual([]);
    });

    it('PB31 asks again where somebody writes once more after the answer', async () => {
      world.crm.up = false;
      await pane.outbox.resolve((await first()).seq, 'all');
      world.crm.up = true;
      theirs({ phone: '9' });
      await pane.player.wake(true);
      expect(await first()).toMatchObject({
        state: 'conflict',
        theirs: { values: { phone: '9' } },
      });
    });
  });

  it('PB31 does not follow a change of the user that was merged with what others wrote', async () => {
    world.policies = { all: 'ask', tables: {} };
    await change({ phone: '2' });
    await remove();
    expect(server()).toMatchObject({ city: 'Chur', phone: '2' });
    expect(await first()).toMatchObject({ kind: 'delete', state: 'conflict' });
  });
});
