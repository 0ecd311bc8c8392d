import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Duplicates, Match } from '../../src/domain/duplicates';
import { isLookup, type Values } from '../../src/domain/value';
import { createKeeper, type Keeper } from '../../src/offline/catalogue/keeper';
import { findDuplicates } from '../../src/offline/find-duplicates';
import { heldDuplicates } from '../../src/offline/held-duplicates';
import { OutboxError } from '../../src/offline/outbox-error';
import { identity, lookupTo } from './support/crm';
import { sameAddress } from './support/duplicate-rules';
import { ids, type Pane, World } from './support/world';

let world: World;
let pane: Pane;
let keeper: Keeper;
let held: Pick<Duplicates, 'matches' | 'use'>;
/** New here, and held. */
const anna = { table: 'contact', id: ids.anna };
/** Has Anna's address in the CRM. */
const ben = { table: 'contact', id: ids.ben };
const contoso = { table: 'account', id: ids.contoso };
const call = { table: 'task', id: ids.call };
const address = 'anna@contoso.example';

beforeEach(async () => {
  world = new World();
  const { crm, clock, newId } = world;
  crm.duplicateRules = [sameAddress()];
  crm.put('contact', ids.ben, { lastname: 'Ben', emailaddress1: address });
  pane = await world.open();
  await world.given(pane, 'account', ids.contoso, { name: 'Contoso' });
  const { store } = pane;
  const model = () => crm.model;
  const rules = () => crm.duplicateRules;
  keeper = createKeeper(store, clock, model, rules);
  held = heldDuplicates({
    store,
    model,
    userId: identity.userId,
    now: clock.now,
    newId,
    server: crm,
    rules,
    here: (row) => findDuplicates(store, keeper, { model: model(), rules: rules() }, row),
    wake: () => undefined,
  });
});
afterEach(() => {
  keeper.stop();
  world.crash();
});

/** Anna is new and held; a call regards her, Contoso names her, and they are linked both ways. */
async function holdAnna(more: Values = {}): Promise<void> {
  await pane.save({
    kind: 'create',
    ref: anna,
    values: { firstname: 'Anna', lastname: 'Meier', emailaddress1: address, ...more },
  });
  await pane.save({
    kind: 'create',
    ref: call,
    values: { subject: 'Call', regardingobjectid: lookupTo(anna) },
  });
  await pane.save({
    kind: 'update',
    ref: contoso,
    values: { primarycontactid: lookupTo(anna) },
  });
  const other = { ...anna, name: '' };
  await pane.save({ kind: 'associate', ref: contoso, relationship: 'knows', other });
  const contosoToo = { ...contoso, name: '' };
  await pane.save({ kind: 'associate', ref: anna, relationship: 'works', other: contosoToo });
  await pane.player.wake();
}

const heldEntry = async () => {
  const entry = (await pane.line()).find(({ state }) => state === 'duplicate');
  if (entry === undefined) throw new Error('Nothing is held.');
  return entry;
};
const matches = async (where: 'crm' | 'here' = 'crm') => held.matches(await heldEntry(), where);
const use = async (match: Match | undefined, ...columns: string[]): Promise<void> => {
  if (match === undefined) throw new Error('Nothing is like it.');
  await held.use((await heldEntry()).seq, match, columns);
};
const line = async (): Promise<string[]> =>
  (await pane.line()).map(({ kind, ref, state }) => `${kind} ${ref.table} ${state}`);
const idIn = (values: Values | null | undefined, column: string): string => {
  const value = values?.[column];
  return isLookup(value) ? value.id : String(value);
};
const inCrm = (table: string, id: string): Values | undefined => world.crm.get(table, id)?.values;
const whyNot = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof OutboxError ? error.code : error),
  );

