import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Frame, Page } from 'playwright-core';
import type { MailboxItem } from '../../sandbox/outlook/mailbox';
import type { OutlookServer } from '../../sandbox/outlook/server';
import { startOutlook } from '../../sandbox/outlook/server';
import { demoMailbox } from '../../sandbox/seed/mailbox';
import type { MailItem } from '../../src/domain/mail';
import { TestBrowser } from './support/browser';
import { ClassicOutlook } from './support/classic-outlook';
import { buildHostProbe } from './support/host-probe';
import { WEB_OUTLOOK, WebOutlook } from './support/web-outlook';

const mailbox = demoMailbox();
const messages = mailbox.items.filter((item) => item.kind === 'message');
const message = messages.find((item) => item.attachments.length > 0 && item.cc.length > 0)!;
const other = messages.find((item) => item.subject !== message.subject)!;
const appointment = mailbox.items.find((item) => item.kind === 'appointment')!;

/** What the product has to make of an item of the mailbox. */
const readAs = (item: MailboxItem): MailItem => ({
  kind: item.kind,
  mode: 'read',
  itemId: item.id,
  messageId: item.kind === 'message' ? item.internetMessageId : '',
  conversationId: item.kind === 'message' ? item.conversationId : '',
  subject: item.subject,
  from: item.from,
  to: item.to,
  cc: item.cc,
  bcc: [],
  sentAt: new Date(item.sentAt).toISOString(),
  start: item.start ? new Date(item.start).toISOString() : null,
  end: item.end ? new Date(item.end).toISOString() : null,
  location: item.location ?? '',
  attachments: item.attachments,
});

type Pane = Frame | Page;

declare global {
  interface Window {
    /** How a call ended that was answered late. */
    late: Promise<string>;
  }
}

const shows = (
  pane: Pane,
  part: 'state' | 'item' | 'theme' | 'pinnable' | 'opensOffline',
  text: string,
): Promise<void> => pane.locator(`#${part}`, { hasText: text }).waitFor();
const isReady = (pane: Pane): Promise<void> => shows(pane, 'state', '"ready"');
const itemIn = (pane: Pane): Promise<MailItem | null> =>
  pane.evaluate(() => window.mailHost.item.get());
const bodyIn = (pane: Pane, format: 'html' | 'text'): Promise<string> =>
  pane.evaluate((one) => window.mailHost.body(one), format);

let server: OutlookServer;
let build: string;
let profile: string;
let browser: TestBrowser;

beforeAll(async () => {
  build = await buildHostProbe();
  const options = { port: 0, crmUrl: 'http://localhost:9', build, network: { up: true } };
  server = await startOutlook({ ...options, mailbox });
});

afterAll(async () => {
  await server.close();
  await rm(build, { recursive: true });
});

beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), 'carryon-profile-'));
  browser = await TestBrowser.launch({ profile });
});

afterEach(async () => {
  const { requests, errors } = browser;
  await browser.close();
  await rm(profile, { recursive: true });
  const elsewhere = requests.filter(
    (url) => !url.startsWith(server.url) && !url.startsWith(WEB_OUTLOOK) && /^https?:/.test(url),
  );
  expect({ elsewhere, errors }).toEqual({ elsewhere: [], errors: [] });
});

const classic = (query: string): Promise<ClassicOutlook> =>
  ClassicOutlook.open(browser.context, `${server.url}?${query}`);

