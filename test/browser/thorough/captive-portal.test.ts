import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { connectionLog, logConnection } from '../support/connection-log';
import { PaneDriver } from '../support/pane-driver';
import { World } from '../support/world';

const PORTAL = '<!doctype html><title>Sign in</title><h1>Welcome to our hotel</h1>';

let world: World;
let page: Page;
let pane: PaneDriver;
let account: string;

const said = async (): Promise<string[]> => (await connectionLog(page)).map(({ text }) => text);

/** Lets the pane look at once, as it does when the browser believes that it is online again. */
async function lookAgain(): Promise<void> {
  const asked = page.waitForRequest(/\/WhoAmI/);
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await asked;
  await pane.says('Connection', 'Offline');
}

beforeEach(async () => {
  world = await World.start();
  await world.launch();
  await logConnection(world.browser.context);
  page = await world.openPane();
  pane = await new PaneDriver(page).ready();
  await pane.says('Connection', 'Online');
  await pane.says('Sync', 'Up to date');
  await pane.startsOffline();
  const crm = world.reader();
  account = await crm.uniqueName('accounts', 'name', `_ownerid_value eq ${await crm.userId()}`);
});

afterEach(async () => {
  await world.close();
});

describe("a portal's own page", () => {
  it('in place of the CRM is never Online, at work or at the start, and changes wait', async () => {
    await world.control.fault({ kind: 'html', body: PORTAL });
    await page.evaluate(() => (window.connectionSaid = []));
    await lookAgain();
    await pane.edit(account, { 'Main Phone': '+41 44 111 11 11' });
    await lookAgain();
    expect(await said()).not.toContain('Online');

    await page.reload();
    await pane.ready();
    await pane.says('Connection', 'Offline');
    await lookAgain();
    await pane.says('Sync', '1 change waiting');
    expect(await said()).not.toContain('Online');
    expect(await world.control.journal()).toEqual([]);

    await world.control.clearFaults();
    await pane.says('Connection', 'Online');
    await pane.says('Sync', 'Up to date');
    expect((await world.control.journal()).map(({ table }) => table)).toEqual(['account']);
  }, 120_000);

  it('in place of everything neither keeps the pane from starting nor is it Online', async () => {
    const answered: string[] = [];
    await world.browser.context.route('**/*', (route) => {
      answered.push(new URL(route.request().url()).pathname);
      return route.fulfill({
        contentType: 'text/html',
        body: PORTAL,
        headers: { 'access-control-allow-origin': '*' },
      });
    });
    await page.reload();
    await pane.ready();
    await pane.says('Connection', 'Offline');
    await lookAgain();
    await pane.open(account);
    expect(await said()).not.toContain('Online');
    expect(answered).toContain('/config.json');
    expect(answered).toContain('/api/data/v9.2/WhoAmI');

    await world.browser.context.unroute('**/*');
    await pane.says('Connection', 'Online');
    expect(world.errors()).toEqual([]);
  }, 120_000);
});

describe('a network that goes', () => {
  it('without a word of the browser is noticed in use within ten seconds, and its return by itself', async () => {
    await pane.open(account);
    await world.network(false);
    const cut = Date.now();
    await pane.says('Connection', 'Offline');
    const noticed = (await connectionLog(page)).find(({ text }) => text === 'Offline');
    expect(noticed!.at - cut).toBeLessThan(10_000);
    expect(await said()).not.toContain('(event)');

    await pane.edit(account, { 'Main Phone': '+41 44 111 11 11' });
    await pane.says('Sync', '1 change waiting');
    await world.network(true);
    await pane.says('Connection', 'Online');
    await pane.says('Sync', 'Up to date');
    expect((await world.control.journal()).map(({ table }) => table)).toEqual(['account']);
    expect(world.errors()).toEqual([]);
  }, 120_000);

  it('by the word of the browser is Offline within a second', async () => {
    await world.browser.offline(true);
    await pane.says('Connection', 'Offline');
    const log = await connectionLog(page);
    const event = log.findIndex(({ text }) => text === '(event)');
    const offline = log.findIndex(({ text }) => text === 'Offline');
    expect(event).toBeGreaterThanOrEqual(0);
    expect(log[offline]!.at - log[event]!.at).toBeLessThan(1000);
    await world.browser.offline(false);
    await pane.says('Connection', 'Online');
  }, 120_000);
});
