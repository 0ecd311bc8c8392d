import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { PaneDriver } from '../support/pane-driver';
import { World } from '../support/world';

/** Bytes that the browser gives: for the files, the reserve and some of the rows. */
const QUOTA = 18_000_000;
const EDITS = 5;
let world: World;
let pane: PaneDriver;

beforeAll(async () => {
  world = await World.start({ seed: 'large:20000' });
  await world.launch();
  await world.browser.limitStorage(new URL(world.paneUrl).origin, QUOTA);
  pane = await new PaneDriver(await world.openPane()).ready();
}, 120_000);

afterAll(async () => {
  await world.close();
});

/** Names of dana's contacts that no other has. */
async function uniqueNames(): Promise<ReadonlySet<string>> {
  const crm = world.reader();
  const own = `contacts?$select=fullname&$filter=_ownerid_value eq ${await crm.userId()}`;
  const all = (await crm.rows(own)).map((row) => String(row['fullname']));
  const counts = new Map<string, number>();
  for (const name of all) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Set(all.filter((name) => counts.get(name) === 1));
}

/** What the sheet says of what is chosen. */
const told = () => pane.pane.getByRole('list', { name: 'Good to know' }).getByRole('listitem');
const stopped = 'Needs attention: the download stopped';

it('storage that the records have filled: the pane says so, still takes changes, and sends them', async () => {
  await pane.says('Sync', stopped);
  await pane.button('Offline data').click();
  await pane.pane.getByText('this computer has no space left for more records').waitFor();
  await pane.button('Go offline').click();
  await told()
    .getByText(/had no space left: [\d,]+ records, [\d.]+ MB were here then/)
    .waitFor();
  await pane.button('Cancel').click();

  const unique = await uniqueNames();
  await world.browser.offline(true);
  const found = await pane.search('mar');
  await found.first().waitFor();
  const names = await found.getByRole('button').allTextContents();
  const name = names.find((one) => unique.has(one)) ?? '';
  for (let n = 1; n <= EDITS; n++)
    await pane.edit(name, { Description: `${n} ${'word '.repeat(300)}` });
  await pane.tab('Outbox');
  expect(await pane.entries.count()).toBe(EDITS);

  await world.browser.offline(false);
  await pane.sent.nth(EDITS - 1).waitFor();
  expect(await pane.entries.count()).toBe(0);
  const [row] = await world
    .reader()
    .rows(`contacts?$select=description&$filter=fullname eq '${name}'`);
  expect(String(row?.['description']).slice(0, 6)).toBe(`${EDITS} word`);
  expect(world.errors()).toEqual([]);
}, 180_000);

it('storage that the records have filled: where fewer are chosen, the rest leaves and all is well', async () => {
  await pane.records();
  await pane.button('Offline data').click();
  await pane.button('Choose records').click();
  await pane.pane.getByRole('switch', { name: 'My records' }).uncheck();
  await pane.saveFewer();
  await pane.button('Sync now').click();
  await pane.says('Sync', 'Up to date');
  await pane.button('Go offline').click();
  await pane.pane.getByRole('dialog').getByText('Nothing to download').waitFor();
  expect(await told().filter({ hasText: 'had no space left' }).count()).toBe(0);
  expect(world.errors()).toEqual([]);
}, 180_000);
