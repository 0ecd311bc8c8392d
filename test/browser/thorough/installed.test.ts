import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PNG } from 'pngjs';
import type { Page } from 'playwright-core';
import { PaneDriver } from '../support/pane-driver';
import { World } from '../support/world';

interface WebManifest {
  readonly name: string;
  readonly start_url: string;
  readonly scope: string;
  readonly display: string;
  readonly icons: readonly { src: string; sizes: string; type: string; purpose?: string }[];
}

let world: World;
let page: Page;

beforeEach(async () => {
  world = await World.start();
  await world.launch();
  page = await world.openPane();
  await new PaneDriver(page).ready();
});

afterEach(async () => {
  await world.close();
});

/** The manifest as the browser found it, and where. */
async function manifest(): Promise<{ url: string; data: WebManifest; errors: readonly unknown[] }> {
  const session = await page.context().newCDPSession(page);
  const { url, data, errors } = await session.send('Page.getAppManifest');
  return { url, data: JSON.parse(data ?? '') as WebManifest, errors };
}

describe('the pane as a web app', () => {
  it('can be installed, as far as Chromium can tell', async () => {
    const { data, errors, url } = await manifest();
    expect(errors).toEqual([]);
    const session = await page.context().newCDPSession(page);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    expect(installabilityErrors).toEqual([]);
    expect(data).toMatchObject({ name: 'Carryon', display: 'standalone' });
    const start = new URL(data.start_url, url).href;
    expect(start).toBe(world.paneUrl);
    expect(start.startsWith(new URL(data.scope, url).href)).toBe(true);
  }, 60_000);

  it('has icons of the sizes that its manifest names, one of them for any mask', async () => {
    const { data, url } = await manifest();
    for (const { src, sizes, type } of data.icons) {
      const response = await fetch(new URL(src, url));
      expect(response.headers.get('content-type')).toBe(type);
      const { width, height } = PNG.sync.read(Buffer.from(await response.arrayBuffer()));
      expect(`${width}x${height}`).toBe(sizes);
    }
    const sizes = data.icons
      .filter(({ purpose }) => purpose === undefined)
      .map((icon) => icon.sizes);
    expect(sizes).toEqual(expect.arrayContaining(['192x192', '512x512']));
    expect(data.icons.some(({ purpose }) => purpose === 'maskable')).toBe(true);
  }, 60_000);

  it('starts in its own window with every server stopped, and without office.js', async () => {
    let pane = new PaneDriver(page);
    await pane.says('Sync', 'Up to date');
    await pane.startsOffline();
    const { data, url } = await manifest();
    const crm = world.reader();
    const account = await crm.uniqueName(
      'accounts',
      'name',
      `_ownerid_value eq ${await crm.userId()}`,
    );
    await world.browser.close();
    await world.stopWeb();
    await world.control.network(false);

    const browser = await world.launch({ app: new URL(data.start_url, url).href });
    const window = browser.context.pages()[0]!;
    await window.waitForURL(world.paneUrl);
    pane = await new PaneDriver(window).ready();
    await pane.says('Connection', 'Offline');
    await pane.edit(account, { 'Main Phone': '+41 44 111 11 11' });
    expect(await pane.pending()).toEqual([account]);
    await pane.tab('Message');
    await pane.pane.getByText('This window is not inside Outlook').waitFor();
    expect(browser.requests.filter((url) => /office|MicrosoftAjax|msajax/i.test(url))).toEqual([]);
    expect(world.errors()).toEqual([]);

    await world.startWeb();
    await world.control.network(true);
    await pane.says('Sync', 'Up to date');
    expect((await world.control.journal()).map(({ table }) => table)).toEqual(['account']);
  }, 120_000);
});
