import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { long } from '../chance';
import { paneScreens, type PaneScreen } from './screens';
import { everything, seenOn } from './support/seen';
import { axeFindings } from './support/axe';
import { usePaneAlone } from './support/pane-alone';
import { semanticFindings } from './support/semantics';

const alone = usePaneAlone();

const looks = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  'forced colours': { colorScheme: 'light', forcedColors: 'active' },
} as const;

/** A page, and what its console complained about. */
interface Window {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly errors: string[];
}

async function openWindow(look: keyof typeof looks, width: number): Promise<Window> {
  const context = await alone.newContext({
    viewport: { width, height: 570 },
    ...looks[look],
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  return { context, page, errors };
}

async function show(page: Page, { scene, go }: PaneScreen): Promise<void> {
  if (!go) return alone.open(page, scene);
  await page.goto(alone.address(scene));
  await go(page);
}

/** What is cut off or can only be seen by scrolling sideways. */
const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const areas = [
      document.documentElement,
      ...document.querySelectorAll('.screen:not([hidden]), .header, dialog[open]'),
    ];
    return areas
      .filter((area) => area.scrollWidth > area.clientWidth)
      .map((area) => `${area.className}: ${area.scrollWidth} in ${area.clientWidth} px`);
  });

/** `npm test` looks at each screen once; the long tests do in all colours, and at the main ones in other sizes. */
const looksToday = (long ? Object.keys(looks) : ['light']) as (keyof typeof looks)[];
const sizesToday: readonly (readonly [name: string, width: number, fontSize: number])[] = long
  ? [
      ['450 px wide', 450, 16],
      ['with text twice as large, 320 px wide', 320, 32],
    ]
  : [];

const named = (screens: readonly PaneScreen[]) =>
  screens.map((screen) => [screen.name, screen] as const);

describe('the pane alone', () => {
  const seen = new Set<string>();

  for (const look of looksToday) {
    describe(`in ${look}, 320 px wide, under a strict policy`, () => {
      let opened: Window;
      beforeAll(async () => {
        opened = await openWindow(look, 320);
      });
      afterAll(() => opened?.context.close());

      it.each(named(paneScreens))(
        '%s: nothing for axe to find, nothing unnamed or ambiguous, nothing wider than the pane, no error',
        async (_, screen) => {
          const { page, errors } = opened;
          errors.length = 0;
          await show(page, screen);
          for (const mark of await seenOn(page)) seen.add(mark);
          expect(await tooWide(page)).toEqual([]);
          expect(await axeFindings(page)).toEqual([]);
          expect(await semanticFindings(opened.context, page)).toEqual([]);
          expect(errors).toEqual([]);
        },
      );
    });
  }

  it('shows every screen, dialog and state that the product has on one of them', () => {
    expect(everything.filter((name) => !seen.has(name))).toEqual([]);
  });

  for (const [size, width, fontSize] of sizesToday) {
    describe(size, () => {
      let opened: Window;
      beforeAll(async () => {
        opened = await openWindow('light', width);
        const session = await opened.context.newCDPSession(opened.page);
        await session.send('Page.setFontSizes', { fontSizes: { standard: fontSize } });
      });
      afterAll(() => opened?.context.close());

      it.each(named(paneScreens.filter(({ main }) => main)))(
        '%s: nothing wider than the pane, nothing for axe to find',
        async (_, screen) => {
          const { page } = opened;
          await show(page, screen);
          const shown = await page.evaluate(() => getComputedStyle(document.body).fontSize);
          expect(shown).toBe(`${(14 / 16) * fontSize}px`);
          expect(await tooWide(page)).toEqual([]);
          expect(await axeFindings(page)).toEqual([]);
        },
      );
    });
  }
});
