import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { PaneDriver } from '../support/pane-driver';
import { World } from '../support/world';

/** Noor audits: she may read all accounts, and owns none. */
const user = 'noor';
let world: World;
let pane: PaneDriver;
let name: string;
let other: string;
let third: string;
let total: number;

beforeAll(async () => {
  world = await World.start();
  await world.control.changePrivileges(user, { prvWriteAccount: 'Global' });
  const crm = world.reader(user);
  const names = (await crm.rows('accounts?$select=name')).map((row) => String(row['name']));
  const unique = names.filter((one) => names.filter((each) => each.includes(one)).length === 1);
  [name = '', other = '', third = ''] = unique;
  total = names.length;
  await world.launch();
  pane = await new PaneDriver(await world.openPane(`user=${user}`)).ready();
  await pane.says('Sync', 'Up to date');
}, 120_000);

afterAll(async () => {
  await world.close();
});

const openTrips = async (): Promise<void> => {
  await pane.records();
  await pane.button('Offline data').click();
  await pane.button('Choose records').click();
};

/** Saves the choice, syncs, and waits until so many accounts are here. */
async function saveAndSync(accounts: number, save = () => pane.button('Save').click()) {
  await save();
  await pane.button('Sync now').click();
  await pane.pane.getByRole('row', { name: `Accounts ${accounts}`, exact: true }).waitFor();
  await pane.says('Sync', /Up to date|waiting/);
}

const finds = async (text: string): Promise<void> =>
  (await pane.search(text)).getByRole('button', { name: text, exact: true }).waitFor();

const findsNothing = async (text: string): Promise<void> => {
  await pane.search(text);
  await pane.pane.getByText(`matches “${text}”`).waitFor();
};

it('the records of colleagues come with a trip and leave with it, but not what has changes waiting', async () => {
  await findsNothing(name);
  await openTrips();
  await pane.button('New trip').click();
  await pane.field('Name of the trip').fill('Audit');
  await pane.field('Accounts').selectOption('all');
  await pane.pane
    .getByRole('option', { name: `All (${total})` })
    .first()
    .waitFor({ state: 'attached' });
  await pane.pane.getByText('1 table changes at the next sync').waitFor();
  await saveAndSync(total);

  await world.browser.offline(true);
  await pane.says('Connection', 'Offline');
  await pane.edit(name, { Description: 'Seen on the plane' });
  await pane.tab('Outbox');
  await pane.button(`Hold, ${name}`).click();
  await finds(other);
  await world.browser.offline(false);
  await pane.says('Connection', 'Online');

  await openTrips();
  await pane.pane.getByRole('switch', { name: 'Audit' }).uncheck();
  await saveAndSync(1, () => pane.saveFewer());
  await findsNothing(other);
  await finds(name);
  expect(await pane.pending()).toEqual([name]);
  expect(world.errors()).toEqual([]);
}, 120_000);

it('the records that meet a condition come with it, and go when it is another one', async () => {
  await openTrips();
  await pane.button('New trip').click();
  await pane.field('Name of the trip').fill('One account');
  await pane.field('Accounts').selectOption('all');
  await pane.button('Conditions, Accounts').click();
  await pane.button('Add condition, Accounts').click();
  await pane.field('Comparison, condition 1, Accounts').selectOption('is');
  await pane.field('Value, condition 1, Accounts').fill(other);
  await pane.pane.getByRole('option', { name: 'All (1)' }).first().waitFor({ state: 'attached' });
  await saveAndSync(2);
  await finds(other);

  await openTrips();
  await pane.button('Filters, One account').click();
  await pane.button('Conditions, Accounts').click();
  await pane.field('Value, condition 1, Accounts').fill(third);
  await pane.saveFewer();
  await pane.button('Sync now').click();
  await finds(third);
  await pane.says('Sync', /Up to date|waiting/);
  await world.browser.offline(true);
  await pane.says('Connection', 'Offline');
  await findsNothing(other);
  await world.browser.offline(false);
  await pane.says('Connection', 'Online');
  expect(world.errors()).toEqual([]);
}, 120_000);

it('the records of a view come with it', async () => {
  const crm = world.reader(user);
  const active = (await crm.rows('contacts?$select=contactid&$filter=statecode eq 0')).length;
  await openTrips();
  await pane.button('New trip').click();
  await pane.field('Name of the trip').fill('Active people');
  await pane.field('Contacts').selectOption('Active Contacts');
  await pane.pane
    .getByRole('option', { name: `Active Contacts (${active})` })
    .first()
    .waitFor({ state: 'attached' });
  await pane.button('Save').click();
  await pane.button('Sync now').click();
  await pane.pane.getByRole('row', { name: `Contacts ${active}`, exact: true }).waitFor();
  await pane.says('Sync', /Up to date|waiting/);
  expect(world.errors()).toEqual([]);
}, 120_000);

it('what stands behind the diary comes by one choice, and is here without a network', async () => {
  await world.browser.close();
  await world.launch();
  pane = await new PaneDriver(await world.openPane('user=dana')).ready();
  await pane.says('Sync', 'Up to date');
  await openTrips();
  await pane.pane.getByRole('switch', { name: 'My records' }).uncheck();
  await pane.button('New trip from…').click();
  await pane.pane.getByRole('menuitem', { name: 'My diary' }).click();
  await pane.field('Days of my diary').selectOption('Today and the next 30 days');
  await pane.saveFewer();
  await pane.button('Sync now').click();
  const crm = world.reader('dana');
  const [{ subject } = { subject: '' }] = await crm.rows(
    'appointments?$select=subject&$filter=statecode eq 3&$top=1',
  );
  await pane.pane.getByRole('row', { name: /^Appointments [1-9]/ }).waitFor();
  await pane.pane.getByRole('row', { name: /^Tasks/ }).waitFor({ state: 'detached' });
  await pane.says('Sync', 'Up to date');
  await world.browser.offline(true);
  await pane.says('Connection', 'Offline');
  await finds(String(subject));
  expect(world.errors()).toEqual([]);
}, 120_000);
