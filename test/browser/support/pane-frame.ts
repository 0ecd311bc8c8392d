import type { Frame, Page } from 'playwright-core';

/** The pane's frame in a page that shows Outlook, once it has loaded the pane. */
export async function paneFrame(page: Page): Promise<Frame> {
  const element = await page.locator('iframe[title="Carryon"]').elementHandle();
  const frame = await element?.contentFrame();
  if (!frame) throw new Error('The page has no pane.');
  await frame.waitForURL(/\/taskpane\.html/);
  return frame;
}
