import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readableColumns } from '../../src/domain/column-security';
import type { RowQuery } from '../../src/domain/crm-server';
import type { Receipt } from '../../src/domain/entry';
import { lacks } from '../../src/domain/left-out';
import { SaveError } from '../../src/domain/record-store';
import type { Depth, Rights } from '../../src/domain/rights';
import type { Row } from '../../src/domain/row';
import type { ColumnRight, Table } from '../../src/domain/table';
import type { Values } from '../../src/domain/value';
import { identity } from './support/crm';
import { settle, until } from './support/settle';
import { openWhole, type Whole } from './support/whole';
import { ids, World } from './support/world';

let world: World;
let pane: Whole;
/** What profiles let the user do with the city of accounts; null: the CRM does not say. */
let held: readonly ColumnRight[] | null;
const contoso = { table: 'account', id: ids.contoso };
const fabrikam = { table: 'account', id: ids.fabrikam };

/** Every column that is asked for and the user may see, as Dataverse gives it: empty ones too. */
const asSeen = (table: Table, row: Row): Row => ({
  ...row,
  values: Object.fromEntries(
    readableColumns(table).map(({ name }) => [name, row.values[name] ?? null] as const),
  ),
});

/** The city of accounts is secured. */
function secure(): void {
  const { crm } = world;
  const account = crm.model['account'];
  const city = account?.columns['city'];
  if (account === undefined || city === undefined) throw new Error('No city');
  const columns = { ...account.columns, city: { ...city, secured: 'id-city' } };
  crm.model = { ...crm.model, account: { ...account, columns } };
  const depths = Object.fromEntries(
    Object.values(crm.model).flatMap(({ privileges }) =>
      Object.values(privileges).map((name): [string, Depth] => [name, 'Global']),
    ),
  );
  crm.readRights = (): Promise<Rights> =>
    Promise.resolve({
      userId: identity.userId,
      depths,
      ...(held && { columns: { 'id-city': held } }),
    });
  const readPage = crm.readPage.bind(crm);
  crm.readPage = async (query: RowQuery, next) => {
    const page = await readPage(query, next);
    const { table, bare } = query;
    const asked = bare === true ? { ...table, columns: {} } : table;
    return { ...page, rows: page.rows.map((row) => asSeen(asked, row)) };
  };
  const readRow = crm.readRow.bind(crm);
  crm.readRow = async (table, id) => {
    const row = await readRow(table, id);
    return row && asSeen(table, row);
  };
  const write = crm.write.bind(crm);
  crm.write = async (one) => {
    const row = await write(one);
    return row && asSeen(one.table, row);
  };
  const writeAll = crm.writeAll.bind(crm);
  crm.writeAll = async (sets) =>
    (await writeAll(sets)).map((outcome) => {
      if (outcome.kind !== 'done') return outcome;
      const seen = (row: Row): Row => asSeen(pane.page.model.get()[row.table]!, row);
      return { ...outcome, rows: outcome.rows.map((row) => row && seen(row)) };
    });
}

async function refresh(): Promise<void> {
  world.clock.advance(60_000);
  await pane.page.copy.refresh(false);
  await settle();
}

const here = async (ref = contoso): Promise<Values | undefined> =>
  (await pane.page.records.get(ref))?.values;
const hidden = async (ref = contoso): Promise<boolean> => {
  const table = pane.page.model.get()['account'];
  const row = await pane.page.records.get(ref);
  if (table === undefined || row === null) throw new Error('The record is not here');
  return lacks(table, row, 'city');
};
const update = (values: Values): Promise<void> =>
  pane.page.records.save([{ kind: 'update', ref: contoso, values }]);

async function sent(): Promise<Receipt> {
  await until(() => pane.page.outbox.receipts.get().length > 0, 'the receipt');
  const [receipt] = pane.page.outbox.receipts.get();
  if (receipt === undefined) throw new Error('Nothing was sent');
  return receipt;
}

async function open(...rights: ColumnRight[]): Promise<void> {
  held = rights;
  pane = await openWhole(world);
  await until(() => pane.page.copy.progress.get().phase === 'done', 'the copy');
  await settle();
}

beforeEach(() => {
  world = new World();
  held = [];
  world.crm.put('account', ids.contoso, { name: 'Contoso', city: 'Bern' });
  secure();
});
afterEach(async () => {
  pane.stop();
  await settle();
});

