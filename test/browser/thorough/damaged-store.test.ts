import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { LevelDb } from '../support/level-db';
import { PaneDriver } from '../support/pane-driver';
import { World } from '../support/world';

let world: World;
let page: Page;
let pane: PaneDriver;
let names: readonly string[];

const open = async (): Promise<void> => {
  page = await world.openPane();
  pane = await new PaneDriver(page).ready();
};

beforeEach(async () => {
  world = await World.start();
  await world.launch();
  const crm = world.reader();
  const mine = `_ownerid_value eq ${await crm.userId()}`;
  const rows = await crm.rows(`accounts?$select=name&$filter=${mine}&$top=3&$orderby=name`);
  names = rows.map(({ name }) => String(name));
  await open();
  await pane.says('Sync', 'Up to date');
  await world.control.network(false);
}, 120_000);
afterEach(async () => {
  await world.close();
});

/** Saves a change of one of the records, named by its number. */
const change = (index: number): Promise<void> =>
  pane.edit(names[index] ?? '', { Description: `Change ${index}` });

describe('a browser that was killed in the middle of a write', () => {
  it('OP9 has everything the next time, and the time after', async () => {
    await change(0);
    await world.browser.kill();
    const files = await LevelDb.of(world.profile);
    const torn = await files.tear();

    await world.launch();
    await open();
    await change(1);
    // A pane is used for longer than this takes.
    while (existsSync(torn)) await page.waitForTimeout(20);
    await world.browser.close();

    await world.launch();
    await open();
    expect(await pane.pending()).toEqual(names.slice(0, 2));
    await change(2);
    await world.control.network(true);
    await pane.says('Sync', 'Up to date');
    const journal = await world.control.journal();
    expect(journal.map(({ changes }) => changes['description'])).toEqual([
      'Change 0',
      'Change 1',
      'Change 2',
    ]);
  }, 120_000);
});