describe('a change that is held as a duplicate', () => {
  it('DU1 is shown with what the CRM has, also in another table that a rule compares', async () => {
    world.crm.put('account', ids.fabrikam, { name: 'Fabrikam', emailaddress1: address });
    world.crm.duplicateRules = [sameAddress(), sameAddress('account')];
    await holdAnna();
    expect((await matches()).map(({ row }) => row.values)).toMatchObject([
      { lastname: 'Ben' },
      { name: 'Fabrikam' },
    ]);
    expect(world.crm.requests).toContain('readDuplicates contact:new');
  });

  it('DU1 is shown with the rest where the user may not read another table', async () => {
    world.crm.duplicateRules = [sameAddress(), sameAddress('account')];
    await holdAnna();
    const failure = { status: 403, code: '0x80040220' };
    const once = (call: string): boolean => call === 'readDuplicates';
    world.crm.faults = [{ kind: 'fail', failure, on: once }];
    expect(await matches()).toHaveLength(0);
    expect(await matches()).toHaveLength(1);
  });

  it('DU1 of a record that is there is compared with the others', async () => {
    await world.given(pane, 'contact', ids.anna, { lastname: 'Meier' });
    await pane.save({ kind: 'update', ref: anna, values: { emailaddress1: address } });
    await pane.player.wake();
    expect((await matches()).map(({ row }) => row.id)).toEqual([ids.ben]);
    const [match] = await matches();
    expect(await whyNot(use(match))).toBe('notWaiting');
  });

  it('DU1 is shown with what this computer has where the CRM cannot be reached', async () => {
    await holdAnna();
    world.crm.up = false;
    expect(await matches('here')).toEqual([]);
    await world.given(pane, 'contact', ids.ben, { lastname: 'Ben', emailaddress1: address });
    expect(await matches('here')).toMatchObject([{ row: ben, asked: null }]);
  });
});

