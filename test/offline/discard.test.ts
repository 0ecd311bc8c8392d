import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Dependents } from '../../src/domain/outbox';
import type { RowRef } from '../../src/domain/row';
import { isLookup, type Lookup, type Values } from '../../src/domain/value';
import { OutboxError } from '../../src/offline/outbox-error';
import { transact } from '../../src/offline/transact';
import { ids, type Pane, World } from './support/world';

let world: World;
let pane: Pane;
const contoso = { table: 'account', id: ids.contoso };
const fabrikam = { table: 'account', id: ids.fabrikam };
const anna = { table: 'contact', id: ids.anna };
const ben = { table: 'contact', id: ids.ben };
const call = { table: 'task', id: ids.call };

beforeEach(async () => {
  world = new World();
  world.crm.up = false;
  pane = await world.open();
  await world.given(pane, 'account', ids.contoso, { name: 'Contoso', city: 'Bern' });
  await world.given(pane, 'contact', ids.ben, { lastname: 'Ben', fullname: 'Ben' });
});
afterEach(() => {
  world.crash();
});

const lookupTo = (ref: RowRef): Lookup => ({ ...ref, name: '' });
const line = async (): Promise<string[]> =>
  (await pane.line()).map(({ kind, ref, state }) => `${kind} ${ref.table} ${state}`);
const seqOf = async (kind: string, table: string): Promise<number> => {
  const entry = (await pane.line()).find((one) => one.kind === kind && one.ref.table === table);
  if (entry === undefined) throw new Error(`no ${kind} of ${table}`);
  return entry.seq;
};
const discard = async (dependents: Dependents): Promise<void> =>
  pane.outbox.discard(await seqOf('create', 'account'), { dependents });
const dependents = async (): Promise<string[]> =>
  (await pane.outbox.dependents(await seqOf('create', 'account'))).map(
    ({ kind, name }) => `${kind} ${name}`,
  );
const why = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof OutboxError ? error.code : error),
  );
const parentOf = (values: Values | null | undefined): string => {
  const parent = values?.['parentcustomerid'];
  return isLookup(parent) ? parent.id : String(parent);
};

/** Fabrikam is new, Anna is new there, a task regards Anna, and Ben has moved to Fabrikam. */
async function newCompany(): Promise<void> {
  await pane.save({ kind: 'create', ref: fabrikam, values: { name: 'Fabrikam' } });
  await pane.save({ kind: 'update', ref: fabrikam, values: { city: 'Zug' } });
  await pane.save({
    kind: 'create',
    ref: anna,
    values: { lastname: 'Meier', parentcustomerid: lookupTo(fabrikam) },
  });
  await pane.save({
    kind: 'create',
    ref: call,
    values: { subject: 'Call', regardingobjectid: lookupTo(anna) },
  });
  await pane.save({ kind: 'update', ref: ben, values: { parentcustomerid: lookupTo(fabrikam) } });
  await pane.save({ kind: 'update', ref: ben, values: { firstname: 'Benno' } });
}

describe('discarding a new record', () => {
  it('OB7 tells before which changes to other records depend on it, and changes nothing', async () => {
    await newCompany();
    const before = await pane.line();
    expect(await dependents()).toEqual(['create Meier', 'create Call', 'update Ben']);
    expect(await pane.line()).toEqual(before);
    expect(await pane.row(anna)).not.toBeNull();
    expect(await pane.outbox.dependents(await seqOf('update', 'contact'))).toEqual([]);
  });

  it('OB7 discards what depends on it too, with what depends on that, and nothing else', async () => {
    await newCompany();
    await discard('discard');
    expect(await line()).toEqual(['update contact pending']);
    expect(await pane.row(fabrikam)).toBeNull();
    expect(await pane.row(anna)).toBeNull();
    expect(await pane.row(call)).toBeNull();
    const row = await pane.row(ben);
    expect(row).toMatchObject({ fullname: 'Benno Ben' });
    expect(row?.['parentcustomerid'] ?? null).toBeNull();
    expect(await pane.store.db.receipts.count()).toBe(5);
    world.crm.up = true;
    await pane.player.wake();
    expect(await line()).toEqual([]);
    expect(world.crm.journal).toHaveLength(1);
  });

  it('OB7 discards new records that refer to each other', async () => {
    await pane.save({ kind: 'create', ref: fabrikam, values: { name: 'Fabrikam' } });
    await pane.save({
      kind: 'create',
      ref: anna,
      values: { lastname: 'Meier', parentcustomerid: lookupTo(fabrikam) },
    });
    await pane.save({
      kind: 'update',
      ref: fabrikam,
      values: { primarycontactid: lookupTo(anna) },
    });
    await discard('discard');
    expect(await line()).toEqual([]);
    expect(await pane.row(anna)).toBeNull();
  });

  it('OB7 changes nothing where a change that depends on it cannot be read', async () => {
    await newCompany();
    const seq = await seqOf('create', 'contact');
    await pane.save({ kind: 'update', ref: anna, values: { firstname: 'Anna' } });
    const last = (await pane.store.db.outbox.toArray()).at(-1);
    if (last === undefined) throw new Error('no entry');
    await pane.store.db.outbox.bulkPut([{ ...last, v: 99 }]);
    expect(await why(discard('discard'))).toBe('unreadable');
    expect((await pane.line()).map((entry) => entry.seq)).toContain(seq);
    expect(await pane.row(fabrikam)).toMatchObject({ name: 'Fabrikam' });
  });
});

