import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import type { fakeShell } from '../../taskpane/support/fake-shell';
import { contoso } from '../../taskpane/support/fake-rows';
import { beyond, editRecord, searchBeyond } from '../screens';
import { usePaneAlone } from '../support/pane-alone';

type Fake = ReturnType<typeof fakeShell>;

const alone = usePaneAlone();
const logistics = 'Contoso Logistics and Warehousing';
let context: BrowserContext;
let page: Page;

beforeEach(async () => {
  context = await alone.newContext();
  page = await context.newPage();
  page.setDefaultTimeout(10_000);
});

afterEach(() => context.close());

const here = () => page.getByRole('list', { name: 'Records', exact: true });
const button = (name: string) => page.getByRole('button', { name, exact: true });
const connection = (state: 'online' | 'connecting' | 'offline' | 'workingOffline') =>
  page.evaluate((value) => {
    (window as unknown as { fake: Fake }).fake.connection.set(value);
  }, state);

describe('the records that are not on this computer', () => {
  it('stand below those that are, can be opened, and are then among them', async () => {
    await alone.open(page, 'records');
    await searchBeyond(page);
    expect(await here().getByRole('button', { name: contoso.name, exact: true }).count()).toBe(1);
    await page.getByRole('status').getByText('2 more in the CRM, listed below').waitFor();
    await beyond(page).getByRole('button', { name: logistics }).click();
    await page.getByRole('heading', { name: logistics, level: 1 }).waitFor();
    await page.getByRole('definition').filter({ hasText: 'Porto' }).waitFor();
    await button('Back').click();
    await here().getByRole('button', { name: logistics }).waitFor();
    expect(await beyond(page).getByRole('button').allTextContents()).toEqual(['Jorge Contoso']);
  });

  it('are found by the keyboard alone, also where this computer has none', async () => {
    await alone.open(page, 'records');
    await searchBeyond(page, 'jorge');
    await page.getByText('Nothing on this computer matches').waitFor();
    await page.getByRole('searchbox').press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Jorge Contoso', level: 1 }).waitFor();
  });

  it('are not looked for offline, nor shown any more', async () => {
    await alone.open(page, 'records');
    await searchBeyond(page);
    await connection('connecting');
    expect(await beyond(page).count()).toBe(1);
    for (const state of ['offline', 'workingOffline'] as const) {
      await connection(state);
      await beyond(page).waitFor({ state: 'detached' });
      expect(await page.getByText('the CRM').count()).toBe(0);
    }
    await connection('online');
    await beyond(page).waitFor();
  });

  it('are read again where that failed, and when the connection comes back', async () => {
    await alone.open(page, 'breaks');
    await searchBeyond(page);
    await beyond(page).getByRole('button', { name: logistics }).click();
    await page.getByRole('alert').getByText('could not be read').waitFor();
    await connection('offline');
    await page.getByText('Open it again when you are online.').waitFor();
    await connection('online');
    await button('Try again').click();
    await page.getByRole('alert').waitFor();
  });

  it('can be chosen in a lookup, without being kept', async () => {
    await alone.open(page, 'records');
    await editRecord(page, contoso.name);
    const field = page
      .getByRole('combobox', { name: 'Primary contact' })
      .and(page.locator(':not([readonly])'));
    await field.fill('jorge');
    const option = page.getByRole('option', { name: /Jorge Contoso.*not on this computer/ });
    await option.and(page.locator('[data-highlighted]')).waitFor();
    await page.keyboard.press('Enter');
    await option.waitFor({ state: 'hidden' });
    await button('Save').click();
    await page.getByRole('status', { name: 'Saved on this computer' }).waitFor();
    const values = await page.evaluate(
      () => (window as unknown as { fake: Fake }).fake.entries.get().at(-1)?.values,
    );
    expect(values).toMatchObject({ primarycontactid: { table: 'contact', name: 'Jorge Contoso' } });
  });
});
