import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Frame, Page } from 'playwright-core';
import type { JournalLine } from './support/sandbox-control';
import { PaneDriver } from './support/pane-driver';
import { World } from './support/world';

/** A way to the pane, and how its network is cut. */
interface Surface {
  /** Opens the pane; where the network is gone too. */
  open(world: World): Promise<Page | Frame>;
  /** Cuts or restores the network the way a user of this surface would. */
  network(world: World, up: boolean): Promise<void>;
  readonly inOutlook: boolean;
}

/** A message from one of dana's contacts. */
const SUBJECT = 'Re: Conveyor line 3: revised quotation';

const classic: Surface = {
  inOutlook: true,
  async open(world) {
    const outlook = await world.openOutlook();
    await outlook.select(SUBJECT);
    const pane = await outlook.pane();
    return pane;
  },
  async network(world, up) {
    const page = world.browser.context
      .pages()
      .find((each) => each.url().startsWith(world.outlookUrl));
    await page?.getByRole('checkbox', { name: 'Network' }).setChecked(up);
  },
};

const web: Surface = {
  inOutlook: true,
  async open(world) {
    const item = world.mailbox.items.find(({ subject }) => subject === SUBJECT);
    const outlook = await world.openWebOutlook({ item: item?.id ?? null });
    return outlook.pane();
  },
  network: (world, up) => world.network(up),
};

const ownAddress: Surface = {
  inOutlook: false,
  open: (world) => world.openPane(),
  network: (world, up) =>
    (up ? world.startWeb() : world.stopWeb()).then(() => world.control.network(up)),
};

let world: World;

beforeEach(async () => {
  world = await World.start();
  await world.launch();
});
afterEach(async () => {
  await world.close();
});

const gist = ({ method, table, changes }: JournalLine) => ({
  method,
  table,
  columns: Object.keys(changes).sort(),
});

