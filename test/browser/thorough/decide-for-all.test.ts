import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import type { fakeShell } from '../../taskpane/support/fake-shell';
import { usePaneAlone } from '../support/pane-alone';
import { PaneDriver } from '../support/pane-driver';
import { World } from '../support/world';

type Fake = ReturnType<typeof fakeShell>;

describe('one decision for many changes, in the pane alone', () => {
  const alone = usePaneAlone();
  let context: BrowserContext;
  let page: Page;
  let pane: PaneDriver;

  beforeEach(async () => {
    context = await alone.newContext();
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    await page.clock.install();
    await alone.open(page, 'many');
    pane = new PaneDriver(page);
    await pane.tab('Outbox');
    await pane.button('Decide for all…, 3 conflicts').click();
    await pane.button('All mine: 3 changes').click();
    await pane.button('Do it now').waitFor();
  });

  afterEach(() => context.close());

  const conflicts = () =>
    page.evaluate(() => {
      const { fake } = window as unknown as { fake: Fake };
      const conflict = fake.entries.get().filter(({ state }) => state === 'conflict');
      return conflict.filter(({ kind, theirs }) => kind === 'update' && theirs).length;
    });

  it('says that nothing is done yet, and does nothing until its time is over', async () => {
    await page.getByText('3 changes: all mine. Nothing is done yet.').waitFor();
    await page.clock.runFor(9000);
    expect(await conflicts()).toBe(3);
    await page.clock.runFor(1500);
    await page.getByText('3 changes decided').waitFor();
    expect(await conflicts()).toBe(0);
  });

  it('does nothing at all where it is taken back, and can be decided again', async () => {
    await pane.button('Undo').click();
    await page.clock.runFor(60_000);
    expect(await conflicts()).toBe(3);
    await pane.button('Decide for all…, 3 conflicts').waitFor();
  });

  it('does it now where the user wants it', async () => {
    await pane.button('Do it now').click();
    await page.getByText('3 changes decided').waitFor();
    expect(await conflicts()).toBe(0);
  });

  it.each([
    ['goes to another tab', (at: Page) => at.getByRole('tab', { name: 'Records' }).click()],
    ['opens a deeper screen', (at: Page) => at.getByRole('button', { name: 'Settings' }).click()],
    [
      'hides the page',
      (at: Page) =>
        at.evaluate(() => {
          Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
          document.dispatchEvent(new Event('visibilitychange'));
        }),
    ],
    [
      'closes the page',
      (at: Page) => at.evaluate(() => window.dispatchEvent(new Event('pagehide'))),
    ],
  ] as const)('does it where the user %s', async (_, leave) => {
    await leave(page);
    await page.getByText('3 changes decided').waitFor();
    expect(await conflicts()).toBe(0);
  });

  it('hands the focus to Undo, and from there to the next decision', async () => {
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    expect(await focused()).toBe('Undo');
    await page.keyboard.press('Enter');
    await pane.button('Do it now').waitFor({ state: 'detached' });
    expect(await focused()).toBe('Decide for all…');
  });
});

describe('many conflicts at once', () => {
  let world: World;
  let page: Page;
  let pane: PaneDriver;

  beforeEach(async () => {
    world = await World.start();
    await world.launch();
    page = await world.openPane();
    pane = await new PaneDriver(page).ready();
    await pane.says('Sync', 'Up to date');
  }, 120_000);

  afterEach(() => world.close());

  it('are asked about where the user wants that, and take five clicks', async () => {
    const crm = world.reader();
    const mine = `_ownerid_value eq ${await crm.userId()} and jobtitle ne null`;
    const rows = await crm.rows(`contacts?$select=contactid,fullname&$filter=${mine}`);
    const names = rows.map((row) => String(row['fullname']));
    const some = rows
      .filter((row) => names.filter((name) => name === row['fullname']).length === 1)
      .slice(0, 4)
      .map((row) => ({ id: String(row['contactid']), name: String(row['fullname']) }));
    expect(some).toHaveLength(4);

    await pane.button('Settings').click();
    await page.getByRole('radio', { name: 'Ask me' }).check();
    await pane.button('Back').click();
    await world.browser.offline(true);
    await pane.says('Connection', 'Offline');
    for (const { id, name } of some) {
      await pane.edit(name, { 'Job Title': 'Captain' });
      await world.control.edit('ada', 'contact', id, { jobtitle: 'Pilot' });
    }
    await world.browser.offline(false);
    await pane.says('Sync', 'Needs attention: 4 changes wait for your decision');

    // Five clicks.
    await pane.tab('Outbox');
    await pane.button('Decide for all…, 4 conflicts').click();
    await page.getByRole('radio', { name: 'All theirs' }).check();
    await page.getByText('In the CRM now: Pilot').first().waitFor();
    await pane.button('All theirs: 4 changes').click();
    await pane.button('Do it now').click();
    await pane.says('Sync', 'Up to date');
    const stored = await crm.rows(`contacts?$select=contactid,jobtitle&$filter=${mine}`);
    for (const { id } of some)
      expect(stored.find((row) => row['contactid'] === id)).toMatchObject({ jobtitle: 'Pilot' });
    expect(world.errors()).toEqual([]);
  }, 120_000);
});
