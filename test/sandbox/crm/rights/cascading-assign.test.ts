import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cascadesOf } from './cascade-world';
import { errorOf, id, rowsOf, start, type World } from '../world';

let world: World;
let rows: ReturnType<typeof cascadesOf>;
beforeEach(async () => {
  world = await start('empty');
  rows = cascadesOf(world);
});
afterEach(() => world.crm.close());

const account = `accounts(${id(1)})`;
const contact = `contacts(${id(2)})`;
const task = `tasks(${id(3)})`;
const note = `annotations(${id(4)})`;
const all = [account, contact, task, note];
const owners = () => Promise.all(all.map((path) => rows.ownerOf(path)));
const etag = async (path: string): Promise<number> =>
  Number(/\d+/.exec(String((await world.ask(path, { user: 'ada' })).json['@odata.etag']))?.[0]);

describe('assigning a row', () => {
  it('assigns what goes with it, closed and inactive rows too', async () => {
    await rows.line('ada', 'omar', 'dana', 'ada');
    await rows.patch(contact, { statecode: 1 });
    await rows.patch(task, { statecode: 1 });
    const begun = await world.ask('contacts?$select=lastname', {
      user: 'ada',
      headers: { Prefer: 'odata.track-changes' },
    });
    const before = await Promise.all(all.map(etag));
    await rows.make.account(5, 'ada', 1);
    expect((await rows.assign(account, 'omar')).status).toBe(204);
    expect(await owners()).toEqual(['omar', 'omar', 'omar', 'omar']);
    expect(await rows.ownerOf(`accounts(${id(5)})`)).toBe('omar');
    const after = await Promise.all(all.map(etag));
    // The contact was his before.
    expect(after.map((version, at) => version > (before[at] ?? 0))).toEqual([
      true,
      false,
      true,
      true,
    ]);
    await rows.assign(account, 'dana');
    expect(await owners()).toEqual(['dana', 'dana', 'dana', 'dana']);
    const delta = await world.ask(String(begun.json['@odata.deltaLink']), { user: 'ada' });
    expect(rowsOf(delta).map((row) => row['contactid'])).toEqual([id(2)]);
    const row = (await world.ask(task, { user: 'ada' })).json;
    expect([row['_modifiedby_value'], row['_owninguser_value']]).toEqual([
      await rows.userId('ada'),
      await rows.userId('dana'),
    ]);
    const parties = await world.ask(`${task}/task_activity_parties`, { user: 'ada' });
    expect(rowsOf(parties).find((party) => party['participationtypemask'] === 9)).toMatchObject({
      _partyid_value: await rows.userId('dana'),
    });
  });

  it('is one write in the journal', async () => {
    await rows.line();
    const entries = async () =>
      (JSON.parse((await world.sandbox('GET journal')).text) as { table: string }[]).length;
    const before = await entries();
    await rows.assign(account, 'dana');
    expect(await entries()).toBe(before + 1);
    expect(await owners()).toEqual(['dana', 'dana', 'dana', 'dana']);
  });

  it('goes to a team, and comes by the calls for tests as well', async () => {
    await rows.line();
    await rows.patch(`teams(${id(900)})`, { name: 'Desk' });
    const [role] = rowsOf(await world.ask("roles?$filter=name eq 'Salesperson'", { user: 'ada' }));
    await world.ask(`teams(${id(900)})/teamroles_association/$ref`, {
      method: 'POST',
      body: { '@odata.id': `${world.crm.url}roles(${String(role?.['roleid'])})` },
      user: 'ada',
    });
    const edit = (bound: string) =>
      world.sandbox('POST edit', {
        user: 'ada',
        table: 'account',
        id: id(1),
        changes: { 'ownerid@odata.bind': bound },
      });
    expect((await edit(`teams(${id(900)})`)).status).toBe(200);
    const row = (await world.ask(note, { user: 'ada' })).json;
    expect([row['_owningteam_value'], row['_owninguser_value']]).toEqual([id(900), null]);
  });

  it.each([
    ['a new owner who may not read one of the rows', 'dana', 'prvReadNote', '0x80040231'],
    ['who may not assign one of the rows', 'omar', 'prvAssignActivity', '0x80040220'],
  ])('refuses %s, and changes nothing', async (_, user, privilege, code) => {
    await rows.line('omar', 'omar', 'omar', 'omar');
    await world.sandbox('POST role', { user, privileges: { [privilege]: null } });
    const answer = await rows.assign(account, 'dana', 'omar');
    expect([answer.status, errorOf(answer).code]).toEqual([403, code]);
    expect(await owners()).toEqual(['omar', 'omar', 'omar', 'omar']);
  });

  it('to who owns it already leaves the others alone', async () => {
    await rows.line('dana', 'omar', 'omar', 'omar');
    await rows.assign(account, 'dana');
    expect(await owners()).toEqual(['dana', 'omar', 'omar', 'omar']);
  });

  it('takes its owner to rows that only he reaches by it', async () => {
    await rows.line('dana', 'ada', 'ada', 'ada');
    expect((await rows.assign(account, 'omar', 'dana')).status).toBe(204);
    expect(await owners()).toEqual(['omar', 'omar', 'omar', 'omar']);
    expect((await world.ask(contact)).status).toBe(403);
  });

  it('goes as far as the relationship says', async () => {
    const table = (name: string, cascade: string) =>
      world.sandbox('POST tables', {
        name,
        label: name,
        columns: [
          { name: 'new_name', label: 'Name', type: 'text' },
          { name: 'new_accountid', label: 'A', type: 'lookup', targets: ['account'], cascade },
        ],
      });
    await rows.make.account(1, 'ada');
    const ends: Record<string, string[]> = {};
    for (const cascade of ['Active', 'UserOwned', 'NoCascade', 'Cascade']) {
      const set = `new_${cascade.toLowerCase()}`;
      expect((await table(set, cascade)).status).toBe(200);
      for (const [number, owner, statecode] of [
        [1, 'ada', 0],
        [2, 'ada', 1],
        [3, 'noor', 0],
      ] as const) {
        await rows.patch(`${set}s(${id(number)})`, {
          new_name: 'x',
          'new_accountid@odata.bind': account,
        });
        await rows.patch(`${set}s(${id(number)})`, { statecode });
        if (owner !== 'ada') await rows.assign(`${set}s(${id(number)})`, owner);
      }
    }
    await rows.assign(account, 'omar');
    for (const cascade of ['Active', 'UserOwned', 'NoCascade', 'Cascade'])
      ends[cascade] = await Promise.all(
        [1, 2, 3].map((number) => rows.ownerOf(`new_${cascade.toLowerCase()}s(${id(number)})`)),
      );
    expect(ends).toEqual({
      Active: ['omar', 'ada', 'omar'],
      UserOwned: ['omar', 'omar', 'noor'],
      NoCascade: ['ada', 'ada', 'noor'],
      Cascade: ['omar', 'omar', 'omar'],
    });
    const definition = await world.ask(
      "EntityDefinitions(LogicalName='new_active')/ManyToOneRelationships?$filter=ReferencingAttribute eq 'new_accountid'",
      { user: 'ada' },
    );
    expect(rowsOf(definition)[0]?.['CascadeConfiguration']).toMatchObject({
      Assign: 'Active',
      Share: 'Active',
      Unshare: 'Active',
      Reparent: 'Active',
      Delete: 'RemoveLink',
    });
  });
});

