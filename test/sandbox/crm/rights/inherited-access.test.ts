import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cascadesOf } from './cascade-world';
import { id, rowsOf, start, type World } from '../world';

let world: World;
let rows: ReturnType<typeof cascadesOf>;
beforeEach(async () => {
  world = await start('empty');
  rows = cascadesOf(world);
});
afterEach(() => world.crm.close());

const sets = ['accounts', 'contacts', 'tasks', 'annotations'] as const;
const contact = `contacts(${id(2)})`;
const seen = () => rows.reads('dana', ...sets, 'activitypointers');

describe('a share', () => {
  it('of a row is one of what goes with it, as long as it lasts', async () => {
    await rows.line();
    expect(await seen()).toEqual([0, 0, 0, 0, 0]);
    const etag = async () => (await world.ask(contact, { user: 'ada' })).json['@odata.etag'];
    const before = await etag();
    await rows.share('GrantAccess', 'account', 1, 'dana', 'ReadAccess');
    expect(await seen()).toEqual([1, 1, 1, 1, 1]);
    expect(await rows.access('dana', `tasks(${id(3)})`)).toBe('ReadAccess');
    expect(await rows.inherited()).toContain(
      `contact ${id(2)} ${await rows.userId('dana')} 134217729`,
    );
    expect((await rows.patch(contact, { lastname: 'D' }, 'dana')).status).toBe(403);
    await rows.share('ModifyAccess', 'account', 1, 'dana', 'ReadAccess, WriteAccess');
    expect(await rows.access('dana', contact)).toBe('ReadAccess, WriteAccess');
    expect(await etag()).toBe(before);
    await rows.share('RevokeAccess', 'account', 1, 'dana');
    expect(await seen()).toEqual([0, 0, 0, 0, 0]);
    expect(rowsOf(await world.ask('principalobjectaccessset', { user: 'ada' }))).toEqual([]);
  });

  it('is told of where it was made, and stands beside one that is inherited', async () => {
    await rows.line();
    await rows.share('GrantAccess', 'contact', 2, 'dana', 'WriteAccess');
    await rows.share('GrantAccess', 'account', 1, 'dana', 'ReadAccess');
    expect(await rows.access('dana', contact)).toBe('ReadAccess, WriteAccess');
    const told = async (path: string) => {
      const answer = await world.ask(
        `RetrieveSharedPrincipalsAndAccess(Target=@p1)?@p1=${encodeURIComponent(`{'@odata.id':'${path}'}`)}`,
        { user: 'ada' },
      );
      return (answer.json['PrincipalAccesses'] as { AccessMask: string }[]).map(
        ({ AccessMask }) => AccessMask,
      );
    };
    expect([await told(contact), await told(`tasks(${id(3)})`)]).toEqual([['WriteAccess'], []]);
    await rows.share('RevokeAccess', 'contact', 2, 'dana');
    expect(await rows.access('dana', contact)).toBe('ReadAccess');
    await rows.share('GrantAccess', 'contact', 2, 'dana', 'WriteAccess');
    await rows.share('RevokeAccess', 'account', 1, 'dana');
    expect(await rows.access('dana', contact)).toBe('WriteAccess');
  });

  it('reaches rows that come later, and members of a team', async () => {
    await rows.line();
    await rows.patch(`teams(${id(900)})`, { name: 'Deal', teamtype: 1 });
    await rows.share('GrantAccess', 'account', 1, id(900), 'ReadAccess');
    await rows.make.contact(5, 'ada', 1);
    const bound = `teams(${id(900)})/Microsoft.Dynamics.CRM.`;
    const Members = [
      {
        '@odata.type': 'Microsoft.Dynamics.CRM.systemuser',
        systemuserid: await rows.userId('dana'),
      },
    ];
    const member = (name: string) =>
      world.ask(bound + name, { method: 'POST', body: { Members }, user: 'ada' });
    await member('AddMembersTeam');
    expect(await seen()).toEqual([1, 2, 1, 1, 1]);
    await member('RemoveMembersTeam');
    expect(await seen()).toEqual([0, 0, 0, 0, 0]);
  });

  it('with a team ends with the team, on all rows', async () => {
    await rows.line();
    await rows.patch(`teams(${id(900)})`, { name: 'Deal', teamtype: 1 });
    await rows.share('GrantAccess', 'account', 1, id(900), 'ReadAccess');
    expect(await rows.inherited()).toHaveLength(3);
    await world.ask(`teams(${id(900)})`, { method: 'DELETE', user: 'ada' });
    expect(rowsOf(await world.ask('principalobjectaccessset', { user: 'ada' }))).toEqual([]);
  });

  it('reaches active rows alone where the relationship says so; what is inactive keeps what it had', async () => {
    await world.sandbox('POST tables', {
      name: 'new_visit',
      label: 'Visit',
      columns: [
        { name: 'new_name', label: 'Name', type: 'text' },
        {
          name: 'new_accountid',
          label: 'Account',
          type: 'lookup',
          targets: ['account'],
          cascade: 'Active',
        },
      ],
    });
    const visit = (body: object) => rows.patch(`new_visits(${id(1)})`, body);
    const access = () => rows.access('dana', `new_visits(${id(1)})`);
    await rows.make.account(1, 'ada');
    await visit({ new_name: 'x', 'new_accountid@odata.bind': `accounts(${id(1)})` });
    await rows.share('GrantAccess', 'account', 1, 'dana', 'ReadAccess');
    await visit({ statecode: 1 });
    await rows.share('GrantAccess', 'account', 1, 'dana', 'WriteAccess');
    expect(await access()).toBe('ReadAccess');
    await visit({ statecode: 0 });
    await rows.share('GrantAccess', 'account', 1, 'dana', 'WriteAccess');
    expect(await access()).toBe('ReadAccess, WriteAccess');
    await visit({ statecode: 1 });
    await rows.share('RevokeAccess', 'account', 1, 'dana');
    expect(await access()).toBe('None');
  });

  it('ends with its row, and leaves what another has on a row of the same id', async () => {
    await rows.make.account(1, 'ada');
    await rows.make.contact(1, 'ada', 1);
    await rows.share('GrantAccess', 'account', 1, 'dana', 'ReadAccess');
    expect(await rows.reads('dana', 'accounts', 'contacts')).toEqual([1, 1]);
    await world.ask(`contacts(${id(1)})`, { method: 'DELETE', user: 'ada' });
    expect(await rows.reads('dana', 'accounts', 'contacts')).toEqual([1, 0]);
  });
});