describe('what may have arrived', () => {
  it.each<Dependents>(['discard', { relink: { ...contoso, name: 'Contoso' } }])(
    'OB8 is neither discarded with the record that it refers to nor re-linked: %j',
    async (dependents) => {
      await newCompany();
      const seq = await seqOf('create', 'contact');
      await transact(pane.store, async (draft) => {
        const entry = await draft.entry(seq);
        if (entry !== null) draft.putEntry({ ...entry, state: 'uncertain', lost: true });
      });
      await discard(dependents);
      const kept = (await pane.line()).find((entry) => entry.seq === seq);
      expect(kept).toMatchObject({ state: 'rejected', lost: true });
      expect(parentOf(kept?.values)).toBe(ids.fabrikam);
      expect(await pane.row(call)).not.toBeNull();
    },
  );
});

describe('re-linking what refers to a discarded record', () => {
  const toContoso: Dependents = { relink: { ...contoso, name: 'Contoso' } };

  it('OB10 makes lookups refer to the other record, in the line, in the rows and at the server', async () => {
    await newCompany();
    await discard(toContoso);
    expect(await line()).toEqual([
      'create contact pending',
      'create task pending',
      'update contact pending',
      'update contact pending',
    ]);
    for (const who of [anna, ben]) expect(parentOf(await pane.row(who))).toBe(ids.contoso);
    expect((await pane.row(anna))?.['parentcustomerid']).toMatchObject({ name: 'Contoso' });
    world.crm.up = true;
    await pane.player.wake();
    expect(await line()).toEqual([]);
    for (const who of [ids.anna, ids.ben])
      expect(parentOf(world.crm.get('contact', who)?.values)).toBe(ids.contoso);
  });

  it('OB10 makes parties and links refer to the other record', async () => {
    await pane.save({ kind: 'create', ref: fabrikam, values: { name: 'Fabrikam' } });
    const party = { role: 2, ref: lookupTo(fabrikam), address: 'info@fabrikam.example' };
    const other = { role: 1, ref: lookupTo(ben), address: '' };
    await pane.save({ kind: 'create', ref: call, values: { subject: 'Call', to: [other, party] } });
    const relationship = 'accounts_contacts';
    await pane.save({ kind: 'associate', ref: ben, relationship, other: lookupTo(fabrikam) });
    await discard(toContoso);
    const [create, link] = await pane.line();
    expect(create?.values['to']).toEqual([
      other,
      { ...party, ref: { ...contoso, name: 'Contoso' } },
    ]);
    expect(link?.link).toEqual({ relationship, other: contoso });
  });

  it('OB10 makes what a later change was made on follow too', async () => {
    await newCompany();
    await pane.save({ kind: 'update', ref: ben, values: { parentcustomerid: null } });
    await discard(toContoso);
    expect(parentOf((await pane.line()).at(-1)?.before)).toBe(ids.contoso);
    expect((await pane.row(ben))?.['parentcustomerid']).toBeNull();
  });

  it('OB10 waits for the create of the other record, which may stand behind', async () => {
    await newCompany();
    await pane.save({
      kind: 'create',
      ref: { ...contoso, id: ids.call },
      values: { name: 'Northwind' },
    });
    const create = (await pane.line()).at(-1);
    await discard({ relink: { table: 'account', id: ids.call, name: 'Northwind' } });
    for (const entry of await pane.line())
      if (parentOf(entry.values) === ids.call) expect(entry.dependsOn).toContain(create?.seq);
    world.crm.up = true;
    await pane.player.wake();
    expect(await line()).toEqual([]);
    expect(world.crm.journal[0]).toMatchObject({ key: `account:${ids.call}` });
  });

  it('OB10 refuses a record that waits for one of the changes itself', async () => {
    await newCompany();
    const other = { table: 'account', id: ids.euro };
    await pane.save({
      kind: 'create',
      ref: other,
      values: { name: 'Northwind', primarycontactid: lookupTo(anna) },
    });
    const before = await pane.line();
    expect(await why(discard({ relink: { ...other, name: 'Northwind' } }))).toBe('circular');
    expect(await pane.line()).toEqual(before);
  });

  it('OB10 refuses the discarded record itself and one that is deleted here', async () => {
    await newCompany();
    await pane.save({ kind: 'delete', ref: contoso });
    expect(await why(discard(toContoso))).toBe('gone');
    expect(await why(discard({ relink: lookupTo(fabrikam) }))).toBe('gone');
    expect(await pane.row(fabrikam)).toMatchObject({ name: 'Fabrikam' });
  });
});
