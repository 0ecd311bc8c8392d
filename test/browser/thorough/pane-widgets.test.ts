import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { takeKeysLikeOffice } from '../../taskpane/support/office-keys';
import { editRecord } from '../screens';
import { usePaneAlone } from '../support/pane-alone';

const alone = usePaneAlone();
let context: BrowserContext;
let page: Page;
let complaints: string[];
let fetched: string[];

/** Opens the list of records, with a clock that the test moves, and with office.js on the Tab and Escape keys. */
async function open(locale = 'en-US'): Promise<void> {
  context = await alone.newContext({ locale });
  page = await context.newPage();
  page.setDefaultTimeout(10_000);
  complaints = [];
  fetched = [];
  page.on('requestfinished', (request) => fetched.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.clock.install({ time: '2026-12-10T23:30:00Z' });
  await alone.open(page, 'records');
  await page.evaluate(takeKeysLikeOffice);
}

beforeEach(() => open());
afterEach(async () => {
  await context.close();
  expect(complaints).toEqual([]);
});

const button = (name: string) => page.getByRole('button', { name, exact: true });
const told = () => page.evaluate(() => (window as unknown as { told: string[] }).told);

/** Waits until what has the focus has this name or text. */
async function focusIs(name: string): Promise<void> {
  await page.waitForFunction((wanted) => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement)) return false;
    const text = element.title || element.textContent?.trim();
    return (element.getAttribute('aria-label') ?? text) === wanted;
  }, name);
}

describe('the menu of what can be created', () => {
  const highlighted = (name: string) =>
    page.getByRole('menuitem', { name, exact: true }).and(page.locator('[data-highlighted]'));

  beforeEach(async () => {
    await button('New').focus();
    await page.keyboard.press('Enter');
    await highlighted('Account').waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'menu');
  });

  it('lists the tables, and is walked through by arrows, Home, End and letters', async () => {
    expect(
      await page.getByRole('menu', { name: 'New' }).getByRole('menuitem').allTextContents(),
    ).toEqual(['Account', 'Contact', 'E-mail', 'Lead', 'Note', 'Opportunity', 'Site', 'Task']);
    await page.keyboard.press('ArrowDown');
    await highlighted('Contact').waitFor();
    await page.keyboard.press('End');
    await highlighted('Task').waitFor();
    await page.keyboard.press('Home');
    await highlighted('Account').waitFor();
    await page.keyboard.press('o');
    await highlighted('Opportunity').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'New opportunity' }).waitFor();
    await focusIs('Back');
    await page.keyboard.press('Enter');
    await focusIs('New');
  });

  it('closes by Escape and by Tab, gives the focus back, and tells Outlook nothing', async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await focusIs('New');
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'menu');
    await page.keyboard.press('Tab');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await focusIs('New');
    expect(await told()).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await told()).toEqual(['Escape']);
  });

  it('closes by a click elsewhere, which does what it would do anyway', async () => {
    await page.getByRole('searchbox').click();
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await focusIs('Search records');
  });

  it('scrolls where the window is too low for it', async () => {
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 320, height: 320 });
    await page.keyboard.press('Enter');
    await highlighted('Account').waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'menu');
    await page.keyboard.press('End');
    await highlighted('Task').waitFor();
    await page.waitForFunction(() => {
      const menu = document.querySelector('[role=menu]')?.getBoundingClientRect();
      const item = document.querySelector('[data-highlighted]')?.getBoundingClientRect();
      return menu && item && item.bottom <= menu.bottom && menu.bottom <= innerHeight;
    });
  });
});

