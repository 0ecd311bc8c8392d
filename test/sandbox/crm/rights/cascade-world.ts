import { id, rowsOf, type Reply, type World } from '../world';

/** Short ways to make rows that go with others, and to see whose they are and who may do what. */
export function cascadesOf(world: World) {
  const users = new Map<string, string>();
  const userId = async (user: string): Promise<string> => {
    const known = users.get(user);
    if (known) return known;
    const found = String((await world.ask('WhoAmI', { user })).json['UserId']);
    users.set(user, found);
    return found;
  };
  const patch = (path: string, body: object, user = 'ada'): Promise<Reply> =>
    world.ask(path, { method: 'PATCH', body, user });
  const bind = (set: string, number: number): string => `${set}(${id(number)})`;
  const make = {
    account: (number: number, user: string, parent?: number) =>
      patch(
        bind('accounts', number),
        {
          name: 'A',
          ...(parent && { 'parentaccountid@odata.bind': bind('accounts', parent) }),
        },
        user,
      ),
    contact: (number: number, user: string, account?: number) =>
      patch(
        bind('contacts', number),
        {
          lastname: 'C',
          ...(account && { 'parentcustomerid_account@odata.bind': bind('accounts', account) }),
        },
        user,
      ),
    task: (number: number, user: string, contact: number) =>
      patch(
        bind('tasks', number),
        {
          subject: 'T',
          'regardingobjectid_contact_task@odata.bind': bind('contacts', contact),
        },
        user,
      ),
    note: (number: number, user: string, task: number) =>
      patch(
        bind('annotations', number),
        { subject: 'N', 'objectid_task@odata.bind': bind('tasks', task) },
        user,
      ),
  };
  const assign = async (path: string, to: string, user = 'ada'): Promise<Reply> => {
    const owner = path.startsWith('tasks') ? 'ownerid_task' : 'ownerid';
    return patch(path, { [`${owner}@odata.bind`]: `systemusers(${await userId(to)})` }, user);
  };
  return {
    userId,
    patch,
    make,
    /** An account 1, its contact 2, a task 3 about the contact and a note 4 on that, of these owners. */
    line: async (account = 'ada', contact = 'ada', task = 'ada', note = 'ada'): Promise<void> => {
      await make.account(1, account);
      await make.contact(2, 'ada', 1);
      await make.task(3, 'ada', 2);
      await make.note(4, 'ada', 3);
      for (const [path, owner] of [
        [bind('contacts', 2), contact],
        [bind('tasks', 3), task],
        [bind('annotations', 4), note],
      ] as const)
        await assign(path, owner);
    },
    assign,
    ownerOf: async (path: string): Promise<string> => {
      const owner = (await world.ask(path, { user: 'ada' })).json['_ownerid_value'];
      for (const user of ['ada', 'dana', 'omar', 'noor'])
        if ((await userId(user)) === owner) return user;
      return String(owner);
    },
    share: async (
      message: 'GrantAccess' | 'ModifyAccess' | 'RevokeAccess',
      table: string,
      number: number,
      whom: string,
      AccessMask = '',
    ): Promise<Reply> => {
      const key = table === 'task' ? 'activityid' : `${table}id`;
      const Target = { '@odata.type': `Microsoft.Dynamics.CRM.${table}`, [key]: id(number) };
      const Principal = whom.startsWith('0')
        ? { '@odata.type': 'Microsoft.Dynamics.CRM.team', teamid: whom }
        : { '@odata.type': 'Microsoft.Dynamics.CRM.systemuser', systemuserid: await userId(whom) };
      const body =
        message === 'RevokeAccess'
          ? { Target, Revokee: Principal }
          : { Target, PrincipalAccess: { Principal, AccessMask } };
      return world.ask(message, { method: 'POST', body, user: 'ada' });
    },
    /** What RetrievePrincipalAccess says of a user. */
    access: async (user: string, path: string): Promise<unknown> =>
      (
        await world.ask(
          `systemusers(${await userId(user)})/Microsoft.Dynamics.CRM.RetrievePrincipalAccess(Target=@p1)?@p1=${encodeURIComponent(`{'@odata.id':'${path}'}`)}`,
          { user: 'ada' },
        )
      ).json['AccessRights'],
    /** How many of these rows a user reads. */
    reads: async (user: string, ...sets: string[]): Promise<number[]> =>
      Promise.all(
        sets.map(
          async (set) => rowsOf(await world.ask(`${set}?$select=createdon`, { user })).length,
        ),
      ),
    /** Who has which inherited rights: `<object> <principal> <mask>`. */
    inherited: async (): Promise<string[]> => {
      const shares = await world.ask('principalobjectaccessset', { user: 'ada' });
      return rowsOf(shares)
        .filter((row) => row['inheritedaccessrightsmask'] !== 0)
        .map(
          (row) =>
            `${String(row['objecttypecode'])} ${String(row['objectid'])} ${String(row['principalid'])} ${String(row['inheritedaccessrightsmask'])}`,
        )
        .sort();
    },
  };
}
