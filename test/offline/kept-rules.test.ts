import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFacts } from '../../src/offline/facts';
import { writeState } from '../../src/offline/store';
import { identity } from './support/crm';
import { sameAddress } from './support/duplicate-rules';
import { until } from './support/settle';
import { openWhole, type Whole } from './support/whole';
import { ids, World } from './support/world';

let world: World;
let pane: Whole | null;
const address = 'anna@contoso.example';

beforeEach(() => {
  world = new World();
  pane = null;
  world.crm.put('contact', ids.ben, { fullname: 'Ben', emailaddress1: address });
});
afterEach(() => pane?.stop());

const open = async (): Promise<Whole> => {
  pane?.stop();
  pane = await openWhole(world);
  return pane;
};
const copied = ({ page }: Whole): Promise<void> =>
  until(() => page.copy.progress.get().phase === 'done', 'the copy');
const like = async ({ page }: Whole): Promise<string[]> => {
  const values = { emailaddress1: address };
  const items = await page.duplicates.here({ table: 'contact', id: null, values });
  return items.map(({ name }) => name);
};

describe('the rules for duplicates', () => {
  it('DU7 are kept with model and rights for a start without a network', async () => {
    world.crm.duplicateRules = [sameAddress()];
    await copied(await open());
    world.crm.up = false;
    expect(await like(await open())).toEqual(['Ben']);
  });

  it('DU7 are refreshed with them', async () => {
    const whole = await open();
    await copied(whole);
    expect(await like(whole)).toEqual([]);
    world.crm.duplicateRules = [sameAddress()];
    world.clock.advance(60_000);
    await whole.page.copy.refresh(true);
    await until(async () => (await like(whole)).length === 1, 'the rule');
  });

  it('DU7 are none where an older version has kept what it knew, until the CRM tells them', async () => {
    world.crm.duplicateRules = [sameAddress()];
    const old = await world.open();
    const { model } = world.crm;
    await writeState(old.store, 'facts', {
      model,
      rights: { userId: identity.userId, depths: {} },
    });
    expect((await readFacts(old.store))?.rules).toEqual([]);
    world.crm.up = false;
    const whole = await open();
    expect(Object.keys(whole.page.model.get())).toEqual(Object.keys(model));
    expect(await like(whole)).toEqual([]);
    world.crm.up = true;
    whole.signals.give('online');
    await copied(whole);
    await until(async () => (await like(whole)).length === 1, 'the rule');
  });
});
