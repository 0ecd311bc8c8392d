import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Page, Response } from 'playwright-core';
import type { fakeShell } from '../taskpane/support/fake-shell';
import { takeKeysLikeOffice } from '../taskpane/support/office-keys';
import type { Scene } from '../taskpane/support/scenes';
import { openGoOffline } from './screens';
import { PageGate } from './support/page-gate';
import { usePaneAlone } from './support/pane-alone';
import { PaneDriver } from './support/pane-driver';
import { World } from './support/world';

type Fake = ReturnType<typeof fakeShell>;

describe('the sheet before going offline', () => {
  const alone = usePaneAlone();
  let context: BrowserContext;
  let page: Page;
  let pane: PaneDriver;

  beforeEach(async () => {
    context = await alone.newContext();
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    pane = new PaneDriver(page);
  });
  afterEach(() => context.close());

  async function open(scene: Scene): Promise<void> {
    await alone.open(page, scene);
    await openGoOffline(page);
  }
  const sheet = () => page.getByRole('dialog', { name: 'Go offline' });
  const trip = (name: string) => sheet().getByRole('switch', { name });
  const says = (text: string) => sheet().getByRole('status').getByText(text).waitFor();
  const finding = (text: string) =>
    sheet().getByRole('list', { name: 'Good to know' }).getByRole('listitem').filter({
      hasText: text,
    });
  /** What was saved; null: the organisation's. */
  const chosen = () =>
    page.evaluate(() => (window as unknown as { fake: Fake }).fake.app.trips.choice.get());

  it('says what the trips that are on would bring, and keeps which those are once it starts', async () => {
    await open('trips');
    await says('To download: 692 records, 1.8 MB');
    await trip('Hanover').check();
    await trip('My records').uncheck();
    await says('To download: 28,960 records');
    expect(await chosen()).toMatchObject({ trips: [{ on: true }, { on: false }] });
    await pane.button('Start').click();
    await pane.says('Connection', 'Working offline');
    expect(await chosen()).toMatchObject({ trips: [{ on: false }, { on: true }] });
    await pane.button('Go online').click();
    await pane.says('Connection', 'Online');
  });

  it('GO1 asks about the choice as it is kept, so that what is here of it is not counted again', async () => {
    await alone.open(page, 'records');
    await page.evaluate(() => {
      const window = globalThis as unknown as { fake: Fake; asked: unknown };
      const { copy } = window.fake.app;
      const { estimate } = copy;
      Object.assign(copy, {
        estimate: (trips: unknown) => {
          window.asked = trips;
          return estimate(trips as Parameters<typeof estimate>[0]);
        },
      });
    });
    await openGoOffline(page);
    await says('To download: 692 records');
    await trip('My records').waitFor();
    const same = await page.evaluate(() => {
      const { fake, asked } = globalThis as unknown as { fake: Fake; asked: unknown };
      return JSON.stringify(asked) === JSON.stringify(fake.app.trips.organization.trips);
    });
    expect(same).toBe(true);
  });

  it('says of several trips what each would bring by itself', async () => {
    await open('trips');
    await says('To download: 692 records, 1.8 MB');
    expect(await sheet().getByText('By itself').count()).toBe(0);
    await trip('Hanover').check();
    const alone = async (name: string, text: string) =>
      expect(
        await trip(name)
          .and(page.getByRole('switch', { description: text }))
          .count(),
      ).toBe(1);
    await sheet().getByText('By itself: 28,960 records').waitFor();
    await alone('My records', 'By itself: 692 records, 1.8 MB');
    await alone('Hanover', 'By itself: 28,960 records');
    await trip('My records').uncheck();
    await sheet().getByText('By itself').first().waitFor({ state: 'detached' });
  });

  it('keeps nothing of what was tried where it is canceled', async () => {
    await open('trips');
    await trip('Hanover').check();
    await pane.button('Cancel').click();
    await sheet().waitFor({ state: 'detached' });
    expect(await chosen()).toMatchObject({ trips: [{ on: true }, { on: false }] });
    await pane.says('Connection', 'Online');
  });

  it('only downloads where the user does not want to stay offline', async () => {
    await open('records');
    await sheet().getByRole('checkbox', { name: 'Stay offline until I go online' }).uncheck();
    await pane.button('Start').click();
    await sheet().waitFor({ state: 'detached' });
    await pane.says('Connection', 'Online');
    expect(await chosen()).toBeNull();
  });

  it('SE22 goes back to the organization’s filters, and keeps what the user has made, off', async () => {
    await open('fair');
    await sheet().getByText('Trips of your own stay, switched off.').waitFor();
    await pane.button('Reset to my organization’s filters').click();
    await sheet().getByText('Your organization’s filters hold.').waitFor();
    await pane.button('Start').click();
    await pane.says('Connection', 'Working offline');
    expect(await chosen()).toMatchObject({
      trips: [
        { name: 'My records', on: true },
        { name: 'Hanover trade fair, April', on: false },
      ],
    });
  });

  it('takes along what kept records refer to', async () => {
    await open('fair');
    await finding('not taken along: Currencies')
      .getByRole('button', { name: 'Take them along' })
      .click();
    await finding('not taken along').waitFor({ state: 'detached' });
    await pane.button('Start').click();
    await pane.says('Connection', 'Working offline');
    const choice = await chosen();
    expect(choice?.trips[1]?.tables).toMatchObject({ transactioncurrency: { rows: 'related' } });
  });

  it('leads to the filters with what was changed here', async () => {
    await open('fair');
    await trip('My records').check();
    await finding('has room for').getByRole('button', { name: 'Change the filters' }).click();
    await page.getByRole('heading', { name: 'Choose records' }).waitFor();
    expect(await page.getByRole('switch', { name: 'My records' }).isChecked()).toBe(true);
  });

  it('GO4 names what cannot be used, as the screen beneath does, and leads to its trip', async () => {
    await open('conditions');
    const told = finding('a condition is on the field “new_rating”');
    const words = (await told.getByRole('paragraph').textContent()) ?? '';
    await page.locator('.bar-warning').filter({ hasText: words }).waitFor();
    await told.getByRole('button', { name: 'Change the filters' }).click();
    await page.getByRole('heading', { name: 'Choose records' }).waitFor();
    await page.getByRole('button', { name: 'Filters, Hanover', expanded: true }).waitFor();
  });

  it('GO4 CP21 says that the last download filled the storage, and leads to the filters', async () => {
    await open('full');
    const told = finding('had no space left: 240,312 records, 9.8 GB were here then.');
    await told.getByRole('button', { name: 'Change the filters' }).click();
    await page.getByRole('heading', { name: 'Choose records' }).waitFor();
  });

  it('GO4 names a trip whose source finds nothing, and leads to it', async () => {
    await open('aroundNothing');
    await finding('The CRM has nothing for this trip: My diary.')
      .getByRole('button', { name: 'Change the filters' })
      .click();
    await page.getByRole('heading', { name: 'Choose records' }).waitFor();
    await page.getByRole('button', { name: 'Filters, My diary', expanded: true }).waitFor();
    await page.getByLabel('Days of my diary').waitFor();
  });

  it('GO11 says why it could not be found out what comes, and asks again', async () => {
    await open('notEstimated');
    await says('could not be found out: the CRM has trouble answering.');
    await sheet().getByRole('button', { name: 'Try again' }).click();
    await says('To download: 692 records');
    expect(await sheet().getByRole('button', { name: 'Try again' }).count()).toBe(0);
  });

  it('GO11 says until when a busy CRM is waited for', async () => {
    await open('estimateHeld');
    await says('The CRM is busy. Carryon goes on at 2:05');
  });

  it('GO11 asks again once the CRM can be reached again', async () => {
    await open('notEstimated');
    await says('could not be found out');
    const become = (state: 'offline' | 'online') =>
      page.evaluate((state) => {
        (window as unknown as { fake: Fake }).fake.connection.set(state);
      }, state);
    await become('offline');
    await says('The CRM cannot be reached');
    await become('online');
    await says('To download: 692 records');
  });

  it('goes offline at once without a network', async () => {
    await open('offline');
    await sheet().getByText('The CRM cannot be reached').waitFor();
    await pane.button('Start').click();
    await pane.says('Connection', 'Working offline');
  });

  it('asks now and then how much of the storage is used', async () => {
    await page.clock.install();
    await open('fair');
    await sheet().getByText('84 MB of 984 MB used').waitFor();
    await page.evaluate(() => {
      (window as unknown as { fake: Fake }).fake.disk.left = 5_000_000_000;
    });
    await page.clock.fastForward(61_000);
    await sheet().getByText('84 MB of 5.1 GB used').waitFor();
  });

  it('says so where another window goes offline by choice meanwhile', async () => {
    await open('trips');
    await says('To download: 692 records');
    await page.evaluate(() =>
      (window as unknown as { fake: Fake }).fake.app.connection.goOffline(),
    );
    await says('This computer works offline, as was chosen in another window.');
    expect(await sheet().getByText('The CRM cannot be reached').count()).toBe(0);
  });

  it('is taken back until everything is here', async () => {
    await alone.open(page, 'leaving');
    await pane.button('Offline data').click();
    await page.getByText('You go offline as soon as everything is here.').waitFor();
    await pane.button('Stay online').click();
    await pane.button('Go offline').waitFor();
  });

  it('GO10 syncs a download that is paused by letting it go on', async () => {
    await alone.open(page, 'paused');
    await pane.button('Offline data').click();
    await pane.button('Resume').waitFor();
    await pane.button('Sync now').click();
    await pane.button('Pause').waitFor();
  });

  it('goes offline with what is here where there is no space for more', async () => {
    await alone.open(page, 'full');
    await pane.button('Offline data').click();
    await pane.button('Go offline with what is here').click();
    await pane.says('Connection', 'Working offline');
    await pane.button('Go offline with what is here').waitFor({ state: 'detached' });
  });

  it('says that another window is downloading where a sync is asked for', async () => {
    await alone.open(page, 'copyingElsewhere');
    await pane.button('Offline data').click();
    await pane.button('Sync now').click();
    const told = page.getByRole('status').getByText('Another window is downloading.');
    await told.waitFor();
  });

  it('is done by keyboard, with office.js on the Tab key', async () => {
    await open('trips');
    await page.evaluate(takeKeysLikeOffice);
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    expect(await focused()).toBe('Start');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Cancel');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await trip('Hanover').isChecked()).toBe(true);
    await page.keyboard.press('Escape');
    await sheet().waitFor({ state: 'detached' });
    expect(await focused()).toBe('Go offline');
  });
});

