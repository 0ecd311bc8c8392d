import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openUnseen } from '../screens';
import { usePaneAlone } from '../support/pane-alone';
import { PaneDriver } from '../support/pane-driver';
import { World } from '../support/world';

describe('while the user is away', () => {
  let world: World;
  let page: Page;
  let pane: PaneDriver;

  beforeAll(async () => {
    world = await World.start();
    await world.launch();
    page = await world.openPane();
    pane = await new PaneDriver(page).ready();
    await pane.says('Sync', 'Up to date');
    await pane.startsOffline();
  }, 120_000);

  afterAll(async () => {
    await world.close();
  });

  it('what colleagues do to their records is kept until it is marked as seen, also without a network', async () => {
    const crm = world.reader();
    const own = `_ownerid_value eq ${await crm.userId()}`;
    const accounts = await crm.rows(
      `accounts?$select=name,telephone1&$filter=${own}&$orderby=name&$top=2`,
    );
    const [task] = await crm.rows(`tasks?$select=subject&$filter=${own}&$top=1`);
    const [first, second] = accounts.map((row) => ({
      id: String(row['accountid']),
      name: String(row['name']),
      phone: String(row['telephone1']),
    }));
    if (!first || !second || !task) throw new Error('Dana has too little.');

    await world.browser.offline(true);
    await pane.says('Connection', 'Offline');
    await pane.edit(first.name, { Description: 'Call them from the plane' });
    await world.control.edit('omar', 'account', first.id, { telephone1: '+41 44 555 01 07' });
    await world.control.edit('ada', 'account', second.id, { address1_city: 'Winterthur' });
    await world.control.delete('ada', 'task', String(task['activityid']));
    await world.browser.offline(false);
    await pane.says('Sync', 'Up to date');

    await pane.records();
    const note = pane.button('3 records changed while you were away');
    await note.waitFor();
    await world.browser.offline(true);
    await pane.says('Connection', 'Offline');
    await page.reload();
    await pane.ready();
    await note.click();
    const item = (name: string) =>
      page
        .getByRole('list', { name: 'Changed records' })
        .getByRole('listitem')
        .filter({ hasText: name })
        .first();
    const changed = item(first.name);
    await changed.getByText('Omar').waitFor();
    expect(await changed.locator('dd').allInnerTexts()).toEqual([
      expect.stringContaining(`${first.phone} → `),
    ]);
    await changed.getByText('+41 44 555 01 07').waitFor();
    await item(second.name).getByText('Winterthur').waitFor();
    await item(String(task['subject'])).getByText('No longer available to you').waitFor();

    await changed.getByRole('button', { name: first.name, exact: true }).click();
    await pane.button('Edit').waitFor();
    await page.getByText('Call them from the plane').filter({ visible: true }).waitFor();
    await pane.button('Back').click();

    await pane.button('Mark all as seen').click();
    await page.getByText('Nobody else has changed your records').waitFor();
    await page.reload();
    await pane.ready();
    await pane.button('Offline data').click();
    await page.getByText('Nobody else has changed your records').waitFor();
    expect(world.errors()).toEqual([]);
  }, 120_000);
});

describe('the note above the records', () => {
  const alone = usePaneAlone();

  it('goes once dismissed, while what it is about stays on Offline data', async () => {
    const page = await (await alone.newContext()).newPage();
    await alone.open(page, 'unseen');
    await openUnseen(page);
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('button', { name: 'Dismiss until something else changes' }).click();
    expect(await page.getByText('5 records changed').count()).toBe(0);
    await page.getByRole('button', { name: 'Offline data' }).click();
    await page.getByRole('button', { name: 'See what has changed' }).click();
    expect(
      await page.getByRole('list', { name: 'Changed records' }).getByRole('listitem').count(),
    ).toBe(5);
    await page.context().close();
  });
});
