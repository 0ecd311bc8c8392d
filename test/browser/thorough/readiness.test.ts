import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import type { fakeShell } from '../../taskpane/support/fake-shell';
import { PageGate } from '../support/page-gate';
import { usePaneAlone } from '../support/pane-alone';
import { PaneDriver } from '../support/pane-driver';
import { World } from '../support/world';

type Fake = ReturnType<typeof fakeShell>;

/** What the screen "Offline data" says of going offline. */
class Readiness {
  constructor(private readonly pane: PaneDriver) {}

  /** Waits for the statement. */
  async says(text: string): Promise<void> {
    const statement = this.pane.pane.getByRole('status', { name: 'Readiness' });
    await statement.filter({ hasText: text }).waitFor();
  }

  gap(text: string): Locator {
    const gaps = this.pane.pane.getByRole('list', { name: 'In the way' });
    return gaps.getByRole('listitem').filter({ hasText: text });
  }

  /** Presses the gap's button, and waits until it is closed. */
  async close(text: string, button: string): Promise<void> {
    const gap = this.gap(text);
    await gap.getByRole('button', { name: button, exact: true }).click();
    await gap.waitFor({ state: 'detached' });
  }
}

describe('ready to go offline', () => {
  const alone = usePaneAlone();
  let context: BrowserContext;
  let page: Page;
  let pane: PaneDriver;
  let readiness: Readiness;

  beforeEach(async () => {
    context = await alone.newContext();
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    pane = new PaneDriver(page);
    readiness = new Readiness(pane);
  });

  afterEach(() => context.close());

  it('is said once every gap was closed by its button, and how many are left meanwhile', async () => {
    await alone.open(page, 'inTheWay');
    await pane.button('Offline data').click();
    await readiness.says('Not ready yet: 6 things to do');
    await readiness.close('Not all files', 'Get the files');
    await readiness.says('Not ready yet: 5 things to do');
    await readiness.close('Your records are from', 'Sync records');
    await readiness.close('may remove everything', 'Keep everything');
    await page.evaluate(() => {
      (window as unknown as { fake: Fake }).fake.disk.left = 5_000_000_000;
    });
    await readiness.close('Only 40 MB are left', 'Check again');
    await readiness.close('This is a tab of the browser', 'Install');
    await readiness.says('Not ready yet: 1 thing to do');
    await readiness.gap('2 changes wait').getByRole('button', { name: 'Open the outbox' }).click();
    await page.getByRole('heading', { name: 'Outbox', level: 1 }).waitFor();
    await page.evaluate(() => (window as unknown as { fake: Fake }).fake.entries.set([]));
    await pane.tab('Records');
    await readiness.says('Ready to go offline');
  });

  it('keeps what needs the network until it is there, and says so', async () => {
    await alone.open(page, 'inTheWayOffline');
    await pane.button('Offline data').click();
    const sync = pane.button('Sync records');
    const described = await sync.getAttribute('aria-describedby');
    expect(await page.locator(`[id="${described}"]`).textContent()).toBe(
      'What comes over the network has to wait until you are online.',
    );
    expect(await sync.getAttribute('aria-disabled')).toBe('true');
    expect(await pane.button('Load again').isEnabled()).toBe(true);
    await page.evaluate(() => (window as unknown as { fake: Fake }).fake.connection.set('online'));
    await page.getByText('has to wait until you are online').waitFor({ state: 'detached' });
    await readiness.close('Your records are from', 'Sync records');
  });

  it('says what helps where the browser refuses to keep everything', async () => {
    await alone.open(page, 'inTheWayOffline');
    await pane.button('Offline data').click();
    await pane.button('Keep everything').click();
    await readiness.gap('install Carryon').getByRole('button', { name: 'Ask again' }).waitFor();
    await readiness.says('Not ready yet: 3 things to do');
    await pane.button('Ask again').click();
    await page.getByRole('status').getByText('still does not promise it').waitFor();
  });
});

