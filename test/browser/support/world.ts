import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { startCrm } from '../../../sandbox/crm/server';
import type { Mailbox } from '../../../sandbox/outlook/mailbox';
import type { OutlookServer } from '../../../sandbox/outlook/server';
import { startOutlook } from '../../../sandbox/outlook/server';
import { demoMailbox } from '../../../sandbox/seed/mailbox';
import type { BrowserOptions } from './browser';
import { TestBrowser } from './browser';
import { ClassicOutlook } from './classic-outlook';
import { CrmReader } from './crm-reader';
import { SandboxControl } from './sandbox-control';
import type { WebOutlookOptions } from './web-outlook';
import { WebOutlook } from './web-outlook';

export interface WorldOptions {
  /** "demo" (the default), "empty" or "large:N". */
  readonly seed?: string;
  /** Folder with the built pane; else CARRYON_BUILD, else `dist`. */
  readonly build?: string;
}

type Crm = Awaited<ReturnType<typeof startCrm>>;

/**
 * A whole world for one test: the CRM, the web server with the simulated Outlook, and a user with one
 * browser profile, in which the browser can be closed or killed and launched again.
 */
export class World {
  /** The browser that runs; replaced by {@link launch}. */
  browser!: TestBrowser;
  readonly mailbox: Mailbox = demoMailbox();
  readonly control: SandboxControl;
  private readonly launched: TestBrowser[] = [];

  private constructor(
    private readonly crm: Crm,
    private web: OutlookServer,
    readonly build: string,
    readonly profile: string,
  ) {
    this.control = new SandboxControl(`http://localhost:${crm.port}`);
  }

  /** @throws where there is no build. */
  static async start({ seed = 'demo', build }: WorldOptions = {}): Promise<World> {
    const folder = resolve(build ?? process.env['CARRYON_BUILD'] ?? 'dist');
    // Without it, each test would wait for a page that never comes.
    if (!existsSync(join(folder, 'taskpane.html')))
      throw new Error(`There is no build in ${folder}: run "npm run build" first.`);
    const crm = await startCrm({ port: 0, seed });
    const web = await startWeb(0, crm, folder, demoMailbox());
    const profile = await mkdtemp(join(tmpdir(), 'carryon-profile-'));
    return new World(crm, web, folder, profile);
  }

  /** The simulated Outlook: "http://localhost:N/". */
  get outlookUrl(): string {
    return this.web.url;
  }

  /** The pane's own address. */
  get paneUrl(): string {
    return `${this.web.url}taskpane.html`;
  }

  /** Starts the browser on the user's profile, as it was left. */
  async launch(options: Omit<BrowserOptions, 'profile'> = {}): Promise<TestBrowser> {
    this.browser = await TestBrowser.launch({ ...options, profile: this.profile });
    this.launched.push(this.browser);
    return this.browser;
  }

  /** Opens the simulated Outlook. @param query such as "item=...&pin=on&theme=dark&user=ada" */
  openOutlook(query = ''): Promise<ClassicOutlook> {
    return ClassicOutlook.open(this.browser.context, `${this.outlookUrl}?${query}`);
  }

  /** Opens the pane at its own address. @param query such as "user=ada" */
  async openPane(query = ''): Promise<Page> {
    const page = await this.browser.context.newPage();
    await page.goto(query === '' ? this.paneUrl : `${this.paneUrl}?${query}`);
    return page;
  }

  /** Opens the pane in Outlook on the web. */
  openWebOutlook(options: Omit<WebOutlookOptions, 'mailbox' | 'pane'> = {}): Promise<WebOutlook> {
    return WebOutlook.open(this.browser.context, {
      ...options,
      mailbox: this.mailbox,
      pane: this.paneUrl,
    });
  }

  /** The CRM: "http://localhost:N". */
  get crmUrl(): string {
    return `http://localhost:${this.crm.port}`;
  }

  /** The CRM's rows as a user sees them. */
  reader(user = 'dana'): CrmReader {
    return new CrmReader(this.crmUrl, user);
  }

  /** Unplugs (or plugs in) the CRM and the web server as a cable does: the browser is not told. */
  async network(up: boolean): Promise<void> {
    const url = `${this.outlookUrl}_sandbox/network`;
    await fetch(url, { method: 'POST', body: JSON.stringify({ up }) });
  }

  /** Stops the web server; the simulated Outlook is gone with it. */
  stopWeb(): Promise<void> {
    return this.web.close();
  }

  /** Starts the web server again at the same address, with another build where one is given. */
  async startWeb(build = this.build): Promise<void> {
    this.web = await startWeb(this.web.port, this.crm, build, this.mailbox);
  }

  /**
   * What any console of this world's browsers has complained about. The browser's own lines about requests that did
   * not get through, and about changes that the CRM refused, are left out: no page can keep it from writing them, and
   * here the network is cut and changes are refused on purpose.
   */
  errors(): string[] {
    const lost =
      /^Failed to load resource: (net::ERR_|the server responded with a status of 4(00|04|12) .*\/api\/data\/)/;
    return this.launched.flatMap(({ errors }) => errors).filter((error) => !lost.test(error));
  }

  async close(): Promise<void> {
    await this.browser?.close().catch(() => undefined); // it may have been killed
    await Promise.all([this.web.close(), this.crm.close()]);
    await rm(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

const startWeb = (port: number, crm: Crm, build: string, mailbox: Mailbox) =>
  startOutlook({
    port,
    crmUrl: `http://localhost:${crm.port}`,
    build,
    mailbox,
    network: crm.network,
  });
