import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import type { LiveCell } from '../../../src/domain/live';
import type { Rights } from '../../../src/domain/rights';
import type { fakeShell } from '../../taskpane/support/fake-shell';
import { takeKeysLikeOffice } from '../../taskpane/support/office-keys';
import type { RowChoice } from '../../../src/domain/trip';
import type { Scene } from '../../taskpane/support/scenes';
import { openTrips } from '../screens';
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

async function open(scene: Scene): Promise<void> {
  await alone.open(page, scene);
  await openTrips(page);
}

const button = (name: string) => page.getByRole('button', { name, exact: true });
const accounts = () => page.getByRole('combobox', { name: 'Accounts' });
/** Beside the views. */
const choices = () => accounts().locator('> option').allTextContents();
/** Saves a choice that may keep fewer records. */
const saveFewer = async () => {
  await button('Save').click();
  await button('Save, let them leave').click();
};
const said = (text: string) => page.getByRole('status').getByText(text).waitFor();
/** A control of a condition, by the beginning of its name. */
const part = (name: string) => page.getByLabel(new RegExp(`^${name}, `));
/** What was saved; null: the organisation's. */
const chosen = () =>
  page.evaluate(() => (window as unknown as { fake: Fake }).fake.app.trips.choice.get());

describe('choosing records', () => {
  it('offers what each choice means in the CRM, as far as it counts', async () => {
    await open('records');
    await accounts().getByRole('option', { name: '(1,400)' }).waitFor({ state: 'attached' });
    expect(await choices()).toEqual([
      'None',
      'Related to kept records',
      'Mine (2)',
      'My team’s (24)',
      'All (1,400)',
    ]);
    const contacts = page.getByRole('combobox', { name: 'Contacts' });
    const all = contacts.getByRole('option', { name: 'All (more than 5,000)' });
    await all.waitFor({ state: 'attached' });
    const currencies = page.getByRole('combobox', { name: 'Currencies' }).getByRole('option');
    expect((await currencies.allTextContents()).map((label) => label.split(' (')[0])).toEqual([
      'None',
      'Related to kept records',
      'All',
    ]);
  });

  it('offers no numbers without a network, and all the choices', async () => {
    await open('offline');
    expect(await choices()).toEqual([
      'None',
      'Related to kept records',
      'Mine',
      'My team’s',
      'All',
    ]);
    await page.getByText('shows while you are online').waitFor();
  });

  it('offers no table that the user may not read', async () => {
    await open('records');
    await accounts().waitFor();
    await page.evaluate(() => {
      const { rights } = (window as unknown as { fake: Fake }).fake.app;
      (rights as LiveCell<Rights>).set({ ...rights.get(), depths: {} });
    });
    await accounts().waitFor({ state: 'detached' });
  });

  it('says what will happen, saves it, and shows where it came from which trips are on', async () => {
    await open('records');
    await accounts().selectOption('all');
    await said('1 table changes at the next sync');
    await button('New trip').click();
    await page.getByLabel('Name of the trip').fill('Fair');
    await button('Save').click();
    await said('Saved: 1 table changes at the next sync');
    await page.getByText('Trips that are on: My records, Fair.').waitFor();
    expect(await chosen()).toEqual({
      version: 1,
      trips: [
        {
          name: 'My records',
          on: true,
          tables: { account: { rows: 'all' } },
          others: { rows: 'mine' },
        },
        { name: 'Fair', on: true, tables: {}, others: { rows: 'none' } },
      ],
    });
  });

  it('says when nothing is left', async () => {
    await open('records');
    await page.getByRole('switch', { name: 'My records' }).uncheck();
    await said('Nothing is chosen: all records leave at the next sync.');
  });

  it('SE22 goes back to the organization’s filters, and keeps what the user has made, off', async () => {
    await open('trips');
    await page.getByRole('switch', { name: 'Hanover' }).check();
    await page.getByText('Trips of your own stay, switched off.').waitFor();
    await button('Reset to my organization’s filters').click();
    await page.getByText('Your organization’s filters hold.').waitFor();
    expect(await page.getByRole('switch', { name: 'Hanover' }).isChecked()).toBe(false);
    await button('Save').click();
    await page.getByRole('status', { name: 'Saved' }).waitFor();
    expect(await chosen()).toMatchObject({
      trips: [
        { name: 'My records', on: true },
        { name: 'Hanover trade fair, April', on: false },
      ],
    });
  });

  it('SE22 follows the organization again where the user has made no trip', async () => {
    await open('trips');
    await button('Filters, Hanover trade fair, April').click();
    await button('Delete, Hanover trade fair, April').click();
    await page.getByRole('switch', { name: 'My records' }).uncheck();
    await button('Reset to my organization’s filters').click();
    await button('Save').click();
    await page.getByRole('status', { name: 'Saved' }).waitFor();
    expect(await chosen()).toBeNull();
  });

  /** Another window chooses so much of accounts and of the trip to Hanover. */
  const chooseElsewhere = (rows: RowChoice) =>
    page.evaluate((chosenRows) => {
      const { trips } = (window as unknown as { fake: Fake }).fake.app;
      return trips.change((now) => ({
        version: 1,
        trips: (now?.trips ?? []).map((trip) =>
          trip.name.startsWith('Hanover')
            ? { ...trip, tables: { ...trip.tables, account: { rows: chosenRows } } }
            : trip,
        ),
      }));
    }, rows);

  it('SE27 keeps what another window has changed meanwhile', async () => {
    await open('trips');
    await page.getByRole('switch', { name: 'My records' }).uncheck();
    await chooseElsewhere('team');
    await saveFewer();
    await page.getByRole('status', { name: 'Saved' }).waitFor();
    expect(await chosen()).toMatchObject({
      trips: [{ on: false }, { tables: { account: { rows: 'team' } } }],
    });
  });

  it('SE27 says where another window has changed the same', async () => {
    await open('trips');
    await page.getByRole('switch', { name: 'Hanover' }).check();
    await chooseElsewhere('team');
    await button('Save').click();
    await said('what you saved here holds: Hanover trade fair, April.');
    expect(await chosen()).toMatchObject({
      trips: [{ on: true }, { on: true, tables: { account: { rows: 'all' } } }],
    });
  });

  it('asks nothing where what was changed is as it was', async () => {
    await open('trips');
    await button('New trip').click();
    await button('Delete, New trip').click();
    await button('Cancel').click();
    await button('Choose records').waitFor();
  });

  it('asks before what was chosen is lost', async () => {
    await open('trips');
    await button('Filters, Hanover trade fair, April').click();
    await button('Delete, Hanover trade fair, April').click();
    await page.getByRole('switch', { name: 'Hanover' }).waitFor({ state: 'detached' });
    await button('Cancel').click();
    await page.getByRole('dialog').waitFor();
    expect(await chosen()).toMatchObject({ trips: [{}, { name: 'Hanover trade fair, April' }] });
  });

  it('narrows a table by conditions, counts with them, and says them in a sentence', async () => {
    await open('records');
    await accounts().selectOption('all');
    await button('Conditions, Accounts').click();
    await button('Add condition, Accounts').click();
    await part('Field, condition 1').selectOption('City');
    await part('Comparison, condition 1').selectOption('is');
    await part('Value, condition 1').fill('Hannover');
    await accounts().getByRole('option', { name: 'All (128)' }).waitFor({ state: 'attached' });
    await button('Add condition, Accounts').click();
    await part('Field, condition 2').selectOption('Annual revenue');
    await part('Comparison, condition 2').selectOption('is between');
    await part('From, condition 2').fill('1,000');
    await part('To, condition 2').fill('2500.5');
    await page.getByLabel('Keep records that meet').selectOption('any of the conditions');
    await button('Conditions, Accounts').click();
    await page
      .getByText('City is “Hannover” or Annual revenue is between 1,000.00 and 2,500.50')
      .waitFor();
    await said('1 table changes at the next sync');
    await saveFewer();
    await page.getByRole('status', { name: 'Saved' }).waitFor();
    const list = [
      { column: 'address1_city', operator: 'eq', values: ['Hannover'] },
      { column: 'revenue', operator: 'between', values: ['1000.00', '2500.50'] },
    ];
    expect(await chosen()).toMatchObject({
      trips: [{ tables: { account: { rows: 'all', conditions: { join: 'or', list } } } }],
    });
  });

  it.each<[string, string, string, () => Promise<unknown>, unknown[], string]>([
    [
      'Tasks',
      'Due',
      'is in the next … days',
      () => part('Days, condition 1').fill('7'),
      [7],
      'Due is in the next 7 days',
    ],
    [
      'Tasks',
      'Due',
      'is on or before',
      () => page.locator('.condition input[type=date]').fill('2026-12-31'),
      ['2026-12-31'],
      'Due is on or before Dec 31, 2026',
    ],
    [
      'Tasks',
      'Priority',
      'is one of',
      async () => {
        await page.getByRole('checkbox', { name: 'High' }).check();
        await page.getByRole('checkbox', { name: 'Normal' }).check();
      },
      [1, 2],
      'Priority is one of Normal, High',
    ],
    [
      'Accounts',
      'Credit hold',
      'is',
      () => part('Value, condition 1').selectOption('No'),
      [false],
      'Credit hold is No',
    ],
    [
      'Accounts',
      'Primary contact',
      'is',
      async () => {
        await part('Value, condition 1').and(page.locator(':not([readonly])')).fill('jonas');
        await page.getByRole('option', { name: 'Jonas Lindqvist' }).first().click();
      },
      [{ table: 'contact', name: 'Jonas Lindqvist' }],
      'Primary contact is Jonas Lindqvist',
    ],
    [
      'Accounts',
      'Owner',
      'is not',
      async () => {
        await part('Value, condition 1').and(page.locator(':not([readonly])')).fill('omar');
        await page.getByRole('option', { name: 'Omar' }).first().click();
        await page.getByText('Records without a value are kept too.').waitFor();
      },
      [{ table: 'systemuser', name: 'Omar Haddad' }],
      'Owner is not Omar Haddad',
    ],
    [
      'Accounts',
      'Account name',
      'does not contain',
      () => part('Value, condition 1').fill('test'),
      ['test'],
      'Account name does not contain “test”',
    ],
    ['Accounts', 'Website', 'has no value', () => Promise.resolve(), [], 'Website has no value'],
    [
      'Sites',
      'Features',
      'has one of',
      () => page.getByRole('checkbox', { name: 'Crane' }).check(),
      [1],
      'Features has one of Crane',
    ],
  ])('compares, of %s, %s: %s', async (table, field, comparison, enter, values, sentence) => {
    await open('records');
    await button(`Conditions, ${table}`).click();
    await button(`Add condition, ${table}`).click();
    await part('Field, condition 1').selectOption(field);
    await part('Comparison, condition 1').selectOption(comparison);
    await enter();
    await button(`Conditions, ${table}`).click();
    await page.getByText(sentence).waitFor();
    await saveFewer();
    await page.getByRole('status', { name: 'Saved' }).waitFor();
    const [trip] = (await chosen())!.trips;
    const filters = Object.values(trip!.tables);
    expect(filters).toMatchObject([{ rows: 'mine', conditions: { list: [{ values }] } }]);
  });

  it('SE26 counts a group as one condition, which is joined the other way than those around it', async () => {
    await open('records');
    await accounts().selectOption('all');
    await button('Conditions, Accounts').click();
    expect(await button('Add group, Accounts').count()).toBe(0);
    await button('Add condition, Accounts').click();
    await part('Value, condition 1').fill('GmbH');
    await button('Add group, Accounts').click();
    const group = page.getByRole('group', { name: 'Group 1: Any of these, Accounts' });
    await part('Field, condition 2').selectOption('City');
    await part('Comparison, condition 2').selectOption('is');
    await part('Value, condition 2').fill('Bonn');
    await button('Add condition to group 1, Accounts').click();
    await part('Value, condition 3').fill('Kiel');
    expect(await group.getByRole('textbox').count()).toBe(2);
    await page.getByLabel('Keep records that meet').selectOption('any of the conditions');
    await page.getByRole('group', { name: 'Group 1: All of these, Accounts' }).waitFor();
    await page.getByLabel('Keep records that meet').selectOption('all of the conditions');
    await group.waitFor();
    await button('Conditions, Accounts').click();
    await page
      .getByText(
        'Account name contains “GmbH” and (City is “Bonn” or Account name contains “Kiel”)',
      )
      .waitFor();
    await saveFewer();
    await page.getByRole('status', { name: 'Saved' }).waitFor();
    const contains = { column: 'name', operator: 'contains' };
    const list = [
      { column: 'address1_city', operator: 'eq', values: ['Bonn'] },
      { ...contains, values: ['Kiel'] },
    ];
    expect((await chosen())!.trips[0]?.tables['account']).toEqual({
      rows: 'all',
      conditions: {
        join: 'and',
        list: [
          { ...contains, values: ['GmbH'] },
          { join: 'or', list },
        ],
      },
    });
  });

  it('SE26 takes a group away with its last condition, and goes to what is in its place', async () => {
    await open('records');
    await button('Conditions, Accounts').click();
    await button('Add condition, Accounts').click();
    await button('Add group, Accounts').click();
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    expect(await focused()).toBe('Field, condition 2, Accounts');
    await button('Add condition to group 1, Accounts').click();
    expect(await focused()).toBe('Field, condition 3, Accounts');
    await button('Remove condition 2, Accounts').click();
    expect(await focused()).toBe('Field, condition 2, Accounts');
    await button('Remove condition 2, Accounts').click();
    expect(await focused()).toBe('Field, condition 1, Accounts');
    expect(await page.getByRole('group', { name: /^Group 1/ }).count()).toBe(0);
  });

  it('saves no condition that is not complete, and goes to what is missing', async () => {
    await open('records');
    await button('Conditions, Accounts').click();
    await button('Add condition, Accounts').click();
    await part('Value').waitFor();
    expect(await page.getByText('does not suit that field any more').count()).toBe(0);
    await button('Save').click();
    await page.getByText('Enter a value.').waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid'));
    await page.keyboard.type('Contoso');
    await saveFewer();
    await page.getByRole('status', { name: 'Saved' }).waitFor();
    expect(JSON.stringify(await chosen())).toContain('"values":["Contoso"]');
  });

  it('counts once the user has paused, and gives up a count that nobody waits for', async () => {
    await open('records');
    await button('Conditions, Accounts').click();
    await button('Add condition, Accounts').click();
    await part('Comparison').selectOption('is');
    const asked = await page.evaluateHandle(() => {
      const { trips } = (window as unknown as { fake: Fake }).fake.app;
      const asked: { text: string; signal: AbortSignal }[] = [];
      Object.assign(trips, {
        count: (...[, filter, , signal]: Parameters<typeof trips.count>) => {
          const [first] = filter.conditions?.list ?? [];
          const text = first && 'values' in first ? String(first.values[0] ?? '') : '';
          // The condition without a value is counted too, where nobody types soon enough.
          if (text !== '') asked.push({ text, signal: signal! });
          return new Promise(() => undefined);
        },
      });
      return asked;
    });
    const type = (...texts: string[]) =>
      part('Value').evaluate((field, typed) => {
        for (const text of typed) {
          (field as HTMLInputElement).value = text;
          field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        }
      }, texts);
    const state = () =>
      asked.evaluate((all) => all.map(({ text, signal }) => [text, signal.aborted]));
    await type('C', 'Co', 'Cont');
    await page.waitForFunction((all) => all.length === 1, asked);
    expect(await state()).toEqual([['Cont', false]]);
    await type('Contos', 'Contoso');
    await page.waitForFunction((all) => all.length === 2, asked);
    expect(await state()).toEqual([
      ['Cont', true],
      ['Contoso', false],
    ]);
  });

  it('begins a trip with one that the organization offers', async () => {
    await open('trips');
    await button('New trip from…').click();
    await page.getByRole('menuitem', { name: 'Key customers' }).click();
    await page.waitForFunction(() => document.activeElement?.hasAttribute('data-trip-name'));
    expect(await page.getByLabel('Name of the trip').inputValue()).toBe('Key customers');
    await page.keyboard.type('Mine to call');
    await button('Save').click();
    await page.getByRole('status', { name: 'Saved' }).waitFor();
    expect((await chosen())!.trips[2]).toEqual({
      name: 'Mine to call',
      on: true,
      tables: { account: { rows: 'team' } },
      others: { rows: 'none' },
    });
  });

  it('begins a trip with the people of the item that is open, without the user', async () => {
    await open('around');
    await button('New trip from…').click();
    await page.getByRole('menuitem', { name: 'People of this meeting' }).click();
    await page.waitForFunction(() => document.activeElement?.hasAttribute('data-trip-name'));
    expect(await page.getByLabel('Name of the trip').inputValue()).toBe('People of “Site visit” 2');
    const addresses = page.getByRole('list', { name: 'Addresses' }).getByRole('listitem');
    expect(await addresses.allTextContents()).toEqual([
      'ines.carvalho@contoso.example',
      'jonas@fabrikam.example',
    ]);
    await said('What is kept stays the same.');
    await button('Save').click();
    await page.getByRole('status', { name: 'Saved' }).waitFor();
    expect((await chosen())!.trips[2]).toMatchObject({
      others: { rows: 'related' },
      source: { kind: 'people' },
    });
  });

  it('lets a diary reach further', async () => {
    await open('around');
    const reach = page.getByLabel('Days of my diary');
    expect(await reach.inputValue()).toBe('7');
    await reach.selectOption('Today and the next 14 days');
    await button('Save').click();
    await page.getByRole('status', { name: 'Saved' }).waitFor();
    expect((await chosen())!.trips[0]!.source).toEqual({ kind: 'diary', days: 14 });
  });

  it('keeps the records of a view of the CRM, counted and narrowed like others', async () => {
    await open('records');
    const view = accounts().getByRole('option', { name: 'My active accounts' });
    await view.waitFor({ state: 'attached' });
    expect(await accounts().locator('optgroup').count()).toBe(2);
    const beyond = accounts().getByRole('option', { name: 'no campaign activities' });
    expect(await beyond.textContent()).toContain('(not possible here)');
    expect(await beyond.isDisabled()).toBe(true);
    await accounts().selectOption('My active accounts');
    await accounts()
      .getByRole('option', { name: 'My active accounts (350)' })
      .waitFor({ state: 'attached' });
    await said('1 table changes at the next sync');
    await button('Conditions, Accounts').click();
    await button('Add condition, Accounts').click();
    await part('Value, condition 1').fill('Contoso');
    await saveFewer();
    await page.getByRole('status', { name: 'Saved' }).waitFor();
    expect(await chosen()).toMatchObject({
      trips: [
        {
          tables: {
            account: {
              rows: 'all',
              view: { kind: 'savedquery', name: 'My active accounts' },
              conditions: { list: [{ values: ['Contoso'] }] },
            },
          },
        },
      ],
    });
  });

  it('SE10 names a view that is gone, and what takes its place', async () => {
    await open('conditions');
    const warning = page.locator('form').getByText('the view “Sites to inspect” is not available');
    await warning.waitFor();
    const sites = page.getByRole('combobox', { name: 'Sites' });
    expect(await sites.locator('option:checked').textContent()).toBe('Sites to inspect');
    await sites.selectOption('Mine (1)');
    await warning.waitFor({ state: 'detached' });
    await saveFewer();
    await page.getByRole('status', { name: 'Saved' }).waitFor();
    expect((await chosen())!.trips[0]!.tables['new_site']).toEqual({ rows: 'mine' });
  });

  it('SE9 names a condition that cannot be used, there and where the trips are named, until it is gone', async () => {
    await open('conditions');
    const said = 'Opportunities: a condition is on the field “new_rating”, which is not available';
    const warning = page.locator('form').getByText(said);
    await warning.waitFor();
    await button('Conditions, Opportunities').click();
    await button('Remove condition 2, Opportunities').click();
    await warning.waitFor({ state: 'detached' });
    await button('Cancel').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
    await button('Choose records').waitFor();
    await page.getByText(said).waitFor();
  });

  it('SE16 leaves out columns, but none that Carryon works with, and keeps that with the trip', async () => {
    await open('records');
    await button('Columns and notes, Accounts').click();
    const column = (name: string) => page.getByRole('checkbox', { name, exact: true });
    const name = column('Account name');
    expect([await name.isChecked(), await name.isDisabled()]).toEqual([true, true]);
    await page.getByText('Always here: it tells which record it is.').waitFor();
    await page.getByRole('searchbox', { name: 'Search columns, Accounts' }).fill('web');
    await column('Website').uncheck();
    await said('1 table changes at the next sync');
    await column('Website').check();
    await said('What is kept stays the same.');
    await column('Website').uncheck();
    await button('Columns and notes, Accounts').click();
    await page.getByText('Without 1 column').waitFor();
    await accounts().selectOption('all');
    await button('Save').click();
    expect(await chosen()).toMatchObject({
      trips: [{ tables: { account: { rows: 'all', without: ['websiteurl'] } } }],
    });
  });

  it('SE19 leaves out the notes on the records of a table, and keeps that with the trip', async () => {
    await open('records');
    const notes = page.getByRole('checkbox', { name: 'Bring their notes' });
    await button('Columns, Tasks').click();
    expect(await notes.count()).toBe(0);
    await button('Columns and notes, Accounts').click();
    expect(await notes.isChecked()).toBe(true);
    await notes.uncheck();
    await said('1 table changes at the next sync');
    await notes.check();
    await said('What is kept stays the same.');
    await notes.uncheck();
    await button('Columns and notes, Accounts').click();
    await page.getByText('Without their notes').waitFor();
    await saveFewer();
    expect(await chosen()).toMatchObject({
      trips: [{ tables: { account: { rows: 'mine', notes: false } } }],
    });
  });

  it('puts the focus where a condition came, and after it was removed on the next or the button', async () => {
    await open('conditions');
    await button('Conditions, Accounts').focus();
    await page.keyboard.press('Enter');
    const focused = (name: string, field: string) =>
      part(`Field, ${name}`)
        .and(page.locator(':focus'))
        .filter({ has: page.locator(`option:checked`, { hasText: field }) })
        .waitFor();
    await button('Remove condition 1, Accounts').focus();
    await page.keyboard.press('Enter');
    await focused('condition 1', 'Annual revenue');
    await button('Remove condition 2, Accounts').focus();
    await page.keyboard.press('Enter');
    await focused('condition 1', 'Annual revenue');
    await button('Remove condition 1, Accounts').focus();
    await page.keyboard.press('Enter');
    await button('Add condition, Accounts').and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await focused('condition 1', 'Account name');
  });

  it('is done by keyboard, with office.js on the Tab key', async () => {
    await open('trips');
    await page.evaluate(takeKeysLikeOffice);
    await button('Duplicate, My records').focus();
    await page.keyboard.press('Enter');
    const name = page.getByLabel('Name of the trip');
    await page.waitForFunction(() => document.activeElement?.hasAttribute('data-trip-name'));
    expect(await name.inputValue()).toBe('My records, copy');
    await page.keyboard.type('Plane');
    // Past the files to the rows.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('All');
    expect(await accounts().inputValue()).toBe('all');
    await page.getByRole('switch', { name: 'Plane' }).focus();
    await page.keyboard.press('Space');
    await said('What is kept stays the same.');
    await name.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status', { name: 'Saved' }).waitFor();
    expect(await chosen()).toMatchObject({ trips: [{}, {}, { name: 'Plane', on: false }] });
  });
});