describe('in classic Outlook', () => {
  it('reads the open message, its body in both formats, and the address of the mailbox', async () => {
    const pane = await (await classic(`item=${message.id}`)).pane();
    await isReady(pane);
    expect(await itemIn(pane)).toEqual(readAs(message));
    expect(await bodyIn(pane, 'text')).toBe(message.text);
    expect(await bodyIn(pane, 'html')).toBe(message.html);
    expect(await pane.evaluate(() => window.mailHost.userAddress())).toBe(mailbox.owner.address);
  });

  it('knows that add-ins open without a network there', async () => {
    const pane = await (await classic(`item=${message.id}`)).pane();
    await isReady(pane);
    await shows(pane, 'opensOffline', 'true');
  });

  it('leaves the history functions as they were', async () => {
    const pane = await (await classic(`item=${message.id}`)).pane();
    await isReady(pane);
    await pane.evaluate(() => history.replaceState({ step: 1 }, ''));
    expect(await pane.evaluate(() => history.state)).toEqual({ step: 1 });
  });

  it('follows the selection in a pinned pane, down to no item at all', async () => {
    const outlook = await classic(`item=${message.id}`);
    await outlook.press('Pin');
    const pane = await outlook.pane();
    await isReady(pane);
    await outlook.select(other.subject);
    await shows(pane, 'item', JSON.stringify(other.subject));
    await outlook.page.getByRole('listbox').press('Escape');
    await shows(pane, 'item', 'null');
    await expect(bodyIn(pane, 'text')).rejects.toThrow('No item is open.');
  });

  it('asks for the pin beside a message until an item has come into the pane, and never beside a meeting', async () => {
    const outlook = await classic(`item=${message.id}`);
    const pane = await outlook.pane();
    await shows(pane, 'pinnable', 'true');
    await outlook.press('Pin');
    await outlook.select(other.subject);
    await shows(pane, 'item', JSON.stringify(other.subject));
    await shows(pane, 'pinnable', 'false');
    const meeting = await (await classic(`item=${appointment.id}`)).pane();
    await isReady(meeting);
    expect(await meeting.evaluate(() => window.mailHost.pinnable.get())).toBe(false);
  });

  it('opens a new pane for the next item when it is not pinned', async () => {
    const outlook = await classic(`item=${message.id}`);
    const first = await outlook.pane();
    await isReady(first);
    await outlook.select(other.subject);
    const second = await outlook.pane();
    await isReady(second);
    expect(first.isDetached()).toBe(true);
    expect((await itemIn(second))?.subject).toBe(other.subject);
  });

  it('reads an appointment that the user attends', async () => {
    const pane = await (await classic(`item=${appointment.id}`)).pane();
    await isReady(pane);
    expect(await itemIn(pane)).toEqual(readAs(appointment));
  });

  it('reads a message while it is written, and again when its recipients change', async () => {
    const outlook = await classic(`item=${message.id}`);
    await outlook.press('New message');
    const pane = await outlook.pane();
    await shows(pane, 'item', '"compose"');
    const field = (name: string) => outlook.page.getByRole('textbox', { name, exact: true });
    await field('Subject').fill('About the offer');
    await field('Message').fill('Hello');
    await field('To').fill('Ann Lee <ann@example.com>; bob@example.com');
    await field('To').blur();
    await shows(pane, 'item', 'bob@example.com');
    expect(await itemIn(pane)).toMatchObject({
      kind: 'message',
      mode: 'compose',
      itemId: '',
      subject: 'About the offer',
      from: mailbox.owner,
      to: [
        { name: 'Ann Lee', address: 'ann@example.com' },
        { name: 'bob@example.com', address: 'bob@example.com' },
      ],
      sentAt: null,
    });
    expect(await bodyIn(pane, 'text')).toBe('Hello');
  });

  it('reads an appointment while it is planned', async () => {
    const outlook = await classic(`item=${message.id}`);
    await outlook.press('New appointment');
    const pane = await outlook.pane();
    await shows(pane, 'item', '"compose"');
    const item = await itemIn(pane);
    expect(item).toMatchObject({ kind: 'appointment', mode: 'compose', from: mailbox.owner });
    expect(Date.parse(item?.end ?? '') - Date.parse(item?.start ?? '')).toBe(3_600_000);
  });

  it('loses no press that comes before the mailbox does', async () => {
    let answer = (): void => undefined;
    const mayAnswer = new Promise<void>((resolve) => (answer = resolve));
    await browser.context.route('**/_sandbox/mailbox', async (route) => {
      await mayAnswer;
      await route.continue();
    });
    const outlook = await classic(`item=${message.id}`);
    await expect(
      outlook.page.getByRole('button', { name: 'New appointment' }).click({ timeout: 500 }),
    ).rejects.toThrow('Timeout');
    const pressed = outlook.press('New appointment');
    answer();
    await pressed;
    await shows(await outlook.pane(), 'item', '"compose"');
  });

  it('tells whether Outlook is dark, at the start and when it changes', async () => {
    const outlook = await classic(`item=${message.id}&theme=dark`);
    const pane = await outlook.pane();
    await shows(pane, 'theme', '{"dark":true}');
    await outlook.theme('Light');
    await shows(pane, 'theme', '{"dark":false}');
  });

  it('is told by the browser when the network switch is turned', async () => {
    const outlook = await classic(`item=${message.id}`);
    const pane = await outlook.pane();
    await isReady(pane);
    await outlook.network(false);
    await pane.waitForFunction(() => !navigator.onLine);
    await expect(pane.evaluate(() => fetch('/config.json'))).rejects.toThrow('Failed to fetch');
    browser.errors.length = 0; // the browser reports the failed request that was asked for here
    await outlook.network(true);
    await pane.waitForFunction(() => navigator.onLine);
  });
});