describe('ready to go offline, in a whole world', () => {
  let world: World;

  beforeEach(async () => {
    world = await World.start();
    await world.launch();
  });

  afterEach(async () => {
    await world.close();
  });

  it('is true: the gaps of a tab close by their buttons, and then it starts with every server stopped', async () => {
    const gate = await PageGate.install(world.browser.context);
    const page = await world.openPane();
    const pane = await new PaneDriver(page).ready();
    const readiness = new Readiness(pane);
    await pane.button('Offline data').click();
    await readiness.gap('Your records are being downloaded').waitFor();
    await pane.button('Pause').click();
    gate.allow(Infinity);
    await readiness.close('The download is paused', 'Resume download');
    await readiness.gap('Your records are being downloaded').waitFor({ state: 'detached' });
    await pane.says('Sync', 'Up to date');

    const crm = world.reader();
    const mine = `_ownerid_value eq ${await crm.userId()}`;
    const open = `${mine} and statecode eq 0 and budgetamount gt 0`;
    const [first] = await crm.rows(
      `opportunities?$select=name&$filter=${open}&$orderby=name&$top=1`,
    );
    const deal = String(first!['name']);
    await pane.edit(deal, { 'Budget Amount': '-500' });
    await pane.says('Sync', 'Needs attention: 1 change was refused');
    await pane.button('Offline data').click();
    await pane.button('Open the outbox').click();
    await pane.discard(deal);
    await pane.says('Sync', 'Up to date');

    // As when the user holds Shift: past the service worker.
    const session = await page.context().newCDPSession(page);
    await Promise.all([
      page.waitForEvent('load'),
      session.send('Page.reload', { ignoreCache: true }),
    ]);
    await pane.ready();
    await pane.button('Offline data').click();
    await readiness.gap('loaded from the network').waitFor();
    await Promise.all([page.waitForEvent('load'), pane.button('Load again').click()]);
    await pane.ready();
    await pane.button('Offline data').click();
    await readiness.gap('loaded from the network').waitFor({ state: 'detached' });

    // Chromium does not promise it to any page.
    await pane.button('Keep everything').click();
    await pane.button('Ask again').waitFor();
    await session.send('Browser.grantPermissions', {
      permissions: ['durableStorage'],
      origin: new URL(world.paneUrl).origin,
    });
    await readiness.close('does not promise to keep everything', 'Ask again');
    // Nobody can answer its dialog here: this is what Chromium tells the page after the user has agreed.
    await pane.button('Install').click();
    await page.evaluate(() => window.dispatchEvent(new Event('appinstalled')));
    await readiness.says('Ready to go offline');

    await world.stopWeb();
    await world.control.network(false);
    await page.reload();
    await pane.ready();
    await pane.says('Connection', 'Offline');
    await pane.open(deal);
    expect(world.errors()).toEqual([]);
  }, 120_000);

  it('waits for the files that could not be had at first, and gets them by a button', async () => {
    const config = await (await fetch(new URL('config.json', world.paneUrl))).text();
    let answer: () => void = () => undefined;
    const stopped = new Promise<void>((resolve) => (answer = resolve));
    const page = await world.browser.context.newPage();
    await page.route('**/config.json', async (route) => {
      await stopped;
      await route.fulfill({ contentType: 'application/json', body: config });
    });
    await page.goto(world.paneUrl);
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    await world.stopWeb();
    answer();
    const pane = await new PaneDriver(page).ready();
    const readiness = new Readiness(pane);
    await pane.button('Offline data').click();
    await readiness.gap('Not all files that Carryon starts from').waitFor();
    await world.startWeb();
    await readiness.close('Not all files that Carryon starts from', 'Get the files');
    await pane.pane.getByText('The files that Carryon starts from are on this').waitFor();
    expect(world.errors()).toEqual([]);
  }, 120_000);

  it('is not said in Outlook on the web, which leads to the window that starts without a network', async () => {
    const outlook = await world.openWebOutlook();
    const pane = await new PaneDriver(await outlook.pane()).ready();
    await pane.button('Offline data').click();
    const gap = new Readiness(pane).gap('This Outlook does not open add-ins without a network.');
    const [window] = await Promise.all([
      world.browser.context.waitForEvent('page'),
      gap.getByRole('link', { name: 'Open Carryon’s window' }).click(),
    ]);
    await window.waitForURL(world.paneUrl);
    const own = await new PaneDriver(window).ready();
    await own.button('Offline data').click();
    await new Readiness(own).says('Not ready yet');
    expect(await own.pane.getByText('This Outlook does not open').count()).toBe(0);
    expect(world.errors()).toEqual([]);
  }, 120_000);
});