describe('a secured column that the user may not see', () => {
  it('RI6 is not on this computer, and not taken for empty', async () => {
    await open();
    expect(await here()).not.toHaveProperty('city');
    expect(await hidden()).toBe(true);
  });

  it('RI6 comes with the first refresh after the right to see it', async () => {
    await open();
    held = ['Read'];
    await refresh();
    expect([(await here())?.['city'], await hidden()]).toEqual(['Bern', false]);
  });

  it('RI6 leaves this computer with the first refresh after that right is gone', async () => {
    await open('Read', 'Update');
    expect(await here()).toMatchObject({ city: 'Bern' });
    held = [];
    await refresh();
    expect(await here()).not.toHaveProperty('city');
    expect(await hidden()).toBe(true);
  });

  it('RI6 leaves it too where that refresh was interrupted', async () => {
    await open('Read');
    held = [];
    world.crm.faults = [
      {
        kind: 'fail',
        failure: { status: 403 },
        on: (call, key) => call === 'readPage' && key.startsWith('account'),
      },
    ];
    await refresh();
    expect([(await here())?.['city'], await hidden()]).toEqual(['Bern', true]);
    await refresh();
    expect(await here()).not.toHaveProperty('city');
  });

  it('RI6 is no news of what others have done, and no conflict', async () => {
    await open('Read', 'Update');
    await pane.page.outbox.pause();
    await update({ phone: '1' });
    held = [];
    world.crm.edit('account', ids.contoso, { city: 'Zug', revenue: '1.00' });
    await refresh();
    await pane.page.outbox.resume();
    await until(() => world.crm.journal.length === 1, 'the change');
    await until(() => pane.page.outbox.entries.get().length === 0, 'its proof');
    expect(world.crm.get('account', ids.contoso)?.values).toMatchObject({
      city: 'Zug',
      phone: '1',
    });
    expect(await here()).not.toHaveProperty('city');
    const told = pane.page.unseen.unseen.get().changes;
    expect(told.flatMap(({ after }) => Object.keys(after))).not.toContain('city');
  });

  it('RI6 RI7 is not taken back', async () => {
    await open('Read', 'Update');
    await update({ city: 'Basel' });
    await until(() => world.crm.journal.length === 1, 'the change');
    await until(() => pane.page.outbox.entries.get().length === 0, 'its proof');
    held = [];
    await refresh();
    const receipt = await sent();
    await pane.page.records.undo(receipt, 'all').catch(() => undefined);
    await settle();
    expect(world.crm.journal).toHaveLength(1);
    expect(world.crm.get('account', ids.contoso)?.values['city']).toBe('Basel');
  });
});

describe('a secured column that the user may not write', () => {
  const refused = new SaveError({ code: 'secured' });

  it('RI7 is refused when it is saved, and nothing else of the change is kept', async () => {
    await open('Read', 'Create');
    await expect(update({ city: 'Chur', phone: '1' })).rejects.toEqual(refused);
    expect(await here()).toMatchObject({ city: 'Bern' });
    await update({ phone: '1' });
    await until(() => world.crm.journal.length === 1, 'the change');
  });

  it.each([
    ['Create', ['Read', 'Create'], true],
    ['Update', ['Read', 'Update'], false],
  ] as const)(
    'RI7 in a new record needs another right than in one that is there: %s',
    async (...given) => {
      const [, rights, taken] = given;
      await open(...rights);
      const create = pane.page.records.save([
        { kind: 'create', ref: fabrikam, values: { name: 'Fabrikam', city: 'Chur' } },
      ]);
      if (taken) await create;
      else await expect(create).rejects.toEqual(refused);
      const change = update({ city: 'Chur' });
      if (taken) await expect(change).rejects.toEqual(refused);
      else await change;
    },
  );

  it('RI4 RI7 is not refused where the CRM has not said it, as to an older version', async () => {
    held = null;
    pane = await openWhole(world);
    await until(() => pane.page.copy.progress.get().phase === 'done', 'the copy');
    expect(await hidden()).toBe(false);
    await update({ city: 'Chur' });
    await until(() => world.crm.journal.length === 1, 'the change');
    held = [];
    await refresh();
    await expect(update({ city: 'Olten' })).rejects.toEqual(refused);
  });

  it('RI7 is not filled in where a deleted record is made again', async () => {
    await open('Read', 'Update');
    await pane.page.records.save([{ kind: 'delete', ref: contoso }]);
    await until(() => world.crm.journal.length === 1, 'the delete');
    await until(() => pane.page.outbox.entries.get().length === 0, 'its proof');
    const receipt = await sent();
    await pane.page.records.undo(receipt, 'all');
    await until(() => world.crm.journal.length === 2, 'the record');
    expect(world.crm.get('account', ids.contoso)?.values).not.toHaveProperty('city');
  });
});
