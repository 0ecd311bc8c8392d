import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { axeFindings } from '../support/axe';
import { Keyboard } from '../support/keyboard';
import { PaneDriver } from '../support/pane-driver';
import { semanticFindings } from '../support/semantics';
import type { WebOutlook } from '../support/web-outlook';
import { World } from '../support/world';

/** A message from one of dana's contacts. */
const SUBJECT = 'Re: Conveyor line 3: revised quotation';

/** What office.js tells Outlook. */
const TAB_LEFT = 13;
const SHIFT_TAB_LEFT = 14;
const ESCAPE = 15;

let world: World;
let outlook: WebOutlook;
let pane: PaneDriver;
let keyboard: Keyboard;

beforeEach(async () => {
  world = await World.start();
  await world.launch();
  const item = world.mailbox.items.find(({ subject }) => subject === SUBJECT);
  outlook = await world.openWebOutlook({ item: item?.id ?? null });
  pane = await new PaneDriver(await outlook.pane()).ready();
  await pane.says('Sync', 'Up to date');
  keyboard = new Keyboard(outlook.page, pane.pane);
  await outlook.tabInto();
  await keyboard.isAt(pane.button('Offline data'));
});

afterEach(async () => {
  expect(world.errors()).toEqual([]);
  await world.close();
});

const combobox = (name: string) =>
  pane.pane.getByRole('combobox', { name, exact: true }).and(pane.pane.locator(':not([readonly])'));
const option = (name: string) =>
  pane.pane.getByRole('option', { name }).and(pane.pane.locator('[data-highlighted]'));
const tab = (name: string) => pane.pane.getByRole('tab', { name: new RegExp(`^${name}`) });
const heading = (name: string) => pane.pane.getByRole('heading', { name, level: 1, exact: true });
const saved = () => pane.pane.getByText('Saved on this computer').waitFor();

/** From anywhere to the tab, by the arrow keys. */
async function select(name: 'Message' | 'Records' | 'Outbox'): Promise<void> {
  await keyboard.tabTo(pane.pane.getByRole('tab', { selected: true }), 'Shift+Tab');
  await keyboard.press('Home');
  while (!(await tab(name).evaluate((element) => element === document.activeElement)))
    await keyboard.press('ArrowRight');
  await pane.pane.getByRole('tabpanel', { name: new RegExp(`^${name}`) }).waitFor();
}

/** From the list to a record, by search. */
async function open(name: string): Promise<void> {
  await select('Records');
  await keyboard.press('Enter'); // back to the list, where a record is open
  await keyboard.write(pane.pane.getByRole('searchbox', { name: 'Search records' }), name);
  const item = pane.pane
    .getByRole('list', { name: 'Records' })
    .getByRole('button', { name, exact: true });
  await item.first().waitFor();
  await keyboard.press('ArrowDown');
  await keyboard.isAt(item.first());
  await keyboard.press('Enter');
  await heading(name).waitFor();
  await keyboard.isAt(pane.button('Back').filter({ visible: true }));
}

/** Goes down the open menu to the item. */
async function chooseFromMenu(name: string): Promise<void> {
  const highlighted = pane.pane.getByRole('menuitem').and(pane.pane.locator('[data-highlighted]'));
  await highlighted.waitFor();
  while ((await highlighted.textContent()) !== name) await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
}

/** Chooses by typing the beginning of a name. */
async function choose(field: string, text: string, name: string): Promise<void> {
  await keyboard.write(combobox(field), text);
  await option(name).waitFor();
  await keyboard.press('Enter');
  await option(name).waitFor({ state: 'hidden' });
}

