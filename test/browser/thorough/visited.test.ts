import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { beyond } from '../screens';
import { PaneDriver } from '../support/pane-driver';
import { World } from '../support/world';

const name = 'Quarry Works';

let world: World;
let page: Page;
let pane: PaneDriver;

const openAs = async (user: string): Promise<void> => {
  page = await world.openPane(`user=${user}`);
  pane = await new PaneDriver(page).ready();
  await pane.says('Sync', 'Up to date');
};

beforeAll(async () => {
  world = await World.start();
  await world.launch();
  await openAs('dana');
  // Offline first, so that it is seen to leave.
  await world.browser.offline(true);
  await pane.says('Connection', 'Offline');
  await pane.create('Account', { 'Account Name': name });
  await pane.says('Sync', '1 change waiting');
  await world.browser.offline(false);
  await pane.says('Sync', 'Up to date');
  await page.close();
  await openAs('omar');
}, 120_000);

afterAll(async () => {
  await world.close();
});

describe("a colleague's account", () => {
  it('is found in the CRM, opened, and is then here without a network, to read and to change', async () => {
    await pane.search('quarry');
    await page.getByText('Nothing on this computer matches “quarry”').waitFor();
    await beyond(page).getByRole('button', { name, exact: true }).click();
    await pane.button('Edit').waitFor();
    await pane.startsOffline();
    await world.browser.offline(true);
    await pane.says('Connection', 'Offline');
    await page.reload();
    await pane.ready();
    await pane.edit(name, { 'Main Phone': '+41 44 555 01 02' });
    await pane.records();
    expect(await beyond(page).count()).toBe(0);

    await world.browser.offline(false);
    await pane.says('Sync', 'Up to date');
    expect((await world.control.journal()).at(-1)).toMatchObject({
      user: 'omar',
      table: 'account',
      changes: { telephone1: '+41 44 555 01 02' },
    });
    await pane.open(name);
    expect(world.errors()).toEqual([]);
  }, 120_000);
});
