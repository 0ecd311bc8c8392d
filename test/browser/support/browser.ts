import type { BrowserContext, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { findBrowser } from '../../../scripts/browser';

/**
 * Playwright switches storage partitioning off, and this Chromium then denies storage to a cross-site
 * frame. The later switch wins: this list leaves partitioning on, as it is for users.
 * LocalNetworkAccessChecks: the simulated https://outlook.office.com may frame a page on localhost.
 */
const DISABLED =
  'HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,MediaRouter,LocalNetworkAccessChecks';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface BrowserOptions {
  /** Folder with the user's data; it can be opened again after {@link TestBrowser.close} or `kill`. */
  readonly profile: string;
  /** Denies IndexedDB, service workers and local storage to a pane inside Outlook on the web. */
  readonly denyStorage?: boolean;
  /** The address that this run shows in a window of its own, as an installed app. */
  readonly app?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** One run of a real Chromium on a profile. */
export class TestBrowser {
  /** Errors in any page's console, uncaught exceptions, and refused resources. */
  readonly errors: string[] = [];
  /** Addresses of everything the pages asked for over http(s). */
  readonly requests: string[] = [];

  private constructor(readonly context: BrowserContext) {
    context.on('page', (page) => this.watch(page));
    for (const page of context.pages()) this.watch(page);
    context.on('request', (request) => this.requests.push(request.url()));
  }

  static async launch({
    profile,
    denyStorage,
    app,
    viewport,
  }: BrowserOptions): Promise<TestBrowser> {
    const disabled = denyStorage ? `${DISABLED},ThirdPartyStoragePartitioning` : DISABLED;
    const executablePath = findBrowser();
    if (executablePath === null) throw new Error('No browser: name one in CHROME_PATH.');
    const context = await chromium.launchPersistentContext(profile, {
      executablePath,
      args: [...ARGS, `--disable-features=${disabled}`, ...(app ? [`--app=${app}`] : [])],
      viewport: viewport ?? { width: 1200, height: 800 },
    });
    return new TestBrowser(context);
  }

  /** The browser's own offline mode, for every page and its workers. */
  offline(offline: boolean): Promise<void> {
    return this.context.setOffline(offline);
  }

  /** Gives pages of this origin so many bytes. A browser has to learn it before the origin first stores something. */
  async limitStorage(origin: string, bytes: number): Promise<void> {
    // It holds as long as this page is open.
    const session = await this.context.newCDPSession(await this.context.newPage());
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: bytes });
  }

  close(): Promise<void> {
    return this.context.close();
  }

  /** Ends the browser's process at once, as a crash does. */
  async kill(): Promise<void> {
    const browser = this.context.browser();
    if (browser === null) throw new Error('The browser is not running.');
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = (await session.send('SystemInfo.getProcessInfo')) as {
      processInfo: { type: string; id: number }[];
    };
    const main = processInfo.find(({ type }) => type === 'browser');
    if (main === undefined) throw new Error('The browser does not tell its process.');
    const gone = new Promise<void>((resolve) => this.context.once('close', () => resolve()));
    process.kill(main.id, 'SIGKILL');
    await gone;
  }

  private watch(page: Page): void {
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error')
        this.errors.push(`${message.text()} (${message.location().url})`);
    });
  }
}