describe('a date', () => {
  const field = () => page.getByLabel('Inspection', { exact: true });
  const calendar = () => page.getByRole('dialog', { name: 'Choose date, Inspection' });

  const openCalendar = async () => {
    await button('Choose date, Inspection').focus();
    await page.keyboard.press('Enter');
    await calendar().waitFor();
    // It listens to keys from the frame after the one in which it shows.
    await page.evaluate(
      () => new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown))),
    );
  };

  beforeEach(() => editRecord(page, 'Seattle plant'));

  it('is chosen by keys, and the time beside it stays', async () => {
    await openCalendar();
    await focusIs('Thursday, December 3, 2026, chosen');
    await page.keyboard.press('ArrowRight');
    await focusIs('Friday, December 4, 2026');
    await page.keyboard.press('ArrowDown');
    await focusIs('Today, Friday, December 11, 2026');
    await page.keyboard.press('PageDown');
    await focusIs('Monday, January 11, 2027');
    await page.keyboard.press('Home');
    await focusIs('Friday, January 1, 2027');
    await page.keyboard.press('Space');
    await calendar().waitFor({ state: 'detached' });
    await focusIs('Choose date, Inspection');
    expect(await field().inputValue()).toBe('2027-01-01');
    expect(await page.getByLabel('Inspection, time').inputValue()).toBe('08:00');
    expect(await told()).toEqual([]);
  });

  it('is found by year and month', async () => {
    await openCalendar();
    await button('December 2026, choose a month').click();
    await button('2026, choose a year').click();
    await page.getByRole('button', { name: '2024', exact: true }).click();
    await button('February 2024').click();
    await button('Thursday, February 29, 2024').click();
    await calendar().waitFor({ state: 'detached' });
    expect(await field().inputValue()).toBe('2024-02-29');
  });

  it('keeps what it was when the calendar is closed by Escape, which Outlook does not hear', async () => {
    await openCalendar();
    await focusIs('Thursday, December 3, 2026, chosen');
    await page.keyboard.press('ArrowLeft');
    await focusIs('Wednesday, December 2, 2026');
    await page.keyboard.press('Escape');
    await calendar().waitFor({ state: 'detached' });
    await focusIs('Choose date, Inspection');
    expect(await field().inputValue()).toBe('2026-12-03');
    expect(await told()).toEqual([]);
  });

  it('is typed as before, and the calendar opens at what was typed', async () => {
    await field().fill('2031-05-20');
    await openCalendar();
    await focusIs('Tuesday, May 20, 2031, chosen');
  });

  it('starts at today where it is empty, by the clock of this computer', async () => {
    await field().fill('');
    await openCalendar();
    await focusIs('Today, Friday, December 11, 2026');
  });

  it('shows a calendar of which nothing is outside the window', async () => {
    await openCalendar();
    await page.waitForFunction(() => {
      const box = document.querySelector('.calendar')?.getBoundingClientRect();
      return box && box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.height > 200;
    });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });
});

it.each([
  ['en-US', 'Su'],
  ['de-DE', 'Mo'],
])('a week starts as people with %s are used to', async (locale, first) => {
  await context.close();
  await open(locale);
  await editRecord(page, 'Seattle plant');
  await button('Choose date, Inspection').click();
  expect(await page.locator('.calendar-grid th').first().textContent()).toMatch(
    new RegExp(`^${first}`),
  );
});

it('opens menu and calendar without a network, though nothing but the open page keeps them', async () => {
  for (const part of ['menu-list', 'outbox-file', 'calendar_tsx', 'sanitize', 'matches'])
    if (!fetched.some((url) => url.includes(part)))
      await page.waitForEvent('requestfinished', (request) => request.url().includes(part));
  await context.setOffline(true);
  await button('New').click();
  await page.getByRole('menuitem', { name: 'Opportunity' }).click();
  await button('Choose date, Est. close date').click();
  await page.getByRole('grid', { name: 'December 2026' }).waitFor();
});

describe('the message after a save', () => {
  const message = () => page.getByRole('status', { name: 'Saved on this computer' });

  beforeEach(async () => {
    await editRecord(page, 'Seattle plant');
    await page.getByLabel('Name', { exact: true }).fill('Seattle works');
    await page.keyboard.press('Enter');
    await message().waitFor();
    await button('Dismiss').waitFor();
  });

  it('goes away by itself', async () => {
    await page.clock.runFor(7000);
    await message().waitFor({ state: 'detached' });
  });

  it('stays while the pointer is on it', async () => {
    await message().hover({ force: true });
    await page.clock.runFor(20_000);
    expect(await message().count()).toBe(1);
    await page.mouse.move(10, 200);
    await page.clock.runFor(7000);
    await message().waitFor({ state: 'detached' });
  });

  it('stays while its button has the focus, which goes back when it is dismissed', async () => {
    await button('Edit').focus();
    await button('Dismiss').focus();
    await page.clock.runFor(20_000);
    expect(await message().count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.clock.runFor(1000);
    await message().waitFor({ state: 'detached' });
    await focusIs('Edit');
    expect(await told()).toEqual([]);
  });

  it('is in the document once, and in no second live region', async () => {
    expect(await page.getByText('Saved on this computer').count()).toBe(1);
    expect(
      await message().evaluate((element) =>
        element.parentElement?.closest('[aria-live], [role=status], [role=alert], [role=log]'),
      ),
    ).toBeNull();
  });
});
