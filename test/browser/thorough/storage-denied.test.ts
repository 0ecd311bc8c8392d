import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PaneDriver } from '../support/pane-driver';
import { World } from '../support/world';

let world: World;

beforeEach(async () => {
  world = await World.start();
});

afterEach(async () => {
  await world.close();
});

describe('a pane in Outlook on the web', () => {
  it('that may not keep data works online, and says plainly that nothing outlives it', async () => {
    await world.launch({ denyStorage: true });
    const outlook = await world.openWebOutlook();
    let pane = await new PaneDriver(await outlook.pane()).ready();
    await pane.says('Sync', 'Up to date');
    const notices = pane.pane.getByRole('region', { name: 'Notices' });
    await notices.getByText('This window may not keep data.').waitFor();

    const crm = world.reader();
    const account = await crm.uniqueName(
      'accounts',
      'name',
      `_ownerid_value eq ${await crm.userId()}`,
    );
    await pane.edit(account, { 'Main Phone': '+41 44 111 11 11' });
    await pane.tab('Outbox');
    await pane.sent.getByRole('button', { name: account, exact: true }).waitFor();
    expect((await world.control.journal()).map(({ changes }) => changes)).toEqual([
      { telephone1: '+41 44 111 11 11' },
    ]);
    await pane.button('Offline data').click();
    await pane.pane.getByText('Here Carryon needs the network to open.').waitFor();

    // Closed and opened again, it begins anew.
    await outlook.closePane();
    await outlook.openPane();
    pane = await new PaneDriver(await outlook.pane()).ready();
    await pane.says('Sync', 'Up to date');
    await pane.open(account);
    await pane.pane.getByText('+41 44 111 11 11').first().waitFor();
    await pane.tab('Outbox');
    await pane.pane.getByText('Nothing was sent from this computer yet.').waitFor();
    expect(world.errors()).toEqual([]);
  }, 120_000);

  it('that may keep data has no such notice', async () => {
    await world.launch();
    const outlook = await world.openWebOutlook();
    const pane = await new PaneDriver(await outlook.pane()).ready();
    await pane.says('Sync', 'Up to date');
    expect(await pane.pane.getByText('This window may not keep data.').count()).toBe(0);
    expect(world.errors()).toEqual([]);
  }, 120_000);
});
