import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { PaneDriver } from './support/pane-driver';
import { World } from './support/world';

/** Noor audits: she may read all accounts, and owns none. */
const user = 'noor';
let world: World;
let pane: PaneDriver;
let name: string;
let other: string;
let total: number;

beforeAll(async () => {
  world = await World.start();
  await world.control.changePrivileges(user, { prvWriteAccount: 'Global' });
  const crm = world.reader(user);
  const names = (await crm.rows('accounts?$select=name')).map((row) => String(row['name']));
  const unique = names.filter((one) => names.filter((each) => each.includes(one)).length === 1);
  [name = '', other = ''] = unique;
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
async function saveAndSync(accounts: number): Promise<void> {
  await pane.button('Save').click();
  await pane.button('Sync now').click();
  await pane.pane.getByRole('row', { name: `Accounts ${accounts}`, exact: true }).waitFor();
  await pane.says('Sync', /Up to date|waiting/);
}

const found = async (text: string): Promise<number> => {
  const item = (await pane.search(text)).getByRole('button', { name: text, exact: true });
  await item.or(pane.pane.getByText(`matches “${text}”`)).waitFor();
  return item.count();
};

it('the records of colleagues come with a trip and leave with it, but not what has changes waiting', async () => {
  expect(await found(name)).toBe(0);
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
  expect(await found(other)).toBe(1);
  await world.browser.offline(false);
  await pane.says('Connection', 'Online');

  await openTrips();
  await pane.pane.getByRole('switch', { name: 'Audit' }).uncheck();
  await saveAndSync(1);
  expect(await found(other)).toBe(0);
  expect(await found(name)).toBe(1);
  expect(await pane.pending()).toEqual([name]);
  expect(world.errors()).toEqual([]);
}, 120_000);
