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
  await pane.says('Connection', 'Offline');
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

/** How many changes the browser keeps apart from its database. */
const keptApart = (): Promise<number> =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('outbox', { create: true });
    const texts: string[] = [];
    // @ts-expect-error: the types of this TypeScript do not know that a folder can be walked through.
    for await (const file of folder.values()) texts.push(await (await file.getFile()).text());
    return texts.reduce((sum, text) => sum + text.split('"body"').length - 1, 0);
  });

describe('a browser that has thrown its damaged database away', () => {
  it('MI2 MI4 has the changes that wait: it says so without a network, and sends them once with one', async () => {
    await change(0);
    await change(1);
    await pane.create('Account', { 'Account Name': 'Kept apart' });
    while ((await keptApart()) !== 3) await page.waitForTimeout(20);
    await world.browser.close();
    await (await LevelDb.of(world.profile)).damage();

    await world.launch();
    page = await world.openPane();
    await page.getByRole('heading', { name: 'Your changes are safe' }).waitFor();
    await world.control.network(true);
    await page.getByRole('button', { name: 'Try again' }).click();
    pane = await new PaneDriver(page).ready();
    await page.getByText('The 3 changes that were not sent are back').waitFor();
    await page.getByRole('button', { name: 'Got it' }).click();
    await pane.says('Sync', 'Up to date');
    const journal = await world.control.journal();
    expect(journal.map(({ changes }) => changes['description'] ?? changes['name'])).toEqual([
      'Change 0',
      'Change 1',
      'Kept apart',
    ]);
    expect(await pane.pending()).toEqual([]);
  }, 120_000);
});
