import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import type { fakeShell } from '../../taskpane/support/fake-shell';
import { fakeReceipts } from '../../taskpane/support/fake-entries';
import { contoso } from '../../taskpane/support/fake-rows';
import { takeKeysLikeOffice } from '../../taskpane/support/office-keys';
import { correctRefused, editRecord, openRecord } from '../screens';
import type { Scene } from '../../taskpane/support/scenes';
import { usePaneAlone } from '../support/pane-alone';

type Fake = ReturnType<typeof fakeShell>;

const alone = usePaneAlone();
let context: BrowserContext;
let page: Page;

beforeEach(async () => {
  context = await alone.newContext();
  page = await context.newPage();
  page.setDefaultTimeout(10_000);
});

afterEach(() => context.close());

const open = (scene: Scene): Promise<void> => alone.open(page, scene);

const button = (name: string) => page.getByRole('button', { name, exact: true });
const focused = () =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement)) return '';
    return element.getAttribute('aria-label') ?? (element.title || element.textContent?.trim());
  });
const told = () => page.evaluate(() => (window as unknown as { told: string[] }).told);
const account = contoso.name;

/** The lookups' machine is loaded after the form shows. */
const lookup = (name: string) =>
  page.getByRole('combobox', { name }).and(page.locator(':not([readonly])'));

/** Waits until the input shows this text: the machine writes it after the list has closed. */
async function shows(input: Locator, text: string): Promise<void> {
  const element = await input.elementHandle();
  await page.waitForFunction(
    ([found, wanted]) => found instanceof HTMLInputElement && found.value === wanted,
    [element, text] as const,
  );
}

describe('the pane by keyboard, with office.js on the Tab key', () => {
  beforeEach(async () => {
    await open('records');
    await page.evaluate(takeKeysLikeOffice);
  });

  it('leaves nothing out: Tab goes from the header through tabs and tools into the list', async () => {
    await button('Offline data').focus();
    const seen = [await focused()];
    for (let i = 0; i < 6; i++) {
      await page.keyboard.press('Tab');
      seen.push(await focused());
    }
    expect(seen.slice(0, 4)).toEqual(['Offline data', 'Settings', 'Records', 'Search records']);
    expect(seen[4]).toBe('Table');
    expect(seen.slice(5)).toEqual(['New', '(no name), Task']);
  });

  it('moves between tabs by arrow keys, and goes on from there', async () => {
    await page.getByRole('tab', { name: 'Records' }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('Outbox');
    await page.getByRole('heading', { name: 'Outbox', level: 1 }).waitFor();
    await page.keyboard.press('End');
    expect(await focused()).toBe('Message');
    await page.keyboard.press('Home');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Search records');
  });

  it('focuses Back on a new screen, and what opened it on the way back', async () => {
    const name = 'Inês Carvalho';
    await page.getByRole('button', { name, exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name, level: 1 }).waitFor();
    expect(await focused()).toBe('Back');
    await page.keyboard.press('Enter');
    await page.getByRole('list', { name: 'Records' }).waitFor();
    expect(await focused()).toBe(name);
  });

  it('keeps Tab inside a dialog, and Escape to itself', async () => {
    await openRecord(page, account);
    await button('Delete').focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: `Delete ${account}?` });
    await dialog.waitFor();
    expect(await focused()).toBe('Cancel');
    await page.keyboard.press('Shift+Tab');
    expect(await focused()).toBe('Delete');
    await page.keyboard.press('Shift+Tab');
    expect(await focused()).toBe('Cancel');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await focused()).toBe('Delete');
    expect(await told()).toEqual([]);
  });

  it('closes an open list by Escape without telling Outlook, and tells it the next one', async () => {
    await editRecord(page, account);
    await lookup('Primary contact').fill('jo');
    await page.getByRole('option', { name: /Jonas/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('option').first().waitFor({ state: 'hidden' });
    expect(await told()).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await told()).toEqual(['Escape']);
  });

  it('empties the search by Escape first', async () => {
    const search = page.getByRole('searchbox');
    await search.fill('jonas');
    await page.keyboard.press('Escape');
    expect(await search.inputValue()).toBe('');
    expect(await told()).toEqual([]);
  });

  it('chooses from a lookup, clears it, chooses again, and saves by Enter', async () => {
    await editRecord(page, account);
    await lookup('Primary contact').fill('jona');
    const option = page.getByRole('option', { name: /Jonas/ });
    await option.and(page.locator('[data-highlighted]')).waitFor();
    await page.keyboard.press('Enter');
    await option.waitFor({ state: 'hidden' });
    await shows(lookup('Primary contact'), 'Jonas Lindqvist');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Clear Primary contact');
    await page.keyboard.press('Enter');
    await shows(lookup('Primary contact'), '');
    await page.keyboard.type('in');
    const other = page.getByRole('option', { name: /Inês/ });
    await other.and(page.locator('[data-highlighted]')).waitFor();
    await page.keyboard.press('Enter');
    await other.waitFor({ state: 'hidden' });
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: account, level: 1 }).waitFor();
    expect(await told()).toEqual([]);
  });
});