describe('the owner of a row', () => {
  it('may do everything with what goes with it, as far as the privileges go', async () => {
    await rows.line('dana');
    expect(await seen()).toEqual([1, 1, 1, 1, 1]);
    expect(await rows.inherited()).toContain(
      `contact ${id(2)} ${await rows.userId('dana')} 135069719`,
    );
    expect((await rows.patch(contact, { lastname: 'D' }, 'dana')).status).toBe(204);
    await rows.make.account(6, 'dana', 1);
    await rows.assign(`accounts(${id(6)})`, 'ada');
    expect(await rows.access('dana', `accounts(${id(6)})`)).not.toContain('Delete');
    await world.sandbox('POST role', { user: 'dana', privileges: { prvReadContact: null } });
    expect((await world.ask('contacts')).status).toBe(403);
  });

  it('loses it with the row, and when the row gets another parent or owner', async () => {
    await rows.line('dana');
    await rows.make.account(5, 'ada');
    await rows.patch(contact, { 'parentcustomerid_account@odata.bind': `accounts(${id(5)})` });
    expect(await seen()).toEqual([1, 0, 0, 0, 0]);
    await rows.patch(contact, { 'parentcustomerid_account@odata.bind': `accounts(${id(1)})` });
    expect(await seen()).toEqual([1, 1, 1, 1, 1]);
    const link = `${contact}/parentcustomerid_account/$ref`;
    await world.ask(link, { method: 'DELETE', user: 'ada' });
    expect(await seen()).toEqual([1, 0, 0, 0, 0]);
    await world.ask(link, {
      method: 'PUT',
      body: { '@odata.id': `${world.crm.url}accounts(${id(1)})` },
      user: 'ada',
    });
    expect(await seen()).toEqual([1, 1, 1, 1, 1]);
    await rows.assign(`accounts(${id(1)})`, 'ada');
    expect(await seen()).toEqual([0, 0, 0, 0, 0]);
  });

  it('loses it where the row is deleted and the others stay', async () => {
    await rows.make.account(1, 'dana');
    await rows.make.account(2, 'ada', 1);
    await rows.make.contact(3, 'ada', 2);
    expect(await rows.reads('dana', 'accounts', 'contacts')).toEqual([2, 1]);
    await world.ask(`accounts(${id(1)})`, { method: 'DELETE', user: 'ada' });
    expect(await rows.reads('dana', 'accounts', 'contacts')).toEqual([0, 0]);
    expect(await rows.inherited()).toEqual([]);
  });

  it('has it on all below, each owner on the way as well', async () => {
    await rows.line('dana', 'omar', 'noor', 'ada');
    const has = await rows.inherited();
    const of = async (user: string) => {
      const key = ` ${await rows.userId(user)} 135069719`;
      return has.filter((each) => each.endsWith(key)).map((each) => each.split(' ')[0]);
    };
    expect(await of('dana')).toEqual(['annotation', 'contact', 'task']);
    expect(await of('omar')).toEqual(['annotation', 'task']);
    expect(await of('noor')).toEqual(['annotation']);
    await rows.assign(`accounts(${id(1)})`, 'dana');
    expect(await rows.inherited()).toEqual(has);
    await rows.assign(`accounts(${id(1)})`, 'ada');
    expect(await rows.inherited()).toEqual([]);
  });

  it('has it on rows that a deep insert makes', async () => {
    const made = await world.ask('accounts', {
      method: 'POST',
      user: 'ada',
      body: {
        name: 'New',
        'ownerid@odata.bind': `systemusers(${await rows.userId('dana')})`,
        contact_customer_accounts: [{ lastname: 'X', Contact_Tasks: [{ subject: 'Y' }] }],
      },
    });
    expect(made.status).toBe(204);
    expect(await seen()).toEqual([1, 1, 1, 0, 1]);
  });
});