describe.each([
  ['the simulated Outlook, classic flavour', classic],
  ['Outlook on the web', web],
  ["the pane's own address", ownAddress],
])('a flight in %s', (_name, surface) => {
  it('edits without a network, survives a closed browser, and plays everything back in order', async () => {
    // A first copy while online.
    let pane = await new PaneDriver(await surface.open(world)).ready();
    await pane.says('Connection', 'Online');
    await pane.says('Sync', 'Up to date');
    await pane.startsOffline();
    const crm = world.reader();
    const mine = '_ownerid_value eq ' + (await crm.userId());
    const accounts = await crm.rows(`accounts?$select=name&$filter=${mine}&$top=3&$orderby=name`);
    const [first, second, third] = accounts.map(({ name }) => String(name));
    const callName = await crm.uniqueName('phonecalls', 'subject', `${mine} and statecode eq 0`);
    const meetingName = await crm.uniqueName(
      'appointments',
      'subject',
      `${mine} and statecode eq 3`,
    );
    const taskName = await crm.uniqueName('tasks', 'subject', `${mine} and statecode eq 0`);
    const machineName = await crm.uniqueName('new_equipments', 'new_name', mine);
    const dealName = await crm.uniqueName(
      'opportunities',
      'name',
      `${mine} and statecode eq 0 and budgetamount gt 0`,
    );

    // The network goes.
    await surface.network(world, false);
    await pane.says('Connection', 'Offline');

    // A day's work, which begins with a slip.
    await pane.edit(dealName, { 'Budget Amount': '-500' });
    await pane.edit(first!, { 'Main Phone': '+41 44 111 11 11' });
    await pane.edit(second!, { Description: 'Met on the plane.' });
    await pane.edit(third!, { 'Number of Employees': '321' });
    await pane.edit(callName, { Description: 'Called from the gate.' });
    await pane.open(meetingName);
    await pane.button('Edit').click();
    await pane.fill({ 'Start Time': '2027-02-03', 'End Time': '2027-02-03' });
    await pane.save();
    await pane.open(taskName);
    await pane.button('Complete').click();
    await pane.pane.getByText('Saved on this computer').waitFor();
    await pane.open(first!);
    await pane.button(/^New task/).click();
    await pane.fill({ Subject: 'Send the brochure' });
    await pane.save();
    await pane.records();
    await pane.button('New').click();
    await pane.pane.getByRole('menuitem', { name: 'Contact', exact: true }).click();
    await pane.fill({ 'First Name': 'Nadia', 'Last Name': 'Flugzeug' });
    await pane.save();
    await pane.edit(machineName, { Notes: 'Checked above the clouds.' });
    await pane.edit(dealName, { 'Customer Need': 'Two shifts a day.' });
    const names = [
      dealName,
      first,
      second,
      third,
      callName,
      meetingName,
      taskName,
      'Send the brochure',
      'Nadia Flugzeug',
      machineName,
      dealName,
    ];
    if (surface.inOutlook) {
      await pane.tab('Message');
      await pane.button('Track').click();
      await pane.says('Tracking', 'Tracking pending');
      names.push(SUBJECT);
    }
    expect(await pane.pending()).toEqual(names);
    await pane.says('Sync', `${names.length} changes waiting`);
    expect(await world.control.journal()).toEqual([]);

    // Everything is closed and opened again, still without a network.
    await world.browser.close();
    await world.launch();
    pane = await new PaneDriver(await surface.open(world)).ready();
    await pane.says('Connection', 'Offline');
    expect(await pane.pending()).toEqual(names);
    await pane.search('flugz');
    await pane.pane.getByText('1 record', { exact: true }).waitFor();
    await pane.open(third!);
    await pane.pane.getByText('321').first().waitFor();

    // The network comes back: nobody clicks.
    await surface.network(world, true);
    await pane.says('Sync', 'Needs attention: 1 change was refused');
    await pane.tab('Outbox');
    await pane.sent.nth(names.length - 3).waitFor();
    // What was refused waits with the server's words, and what depends on it waits too.
    expect(await pane.pending()).toEqual([dealName, dealName]);
    expect(await pane.states()).toEqual(['rejected', 'blocked']);
    await pane.entries.first().getByText('A budget cannot be negative').waitFor();
    await pane.button(`Edit, ${dealName}`).first().click();
    await pane.fill({ 'Budget Amount': '1500' });
    await pane.save();
    await pane.says('Sync', 'Up to date');
    await pane.tab('Outbox');
    expect(await pane.entries.count()).toBe(0);
    expect(await pane.sent.count()).toBe(names.length);
    const journal = await world.control.journal();
    expect(journal.map(gist)).toEqual([
      { method: 'PATCH', table: 'account', columns: ['telephone1'] },
      { method: 'PATCH', table: 'account', columns: ['description'] },
      { method: 'PATCH', table: 'account', columns: ['numberofemployees'] },
      { method: 'PATCH', table: 'phonecall', columns: ['description'] },
      { method: 'PATCH', table: 'appointment', columns: ['scheduledend', 'scheduledstart'] },
      { method: 'PATCH', table: 'task', columns: ['statecode', 'statuscode'] },
      { method: 'PATCH', table: 'task', columns: expect.arrayContaining(['subject']) },
      { method: 'PATCH', table: 'contact', columns: expect.arrayContaining(['lastname']) },
      { method: 'PATCH', table: 'new_equipment', columns: ['new_notes'] },
      ...(surface.inOutlook
        ? [{ method: 'PATCH', table: 'email', columns: expect.arrayContaining(['messageid']) }]
        : []),
      { method: 'PATCH', table: 'opportunity', columns: ['budgetamount'] },
      { method: 'PATCH', table: 'opportunity', columns: ['customerneed'] },
    ]);
    expect(journal.every(({ user }) => user === 'dana')).toBe(true);

    // The rows carry the server's values.
    await pane.open('Nadia Flugzeug');
    expect(await pane.pane.getByText(/not sent yet/).count()).toBe(0);
    expect(world.errors()).toEqual([]);
  }, 180_000);
});
