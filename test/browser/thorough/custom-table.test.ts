import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  choice,
  day,
  integer,
  lookup,
  memo,
  money,
  numbered,
  text,
  time,
  yesNo,
} from '../../../sandbox/seed/columns';
import type { TableDefinition } from '../../../sandbox/seed/definition';
import { PaneDriver } from '../support/pane-driver';
import { World } from '../support/world';

/** A column of every type that a form has a control for. */
const boats: TableDefinition = {
  name: 'new_boat',
  label: 'Boat',
  pluralLabel: 'Boats',
  schemaName: 'new_Boat',
  primaryName: 'new_name',
  columns: [
    text('new_name', 'Name', 100, { required: 'ApplicationRequired' }),
    memo('new_story', 'Story'),
    integer('new_berths', 'Berths', 0, 40),
    { name: 'new_draught', label: 'Draught', type: 'decimal', precision: 3, min: 0, max: 30 },
    money('new_price', 'Price'),
    day('new_launchedon', 'Launched On'),
    time('new_inspection', 'Next Inspection'),
    choice('new_hull', 'Hull', numbered(['Wood', 'Steel', 'Carbon'], 100_000_000)),
    yesNo('new_seaworthy', 'Seaworthy'),
    lookup('new_ownedby', 'Owned By', ['account'], { schemaName: 'new_OwnedBy' }),
  ],
  form: [
    {
      tab: 'General',
      label: 'Boat',
      columns: ['new_name', 'new_hull', 'new_berths', 'new_draught', 'new_seaworthy'],
    },
    {
      tab: 'General',
      label: 'Papers',
      columns: ['new_price', 'new_launchedon', 'new_inspection', 'new_ownedby', 'new_story'],
    },
  ],
};

let world: World;
let pane: PaneDriver;
let account: { id: string; name: string };

beforeAll(async () => {
  world = await World.start();
  await world.control.addTable(boats);
  const crm = world.reader();
  const mine = `_ownerid_value eq ${await crm.userId()}`;
  const name = await crm.uniqueName('accounts', 'name', mine);
  const rows = await crm.rows(`accounts?$select=accountid,name&$filter=${mine}`);
  account = { name, id: String(rows.find((row) => row['name'] === name)!['accountid']) };
  await world.launch();
  pane = await new PaneDriver(await world.openPane()).ready();
  await pane.says('Sync', 'Up to date');
}, 120_000);

afterAll(async () => {
  await world.close();
});

const offline = async (off: boolean): Promise<void> => {
  await world.browser.offline(off);
  await pane.says('Connection', off ? 'Offline' : 'Online');
};

/** The sections' headings and the values under them, as the record shows them. */
const shown = (label: string) =>
  pane.pane.getByRole('term').filter({ hasText: label, visible: true }).locator('xpath=../dd');

describe('a table that the product has never heard of', () => {
  it('is created, listed, edited and played back offline, with a control for every type', async () => {
    await offline(true);
    await pane.create('Boat', {
      Name: 'Aurora',
      Hull: 'Steel',
      Berths: '12',
      Draught: '2.375',
      Seaworthy: 'Yes',
      Price: '250000.5',
      'Launched On': '2019-05-17',
      'Next Inspection': '2027-02-03',
      'Next Inspection, time': '09:30',
      'Owned By': account.name,
      Story: 'Built by hand.\nSails well.',
    });
    await pane.heading.filter({ hasText: 'Aurora', visible: true }).waitFor();
    for (const section of ['Boat', 'Papers'])
      await pane.pane.getByRole('heading', { name: section, exact: true }).waitFor();
    expect(await shown('Hull').innerText()).toBe('Steel');
    expect(await shown('Draught').innerText()).toBe('2.375');
    expect(await shown('Price').innerText()).toContain('250,000.50');
    expect(await shown('Seaworthy').innerText()).toBe('Yes');
    expect(await shown('Owned By').innerText()).toContain(account.name);
    await pane.edit('Aurora', { Berths: '14', Hull: 'Carbon', Seaworthy: 'No' });

    await pane.records();
    await pane.field('Table').selectOption('Boats');
    expect(await (await pane.search('')).count()).toBe(1);
    await pane.field('Table').selectOption('');
    await offline(false);
    await pane.says('Sync', 'Up to date');

    const journal = await world.control.journal();
    expect(journal.map(({ table }) => table)).toEqual(['new_boat', 'new_boat']);
    expect(journal[0]!.changes).toMatchObject({
      new_name: 'Aurora',
      new_story: 'Built by hand.\nSails well.',
      new_berths: 12,
      new_draught: 2.375,
      new_price: 250000.5,
      new_launchedon: '2019-05-17',
      new_inspection: new Date('2027-02-03T09:30:00').toISOString().replace('.000', ''),
      new_hull: 100_000_001,
      new_seaworthy: true,
    });
    const bind = Object.entries(journal[0]!.changes).find(([key]) => key.startsWith('new_OwnedBy'));
    expect(bind).toEqual(['new_OwnedBy@odata.bind', `accounts(${account.id})`]);
    expect(journal[1]!.changes).toEqual({
      new_berths: 14,
      new_hull: 100_000_002,
      new_seaworthy: false,
    });
  }, 120_000);

  it('is related to what its lookup refers to', async () => {
    await pane.open(account.name);
    const related = pane.pane.getByRole('list', { name: 'Boats', exact: true });
    await related.getByRole('button', { name: 'Aurora' }).click();
    await pane.pane.getByRole('heading', { name: 'Aurora', exact: true }).waitFor();
  }, 60_000);

  it('is deleted after a question', async () => {
    await pane.open('Aurora');
    await pane.button('Delete').click();
    const question = pane.pane.getByRole('dialog', { name: 'Delete Aurora?' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'detached' });
    await pane.button('Delete').click();
    await question.getByRole('button', { name: 'Delete' }).click();
    await pane.tab('Outbox');
    await pane.sent.getByText('Boat deleted').waitFor();
    expect((await world.control.journal()).at(-1)).toMatchObject({
      method: 'DELETE',
      table: 'new_boat',
    });
    expect(await (await pane.search('Aurora')).count()).toBe(0);
    expect(world.errors()).toEqual([]);
  }, 60_000);
});

describe('a table whose rows the user may not delete', () => {
  it('says so at the button', async () => {
    await pane.open(account.name);
    const button = pane.button('Delete');
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    const reason = await button.getAttribute('aria-describedby');
    expect(await pane.pane.locator(`[id="${reason}"]`).innerText()).toBe(
      'Your role does not let you delete accounts.',
    );
    await button.press('Enter');
    expect(await pane.pane.getByRole('dialog').count()).toBe(0);
  }, 60_000);
});
