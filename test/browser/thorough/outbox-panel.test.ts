import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from 'playwright-core';
import type { Scene } from '../../taskpane/support/scenes';
import { usePaneAlone } from '../support/pane-alone';

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
  await page.getByRole('tab', { name: /^Outbox/ }).click();
}

const button = (name: string) => page.getByRole('button', { name, exact: true });

describe('the outbox panel', () => {
  it('saves the outbox as a file that a browser shows without running anything', async () => {
    await open('outbox');
    const download = page.waitForEvent('download');
    await button('Save as file').click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^Carryon outbox \d{4}-\d\d-\d\d\.html$/);
    const saved = await readFile(await file.path(), 'utf8');
    const shown = await context.newPage();
    await shown.setContent(saved);
    const row = shown.getByRole('row', { name: /Contoso Pharmaceuticals/ }).first();
    await row.getByText('Someone else changed the same fields').waitFor();
    expect(await shown.locator('script').count()).toBe(0);
  });

  it('copies it where no file arrives', async () => {
    await open('outbox');
    await button('Save as file').click();
    await button('Copy').click();
    await page.getByText('Copied', { exact: true }).first().waitFor();
    await context.grantPermissions(['clipboard-read']);
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain('Carryon outbox of dana@northwind.example');
  });

  it('shows the beginning of a long line, and more of it when asked', async () => {
    await open('longLine');
    const line = page.getByRole('list', { name: 'Pending changes' }).locator('> li');
    expect(await line.count()).toBe(100);
    await button('Show 150 more').click();
    await button('Show 50 more').click();
    expect(await line.count()).toBe(250);
    await line.last().getByText('250 of 250').waitFor({ state: 'attached' });
    expect(await page.getByRole('button', { name: /^Show \d+ more$/ }).count()).toBe(0);
  });

  it('pauses and resumes sending', async () => {
    await open('workingOffline');
    await button('Pause sending').click();
    await page.getByText('Sending is paused. Changes stay').waitFor();
    await page.getByText('It is sent after you resume sending.').first().waitFor();
    await button('Resume sending').click();
    await button('Pause sending').waitFor();
  });

  it('says what would happen until the line is another one', async () => {
    await open('outbox');
    await button('What would happen?').click();
    await page.getByText('2 changes would be refused.').waitFor();
    const verdict = page.getByText('It would be held as a possible duplicate of Jonas Lindqvist');
    await verdict.waitFor();
    await button('Hold, Jonas Lindqvist').first().click();
    await page.getByText('The changes are not the same any more.').waitFor();
    expect(await verdict.count()).toBe(0);
    await button('Hide').click();
    await page.getByRole('heading', { name: 'What would happen' }).waitFor({ state: 'detached' });
  });

  it('does not ask while the CRM cannot be reached, and says why', async () => {
    await open('workingOffline');
    await page.getByText('Carryon has to be online to ask the CRM').waitFor();
    expect(await button('What would happen?').getAttribute('aria-disabled')).toBe('true');
  });
});
