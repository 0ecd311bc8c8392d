import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
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
const dialog = () => page.getByRole('dialog', { name: 'Keep fewer records?' });
const trip = (name: string) => page.getByRole('switch', { name });
const saved = () => page.getByRole('status', { name: 'Saved' }).waitFor();
/** What was saved; null: the organisation's. */
const chosen = () =>
  page.evaluate(() => (window as unknown as { fake: Fake }).fake.app.trips.choice.get());

describe('saving a choice that may keep fewer records', () => {
  it('SE21 says that all records leave, and how many, where no trip keeps any', async () => {
    await open('records');
    const here = await page.evaluate(() => {
      const { fake } = window as unknown as { fake: Fake };
      return Object.values(fake.app.copy.counts.get()).reduce((sum, count) => sum + count, 0);
    });
    await trip('My records').uncheck();
    await button('Save').click();
    await dialog().getByText(`so all ${here} records on this computer will leave it`).waitFor();
    await dialog().getByText('They stay in the CRM. Changes that wait stay here').waitFor();
    expect(await chosen()).toBeNull();
  });

  it('SE21 goes back to the choice as it was made, with nothing saved', async () => {
    await open('trips');
    await button('Delete, My records').click();
    await button('Save').click();
    await dialog().getByText('so all').waitFor();
    await button('Go back').click();
    await dialog().waitFor({ state: 'detached' });
    await trip('Hanover').waitFor();
    expect(await trip('My records').count()).toBe(0);
    expect(await chosen()).toMatchObject({ trips: [{ name: 'My records' }, {}] });
  });

  it('SE21 saves once that is wanted', async () => {
    await open('trips');
    await page.getByRole('combobox', { name: 'Accounts' }).selectOption('related');
    await button('Save').click();
    await dialog().getByText('Records that no trip keeps any more leave').waitFor();
    await button('Save, let them leave').click();
    await saved();
    expect(await chosen()).toMatchObject({
      trips: [{ tables: { account: { rows: 'related' } } }, {}],
    });
  });

  it('SE21 asks nothing where records are only added, or trips switched on', async () => {
    await open('trips');
    await page.getByRole('combobox', { name: 'Accounts' }).selectOption('all');
    await trip('Hanover').check();
    await button('New trip').click();
    await button('Save').click();
    await saved();
    expect((await chosen())!.trips).toHaveLength(3);
  });

  it('SE21 asks nothing where no records are here', async () => {
    await open('empty');
    await trip('My records').uncheck();
    await button('Save').click();
    await saved();
  });

  it('SE21 asks by keyboard too, with office.js on the Tab key, and the harmless answer has the focus', async () => {
    await open('trips');
    await page.evaluate(takeKeysLikeOffice);
    await trip('My records').uncheck();
    await button('Save').focus();
    await page.keyboard.press('Enter');
    await dialog().waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Go back');
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Save');
  });
});

describe('where nothing is chosen', () => {
  const openedFrom = async (name: string) => {
    await button(name).click();
    await page.getByRole('heading', { name: 'Choose records' }).waitFor();
  };

  it('RD7 an empty list leads to the choice, and so does what is in the way of going offline', async () => {
    await alone.open(page, 'nothingChosen');
    await page.getByText('no trip that is on keeps any').waitFor();
    await openedFrom('Choose records');
    await button('Back').click();
    await button('Offline data').click();
    await page.getByText('Not ready yet: 1 thing to do').waitFor();
    await openedFrom('Choose what comes along');
  });

  it('an empty list says so too where the CRM has nothing that is chosen', async () => {
    await alone.open(page, 'nothingMatches');
    await page.getByText('none that match what you have chosen').waitFor();
    await openedFrom('Choose records');
  });
});
