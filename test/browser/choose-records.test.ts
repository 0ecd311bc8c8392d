import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import type { LiveCell } from '../../src/domain/live';
import type { Rights } from '../../src/domain/rights';
import type { fakeShell } from '../taskpane/support/fake-shell';
import { takeKeysLikeOffice } from '../taskpane/support/office-keys';
import type { Scene } from '../taskpane/support/scenes';
import { openTrips } from './screens';
import { usePaneAlone } from './support/pane-alone';

type Fake = ReturnType<typeof fakeShell>;

const alone = usePaneAlone();
let context: BrowserContext;
let page: Page;

beforeEach(async () => {
  context = await alone.newContext();
  page = await context.newPage();
  page.setDefaultTimeout(10_000);
});
afterEach(() => context.close());

async function open(scene: Scene): Promise<void> {
  await alone.open(page, scene);
  await openTrips(page);
}

const button = (name: string) => page.getByRole('button', { name, exact: true });
const accounts = () => page.getByRole('combobox', { name: 'Accounts' });
const choices = () => accounts().getByRole('option').allTextContents();
const said = (text: string) => page.getByRole('status').getByText(text).waitFor();
/** What was saved; null: the organisation's. */
const chosen = () =>
  page.evaluate(() => (window as unknown as { fake: Fake }).fake.app.trips.choice.get());

describe('choosing records', () => {
  it('offers what each choice means in the CRM, as far as it counts', async () => {
    await open('records');
    await accounts().getByRole('option', { name: '(1,400)' }).waitFor({ state: 'attached' });
    expect(await choices()).toEqual([
      'None',
      'Related to kept records',
      'Mine (2)',
      'My team’s (24)',
      'All (1,400)',
    ]);
    const contacts = page.getByRole('combobox', { name: 'Contacts' });
    const all = contacts.getByRole('option', { name: 'All (more than 5,000)' });
    await all.waitFor({ state: 'attached' });
    const currencies = page.getByRole('combobox', { name: 'Currencies' }).getByRole('option');
    expect((await currencies.allTextContents()).map((label) => label.split(' (')[0])).toEqual([
      'None',
      'Related to kept records',
      'All',
    ]);
  });

  it('offers no numbers without a network, and all the choices', async () => {
    await open('offline');
    expect(await choices()).toEqual([
      'None',
      'Related to kept records',
      'Mine',
      'My team’s',
      'All',
    ]);
    await page.getByText('shows while you are online').waitFor();
  });

  it('offers no table that the user may not read', async () => {
    await open('records');
    await accounts().waitFor();
    await page.evaluate(() => {
      const { rights } = (window as unknown as { fake: Fake }).fake.app;
      (rights as LiveCell<Rights>).set({ ...rights.get(), depths: {} });
    });
    await accounts().waitFor({ state: 'detached' });
  });

  it('says what will happen, saves it, and shows where it came from which trips are on', async () => {
    await open('records');
    await accounts().selectOption('all');
    await said('1 table changes at the next sync');
    await button('New trip').click();
    await page.getByLabel('Name of the trip').fill('Fair');
    await button('Save').click();
    await said('Saved: 1 table changes at the next sync');
    await page.getByText('Trips that are on: My records, Fair.').waitFor();
    expect(await chosen()).toEqual({
      version: 1,
      trips: [
        {
          name: 'My records',
          on: true,
          tables: { account: { rows: 'all' } },
          others: { rows: 'mine' },
        },
        { name: 'Fair', on: true, tables: {}, others: { rows: 'none' } },
      ],
    });
  });

  it('says when nothing is left', async () => {
    await open('records');
    await page.getByRole('switch', { name: 'My records' }).uncheck();
    await said('Nothing is chosen: all records leave at the next sync.');
  });

  it('goes back to the organization’s filters', async () => {
    await open('trips');
    await button('Reset to my organization’s filters').click();
    await page.getByText('These are your organization’s filters.').waitFor();
    await page.getByRole('switch', { name: 'Hanover' }).waitFor({ state: 'detached' });
    await button('Save').click();
    await page.getByRole('status', { name: 'Saved' }).waitFor();
    expect(await chosen()).toBeNull();
  });

  it('asks before what was chosen is lost', async () => {
    await open('trips');
    await button('Filters, Hanover trade fair, April').click();
    await button('Delete, Hanover trade fair, April').click();
    await page.getByRole('switch', { name: 'Hanover' }).waitFor({ state: 'detached' });
    await button('Cancel').click();
    await page.getByRole('dialog').waitFor();
    expect(await chosen()).toMatchObject({ trips: [{}, { name: 'Hanover trade fair, April' }] });
  });

  it('is done by keyboard, with office.js on the Tab key', async () => {
    await open('trips');
    await page.evaluate(takeKeysLikeOffice);
    await button('Duplicate, My records').focus();
    await page.keyboard.press('Enter');
    const name = page.getByLabel('Name of the trip');
    await page.waitForFunction(() => document.activeElement?.hasAttribute('data-trip-name'));
    expect(await name.inputValue()).toBe('My records, copy');
    await page.keyboard.type('Plane');
    await page.keyboard.press('Tab');
    await page.keyboard.type('All');
    expect(await accounts().inputValue()).toBe('all');
    await page.getByRole('switch', { name: 'Plane' }).focus();
    await page.keyboard.press('Space');
    await said('What is kept stays the same.');
    await name.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status', { name: 'Saved' }).waitFor();
    expect(await chosen()).toMatchObject({ trips: [{}, {}, { name: 'Plane', on: false }] });
  });
});
