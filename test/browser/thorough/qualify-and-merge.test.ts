import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PaneDriver } from '../support/pane-driver';
import { World } from '../support/world';

let world: World;
let pane: PaneDriver;

const offline = async (off: boolean): Promise<void> => {
  await world.browser.offline(off);
  await pane.says('Connection', off ? 'Offline' : 'Online');
};
const stored = async (set: string, filter: string): Promise<Record<string, unknown>[]> =>
  world.reader('ada').rows(`${set}?$filter=${filter}`);
const choose = async (action: string): Promise<void> => {
  await pane.button('More').click();
  await pane.pane.getByRole('menuitem', { name: action, exact: true }).click();
};
/** The button of the dialog that does it. */
const confirm = (action: string) =>
  pane.pane.getByRole('dialog').getByRole('button', { name: action, exact: true }).click();

/** The pane, with everything on this computer and no network. */
const open = async (): Promise<void> => {
  await world.launch();
  pane = await new PaneDriver(await world.openPane()).ready();
  await pane.says('Sync', 'Up to date');
  await offline(true);
};

beforeEach(async () => {
  world = await World.start();
});

afterEach(async () => {
  await world.close();
});

describe('A record that becomes another one', () => {
  it('is a lead that is qualified, and a contact that is merged: without a network, and once it is there in the CRM', async () => {
    await open();
    const crm = world.reader();
    const mine = `_ownerid_value eq ${await crm.userId()}`;
    const lead = await crm.uniqueName('leads', 'fullname', `${mine} and statecode eq 0`);
    const [prospect] = await crm.rows(`leads?$filter=fullname eq '${lead}'`);
    const people = await crm.rows(
      `contacts?$select=fullname,contactid,jobtitle&$filter=${mine} and statecode eq 0`,
    );
    const names = people.map(({ fullname }) => String(fullname));
    const [stays, gone] = people.filter(
      ({ fullname }) => names.filter((name) => name === fullname).length === 1,
    );
    const nameOf = (row = people[0]): string => String(row?.['fullname']);

    await pane.open(lead);
    await choose('Qualify');
    await pane.pane.getByText('The CRM makes these records once this is sent.').waitFor();
    await confirm('Qualify');
    await pane.pane.getByText('Saved on this computer').first().waitFor();

    await pane.open(nameOf(gone));
    await choose('Merge');
    await pane.fill({ 'Other contact': nameOf(stays), 'Which one stays': 'The other one' });
    await pane.pane.getByRole('checkbox', { name: /^Job Title/ }).check();
    await confirm('Merge');
    await pane.pane.getByText('Merged into').first().waitFor();
    expect(await pane.button('Edit').isDisabled()).toBe(true);
    await pane.says('Sync', '3 changes waiting');
    await pane.tab('Outbox');
    await pane.pane.getByText('What it becomes is made in the CRM once this is sent').waitFor();

    await offline(false);
    await pane.says('Sync', 'Up to date');
    const [qualified] = await stored('leads', `leadid eq ${String(prospect?.['leadid'])}`);
    expect(qualified).toMatchObject({ statecode: 1 });
    const origin = `_originatingleadid_value eq ${String(prospect?.['leadid'])}`;
    for (const set of ['accounts', 'contacts', 'opportunities'])
      expect(await stored(set, origin)).toHaveLength(1);
    const [merged] = await stored('contacts', `contactid eq ${String(gone?.['contactid'])}`);
    expect(merged).toMatchObject({
      statecode: 1,
      merged: true,
      _masterid_value: stays?.['contactid'],
    });
    const [other] = await stored('contacts', `contactid eq ${String(stays?.['contactid'])}`);
    expect(other).toMatchObject({ statecode: 0, jobtitle: gone?.['jobtitle'] });
    // What it became is on this computer too.
    await pane.open(String(prospect?.['subject']));
    expect(world.errors()).toEqual([]);
  }, 180_000);

  it('says without a network why the user may not have it', async () => {
    await world.control.changePrivileges('dana', { prvMerge: null, prvCreateAccount: null });
    await open();
    const crm = world.reader();
    const mine = `_ownerid_value eq ${await crm.userId()} and statecode eq 0`;
    await pane.open(await crm.uniqueName('leads', 'fullname', mine));
    await pane.button('More').click();
    const merge = pane.pane.getByRole('menuitem', { name: 'Merge' });
    await merge.getByText('Your role does not let you merge records.').waitFor();
    expect(await merge.getAttribute('aria-disabled')).toBe('true');
    await pane.pane.getByRole('menuitem', { name: 'Qualify', exact: true }).click();
    const account = pane.field('New account');
    await account.waitFor();
    expect([await account.isDisabled(), await account.isChecked()]).toEqual([true, false]);
    await pane.pane.getByText('Your role does not let you create accounts.').waitFor();
    await confirm('Qualify');
    await pane.says('Sync', '1 change waiting');
    await offline(false);
    await pane.says('Sync', 'Up to date');
    expect(await stored('accounts', '_originatingleadid_value ne null')).toEqual([]);
    expect(await stored('contacts', '_originatingleadid_value ne null')).toHaveLength(1);
    expect(world.errors()).toEqual([]);
  }, 180_000);
});
