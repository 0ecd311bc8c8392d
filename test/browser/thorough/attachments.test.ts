import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { noise, noteWithFile } from '../../contract/note-with-file';
import { PaneDriver } from '../support/pane-driver';
import { World } from '../support/world';

/** What a browser would show as a page if it were let, though it is none. */
const name = 'measurements.html';
const contents = noise(350_001);
const others = noise(70_000, 3);

let world: World;
let page: Page;
let pane: PaneDriver;

beforeAll(async () => {
  world = await World.start();
  const crm = world.reader();
  const mine = `accounts?$select=accountid&$top=1&$filter=_ownerid_value eq ${await crm.userId()}`;
  const [account] = await crm.rows(mine);
  const id = String(account?.['accountid']);
  await noteWithFile(world.crmUrl, id, name, contents);
  await noteWithFile(world.crmUrl, id, 'others.bin', others);
  await world.launch();
  page = await world.openPane();
  pane = await new PaneDriver(page).ready();
  await pane.says('Sync', 'Up to date');
}, 120_000);

afterAll(async () => {
  await world.close();
});

/** Opens the note with a file, and waits for what is said of it. */
async function openNote(file: string, state: string): Promise<void> {
  await pane.records();
  await pane.open(`Has ${file}`);
  await page.locator(`[data-attachment=${state}]`).waitFor();
}

/** What arrives when the file is saved. */
async function saved(file: string): Promise<{ name: string; bytes: Buffer }> {
  const arriving = page.waitForEvent('download');
  await pane.button(`Save file, ${file}`).click();
  const download = await arriving;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

it('AT1 AT8 a file that does not come along is saved from the CRM, and not without a network', async () => {
  await openNote(name, 'notTaken');
  expect((await saved(name)).bytes.equals(contents)).toBe(true);
  await world.browser.offline(true);
  await pane.says('Connection', 'Offline');
  await page.getByText('You can save it from the CRM when you are online.').waitFor();
  await pane.button(`Save file, ${name}`).and(page.locator('[aria-disabled=true]')).waitFor();
  await world.browser.offline(false);
  await pane.says('Sync', 'Up to date');
}, 60_000);

it('AT1 AT2 AT8 a trip takes files along, which are saved without a network, byte for byte', async () => {
  await pane.records();
  await pane.button('Offline data').click();
  await pane.button('Choose records').click();
  await page.getByRole('switch', { name: 'Bring attachments' }).check();
  await pane.button('Save').click();
  await pane.button('Sync now').click();
  await page.getByText(/^3 attachments, /).waitFor();
  await pane.startsOffline();
  await world.browser.offline(true);
  await pane.says('Connection', 'Offline');
  await page.reload();
  await pane.ready();
  await openNote(name, 'here');
  const asked = world.browser.requests.length;
  const file = await saved(name);
  expect(file.name).toBe(name);
  expect(file.bytes.equals(contents)).toBe(true);
  await openNote('others.bin', 'here');
  expect((await saved('others.bin')).bytes.equals(Buffer.from(others))).toBe(true);
  const crm = new URL(world.crmUrl).host;
  const later = world.browser.requests.slice(asked);
  expect(later.filter((url) => url.includes(crm) && url.includes('annotations'))).toEqual([]);
  // It is given to be kept, and shown nowhere.
  expect(world.browser.context.pages().every((one) => !one.url().startsWith('blob:'))).toBe(true);
}, 120_000);

it('AT7 files leave with the choice', async () => {
  await world.browser.offline(false);
  await pane.says('Sync', 'Up to date');
  await pane.records();
  await pane.button('Offline data').click();
  await pane.button('Choose records').click();
  await page.getByRole('switch', { name: 'Bring attachments' }).uncheck();
  await pane.button('Save').click();
  await pane.button('Sync now').click();
  await openNote(name, 'notTaken');
  expect(world.errors()).toEqual([]);
}, 60_000);