describe('without a pointer, in Outlook on the web', () => {
  it('does everything that a flight asks for', async () => {
    const crm = world.reader();
    const mine = '_ownerid_value eq ' + (await crm.userId());
    const account = await crm.uniqueName('accounts', 'name', mine);
    const contact = await crm.uniqueName('contacts', 'fullname', mine);
    const task = await crm.uniqueName('tasks', 'subject', `${mine} and statecode eq 0`);
    const call = await crm.uniqueName('phonecalls', 'subject', `${mine} and statecode eq 0`);

    // Working offline, by choice.
    await keyboard.press('Enter');
    await heading('Offline data').waitFor();
    await keyboard.isAt(pane.button('Back'));
    await keyboard.use(pane.button('Go offline'));
    await keyboard.isAt(pane.button('Start'));
    await keyboard.press('Enter');
    await pane.says('Connection', 'Working offline');
    await keyboard.isAt(pane.button('Go online'));
    await keyboard.use(pane.button('Back'), 'Shift+Tab');
    await keyboard.isAt(pane.button('Offline data'));

    // The settings and back.
    await keyboard.use(pane.button('Settings'));
    await heading('Settings').waitFor();
    await keyboard.isAt(pane.button('Back'));
    await keyboard.press('Enter');
    await keyboard.isAt(pane.button('Settings'));

    // The message.
    await keyboard.tabTo(combobox('Regarding'));
    await keyboard.press('ArrowDown');
    await pane.pane.getByRole('option').first().waitFor();
    await keyboard.press('Escape');
    await pane.pane.getByRole('option').first().waitFor({ state: 'hidden' });
    await choose('Regarding', 'conveyor', 'Conveyor line 3');
    await keyboard.use(pane.button('Track'));
    await pane.says('Tracking', 'Tracking pending');
    await keyboard.isAt(pane.button('Open in CRM records'));

    // A record: edit, choose, save.
    await open(account);
    await keyboard.use(pane.button('Edit'));
    await heading(`Edit ${account}`).waitFor();
    await keyboard.isAt(pane.button('Back').filter({ visible: true }));
    await keyboard.write(pane.field('Main Phone'), '+41 44 111 11 11');
    await choose('Primary Contact', contact.slice(0, 6), contact);
    await keyboard.use(pane.button('Save'));
    await saved();
    await keyboard.isAt(pane.button('Edit'));

    // A new one.
    await select('Records');
    await keyboard.press('Enter');
    await keyboard.use(pane.button('New'));
    await chooseFromMenu('Contact');
    await heading('New contact').waitFor();
    await keyboard.write(pane.field('First Name'), 'Nadia');
    await keyboard.write(pane.field('Last Name'), 'Flugzeug');
    await keyboard.press('Enter');
    await heading('Nadia Flugzeug').waitFor();
    await keyboard.isAt(pane.button('Back').filter({ visible: true }));

    // Done with one thing, rid of another.
    await open(task);
    await keyboard.use(pane.button('Complete'));
    await saved();
    await pane.button('Complete').waitFor({ state: 'detached' });
    expect(await keyboard.focused()).toBe('Delete');
    await open(call);
    await keyboard.use(pane.button('Delete'));
    const question = pane.pane.getByRole('dialog', { name: `Delete ${call}?` });
    await question.waitFor();
    await keyboard.isAt(question.getByRole('button', { name: 'Cancel' }));
    await keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    await keyboard.isAt(pane.button('Delete'));
    await keyboard.press('Enter');
    await keyboard.use(question.getByRole('button', { name: 'Delete' }));
    await heading('Records').waitFor();
    expect(await keyboard.focused()).not.toBe('nothing');

    // The outbox.
    await select('Outbox');
    expect(await pane.entries.count()).toBe(5);
    await keyboard.use(pane.button(`Hold, ${account}`));
    await keyboard.isAt(pane.button(`Release, ${account}`));
    await keyboard.press('Enter');
    await keyboard.isAt(pane.button(`Hold, ${account}`));
    await keyboard.use(pane.button(`Discard, ${call}`));
    const discard = pane.pane.getByRole('dialog', { name: new RegExp(`^Discard`) });
    await discard.waitFor();
    await keyboard.use(discard.getByRole('button', { name: 'Discard' }));
    await pane.button(`Discard, ${call}`).waitFor({ state: 'detached' });
    expect(await keyboard.focused()).not.toBe('nothing');
    expect(await pane.entries.count()).toBe(4);

    // Back to the others.
    await keyboard.use(pane.button('Offline data'), 'Shift+Tab');
    await keyboard.use(pane.button('Go online'));
    await pane.says('Sync', 'Up to date');
    expect((await world.control.journal()).map(({ table }) => table)).toEqual([
      'email',
      'account',
      'contact',
      'task',
    ]);
    // Every Escape had something in the pane to close.
    expect(await outlook.notified()).not.toContain(ESCAPE);
    expect(await outlook.notified()).not.toContain(TAB_LEFT);
  }, 120_000);

  it('reaches every control of accessible screens by Tab, and leaves the pane after the last one only', async () => {
    const crm = world.reader();
    const mine = '_ownerid_value eq ' + (await crm.userId());
    const account = await crm.uniqueName('accounts', 'name', mine);
    const screens: Readonly<Record<string, () => Promise<unknown>>> = {
      Message: () => pane.tab('Message'),
      Records: () => pane.search('con'),
      Record: () => pane.open(account),
      Form: async () => {
        await pane.button('Edit').click();
        await combobox('Primary Contact').waitFor();
      },
      'Offline data': async () => {
        await pane.tab('Outbox');
        await pane.button('Offline data').click();
      },
      Settings: async () => {
        await pane.button('Settings').click();
        await heading('Settings').waitFor();
      },
    };
    for (const [name, show] of Object.entries(screens)) {
      await show();
      expect({ name, axe: await axeFindings(pane.pane) }).toEqual({ name, axe: [] });
      const heard = await semanticFindings(world.browser.context, pane.pane);
      expect({ name, heard }).toEqual({ name, heard: [] });
      const count = await keyboard.number();
      await pane.button('Offline data').focus();
      const before = (await outlook.notified()).length;
      const left = async (id: number) => (await outlook.notified()).slice(before).includes(id);
      const forwards = [await keyboard.at()];
      while (!(await left(TAB_LEFT)) && forwards.length <= count) {
        await keyboard.press('Tab');
        forwards.push(await keyboard.at());
      }
      const order = Array.from({ length: count }, (_, index) => index);
      expect({ name, order: forwards.slice(0, count) }).toEqual({ name, order });
      await outlook.told(TAB_LEFT, before);
      expect(await left(SHIFT_TAB_LEFT)).toBe(false);
      const backwards = [];
      while (!(await left(SHIFT_TAB_LEFT)) && backwards.length <= count) {
        await keyboard.press('Shift+Tab');
        backwards.push(await keyboard.at());
      }
      expect({ name, first: backwards.at(-1) }).toEqual({ name, first: 0 });
      await outlook.told(SHIFT_TAB_LEFT, before);
    }
  }, 120_000);

  it('passes on to Outlook only an Escape that closes nothing in the pane', async () => {
    const escapes = async () => (await outlook.notified()).filter((id) => id === ESCAPE).length;
    await keyboard.tabTo(combobox('Regarding'));
    await keyboard.press('ArrowDown');
    const first = pane.pane.getByRole('option').first();
    await first.waitFor();
    await keyboard.press('Escape');
    await first.waitFor({ state: 'hidden' });
    expect(await escapes()).toBe(0);

    await select('Records');
    const search = pane.pane.getByRole('searchbox', { name: 'Search records' });
    await keyboard.write(search, 'con');
    await keyboard.press('Escape');
    expect(await search.inputValue()).toBe('');
    await keyboard.use(pane.button('New'));
    await pane.pane.getByRole('menuitem').first().waitFor();
    await keyboard.press('Escape');
    await pane.pane.getByRole('menuitem').first().waitFor({ state: 'detached' });
    await keyboard.isAt(pane.button('New'));
    expect(await escapes()).toBe(0);

    await keyboard.press('Escape');
    await outlook.told(ESCAPE);
    expect(await escapes()).toBe(1);
  }, 60_000);
});
