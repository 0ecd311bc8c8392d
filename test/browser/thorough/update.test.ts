import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { nextBuild } from '../support/next-build';
import { PaneDriver } from '../support/pane-driver';
import { World } from '../support/world';

let world: World;
let page: Page;
let pane: PaneDriver;
let account: string;
let next: string;

const version = (of: Page): Promise<string> =>
  of.evaluate(
    () => document.querySelector<HTMLMetaElement>('meta[name=test-build]')?.content ?? 'first',
  );

/** What the pane does once an hour, and the browser at every start. */
const lookForUpdate = (): Promise<unknown> =>
  page.evaluate(async () => (await navigator.serviceWorker.ready).update());

/** The button in the bar; a screen may have one of its own. */
const update = (of: PaneDriver) =>
  of.pane.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Update' });

beforeEach(async () => {
  world = await World.start();
  next = await nextBuild(world.build, 'second');
  await world.launch();
  page = await world.openPane();
  pane = await new PaneDriver(page).ready();
  await pane.says('Sync', 'Up to date');
  await pane.startsOffline();
  const crm = world.reader();
  account = await crm.uniqueName('accounts', 'name', `_ownerid_value eq ${await crm.userId()}`);
});

afterEach(async () => {
  await world.close();
  await rm(next, { recursive: true });
});

describe('a new version', () => {
  it('is offered, not forced: an open form keeps its input, and the outbox outlives the update', async () => {
    await pane.button('Offline data').click();
    await pane.goOffline();
    await pane.edit(account, { 'Main Phone': '+41 44 111 11 11' });
    await pane.open(account);
    await pane.button('Edit').click();
    await pane.fill({ Description: 'Half a sen' });

    await world.stopWeb();
    await world.startWeb(next);
    await lookForUpdate();
    await update(pane).waitFor();
    expect(await pane.field('Description').inputValue()).toBe('Half a sen');
    expect(await version(page)).toBe('first');

    await update(pane).click();
    await pane.button('Keep editing').click();
    expect(await pane.field('Description').inputValue()).toBe('Half a sen');
    expect(await version(page)).toBe('first');
    await pane.fill({ Description: 'Half a sentence.' });
    await pane.save();

    await Promise.all([page.waitForEvent('load'), update(pane).click()]);
    await pane.ready();
    expect(await version(page)).toBe('second');
    expect(await pane.pending()).toEqual([account, account]);
    expect(await update(pane).count()).toBe(0);
    await pane.button('Offline data').click();
    await pane.button('Go online').click();
    await pane.says('Sync', 'Up to date');
    expect((await world.control.journal()).map(({ changes }) => changes)).toEqual([
      { telephone1: '+41 44 111 11 11' },
      { description: 'Half a sentence.' },
    ]);
    expect(world.errors()).toEqual([]);
  }, 120_000);

  it('that another pane has taken lets this one finish its form', async () => {
    const other = await new PaneDriver(await world.openPane()).ready();
    await other.open(account);
    await other.button('Edit').click();
    await other.fill({ Description: 'Half a sen' });
    await world.stopWeb();
    await world.startWeb(next);
    await lookForUpdate();
    await Promise.all([page.waitForEvent('load'), update(pane).click()]);
    await pane.ready();
    expect(await version(page)).toBe('second');

    await update(other).waitFor();
    expect(await other.field('Description').inputValue()).toBe('Half a sen');
    await other.fill({ Description: 'Half a sentence.' });
    await other.save();
    const otherPage = other.pane as Page;
    expect(await version(otherPage)).toBe('first');
    await Promise.all([otherPage.waitForEvent('load'), update(other).click()]);
    await other.ready();
    expect(await version(otherPage)).toBe('second');
    await other.says('Sync', 'Up to date');
    expect((await world.control.journal()).map(({ table }) => table)).toEqual(['account']);
    expect(world.errors()).toEqual([]);
  }, 120_000);
});
