import { fileURLToPath } from 'node:url';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import { bundle } from '../../../sandbox/outlook/bundle';
import type { ThemeName } from '../../../sandbox/outlook/host/theme';
import type { Mailbox } from '../../../sandbox/outlook/mailbox';
import { paneFrame } from './pane-frame';
import type { Holding, WebOutlookSetup } from './web-outlook-page';

/** The address at which the browser sees Outlook on the web; nothing leaves the machine. */
export const WEB_OUTLOOK = 'https://outlook.office.com/mail/';

const PAGE = fileURLToPath(new URL('web-outlook-page.ts', import.meta.url));

export interface WebOutlookOptions {
  readonly mailbox: Mailbox;
  /** "http://localhost:N/taskpane.html" */
  readonly pane: string;
  /** The item that is open at first; null: none. */
  readonly item?: string | null;
  /** Which of the pane's calls wait for their answer until {@link WebOutlook.release}. */
  readonly holding?: Holding;
  /** What the page's address ends with, after `_host_Info`: "&user=ada". */
  readonly query?: string;
}

/** Outlook on the web around the pane, in the web flavour of Office.js, cross-site as in reality. */
export class WebOutlook {
  private constructor(readonly page: Page) {}

  static async open(context: BrowserContext, options: WebOutlookOptions): Promise<WebOutlook> {
    const { mailbox, pane, item = mailbox.items[0]?.id ?? null, holding = 'nothing' } = options;
    const hostInfo = '_host_Info=Outlook$Web$16.01$en-US$8e3f5a52-6d0a-4f4e-9c8b-1f2f6a1f0c11$$$16';
    const paneUrl = `${pane}?${hostInfo}&et=${options.query ?? ''}`;
    const setup: WebOutlookSetup = { mailbox, paneUrl, item, holding };
    const data = JSON.stringify(setup).replace(/</g, '\\u003c');
    const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Outlook</title>
      <link rel="icon" href="data:,">
      <style>body { margin: 0 } iframe { width: 320px; height: 95vh; border: 0 }</style>
      <body><button id="before">Before the pane</button>
      <script>window.webOutlookSetup = ${data}</script><script>${await bundle(PAGE)}</script></body></html>`;
    const page = await context.newPage();
    await page.route(`${new URL(WEB_OUTLOOK).origin}/**`, (route) =>
      route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }),
    );
    await page.goto(WEB_OUTLOOK);
    return new WebOutlook(page);
  }

  /** The pane's frame, once it is there. */
  pane(): Promise<Frame> {
    return paneFrame(this.page);
  }

  /** Opens another item in the list, as in a pinned pane; null: none. */
  select(id: string | null): Promise<void> {
    return this.page.evaluate((one) => window.webOutlook.select(one), id);
  }

  /** Starts a new item. The pane is opened anew, as Outlook does for a surface of another kind. */
  compose(kind: 'message' | 'appointment'): Promise<void> {
    return this.page.evaluate((one) => {
      window.webOutlook.closePane();
      window.webOutlook.compose(one);
      window.webOutlook.openPane();
    }, kind);
  }

  theme(name: ThemeName): Promise<void> {
    return this.page.evaluate((one) => window.webOutlook.theme(one), name);
  }

  openPane(): Promise<void> {
    return this.page.evaluate(() => window.webOutlook.openPane());
  }

  closePane(): Promise<void> {
    return this.page.evaluate(() => window.webOutlook.closePane());
  }

  /** Moves the focus into the pane's first (or last) control, as Outlook does. */
  tabInto(backwards = false): Promise<void> {
    return this.page.evaluate((back) => window.webOutlook.tabInto(back), backwards);
  }

  /** What Office.js told the host since the page was opened: 13, 14 Tab left the pane, 15 Escape. */
  notified(): Promise<number[]> {
    return this.page.evaluate(() => window.webOutlook.notified);
  }

  /** Waits until Office.js has told the host this, after so many other things. */
  async told(id: number, after = 0): Promise<void> {
    await this.page.waitForFunction(
      ([wanted, from]) => window.webOutlook.notified.slice(from).includes(wanted),
      [id, after] as const,
    );
  }

  /** From now on these calls of the pane wait for their answer. */
  hold(calls: Holding): Promise<void> {
    return this.page.evaluate((which) => void (window.webOutlook.holding = which), calls);
  }

  /** Answers all calls that wait, in the order they came. */
  release(): Promise<void> {
    return this.page.evaluate(() => window.webOutlook.release());
  }
}