describe('a form', () => {
  const lastValues = () =>
    page.evaluate(
      () => (window as unknown as { fake: Fake }).fake.entries.get().at(-1)?.values ?? null,
    );

  it('saves the changed columns only, and says so', async () => {
    await open('records');
    await editRecord(page, account);
    await page.getByLabel('City').fill('Tacoma');
    await page.getByLabel('Annual revenue').fill('1,500');
    await button('Save').click();
    await page.getByRole('status', { name: 'Saved on this computer' }).waitFor();
    expect(await lastValues()).toEqual({ address1_city: 'Tacoma', revenue: '1500.00' });
    await page.getByText('1 change not sent yet').waitFor();
    await page.getByRole('tab', { name: 'Outbox, 1 waiting' }).waitFor();
  });

  it('keeps its input, and says so, when the row changes underneath', async () => {
    await open('records');
    await editRecord(page, account);
    await page.getByLabel('City').fill('Tacoma');
    await page.evaluate((ref) => {
      const { fake } = window as unknown as { fake: Fake };
      fake.store.edit(ref, { telephone1: '+1 206 555 0199', address1_city: 'Olympia' });
    }, contoso);
    await page.getByText('This record changed while you were editing.').waitFor();
    expect(await page.getByLabel('City').inputValue()).toBe('Tacoma');
    expect(await page.getByLabel('Main phone').inputValue()).toBe('+1 206 555 0199');
    await button('Save').click();
    await page.getByRole('status', { name: 'Saved on this computer' }).waitFor();
    expect(await lastValues()).toEqual({ address1_city: 'Tacoma' });
  });

  it('keeps its input while another tab is looked at, and asks before it is lost', async () => {
    await open('records');
    await editRecord(page, account);
    await page.getByLabel('City').fill('Tacoma');
    await page.getByRole('tab', { name: 'Outbox' }).click();
    await page.getByRole('tab', { name: 'Records' }).click();
    expect(await page.getByLabel('City').inputValue()).toBe('Tacoma');
    await button('Cancel').click();
    await button('Keep editing').click();
    expect(await page.getByLabel('City').inputValue()).toBe('Tacoma');
    await button('Back').click();
    await button('Discard').click();
    await page.getByRole('heading', { name: account, level: 1 }).waitFor();
    await page.getByText('Seattle', { exact: true }).waitFor();
  });

  it('shows what the store refuses beside the field, and focuses it', async () => {
    await open('records');
    await editRecord(page, 'Inês Carvalho');
    await page.getByLabel('Email').fill('nowhere');
    await button('Save').click();
    const email = page.getByRole('textbox', { name: 'Email' });
    await page.getByText('This does not have the right form.').waitFor();
    expect(await email.getAttribute('aria-invalid')).toBe('true');
    expect(await email.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('of a related record starts with the reference, and shows the new record after saving', async () => {
    await open('records');
    await openRecord(page, account);
    await button('New task').click();
    await shows(lookup('Regarding'), account);
    await page.getByLabel('Subject').fill('Call the plant');
    await button('Save').click();
    await page.getByRole('heading', { name: 'Call the plant', level: 1 }).waitFor();
    expect(await lastValues()).toMatchObject({
      subject: 'Call the plant',
      regardingobjectid: contoso,
    });
  });
});

describe('a record', () => {
  it('is deleted after a question, and is no longer listed', async () => {
    await open('records');
    await openRecord(page, 'Seattle plant');
    await button('Delete').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Nothing on this computer matches').waitFor();
  });

  it('completes an activity with state and status', async () => {
    await open('records');
    await openRecord(page, 'Send the revised offer');
    await button('Complete').click();
    await page.getByRole('status', { name: 'Saved on this computer' }).waitFor();
    await button('Complete').waitFor({ state: 'detached' });
    const kinds = await page.evaluate(() => {
      const { fake } = window as unknown as { fake: Fake };
      return fake.entries.get().map(({ kind, values }) => ({ kind, values }));
    });
    expect(kinds).toEqual([{ kind: 'setState', values: { statecode: 1, statuscode: 5 } }]);
  });

  it('gives the reason where the user may not', async () => {
    await open('readOnly');
    await openRecord(page, account);
    const edit = button('Edit');
    expect(await edit.getAttribute('aria-disabled')).toBe('true');
    await edit.press('Enter');
    const reason = page.getByText('Your role does not let you edit accounts.');
    await reason.filter({ visible: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0);
  });

  it('keeps how a note is formatted until its text is edited, and shows words where it is changed', async () => {
    await open('records');
    await openRecord(page, 'Price list that was sent');
    await page.getByRole('link', { name: 'all sites in the north' }).waitFor();
    const edit = async (label: string, text: string): Promise<void> => {
      await button('Edit').click();
      await page.getByRole('textbox', { name: label }).fill(text);
      await button('Save').click();
      await button('Edit').waitFor();
    };
    await edit('Title', 'Price list');
    await page.getByRole('link', { name: 'all sites in the north' }).waitFor();
    await edit('Description', 'Valid to the end of\nMay <2027>.');
    await page.getByText('May <2027>.').first().waitFor();
    const saved = await page.evaluate(() => {
      const { fake } = window as unknown as { fake: Fake };
      return fake.entries.get().map(({ values }) => values);
    });
    expect(saved).toEqual([
      { subject: 'Price list' },
      { notetext: 'Valid to the end of\nMay <2027>.' },
    ]);
    await page.getByRole('tab', { name: /^Outbox/ }).click();
    await page.getByText('They asked for: • a price per site').first().waitFor();
    expect(await page.getByText('data-wrapper').count()).toBe(0);
  });

  it("shows a mail's text without its scripts and without fetching its pictures", async () => {
    await open('records');
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await openRecord(page, 'Revised offer');
    await page.getByRole('link', { name: 'our page' }).waitFor();
    expect(requests.filter((url) => url.includes('tracker.example.com'))).toEqual([]);
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  });
});

describe('the pane', () => {
  it('marks that it is ready, once the first records show', async () => {
    await open('records');
    expect(await page.getByRole('list', { name: 'Records' }).isVisible()).toBe(true);
    expect(await page.evaluate(() => performance.getEntriesByName('carryon:ready').length)).toBe(1);
  });

  it("follows Outlook's theme, and the system's where Outlook tells none", async () => {
    await open('message');
    const theme = () => page.evaluate(() => document.documentElement.dataset['theme'] ?? null);
    const set = (dark: boolean | null) =>
      page.evaluate((value) => {
        const { fake } = window as unknown as { fake: Fake };
        fake.theme.set(value === null ? null : { dark: value });
      }, dark);
    expect(await theme()).toBeNull();
    await set(true);
    expect(await theme()).toBe('dark');
    await set(false);
    expect(await theme()).toBe('light');
    await set(null);
    expect(await theme()).toBeNull();
  });

  it('starts after a failure when the user tries again', async () => {
    await open('storeBlocked');
    await button('Try again').click();
    await page.getByRole('list', { name: 'Records' }).waitFor();
  });

  it('has Records first outside Outlook, and Message first inside', async () => {
    const tabs = () => page.getByRole('tab').allTextContents();
    await open('records');
    expect(await tabs()).toEqual(['Records', 'Outbox', 'Message']);
    await open('message');
    expect(await tabs()).toEqual(['Message', 'Records', 'Outbox']);
    await open('meeting');
    expect(await tabs()).toEqual(['Meeting', 'Records', 'Outbox']);
  });

  it('offers a new contact with name and address for somebody unknown', async () => {
    await open('message');
    await button('New contact, Purchasing').click();
    await page.getByRole('heading', { name: 'New contact' }).waitFor();
    expect(await page.getByLabel('Email').inputValue()).toBe('purchasing@contoso.example');
    expect(await page.getByLabel('Last name').inputValue()).toBe('Purchasing');
  });

  it('tracks a message regarding what was chosen with the pointer', async () => {
    await open('message');
    const regarding = lookup('Regarding');
    await regarding.click();
    await page.getByRole('option', { name: new RegExp(`^${account}`) }).click();
    await page.getByRole('option').first().waitFor({ state: 'hidden' });
    await shows(regarding, account);
    await button('Track').click();
    const tracking = page.getByRole('status', { name: 'Tracking' });
    await tracking.getByText('Tracking pending').waitFor();
    const values = await page.evaluate(
      () => (window as unknown as { fake: Fake }).fake.entries.get().at(-1)?.values,
    );
    expect(values).toMatchObject({ regardingobjectid: contoso, directioncode: false });
    await shows(page.getByRole('combobox', { name: 'Regarding' }), account);
  });

  it('takes a sent change back after saying what that does, and says that it waits', async () => {
    await open('outbox');
    await page.getByRole('tab', { name: 'Outbox' }).click();
    const sent = page.getByRole('list', { name: 'Sent' }).locator('> li');
    await button('Undo, Mara Lindt').click();
    const question = page.getByRole('dialog', { name: 'Undo the change to Mara Lindt?' });
    await question.getByText(/links to other records, do not come back\.$/).waitFor();
    expect(await focused()).toBe('Undo');
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    expect(await focused()).toBe('Undo, Mara Lindt');
    await button('Undo, Mara Lindt').click();
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'Outbox, 12 waiting' }).waitFor();
    await sent.filter({ hasText: 'Mara Lindt' }).getByText('Undo waits in the outbox').waitFor();
    expect(await button('Undo, Mara Lindt').count()).toBe(0);
  });

  it('restores what a change overwrote', async () => {
    await open('outbox');
    await page.getByRole('tab', { name: 'Outbox' }).click();
    await button(`Restore, ${account}`).click();
    const name = `Restore what was overwritten in ${account}?`;
    await page.getByRole('dialog', { name }).getByRole('button', { name: 'Restore' }).click();
    await page.getByRole('tab', { name: 'Outbox, 12 waiting' }).waitFor();
    const values = await page.evaluate(
      () => (window as unknown as { fake: Fake }).fake.entries.get().at(-1)?.values,
    );
    expect(values).toEqual({ telephone1: '+1 206 555 0177' });
  });

  it('says of what was sent whether it was taken back, and why it cannot be', async () => {
    await open('outbox');
    await page.getByRole('tab', { name: 'Outbox' }).click();
    const jonas = page
      .getByRole('list', { name: 'Sent' })
      .getByRole('listitem')
      .filter({ hasText: 'Jonas Lindqvist' });
    await jonas.nth(0).getByText('It takes back an earlier change.').waitFor();
    await jonas.nth(1).getByText('Undone', { exact: true }).waitFor();
    expect(await jonas.nth(1).getByRole('button', { name: 'Undo' }).count()).toBe(0);
    await jonas.nth(0).getByRole('button', { name: 'Undo' }).click();
    await page
      .getByRole('alert')
      .getByText(/^What it wrote was changed again since/)
      .waitFor();
  });

  it('gives the reason where the rights of the user do not let them take a change back', async () => {
    await open('readOnly');
    await page.getByRole('tab', { name: 'Outbox' }).click();
    const undo = button('Undo, Mara Lindt');
    expect(await undo.getAttribute('aria-disabled')).toBe('true');
    await page.getByText('Your role does not let you create contacts.').waitFor();
    await undo.press('Enter');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('says before a change is sent what of it will not be undone', async () => {
    await open('readOnly');
    await page.getByRole('tab', { name: 'Outbox' }).click();
    const waits = page.getByRole('list', { name: 'Pending changes' });
    await waits
      .getByText(
        'Once it is sent, it cannot be undone here. Your role does not let you delete contacts.',
      )
      .waitFor();
    await open('outbox');
    await page.getByRole('tab', { name: 'Outbox' }).click();
    const text = 'Once it is sent, undo brings back the record, but not what the CRM deletes';
    await waits.getByText(text).first().waitFor();
  });

  it('gives a refused change what a later one made show, and says so', async () => {
    await open('outbox');
    await correctRefused(page);
    await button('Save').click();
    await page.getByRole('status').getByText('Saved on this computer').waitFor();
    const saved = await page.evaluate(
      () => (window as unknown as { fake: Fake }).fake.entries.get().at(-1)?.values,
    );
    expect(saved).toEqual({ budgetamount: '100.00' });
  });

  it('says next to a sent change what the CRM did after it, or that this is not known', async () => {
    await open('outbox');
    await page.getByRole('tab', { name: 'Outbox' }).click();
    const sent = page.getByRole('list', { name: 'Sent' });
    const jobs = sent.getByRole('list', { name: 'What the CRM did afterwards' });
    expect(await jobs.getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringMatching(/^Succeeded\s+Tell the service team$/),
      expect.stringMatching(
        /^Failed\s+Announce\s+The server says: “The queue .+ does not exist\.”$/,
      ),
      expect.stringMatching(/^Waiting\s+Remind on the closing day$/),
      expect.stringMatching(/^Running\s+Rate$/),
      expect.stringMatching(/^Canceled\s+Loop$/),
    ]);
    await sent.getByRole('list', { name: 'What the CRM told you' }).getByText('By Omar.').waitFor();
    await sent.getByText(/^What the CRM did afterwards is not known/).waitFor();
  });

  it('says where changes wait on the tab of the message, in the outbox and beside the connection', async () => {
    await open('waiting');
    const said = page.getByText(
      /^2 changes wait on this computer\. They are sent when Carryon is open and online\. The oldest is from today, /,
    );
    const shown = said.filter({ visible: true });
    await shown.waitFor();
    await page.getByRole('tab', { name: 'Outbox' }).click();
    await shown.waitFor();
    await button('Offline data').click();
    await shown.waitFor();
    expect(await page.getByRole('region', { name: 'Notices' }).count()).toBe(0);
    await page.evaluate(() => (window as unknown as { fake: Fake }).fake.entries.set([]));
    await shown.waitFor({ state: 'detached' });
  });

  it('says on every screen that a change has waited for more than a day', async () => {
    await open('outbox');
    await page
      .getByRole('region', { name: 'Notices' })
      .getByText(
        /^Not everything is sent: the oldest change waits since .+\. The outbox says why\.$/,
      )
      .waitFor();
  });

  it('asks once to pin the pane', async () => {
    await open('pinnable');
    const notices = page.getByRole('region', { name: 'Notices' });
    await notices.getByText(/^Outlook closes this pane/).waitFor();
    await button('Got it').click();
    await notices.waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'Records' }).click();
    expect(await notices.count()).toBe(0);
  });

  it('lists entries in playback order with their states and buttons that name them', async () => {
    await open('outbox');
    await page.getByRole('tab', { name: 'Outbox, 11 waiting' }).click();
    const items = page.getByRole('list', { name: 'Pending changes' }).getByRole('listitem');
    expect(
      await items.evaluateAll((all) => all.map((item) => item.getAttribute('data-state'))),
    ).toEqual([
      'rejected',
      'blocked',
      'conflict',
      'pending',
      'held',
      'uncertain',
      'sending',
      'suspect',
      'duplicate',
      'unreadable',
      'conflict',
    ]);
    await button('Hold, Jonas Lindqvist').first().click();
    await button('Release, Jonas Lindqvist').waitFor();
    await button('Discard, Jonas Lindqvist').first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('tab', { name: 'Outbox, 10 waiting' }).waitFor();
    await page.getByText('The server says: “The budget must not be negative.”').waitFor();
    expect(await page.getByRole('list', { name: 'Sent' }).locator('> li').count()).toBe(
      fakeReceipts().length,
    );
  });
});
