import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Values } from '../../src/domain/value';
import { createKeeper, type Keeper } from '../../src/offline/catalogue/keeper';
import { findDuplicates } from '../../src/offline/find-duplicates';
import { exactly, sameAddress } from './support/duplicate-rules';
import { ids, type Pane, World } from './support/world';

let world: World;
let pane: Pane;
let keeper: Keeper;
const anna = { table: 'contact', id: ids.anna };
const ben = { table: 'contact', id: ids.ben };
const address = 'anna@contoso.example';

const newKeeper = (): Keeper =>
  createKeeper(
    pane.store,
    world.clock,
    () => world.crm.model,
    () => world.crm.duplicateRules,
  );

beforeEach(async () => {
  world = new World();
  world.crm.duplicateRules = [sameAddress()];
  pane = await world.open();
  keeper = newKeeper();
});
afterEach(() => {
  keeper.stop();
  world.crash();
});

describe('what is on this computer', () => {
  const like = (values: Values, id: string | null = null): Promise<string[]> =>
    findDuplicates(
      pane.store,
      keeper,
      { model: world.crm.model, rules: world.crm.duplicateRules },
      { table: 'contact', id, values },
    ).then((items) => items.map(({ name }) => name));

  it('DU5 is compared with what is going to be written, by the organisation’s rules', async () => {
    await world.given(pane, 'contact', ids.ben, { fullname: 'Ben', emailaddress1: address });
    expect(await like({ emailaddress1: 'ANNA@contoso.example' })).toEqual(['Ben']);
    expect(await like({ emailaddress1: 'other@contoso.example' })).toEqual([]);
    expect(await like({ lastname: 'Ben' })).toEqual([]);
    world.crm.duplicateRules = [];
    expect(await like({ emailaddress1: address })).toEqual([]);
  });

  it('DU5 is compared where a column that a rule compares changes, and never with itself', async () => {
    await world.given(pane, 'contact', ids.ben, { fullname: 'Ben', emailaddress1: address });
    await world.given(pane, 'contact', ids.anna, { fullname: 'Anna', emailaddress1: address });
    expect(await like({ emailaddress1: address }, ids.ben)).toEqual(['Anna']);
    expect(await like({ lastname: 'Benz' }, ids.ben)).toEqual([]);
  });

  it('DU5 is compared with the columns that stay', async () => {
    const conditions = [exactly('firstname'), exactly('lastname')];
    world.crm.duplicateRules = [{ ...sameAddress(), conditions }];
    await world.given(pane, 'contact', ids.ben, { firstname: 'Ben', lastname: 'Muller' });
    await world.given(pane, 'contact', ids.anna, {
      fullname: 'Ben Müller',
      firstname: 'Ben',
      lastname: 'Müller',
    });
    expect(await like({ lastname: 'Müller' }, ids.ben)).toEqual(['Ben Müller']);
  });

  it('DU6 counts as it shows: what is new or changed here, and not what is deleted', async () => {
    world.crm.up = false;
    await pane.save({
      kind: 'create',
      ref: anna,
      values: { lastname: 'Meier', emailaddress1: address },
    });
    expect(await like({ emailaddress1: address })).toEqual(['Meier']);
    const other = 'meier@contoso.example';
    await pane.save({ kind: 'update', ref: anna, values: { emailaddress1: other } });
    expect(await like({ emailaddress1: address })).toEqual([]);
    expect(await like({ emailaddress1: other })).toEqual(['Meier']);
    await world.given(pane, 'contact', ids.ben, { fullname: 'Ben', emailaddress1: address });
    await pane.save({ kind: 'delete', ref: ben });
    expect(await like({ emailaddress1: address })).toEqual([]);
  });

  it('CT4 DU6 is described again where the rules change, from an older snapshot too', async () => {
    await world.given(pane, 'contact', ids.ben, { fullname: 'Ben', firstname: 'B' });
    await keeper.saveSnapshot();
    world.crm.duplicateRules = [{ ...sameAddress(), conditions: [exactly('firstname')] }];
    keeper.describeAgain();
    expect(await like({ firstname: 'b' })).toEqual(['Ben']);
  });

  it('CT3 is found from a snapshot and the feed since as from the records', async () => {
    await world.given(pane, 'contact', ids.ben, { fullname: 'Ben', emailaddress1: address });
    await keeper.saveSnapshot();
    world.crm.up = false;
    await pane.save({
      kind: 'create',
      ref: anna,
      values: { lastname: 'Meier', emailaddress1: address },
    });
    keeper.stop();
    keeper = newKeeper();
    expect(await like({ emailaddress1: address })).toEqual(['Ben', 'Meier']);
  });
});
