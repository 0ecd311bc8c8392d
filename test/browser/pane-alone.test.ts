import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { findBrowser } from '../../scripts/browser';
import { paneScreens } from '../taskpane/support/pane-screens';
import { serveAlone } from '../taskpane/support/serve-alone';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

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

/** axe over what shows. Injected past the policy, as a user's own tool would be. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Finding[] }> } };
    return (await axe.run()).violations;
  });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
  );
}

const looks = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  'forced colours': { colorScheme: 'light', forcedColors: 'active' },
} as const;

describe('the pane alone', () => {
  for (const [look, { colorScheme, forcedColors }] of Object.entries(looks)) {
    describe(`in ${look}, 320 px wide, under a strict policy`, () => {
      let context: BrowserContext;
      let page: Page;
      const errors: string[] = [];

      beforeAll(async () => {
        context = await browser.newContext({
          viewport: { width: 320, height: 570 },
          colorScheme,
          forcedColors,
          reducedMotion: 'reduce',
          locale: 'en-US',
          timezoneId: 'Europe/Berlin',
        });
        page = await context.newPage();
        page.setDefaultTimeout(10_000);
        page.on('console', (message) => {
          if (message.type() === 'error' || message.type() === 'warning')
            errors.push(message.text());
        });
        page.on('pageerror', (error) => errors.push(error.message));
      });

      afterAll(() => context?.close());

      it.each(paneScreens.map((screen) => [screen.name, screen] as const))(
        '%s: nothing for axe to find, nothing wider than the pane, no error in the console',
        async (_, { scene, go }) => {
          errors.length = 0;
          await page.goto(`${server.url}?scene=${scene}`);
          await page.locator('html[data-ready=true]').waitFor();
          await go?.(page);
          const { width, widest } = await page.evaluate(() => ({
            width: document.documentElement.clientWidth,
            widest: Math.max(
              document.documentElement.scrollWidth,
              ...[...document.querySelectorAll('.screen:not([hidden])')].map(
                (area) => area.scrollWidth,
              ),
            ),
          }));
          expect(widest).toBeLessThanOrEqual(width);
          expect(await findings(page)).toEqual([]);
          expect(errors).toEqual([]);
        },
      );
    });
  }
});
