import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { TestBrowser } from '../test/browser/support/browser';
import { namingHelper } from './pane-driver';

export const say = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * Opens a page in a fresh browser.
 * @param ready the global by which it says that it can be asked.
 */
export async function inBrowser<T>(
  url: string,
  ready: string,
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const profile = await mkdtemp(join(tmpdir(), 'carryon-bench-'));
  const browser = await TestBrowser.launch({ profile });
  try {
    await browser.context.addInitScript(namingHelper);
    const page = await browser.context.newPage();
    await page.goto(url);
    await page.waitForFunction((name) => name in window, ready);
    const result = await work(page);
    const [error] = browser.errors;
    if (error) say(`The page complained ${browser.errors.length} times, first: ${error}`);
    return result;
  } finally {
    await browser.close();
    await rm(profile, { recursive: true, force: true });
  }
}
