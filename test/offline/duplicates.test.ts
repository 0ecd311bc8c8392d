import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Write } from '../../src/domain/crm-server';
import { duplicateSetting, readDuplicateChoice } from '../../src/offline/duplicate-setting';
import { transact } from '../../src/offline/transact';
import { lookupTo } from './support/crm';
import { sameAddress } from './support/duplicate-rules';
import { ids, type Pane, World } from './support/world';

let world: World;
let pane: Pane;
/** What each create and update said about duplicates, by the record's id. */
let allowed: string[];
const anna = { table: 'contact', id: ids.anna };
const contoso = { table: 'account', id: ids.contoso };
const ben = { table: 'contact', id: ids.ben };
const address = 'anna@contoso.example';

function listen({ crm }: World): void {
  const hear = (write: Write): void => {
    if (write.kind === 'create' || write.kind === 'update')
      allowed.push(`${write.kind} ${write.allowDuplicates ?? false}`);
  };
  const write = crm.write.bind(crm);
  const writeAll = crm.writeAll.bind(crm);
  crm.write = (one) => {
    hear(one);
    return write(one);
  };
  crm.writeAll = (sets) => {
    sets.flat().forEach(hear);
    return writeAll(sets);
  };
}

beforeEach(async () => {
  world = new World();
  allowed = [];
  pane = await world.open();
  await world.given(pane, 'contact', ids.ben, { lastname: 'Ben', emailaddress1: address });
  await world.given(pane, 'account', ids.contoso, { name: 'Contoso' });
  world.crm.duplicateRules = [sameAddress()];
  listen(world);
});
afterEach(() => {
  world.crash();
});

const createAnna = (): Promise<void> =>
  pane.save({ kind: 'create', ref: anna, values: { lastname: 'Meier', emailaddress1: address } });
const first = async () => {
  const [entry] = await pane.line();
  if (entry === undefined) throw new Error('Nothing waits.');
  return entry;
};
const states = async (): Promise<string[]> => (await pane.line()).map(({ state }) => state);

describe('duplicates', () => {
  it('PB29 are looked for by the CRM on automatic, manual and retried playback alike', async () => {
    await createAnna();
    await pane.player.wake();
    expect(await states()).toEqual(['duplicate']);
    await pane.outbox.retry((await first()).seq);
    await pane.outbox.sendNow();
    await pane.outbox.retry((await first()).seq, { force: true });
    await pane.outbox.sendNow();
    expect(await states()).toEqual(['duplicate']);
    await pane.save({ kind: 'update', ref: ben, values: { firstname: 'Benno' } });
    await pane.save({ kind: 'update', ref: ben, values: { emailaddress1: null } });
    await pane.outbox.sendNow();
    expect(await states()).toEqual(['duplicate']);
    expect(allowed.length).toBeGreaterThanOrEqual(5);
    expect(allowed.filter((one) => !one.endsWith('false'))).toEqual([]);
  });

  it('PB29 are written all the same when the user says so, alone or with others', async () => {
    await createAnna();
    await pane.player.wake();
    world.crm.up = false;
    await pane.outbox.retry((await first()).seq, { allowDuplicates: true });
    await pane.save({ kind: 'update', ref: contoso, values: { city: 'Basel' } });
    world.crm.up = true;
    allowed = [];
    await pane.outbox.sendNow();
    expect(await states()).toEqual([]);
    expect(allowed).toEqual(['create true', 'update false']);
  });

  it('PB29 stay allowed over a lost answer and another retry', async () => {
    await createAnna();
    await pane.player.wake();
    world.crm.faults = [{ kind: 'drop' }];
    await pane.outbox.retry((await first()).seq, { allowDuplicates: true });
    await pane.outbox.sendNow();
    await pane.outbox.sendNow();
    expect(await states()).toEqual([]);
    expect(allowed.slice(1)).toEqual(['create true', 'create true']);
  });

  it('PB29 are looked for again when what was allowed is changed', async () => {
    await createAnna();
    await pane.player.wake();
    world.crm.faults = [{ kind: 'fail', failure: { status: 400, code: '0x80040265' } }];
    await pane.outbox.retry((await first()).seq, { allowDuplicates: true });
    await pane.outbox.sendNow();
    expect(await states()).toEqual(['rejected']);
    await pane.save({ kind: 'update', ref: anna, values: { lastname: 'Maier' } });
    await pane.outbox.sendNow();
    expect(await states()).toEqual(['duplicate']);
    expect(allowed).toEqual(['create false', 'create true', 'create false']);
  });

  it('PB29 are looked for again when what was allowed makes a deleted record again', async () => {
    await world.given(pane, 'contact', ids.anna, { lastname: 'Meier', firstname: 'Anna' });
    await pane.save({ kind: 'update', ref: anna, values: { emailaddress1: address } });
    await pane.player.wake();
    world.crm.remove('contact', ids.anna);
    await pane.outbox.retry((await first()).seq, { allowDuplicates: true });
    await pane.outbox.sendNow();
    expect(await states()).toEqual(['conflict']);
    await pane.outbox.recreate((await first()).seq);
    await pane.outbox.sendNow();
    expect(await states()).toEqual(['duplicate']);
    expect(allowed.at(-1)).toBe('create false');
  });

  it('PB29 are looked for again when what was allowed refers to another record', async () => {
    const fabrikam = { table: 'account', id: ids.fabrikam };
    world.crm.up = false;
    await pane.save({ kind: 'create', ref: fabrikam, values: { name: 'Fabrikam' } });
    await pane.save({
      kind: 'create',
      ref: anna,
      values: { lastname: 'Meier', emailaddress1: address, parentcustomerid: lookupTo(fabrikam) },
    });
    const [company, person] = await pane.line();
    if (company === undefined || person === undefined) throw new Error('Nothing waits.');
    await transact(pane.store, async (draft) => {
      const entry = await draft.entry(person.seq);
      if (entry !== null) draft.putEntry({ ...entry, allowDuplicates: true });
    });
    await pane.outbox.discard(company.seq, {
      dependents: { relink: { ...contoso, name: 'Contoso' } },
    });
    world.crm.up = true;
    await pane.outbox.sendNow();
    expect(await states()).toEqual(['duplicate']);
  });

  it('ST7 takes what is corrected into the entry that was held as a duplicate', async () => {
    await createAnna();
    await pane.player.wake();
    const other = 'anna.meier@contoso.example';
    await pane.save({ kind: 'update', ref: anna, values: { emailaddress1: other } });
    expect((await pane.line()).map(({ kind, state }) => [kind, state])).toEqual([
      ['create', 'pending'],
    ]);
    await pane.outbox.sendNow();
    expect(world.crm.get('contact', ids.anna)?.values['emailaddress1']).toBe(other);
  });

  it('PB30 are held first, and written at once where the user has chosen so', async () => {
    expect(await readDuplicateChoice(pane.store)).toBe('hold');
    const setting = duplicateSetting(pane.store);
    await setting.choose('create');
    setting.stop();
    await createAnna();
    await pane.player.wake();
    expect(await states()).toEqual([]);
    expect(allowed).toEqual(['create false', 'create true']);
  });

  it('PB30 are held where a key is taken, whatever the user has chosen', async () => {
    const setting = duplicateSetting(pane.store);
    await setting.choose('create');
    setting.stop();
    world.crm.duplicateRules = [];
    world.crm.faults = [{ kind: 'fail', failure: { status: 412, code: '0x80060892' } }];
    await createAnna();
    await pane.player.wake();
    expect(await states()).toEqual(['duplicate']);
    expect(allowed).toEqual(['create false']);
  });
});
