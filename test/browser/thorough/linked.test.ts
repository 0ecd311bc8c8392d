import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { chooseToLink, openLinked } from '../screens';
import { usePaneAlone } from '../support/pane-alone';

describe('Linked records', () => {
  const alone = usePaneAlone();
  let context: BrowserContext;
  let page: Page;
  beforeEach(async () => {
    context = await alone.newContext({ locale: 'en-US' });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    await alone.open(page, 'records');
    await openLinked(page);
  });
  afterEach(() => context.close());

  const names = () =>
    page.getByRole('list', { name: 'Stakeholders' }).locator('.records-name').allTextContents();
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const saved = () => page.getByText('Saved on this computer').first().waitFor();

  it('are there at once when one is added, and it waits in the outbox', async () => {
    await button('Add contact').click();
    await chooseToLink(page, 'Person 007 Example');
    await button('Add').click();
    await saved();
    await page.getByRole('button', { name: 'Person 007 Example' }).first().waitFor();
    expect(await names()).toEqual(['Inês Carvalho', 'Jonas Lindqvist', 'Person 007 Example']);
    expect(await page.getByRole('combobox', { name: 'Contact to add' }).count()).toBe(0);
    await page.getByRole('tab', { name: /^Outbox/ }).click();
    const entry = page.getByRole('list', { name: 'Pending changes' }).getByRole('listitem').last();
    await entry.getByText('Linked to Contact: Person 007 Example').waitFor();
  });

  it('are gone at once when one is removed', async () => {
    await button('Remove Jonas Lindqvist').click();
    await saved();
    await button('Remove Jonas Lindqvist').waitFor({ state: 'detached' });
    expect(await names()).toEqual(['Inês Carvalho']);
    await page.getByRole('tab', { name: /^Outbox/ }).click();
    await page.getByText('No longer linked to Contact: Jonas Lindqvist').waitFor();
  });

  it('are each linked once', async () => {
    await button('Add contact').click();
    await chooseToLink(page, 'Jonas Lindqvist');
    await button('Add').click();
    await page.getByText('These two records are linked already.').waitFor();
    await button('Cancel').click();
    expect(await names()).toEqual(['Inês Carvalho', 'Jonas Lindqvist']);
  });
});
