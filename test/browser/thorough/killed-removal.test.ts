import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { PaneDriver } from '../support/pane-driver';
import { World } from '../support/world';

let world: World;
let page: Page;
let pane: PaneDriver;

const open = async (): Promise<void> => {
  page = await world.openPane();
  pane = await new PaneDriver(page).ready();
};

beforeAll(async () => {
  world = await World.start({ seed: 'large:20000' });
  await world.launch();
  await open();
}, 120_000);
afterAll(async () => {
  await world.close();
});

/** How many rows lie in the browser's database. */
const rowsHere = (): Promise<number> =>
  page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(String(request.error)));
      });
    const names = (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
    let rows = 0;
    for (const name of names) {
      const db = await settled(indexedDB.open(name));
      if (db.objectStoreNames.contains('contents')) {
        const stores = db.transaction(['contents', 'records']);
        const packed = await settled<string[][]>(stores.objectStore('contents').getAll());
        const alone = await settled(stores.objectStore('records').getAllKeys());
        rows += new Set([...packed.flat(), ...alone.map(String)]).size;
      }
      db.close();
    }
    return rows;
  });

it('a removal whose browser is killed half-way is finished at the next start, and keeps what waits', async () => {
  await pane.says('Sync', 'Up to date');
  const before = await rowsHere();
  const found = await pane.search('mar');
  const name = (await found.getByRole('button').first().textContent()) ?? '';

  await world.control.network(false);
  await pane.says('Connection', 'Offline');
  await pane.edit(name, { Description: 'Written before the rest left' });
  await pane.tab('Outbox');
  await pane.button('Pause sending').click();
  await world.control.network(true);
  await pane.says('Connection', 'Online');

  await pane.records();
  await pane.button('Offline data').click();
  await pane.button('Choose records').click();
  await pane.pane.getByRole('switch', { name: 'My records' }).uncheck();
  await pane.saveFewer();
  await pane.button('Sync now').click();
  let left = before;
  // Some of them are gone; how many is a matter of luck.
  while (left === before) left = await rowsHere();
  await world.browser.kill();

  await world.launch();
  await open();
  await pane.tab('Outbox');
  expect(await pane.entries.count()).toBe(1);
  await pane.says('Sync', /paused/);
  while (left !== 1) left = await rowsHere();
  await pane.records();
  expect(await pane.pane.getByRole('list', { name: 'Records' }).getByRole('listitem').count()).toBe(
    1,
  );

  await pane.tab('Outbox');
  await pane.button('Resume sending').click();
  await pane.sent.first().waitFor();
  expect(world.errors()).toEqual([]);
}, 180_000);