describe('using the existing record instead', () => {
  it('DU2 lets all that referred to the new one refer to it, and takes over what is chosen', async () => {
    await holdAnna();
    const [match] = await matches();
    await use(match, 'firstname');
    expect(await line()).toEqual([
      'create task pending',
      'update account pending',
      'associate account pending',
      'update contact pending',
      'associate contact pending',
    ]);
    expect(await pane.row(anna)).toBeNull();
    expect(idIn(await pane.row(call), 'regardingobjectid')).toBe(ids.ben);
    expect(await pane.row(ben)).toMatchObject({ firstname: 'Anna', lastname: 'Ben' });
    await pane.player.wake();
    expect(await line()).toEqual([]);
    expect(inCrm('contact', ids.anna)).toBeUndefined();
    expect(idIn(inCrm('task', ids.call), 'regardingobjectid')).toBe(ids.ben);
    expect(idIn(inCrm('account', ids.contoso), 'primarycontactid')).toBe(ids.ben);
    expect(inCrm('contact', ids.ben)).toMatchObject({ firstname: 'Anna', lastname: 'Ben' });
    expect(world.crm.journal.map(({ kind, key }) => `${kind} ${key}`)).toEqual([
      `create task:${ids.call}`,
      `update account:${ids.contoso}`,
      `associate account:${ids.contoso}`,
      `update contact:${ids.ben}`,
      `associate contact:${ids.ben}`,
    ]);
  });

  it('DU2 takes over nothing where nothing is chosen, and not a link that was taken back', async () => {
    await holdAnna();
    const other = { ...contoso, name: '' };
    await pane.save({ kind: 'disassociate', ref: anna, relationship: 'works', other });
    const [match] = await matches();
    await use(match);
    expect((await pane.line()).filter(({ ref }) => ref.id === ids.ben)).toEqual([]);
  });

  it('DU2 takes over what was changed behind the new record, too', async () => {
    await holdAnna();
    await pane.save({ kind: 'assign', ref: anna, owner: { table: 'team', id: 'x', name: 'T' } });
    const [match] = await matches();
    await use(match, 'ownerid');
    expect(idIn(await pane.row(ben), 'ownerid')).toBe('x');
  });

  it('DU2 keeps what was discarded in its receipt', async () => {
    await holdAnna();
    const { id } = await heldEntry();
    const [match] = await matches();
    await use(match);
    const receipt = await pane.store.db.receipts.bulkGet([id]);
    expect(receipt[0]?.body).toMatchObject({ result: 'discarded', entry: { name: 'Anna Meier' } });
  });

  it('DU2 changes nothing at all where it cannot be done', async () => {
    await world.given(pane, 'contact', ids.ben, { lastname: 'Ben', emailaddress1: address });
    await holdAnna();
    const [match] = await matches('here');
    await pane.save({ kind: 'delete', ref: ben });
    const before = await pane.line();
    expect(await whyNot(use(match, 'firstname'))).toBe('gone');
    expect(await pane.line()).toEqual(before);
    expect(await pane.row(anna)).not.toBeNull();
  });

  it('DU2 is no answer for what waits no more', async () => {
    await holdAnna();
    const { seq } = await heldEntry();
    const [match] = await matches();
    if (match === undefined) throw new Error('Nothing is like it.');
    await pane.outbox.retry(seq);
    expect(await whyNot(held.use(seq, match, []))).toBe('notWaiting');
    await pane.outbox.discard(seq);
    expect(await whyNot(held.use(seq, match, []))).toBe('gone');
  });

  it('DU3 brings that record on board, or what is newer of it', async () => {
    await holdAnna();
    const [match] = await matches();
    expect(await pane.row(ben)).toBeNull();
    await use(match);
    expect(await pane.row(ben)).toMatchObject({ lastname: 'Ben', emailaddress1: address });
  });

  it('DU3 keeps what this computer has written of it since the CRM was asked', async () => {
    await world.given(pane, 'contact', ids.ben, { lastname: 'Ben', emailaddress1: address });
    await holdAnna();
    const [match] = await matches();
    await pane.save({ kind: 'update', ref: ben, values: { lastname: 'Benz' } });
    await pane.player.wake();
    const etag = world.crm.get('contact', ids.ben)?.etag;
    await use(match);
    expect(await pane.row(ben)).toMatchObject({ lastname: 'Benz' });
    const stored = await pane.store.db.records.get(`contact:${ids.ben}`);
    expect(stored?.keys.etag).toBe(etag);
  });

  it('DU3 is not done where the record was deleted here since', async () => {
    await world.given(pane, 'contact', ids.ben, { lastname: 'Ben', emailaddress1: address });
    await holdAnna();
    const [match] = await matches();
    await pane.save({ kind: 'delete', ref: ben });
    await pane.player.wake();
    expect(await pane.row(ben)).toBeNull();
    expect(await whyNot(use(match))).toBe('gone');
  });

  it('DU3 keeps the parties that the CRM leaves out where it tells what is like a row', async () => {
    await world.given(pane, 'contact', ids.ben, {
      lastname: 'Ben',
      emailaddress1: address,
      parties: [{ role: 1, ref: null, address }],
    });
    await holdAnna();
    const [match] = await matches();
    if (match === undefined) throw new Error('Nothing is like it.');
    const { parties: _left, ...values } = match.row.values;
    await use({ ...match, row: { ...match.row, etag: 'W/"9"', values } });
    expect(await pane.row(ben)).toMatchObject({ parties: [{ address }] });
  });

  it('DU4 overwrites what the user saw, and what is written after that is a conflict', async () => {
    world.policies = { all: 'ask', tables: {} };
    world.crm.edit('contact', ids.ben, { firstname: 'Benno' });
    await holdAnna();
    const [match] = await matches();
    await use(match, 'firstname', 'lastname');
    world.crm.edit('contact', ids.ben, { lastname: 'Benz' });
    await pane.player.wake();
    const [entry] = await pane.line();
    expect(entry).toMatchObject({
      state: 'conflict',
      before: { firstname: 'Benno', lastname: 'Ben' },
      theirs: { values: { firstname: 'Benno', lastname: 'Benz' } },
    });
  });

  it('DU4 overwrites what the user saw though an older value is on this computer', async () => {
    await world.given(pane, 'contact', ids.ben, { lastname: 'Ben', emailaddress1: address });
    world.policies = { all: 'ask', tables: {} };
    await holdAnna();
    world.crm.edit('contact', ids.ben, { firstname: 'Benno' });
    const [match] = await matches();
    await use(match, 'firstname');
    await pane.player.wake();
    expect(await line()).toEqual([]);
    expect(inCrm('contact', ids.ben)).toMatchObject({ firstname: 'Anna' });
  });
});
