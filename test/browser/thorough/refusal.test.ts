import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PaneDriver } from '../support/pane-driver';
import { World } from '../support/world';

/** As the sandbox's plug-in words it. */
const BUDGET = /A budget cannot be negative\. Please enter the amount the customer can spend/;

let world: World;
let pane: PaneDriver;
/** One of dana's open opportunities, whose name no other has. */
let deal: string;
let account: string;

const offline = async (off: boolean): Promise<void> => {
  await world.browser.offline(off);
  await pane.says('Connection', off ? 'Offline' : 'Online');
};

const written = async (): Promise<[string, string[]][]> =>
  (await world.control.journal()).map(({ table, changes }) => [table, Object.keys(changes).sort()]);

beforeEach(async () => {
  world = await World.start();
  await world.launch();
  pane = await new PaneDriver(await world.openPane()).ready();
  await pane.says('Sync', 'Up to date');
  const crm = world.reader();
  const mine = `_ownerid_value eq ${await crm.userId()}`;
  const open = `${mine} and statecode eq 0 and budgetamount gt 0`;
  const [first] = await crm.rows(`opportunities?$select=name&$filter=${open}&$orderby=name&$top=1`);
  deal = String(first!['name']);
  account = await crm.uniqueName('accounts', 'name', mine);
  await offline(true);
});

afterEach(async () => {
  await world.close();
});

describe('a change that the server refuses', () => {
  it("stays with the server's words, holds what depends on it, and goes after it is corrected", async () => {
    await pane.edit(deal, { 'Budget Amount': '-500' });
    await pane.edit(deal, { 'Customer Need': 'Two shifts a day.' });
    await pane.create('Contact', { 'First Name': 'Nadia', 'Last Name': 'Flugzeug' });
    await pane.button('New task').click();
    await pane.fill({ Subject: 'Send Nadia the brochure' });
    await pane.save();
    await pane.edit(account, { 'Main Phone': '+41 44 111 11 11' });
    await offline(false);

    await pane.says('Sync', 'Needs attention: 1 change was refused');
    await pane.tab('Outbox');
    await pane.sent.nth(2).waitFor();
    expect(await pane.pending()).toEqual([deal, deal]);
    expect(await pane.states()).toEqual(['rejected', 'blocked']);
    await pane.entries.nth(0).getByText(BUDGET).waitFor();
    await pane.entries.nth(0).getByText('Refused', { exact: true }).waitFor();
    await pane.entries.nth(1).getByText('Behind another').waitFor();
    await pane.entries.nth(1).getByText(`It is sent after: ${deal}.`).waitFor();
    expect((await written()).map(([table]) => table)).toEqual(['contact', 'task', 'account']);

    await pane.button(`Edit, ${deal}`).first().click();
    expect(await pane.field('Budget Amount').inputValue()).toMatch(/^-500/);
    await pane.fill({ 'Budget Amount': '1500' });
    await pane.save();
    await pane.says('Sync', 'Up to date');
    expect(await pane.sent.count()).toBe(5);
    expect((await written()).slice(3)).toEqual([
      ['opportunity', ['budgetamount']],
      ['opportunity', ['customerneed']],
    ]);
    expect((await world.control.journal())[3]!.changes).toEqual({ budgetamount: 1500 });
    expect(world.errors()).toEqual([]);
  }, 120_000);

  it('may be a new record: corrected, it goes, and then what was made for it', async () => {
    await pane.create('Opportunity', { Topic: 'A second crane', 'Budget Amount': '-1' });
    await pane.button('New task').click();
    await pane.fill({ Subject: 'Measure the hall' });
    await pane.save();
    await offline(false);
    await pane.says('Sync', 'Needs attention: 1 change was refused');
    expect(await pane.pending()).toEqual(['A second crane', 'Measure the hall']);
    expect(await pane.states()).toEqual(['rejected', 'blocked']);
    await pane.entry('Measure the hall').getByText('It is sent after: A second crane.').waitFor();
    expect(await written()).toEqual([]);

    await pane.button('Edit, A second crane').click();
    await pane.fill({ 'Budget Amount': '80000', Topic: 'A second crane, 5 t' });
    await pane.save();
    await pane.says('Sync', 'Up to date');
    const journal = await world.control.journal();
    expect(journal.map(({ table }) => table)).toEqual(['opportunity', 'task']);
    expect(journal[0]!.changes).toMatchObject({ budgetamount: 80000, name: 'A second crane, 5 t' });
    const [task] = await world
      .reader()
      .rows(`tasks?$filter=subject eq 'Measure the hall'&$select=_regardingobjectid_value`);
    expect(task!['_regardingobjectid_value']).toBe(journal[0]!.id);
  }, 120_000);

  it('gives the record back its old values when it is discarded, and what waited for it goes', async () => {
    await pane.open(deal);
    const budget = pane.pane.getByRole('term').filter({ hasText: 'Budget Amount' });
    const shown = budget.locator('xpath=following-sibling::*[1]').filter({ visible: true });
    const before = await shown.innerText();
    await pane.edit(deal, { 'Budget Amount': '-500' });
    await pane.edit(deal, { 'Customer Need': 'Two shifts a day.' });
    await offline(false);
    await pane.says('Sync', 'Needs attention: 1 change was refused');
    await pane.open(deal);
    await shown.filter({ hasText: '500' }).waitFor();

    await pane.tab('Outbox');
    await pane.discard(deal);
    await pane.says('Sync', 'Up to date');
    expect(await written()).toEqual([['opportunity', ['customerneed']]]);
    await pane.sent.getByText('Discarded, not sent').waitFor();
    await pane.open(deal);
    expect(await shown.innerText()).toBe(before);
  }, 120_000);
});

describe('a change that the user holds', () => {
  it('waits while others are sent, and goes when it is released', async () => {
    await pane.edit(account, { 'Main Phone': '+41 44 111 11 11' });
    await pane.edit(deal, { 'Customer Need': 'Two shifts a day.' });
    await pane.tab('Outbox');
    await pane.button(`Hold, ${account}`).click();
    await pane.entry(account).getByText('You hold it back.').waitFor();
    await offline(false);
    await pane.sent.getByRole('button', { name: deal, exact: true }).waitFor();
    await pane.says('Sync', '1 change waiting');
    expect(await pane.states()).toEqual(['held']);
    expect((await written()).map(([table]) => table)).toEqual(['opportunity']);

    await pane.button(`Release, ${account}`).click();
    await pane.says('Sync', 'Up to date');
    expect((await written()).map(([table]) => table)).toEqual(['opportunity', 'account']);
  }, 120_000);
});