describe('relationships', () => {
  it.each([
    ['contact', 'contact_customer_accounts', 'Cascade', 'Cascade'],
    ['account', 'account_parent_account', 'Cascade', 'RemoveLink'],
    ['account', 'account_primary_contact', 'NoCascade', 'RemoveLink'],
    ['opportunity', 'opportunity_customer_accounts', 'Cascade', 'Cascade'],
    ['opportunity', 'opportunity_parent_account', 'NoCascade', 'RemoveLink'],
    ['incident', 'incident_customer_contacts', 'Cascade', 'Cascade'],
    ['task', 'Contact_Tasks', 'Cascade', 'Cascade'],
    ['annotation', 'Task_Annotation', 'Cascade', 'Cascade'],
  ])('of %s: %s cascades %s, deleting %s', async (table, name, cascade, Delete) => {
    const found = await world.ask(
      `EntityDefinitions(LogicalName='${table}')/ManyToOneRelationships?$filter=SchemaName eq '${name}'`,
      { user: 'ada' },
    );
    expect(rowsOf(found)[0]?.['CascadeConfiguration']).toMatchObject({
      Assign: cascade,
      Share: cascade,
      Unshare: cascade,
      Reparent: cascade,
      Delete,
    });
  });
});

describe('a line of rows', () => {
  const parent = (table: string, number: number, above: number) =>
    rows.patch(`${table}s(${id(number)})`, {
      [table === 'account' ? 'parentaccountid@odata.bind' : 'parentcustomerid_contact@odata.bind']:
        `${table}s(${id(above)})`,
    });

  it.each([
    ['account', '0x80040507', 'Accounts'],
    ['contact', '0x8004050a', 'Contacts'],
  ] as const)('of %ss makes no loop', async (table, code, hierarchy) => {
    for (const number of [11, 12, 13]) await rows.make[table](number, 'ada');
    await parent(table, 12, 11);
    await parent(table, 13, 12);
    for (const below of [11, 12, 13]) {
      const refused = await parent(table, 11, below);
      expect([refused.status, errorOf(refused)]).toEqual([
        400,
        {
          code,
          message: `Creating this parental association would create a loop in ${hierarchy} hierarchy.`,
        },
      ]);
    }
    expect((await parent(table, 13, 11)).status).toBe(204);
  });

  it('is as long as it likes', async () => {
    await rows.make.account(1, 'ada');
    for (let number = 2; number <= 400; number += 1)
      await rows.make.account(number, 'ada', number - 1);
    await rows.share('GrantAccess', 'account', 1, 'dana', 'ReadAccess');
    expect(await rows.reads('dana', 'accounts')).toEqual([400]);
    expect((await rows.assign(`accounts(${id(1)})`, 'omar')).status).toBe(204);
    expect(await rows.ownerOf(`accounts(${id(400)})`)).toBe('omar');
    await rows.share('RevokeAccess', 'account', 1, 'dana');
    expect(await rows.reads('dana', 'accounts')).toEqual([0]);
  });
});