describe('going offline, in a whole world', () => {
  let world: World;
  let page: Page;
  let pane: PaneDriver;

  beforeEach(async () => {
    world = await World.start();
    await world.launch();
  });
  afterEach(async () => {
    await world.close();
  });

  const progress = () => pane.pane.getByRole('progressbar', { name: 'Download' });

  it('GO1 GO7 brings what the sheet said, once and nothing else, and stays local', async () => {
    page = await world.openPane('user=omar');
    pane = await new PaneDriver(page).ready();
    await pane.says('Sync', 'Up to date');
    await pane.button('Offline data').click();
    await pane.button('Choose records').click();
    await pane.button('New trip').click();
    await pane.field('Name of the trip').fill('Everything');
    await pane.field('Contacts').selectOption('all');
    await pane.field('Accounts').selectOption('all');
    await pane.button('Save').click();

    /** Pages of rows with their values, which are more than what a row refers to. */
    const pages: Promise<string>[] = [];
    const note = (response: Response): void => {
      const prefer = response.request().headers()['prefer'] ?? '';
      const values = /\?\$select=\w+,\w+,/.test(decodeURIComponent(response.url()));
      if (values && prefer.includes('maxpagesize')) pages.push(response.text());
    };
    world.browser.context.on('response', note);
    await pane.button('Go offline').click();
    const sheet = pane.pane.getByRole('dialog', { name: 'Go offline' });
    const said = await sheet.getByText(/^To download: \d+ records/).textContent();
    const [, records = NaN, megabytes = NaN] =
      /: (\d+) records, ([\d.]+) MB/.exec(said ?? '') ?? [];
    // Each trip is asked for by itself then.
    await sheet
      .getByText(/^By itself/)
      .nth(1)
      .waitFor();
    pages.length = 0;
    await pane.button('Start').click();
    await pane.says('Connection', 'Working offline');
    await pane.pane.getByText(/rows, complete/).waitFor();
    world.browser.context.off('response', note);
    const texts = await Promise.all(pages);
    const came = texts.flatMap((page) => (JSON.parse(page) as { value: object[] }).value);
    const versions = came.map((row) => (row as Record<string, unknown>)['@odata.etag']);
    expect(came).toHaveLength(Number(records));
    expect(new Set(versions).size).toBe(came.length);
    const weight = texts.join('').length / 1e6;
    expect(Math.abs(Number(megabytes) - weight)).toBeLessThan(0.2 * weight);

    await pane.button('Go online').click();
    await pane.says('Sync', 'Up to date');
    await pane.button('Go offline').click();
    await sheet.getByRole('status').getByText('Nothing to download').waitFor();
    expect(world.errors()).toEqual([]);
  }, 120_000);

  it('GO6 RF5 is canceled, or left by closing the pane, and goes on later', async () => {
    const gate = await PageGate.install(world.browser.context);
    page = await world.openPane();
    pane = await new PaneDriver(page).ready();
    await pane.button('Offline data').click();
    gate.allow(1);
    await gate.reached(1);
    await pane.button('Tables').click();
    await pane.pane.getByText('the download goes on when Carryon is open again').waitFor();
    await pane.button('Cancel download').click();
    await pane.pane.getByText('The download was canceled.').waitFor();
    await page.close();

    page = await world.openPane();
    pane = await new PaneDriver(page).ready();
    await pane.button('Offline data').click();
    gate.allow(Infinity);
    await pane.says('Sync', 'Up to date');
    expect(await progress().getAttribute('aria-valuetext')).toContain('complete');
    expect(world.errors()).toEqual([]);
  }, 120_000);
});
