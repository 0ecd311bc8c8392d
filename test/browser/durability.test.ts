import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PaneDriver } from './support/pane-driver';
import { World } from './support/world';

interface Written {
  readonly stores: readonly string[];
  readonly durability: string;
}

let world: World;

beforeAll(async () => {
  world = await World.start();
  await world.launch();
  // The browser itself says of each transaction how durable it is.
  await world.browser.context.addInitScript(() => {
    const written: Written[] = [];
    Object.assign(window, { written });
    const open = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (...args: Parameters<typeof open>) {
      const transaction = open.apply(this, args);
      const { durability, mode } = transaction;
      const stores = [...transaction.objectStoreNames];
      if (mode === 'readwrite') written.push({ stores, durability });
      return transaction;
    };
  });
}, 120_000);

afterAll(async () => {
  await world.close();
});

describe('saving in a browser', () => {
  it('says that a change is saved only after a transaction that the browser flushes to disk', async () => {
    const page = await world.openPane();
    const pane = await new PaneDriver(page).ready();
    await pane.says('Sync', 'Up to date');
    await world.control.network(false);
    await page.evaluate(() => (window as unknown as { written: Written[] }).written.splice(0));
    await pane.create('Account', { 'Account Name': 'Kept' });
    const written = await page.evaluate(
      () => (window as unknown as { written: Written[] }).written,
    );
    const saves = written.filter(({ stores }) => stores.includes('outbox'));
    expect(saves.length).toBeGreaterThan(0);
    expect(new Set(saves.map(({ durability }) => durability))).toEqual(new Set(['strict']));
  });
});
