import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PaneDriver } from '../support/pane-driver';
import { World } from '../support/world';

let world: World;
let pane: PaneDriver;
/** One of dana's contacts, whose name no other has. */
let name: string;
let id: string;

beforeEach(async () => {
  world = await World.start();
  await world.launch();
  pane = await new PaneDriver(await world.openPane()).ready();
  await pane.says('Sync', 'Up to date');
  const crm = world.reader();
  const mine = `_ownerid_value eq ${await crm.userId()} and telephone1 ne null and jobtitle ne null`;
  name = await crm.uniqueName('contacts', 'fullname', mine);
  const rows = await crm.rows(`contacts?$select=contactid,fullname&$filter=${mine}`);
  id = String(rows.find((row) => row['fullname'] === name)!['contactid']);
});

afterEach(() => world.close());

describe('changes that are held back to see what would happen', () => {
  it('wait while sending is paused, tell what would become of them, and become that', async () => {
    await pane.tab('Outbox');
    await pane.button('Pause sending').click();
    await pane.button('Resume sending').waitFor();
    await pane.edit(name, { 'Job Title': 'Captain' });
    await pane.says('Sync', 'Sending is paused: 1 change waiting');
    await world.control.edit('omar', 'contact', id, { jobtitle: 'Pilot' });

    await pane.tab('Outbox');
    await pane.button('What would happen?').click();
    await pane.pane.getByText('1 change would overwrite what others wrote.').waitFor();
    await pane.pane.getByText('Job Title: Pilot').waitFor();
    await pane.pane.getByText(/^By Omar /).waitFor();
    expect(await world.control.journal()).toEqual([]);

    await pane.button('Resume sending').click();
    await pane.says('Sync', 'Up to date');
    await pane.sent.getByText('Done, someone else’s change was overwritten').waitFor();
    expect(await world.control.journal()).toHaveLength(1);
    expect(world.errors()).toEqual([]);
  }, 120_000);
});
