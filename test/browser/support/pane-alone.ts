import { afterAll, beforeAll } from '@jest/globals';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core';
import { findBrowser } from '../../../scripts/browser';
import type { Scene } from '../../taskpane/support/scenes';
import { serveAlone } from '../../taskpane/support/serve-alone';

/** The built pane with fakes behind it, and a browser that shows it. */
export interface PaneAlone {
  /** As narrow as a pane, unless something else is asked for. */
  newContext(options?: BrowserContextOptions): Promise<BrowserContext>;
  address(scene: Scene): string;
  /** Waits until its first screen shows. */
  open(page: Page, scene: Scene): Promise<void>;
}

/** For all tests of a file, or of a group. */
export function usePaneAlone(): PaneAlone {
  let server: Awaited<ReturnType<typeof serveAlone>>;
  let browser: Browser;

  beforeAll(async () => {
    server = await serveAlone();
    const executablePath = findBrowser();
    if (executablePath === null) throw new Error('No browser: name one in CHROME_PATH.');
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
    });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const address = (scene: Scene): string => `${server.url}?scene=${scene}`;
  return {
    newContext: (options) =>
      browser.newContext({
        viewport: { width: 320, height: 570 },
        locale: 'en-US',
        timezoneId: 'Europe/Berlin',
        ...options,
      }),
    address,
    async open(page, scene) {
      await page.goto(address(scene));
      await page.locator('html[data-ready=true]').waitFor();
    },
  };
}
