import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { settle, until } from './support/settle';
import { openWhole, type Whole } from './support/whole';
import { ids, World } from './support/world';

const QUARTER = 15 * 60_000;
let world: World;
let pane: Whole;
const contoso = { table: 'account', id: ids.contoso };
const city = async (): Promise<unknown> => (await pane.page.records.get(contoso))?.values['city'];
/** In steps, so that what falls due gets its answers. */
const pass = async (ms: number): Promise<void> => {
  for (let passed = 0; passed < ms; passed += 1000) {
    world.clock.advance(1000);
    await settle(3);
  }
};

beforeEach(async () => {
  world = new World();
  world.crm.put('account', ids.contoso, { name: 'Contoso', city: 'Bern' });
  pane = await openWhole(world);
  await until(() => pane.page.copy.progress.get().phase === 'done', 'the copy');
  world.crm.edit('account', ids.contoso, { city: 'Zug' });
});
afterEach(() => {
  pane.stop();
});

describe('a copy that gets old', () => {
  it('CP7 is refreshed when a pane is seen again that was hidden when it was due', async () => {
    pane.signals.isVisible = false;
    await pass(QUARTER);
    expect(await city()).toBe('Bern');
    pane.signals.isVisible = true;
    pane.signals.give('visible');
    await until(async () => (await city()) === 'Zug', 'the refresh');
  });

  it('CP7 is not refreshed before it is due, each time that the pane is seen', async () => {
    await pass(QUARTER - 60_000);
    pane.signals.give('visible');
    await settle();
    expect(await city()).toBe('Bern');
  });
});
