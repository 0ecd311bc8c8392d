import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { noise, noteWithFile } from '../../contract/note-with-file';
import { PaneDriver } from '../support/pane-driver';
import { World } from '../support/world';

/** Bytes that the browser gives: for the pane's files, the reserve, the records and some of the attachments. */
const QUOTA = 24_000_000;
const FILES = 8;
const SIZE = 3_000_000;

let world: World;
let pane: PaneDriver;

beforeAll(async () => {
  world = await World.start();
  const crm = world.reader();
  const mine = `accounts?$select=accountid&$top=1&$filter=_ownerid_value eq ${await crm.userId()}`;
  const [account] = await crm.rows(mine);
  for (let n = 0; n < FILES; n++)
    await noteWithFile(
      world.crmUrl,
      String(account?.['accountid']),
      `large ${n}.bin`,
      noise(SIZE, n),
    );
  await world.launch();
  await world.browser.limitStorage(new URL(world.paneUrl).origin, QUOTA);
  pane = await new PaneDriver(await world.openPane()).ready();
  await pane.says('Sync', 'Up to date');
}, 120_000);

afterAll(async () => {
  await world.close();
});

it('AT5 AT6 AT10 attachments that find no space keep neither the records nor the user’s changes from theirs', async () => {
  await pane.button('Offline data').click();
  await pane.button('Choose records').click();
  await pane.pane.getByRole('switch', { name: 'Bring attachments' }).check();
  await pane.button('Save').click();
  await pane.button('Sync now').click();
  const told = () =>
    pane.pane.getByText(/^This computer has no space left for \d attachments?\./).waitFor();
  await told();
  await pane.says('Sync', 'Up to date');

  pane = await new PaneDriver(await world.openPane()).ready();
  await pane.button('Offline data').click();
  await told();

  await world.browser.offline(true);
  const name = await world.reader().uniqueName('contacts', 'fullname', 'statecode eq 0');
  for (let n = 1; n <= 5; n++)
    await pane.edit(name, { Description: `${n} ${'word '.repeat(300)}` });
  await world.browser.offline(false);
  await pane.tab('Outbox');
  await pane.sent.nth(4).waitFor();
  expect(await pane.entries.count()).toBe(0);
  await pane.says('Sync', 'Up to date');
  expect(world.errors()).toEqual([]);
}, 120_000);