describe('in Outlook on the web', () => {
  const open = (options: { item?: string | null; holding?: 'everything' } = {}) =>
    WebOutlook.open(browser.context, {
      mailbox,
      pane: `${server.url}taskpane.html`,
      item: message.id,
      ...options,
    });

  it('reads the open message, its body in both formats, and the address of the mailbox', async () => {
    const pane = await (await open()).pane();
    await isReady(pane);
    expect(await itemIn(pane)).toEqual(readAs(message));
    expect(await bodyIn(pane, 'text')).toBe(message.text);
    expect(await bodyIn(pane, 'html')).toBe(message.html);
    expect(await pane.evaluate(() => window.mailHost.userAddress())).toBe(mailbox.owner.address);
  });

  it('knows that add-ins need the network there', async () => {
    const pane = await (await open()).pane();
    await isReady(pane);
    await shows(pane, 'opensOffline', 'false');
  });

  it('starts without an item and follows the selection from there', async () => {
    const outlook = await open({ item: null });
    const pane = await outlook.pane();
    await isReady(pane);
    expect(await itemIn(pane)).toBeNull();
    await outlook.select(other.id);
    await shows(pane, 'item', JSON.stringify(other.subject));
    await outlook.select(null);
    await shows(pane, 'item', 'null');
  });

  it('starts again when the pane is closed and opened', async () => {
    const outlook = await open();
    await isReady(await outlook.pane());
    await outlook.openPane();
    const pane = await outlook.pane();
    await isReady(pane);
    expect(await itemIn(pane)).toEqual(readAs(message));
  });

  it('reads a message while it is written', async () => {
    const outlook = await open();
    await outlook.compose('message');
    const pane = await outlook.pane();
    await shows(pane, 'item', '"compose"');
    expect(await itemIn(pane)).toMatchObject({ kind: 'message', itemId: '', from: mailbox.owner });
  });

  it('refuses the body of a message when another was opened before it came', async () => {
    const outlook = await open();
    const pane = await outlook.pane();
    await isReady(pane);
    await outlook.hold('content');
    await pane.evaluate(() => {
      window.late = window.mailHost.body('text').then(
        () => 'given',
        (error: Error) => error.message,
      );
    });
    await outlook.select(other.id);
    await shows(pane, 'item', JSON.stringify(other.subject));
    await outlook.release();
    expect(await pane.evaluate(() => window.late)).toBe('Another item was opened meanwhile.');
  });

  it('does not let the late fields of a draft replace the item that was opened after it', async () => {
    const outlook = await open();
    const pane = await outlook.pane();
    await isReady(pane);
    await outlook.hold('content');
    await outlook.page.evaluate(() => window.webOutlook.compose('message'));
    await shows(pane, 'item', 'null');
    await outlook.select(other.id);
    await shows(pane, 'item', JSON.stringify(other.subject));
    await outlook.release();
    // The next answer comes after all that were held: the late fields have arrived by then.
    await bodyIn(pane, 'text');
    expect(await itemIn(pane)).toEqual(readAs(other));
  });

  it('does not know the theme at first, and learns of its change', async () => {
    const outlook = await open();
    const pane = await outlook.pane();
    await isReady(pane);
    await shows(pane, 'theme', 'null');
    await outlook.theme('dark');
    await shows(pane, 'theme', '{"dark":true}');
  });

  it('calls Outlook silent when it does not answer within ten seconds, and takes a later answer', async () => {
    const outlook = await open({ holding: 'everything' });
    const pane = await outlook.pane();
    await shows(pane, 'state', '"connecting"');
    await pane.evaluate(() => window.passTime(9_999));
    await shows(pane, 'state', '"connecting"');
    await pane.evaluate(() => window.passTime(1));
    await shows(pane, 'state', '"silent"');
    await outlook.release();
    await isReady(pane);
    expect(await itemIn(pane)).toEqual(readAs(message));
  });
});

describe('outside Outlook', () => {
  const officeScripts = () => browser.requests.filter((url) => url.includes('/office/'));

  it('is absent at its own address, without loading Office.js', async () => {
    const page = await browser.context.newPage();
    await page.goto(`${server.url}taskpane.html`);
    await shows(page, 'state', '"absent"');
    await shows(page, 'opensOffline', 'null');
    expect(await page.evaluate(() => window.mailHost.userAddress())).toBe('');
    await expect(bodyIn(page, 'text')).rejects.toThrow('No item is open.');
    expect(officeScripts()).toEqual([]);
  });

  it('is absent in a tab that showed Outlook before', async () => {
    const { page, pane } = await classic(`item=${message.id}`).then(async (outlook) => ({
      page: outlook.page,
      pane: await outlook.pane(),
    }));
    await isReady(pane);
    await page.goto(`${server.url}taskpane.html`);
    await shows(page, 'state', '"absent"');
  });
});
