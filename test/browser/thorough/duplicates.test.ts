import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PaneDriver } from '../support/pane-driver';
import { World } from '../support/world';

let world: World;
let pane: PaneDriver;
/** One of dana's contacts, whose name no other has. */
let existing: { readonly id: string; readonly name: string; readonly address: string };

const offline = async (off: boolean): Promise<void> => {
  await world.browser.offline(off);
  await pane.says('Connection', off ? 'Offline' : 'Online');
};
const stored = async (set: string, filter: string): Promise<Record<string, unknown>[]> =>
  world.reader('ada').rows(`${set}?$filter=${filter}`);

beforeEach(async () => {
  world = await World.start();
  await world.launch();
  pane = await new PaneDriver(await world.openPane()).ready();
  await pane.says('Sync', 'Up to date');
  const crm = world.reader();
  const mine = `_ownerid_value eq ${await crm.userId()} and emailaddress1 ne null`;
  const name = await crm.uniqueName('contacts', 'fullname', mine);
  const [row] = await crm.rows(
    `contacts?$select=contactid,emailaddress1&$filter=${mine} and fullname eq '${name}'`,
  );
  existing = {
    id: String(row!['contactid']),
    name,
    address: String(row!['emailaddress1']),
  };
  await offline(true);
});

afterEach(async () => {
  await world.close();
});

/** A new contact with the address of the one that is there, and a task for it. */
async function createTwin(): Promise<void> {
  await pane.create('Contact', {
    'First Name': 'Nadia',
    'Last Name': 'Flugzeug',
    'Job Title': 'Captain',
    Email: existing.address.toUpperCase(),
  });
  await pane.button('New task').click();
  await pane.fill({ Subject: 'Send Nadia the brochure' });
  await pane.save();
}

describe('a record that is there already', () => {
  it('is told of while typing, without a network, and nothing keeps the new one from being saved', async () => {
    await pane.records();
    await pane.button('New').click();
    await pane.pane.getByRole('menuitem', { name: 'Contact', exact: true }).click();
    await pane.fill({ 'Last Name': 'Flugzeug', Email: existing.address.toUpperCase() });
    const hint = pane.pane.getByRole('status').filter({ hasText: 'Maybe a duplicate of' });
    await hint.getByText(`Maybe a duplicate of ${existing.name} (contact)`).waitFor();
    expect(await pane.field('Email').evaluate((field) => field === document.activeElement)).toBe(
      true,
    );
    await hint.getByRole('button', { name: existing.name, exact: true }).click();
    await pane.pane.getByRole('heading', { name: existing.name, exact: true }).waitFor();
    await pane.button('Back').click();
    expect(await pane.field('Last Name').inputValue()).toBe('Flugzeug');
    await pane.fill({ Email: 'nadia@flugzeug.example' });
    await hint.waitFor({ state: 'hidden' });
    await pane.fill({ Email: existing.address });
    await hint.waitFor();
    await pane.save();
    expect(world.errors()).toEqual([]);
  }, 120_000);

  it('takes the place of the new one, with what refers to that and what is chosen of it', async () => {
    await createTwin();
    await offline(false);
    await pane.says('Sync', 'Needs attention: 1 change waits for your decision');
    await pane.tab('Outbox');
    await pane.button('Compare, Nadia Flugzeug').click();
    const entry = pane.entry('Nadia Flugzeug');
    await entry.getByRole('button', { name: existing.name, exact: true }).waitFor();
    await entry.getByText('1 change that refers to yours will refer to this record.').waitFor();
    await entry.getByRole('checkbox', { name: 'Job Title: Captain' }).check();
    await pane.button('Use this record, Nadia Flugzeug').click();
    await pane.says('Sync', 'Up to date');
    const [row] = await stored('contacts', `contactid eq ${existing.id}`);
    expect(row).toMatchObject({ fullname: existing.name, jobtitle: 'Captain' });
    expect(await stored('contacts', "lastname eq 'Flugzeug'")).toEqual([]);
    const [task] = await stored('tasks', "subject eq 'Send Nadia the brochure'");
    expect(task).toMatchObject({ _regardingobjectid_value: existing.id });
    expect(world.errors()).toEqual([]);
  }, 120_000);

  it('is shown from this computer where the network is gone again', async () => {
    await createTwin();
    await offline(false);
    await pane.says('Sync', 'Needs attention: 1 change waits for your decision');
    await offline(true);
    await pane.tab('Outbox');
    await pane.button('Compare, Nadia Flugzeug').click();
    const entry = pane.entry('Nadia Flugzeug');
    await entry.getByText('only records on this computer are shown').waitFor();
    await entry.getByRole('button', { name: existing.name, exact: true }).waitFor();
    await pane.button('Use this record, Nadia Flugzeug').click();
    await pane.pane.getByText('The record that was there is used').waitFor();
    await offline(false);
    await pane.says('Sync', 'Up to date');
    const [task] = await stored('tasks', "subject eq 'Send Nadia the brochure'");
    expect(task).toMatchObject({ _regardingobjectid_value: existing.id });
    expect(world.errors()).toEqual([]);
  }, 120_000);
});
