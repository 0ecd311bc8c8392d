import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PaneDriver } from './support/pane-driver';
import { World } from './support/world';

let world: World;
let pane: PaneDriver;
/** One of dana's contacts, whose name no other has. */
let name: string;
let id: string;

const offline = async (off: boolean): Promise<void> => {
  await world.browser.offline(off);
  await pane.says('Connection', off ? 'Offline' : 'Online');
};

/** The contact as the CRM has it. */
async function stored(columns: string): Promise<Record<string, unknown> | undefined> {
  const [row] = await world
    .reader('ada')
    .rows(`contacts?$select=${columns}&$filter=contactid eq ${id}`);
  return row;
}

const writes = async (): Promise<string[]> =>
  (await world.control.journal()).map(({ method, table }) => `${method} ${table}`);

const openPane = async (): Promise<void> => {
  pane = await new PaneDriver(await world.openPane()).ready();
  await pane.says('Sync', 'Up to date');
};

beforeEach(async () => {
  world = await World.start();
  await world.launch();
  const crm = world.reader();
  const mine = `_ownerid_value eq ${await crm.userId()} and telephone1 ne null and jobtitle ne null`;
  name = await crm.uniqueName('contacts', 'fullname', mine);
  const rows = await crm.rows(`contacts?$select=contactid,fullname&$filter=${mine}`);
  id = String(rows.find((row) => row['fullname'] === name)!['contactid']);
});

afterEach(async () => {
  await world.close();
});

describe('someone else changes the record meanwhile', () => {
  beforeEach(openPane);

  it('in the same field: mine wins, and what it overwrote is told', async () => {
    await offline(true);
    await pane.edit(name, { 'Job Title': 'Captain', Description: 'Met on the plane.' });
    await world.control.edit('ada', 'contact', id, { jobtitle: 'Pilot', telephone1: '+41 1 2' });
    await offline(false);
    await pane.says('Sync', 'Up to date');

    await pane.tab('Outbox');
    const [receipt] = await pane.sent.all();
    await receipt!.getByText('Done, someone else’s change was overwritten').waitFor();
    await receipt!.getByText('Overwritten: Pilot').waitFor();
    expect(await stored('jobtitle,description,telephone1')).toMatchObject({
      jobtitle: 'Captain',
      description: 'Met on the plane.',
      telephone1: '+41 1 2',
    });
    expect(
      (await world.control.journal()).map(({ changes }) => Object.keys(changes).sort()),
    ).toEqual([['description', 'jobtitle']]);
    // Theirs shows here too.
    await pane.open(name);
    await pane.pane.getByText('+41 1 2').first().waitFor();
    expect(world.errors()).toEqual([]);
  }, 120_000);

  it('in another field: both stay', async () => {
    await offline(true);
    await pane.edit(name, { 'Job Title': 'Captain' });
    await world.control.edit('ada', 'contact', id, { telephone1: '+41 1 2' });
    await offline(false);
    await pane.says('Sync', 'Up to date');
    await pane.tab('Outbox');
    await pane.sent.getByText('Done, merged with someone else’s change').waitFor();
    expect(await stored('jobtitle,telephone1')).toMatchObject({
      jobtitle: 'Captain',
      telephone1: '+41 1 2',
    });
    expect(world.errors()).toEqual([]);
  }, 120_000);

  it('deletes it: the change can make the record again', async () => {
    await offline(true);
    await pane.edit(name, { 'Job Title': 'Captain' });
    await world.control.delete('ada', 'contact', id);
    await offline(false);
    await pane.says('Sync', 'Needs attention: 1 change waits for your decision');
    await pane.tab('Outbox');
    await pane.button(`Create again, ${name}`).click();
    await pane.says('Sync', 'Up to date');
    expect(await stored('jobtitle,fullname')).toMatchObject({
      jobtitle: 'Captain',
      fullname: name,
    });
    expect(world.errors()).toEqual([]);
  }, 120_000);

  it('deletes it: the change waits for the user and says why, and can be discarded', async () => {
    await offline(true);
    await pane.edit(name, { 'Job Title': 'Captain' });
    await world.control.delete('ada', 'contact', id);
    await offline(false);
    await pane.says('Sync', 'Needs attention: 1 change waits for your decision');
    await pane.tab('Outbox');
    const entry = pane.entry(name);
    await entry.getByText('Someone deleted this record in the CRM meanwhile').waitFor();
    expect(await pane.button(`Overwrite, ${name}`).count()).toBe(0);
    expect(await entry.getAttribute('data-state')).toBe('conflict');
    expect(await writes()).toEqual([]);
    await pane.discard(name);
    await pane.says('Sync', 'Up to date');
    expect(await pane.entries.count()).toBe(0);
  }, 120_000);
});

describe('someone else changes the record where the organisation wants to be asked', () => {
  it('the user sees who changed what, and chooses per field', async () => {
    await world.browser.context.route('**/config.json', async (route) => {
      const config = (await (await route.fetch()).json()) as object;
      await route.fulfill({ json: { ...config, conflicts: { all: 'ask' } } });
    });
    await openPane();
    await offline(true);
    await pane.edit(name, { 'Job Title': 'Captain', 'Business Phone': '+41 1 1' });
    await world.control.edit('ada', 'contact', id, { jobtitle: 'Pilot', telephone1: '+41 1 2' });
    await offline(false);
    await pane.says('Sync', 'Needs attention: 1 change waits for your decision');
    await pane.tab('Outbox');
    const entry = pane.entry(name);
    await entry.getByText('Changed in the CRM by Ada').waitFor();
    await entry
      .getByRole('group', { name: 'Job Title' })
      .getByRole('radio', { name: 'In the CRM now: Pilot' })
      .check();
    expect(
      await entry
        .getByRole('group', { name: 'Business Phone' })
        .getByRole('radio', { name: 'Mine: +41 1 1' })
        .isChecked(),
    ).toBe(true);
    await pane.button(`Use this choice, ${name}`).click();
    await pane.says('Sync', 'Up to date');
    expect(await stored('jobtitle,telephone1')).toMatchObject({
      jobtitle: 'Pilot',
      telephone1: '+41 1 1',
    });
    expect(world.errors()).toEqual([]);
  }, 120_000);
});

describe('an answer that is lost', () => {
  beforeEach(openPane);

  it('to a new record: it is found, and not sent twice', async () => {
    await world.control.fault({
      match: { method: 'PATCH', path: 'contacts' },
      times: 1,
      kind: 'drop-after-commit',
    });
    await pane.create('Contact', { 'First Name': 'Nadia', 'Last Name': 'Flugzeug' });
    await pane.says('Sync', 'Up to date');
    await pane.tab('Outbox');
    await pane.sent.getByText('Done, found after the answer was lost').waitFor();
    expect(await writes()).toEqual(['PATCH contact']);
  }, 120_000);

  it('to an edit: it is found, and not sent twice', async () => {
    await world.control.fault({
      match: { method: 'PATCH', path: 'contacts' },
      times: 1,
      kind: 'drop-after-commit',
    });
    await pane.edit(name, { 'Job Title': 'Captain' });
    await pane.says('Sync', 'Up to date');
    await pane.tab('Outbox');
    await pane.sent.getByText('Done, found after the answer was lost').waitFor();
    expect(await writes()).toEqual(['PATCH contact']);
    expect(await stored('jobtitle')).toMatchObject({ jobtitle: 'Captain' });
  }, 120_000);
});
