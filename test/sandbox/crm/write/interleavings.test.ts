import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { long, seedOr } from '../../../chance';
import { id, onlyNew, rowsOf, start, type Reply, type World } from '../world';

const users = ['dana', 'omar', 'ada', 'noor'] as const;
type Name = (typeof users)[number];
const team = id(900);
const missing = id(999);

type Command =
  | {
      readonly do: 'create';
      readonly row: number;
      readonly by: Name;
      readonly owner: Name | 'team';
    }
  | { readonly do: 'update' | 'delete' | 'child'; readonly row: number; readonly by: Name }
  | { readonly do: 'assign'; readonly row: number; readonly to: Name | 'team' }
  | {
      readonly do: 'share';
      readonly row: number;
      readonly to: Name | 'team';
      readonly write: boolean;
    }
  | { readonly do: 'unshare'; readonly row: number; readonly to: Name | 'team' }
  | { readonly do: 'changeSet'; readonly row: number; readonly fails: boolean }
  | { readonly do: 'join' | 'leave'; readonly who: Name }
  | { readonly do: 'begin' }
  | { readonly do: 'follow'; readonly at: number };

const row = fc.integer({ min: 1, max: 4 });
// Who may do everything does most.
const name = fc.constantFrom<Name>(...users, 'ada', 'ada');
const owner = fc.constantFrom<Name | 'team'>(...users, 'team', 'team');
const command = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('create' as const), row, by: name, owner }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('update', 'delete', 'child', 'child'),
      row,
      by: name,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('assign' as const), row, to: owner }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('share' as const),
      row,
      to: owner,
      write: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unshare' as const), row, to: owner }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('changeSet' as const), row, fails: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('join', 'leave'), who: name }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('begin' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('follow' as const), at: fc.nat(5) }) },
) as fc.Arbitrary<Command>;

interface Row {
  readonly owner: string;
  /** Principal to whether it may write. */
  readonly shares: Map<string, boolean>;
}

/** What a client knew when it asked, and what went since. */
interface Bookmark {
  readonly link: string;
  readonly etags: ReadonlyMap<string, number>;
  readonly gone: Set<string>;
}

const tables = ['accounts', 'contacts'] as const;
const idOfRow = (table: string, each: Record<string, unknown>): string =>
  String(each[table === 'accounts' ? 'accountid' : 'contactid']);

class Run {
  readonly accounts = new Map<string, Row>();
  /** Contacts with the account they belong to. */
  readonly contacts = new Map<string, string>();
  readonly members = new Set<string>();
  readonly bookmarks: { table: (typeof tables)[number]; mark: Bookmark }[] = [];
  etags = new Map<string, number>();
  highest = 0;
  #n = 0;

  constructor(
    readonly world: World,
    readonly ids: Readonly<Record<Name | 'team', string>>,
  ) {}

  #send(method: string, path: string, body: object | undefined, user: Name, headers = {}) {
    return this.world.ask(path, { method, user, headers, ...(body ? { body } : {}) });
  }

  #path(to: Name | 'team'): string {
    return to === 'team' ? `teams(${team})` : `systemusers(${this.ids[to]})`;
  }

  #principal(to: Name | 'team'): object {
    return to === 'team'
      ? { '@odata.type': 'Microsoft.Dynamics.CRM.team', teamid: team }
      : { '@odata.type': 'Microsoft.Dynamics.CRM.systemuser', systemuserid: this.ids[to] };
  }

  #buried(table: string, gone: string): void {
    for (const each of this.bookmarks) if (each.table === table) each.mark.gone.add(gone);
  }

  #born(table: string, there: string): void {
    for (const each of this.bookmarks) if (each.table === table) each.mark.gone.delete(there);
  }

  /** Who the user is where rows are owned by people and teams, or shared with them. */
  #selves(user: Name): string[] {
    return [this.ids[user], ...(this.members.has(user) ? [team] : [])];
  }

  reaches(user: Name, { owner: whose, shares }: Row, writing: boolean): boolean {
    if (user === 'ada' || (user === 'noor' && !writing)) return true;
    const selves = this.#selves(user);
    // noor may write by the role of the team alone.
    if (user === 'noor' && !this.members.has(user)) return false;
    return (
      selves.includes(whose) ||
      (user === 'omar' && [this.ids.dana, this.ids.omar].includes(whose)) ||
      selves.some((self) => (writing ? shares.get(self) === true : shares.has(self)))
    );
  }

  async step(it: Command): Promise<void> {
    this.#n += 1;
    const account = 'row' in it ? id(it.row) : '';
    const path = `accounts(${account})`;
    const there = this.accounts.get(account);
    switch (it.do) {
      case 'create': {
        const answer = await this.#send(
          'PATCH',
          path,
          { name: `Row ${this.#n}`, 'ownerid@odata.bind': this.#path(it.owner) },
          it.by,
          onlyNew,
        );
        if (there) expect(answer.status).not.toBe(204);
        if (answer.status === 204) {
          this.accounts.set(account, { owner: this.ids[it.owner], shares: new Map() });
          this.#born('accounts', account);
        }
        return;
      }
      case 'update': {
        const answer = await this.#send('PATCH', path, { name: `Row ${this.#n}` }, it.by, {
          'If-Match': '*',
        });
        const may = there !== undefined && this.reaches(it.by, there, true);
        expect([it, answer.status === 204]).toEqual([it, may]);
        return;
      }
      case 'delete': {
        const answer = await this.#send('DELETE', path, undefined, it.by);
        if (answer.status === 204) this.#forget(account);
        return;
      }
      case 'child': {
        const contact = id(100 + it.row);
        const answer = await this.#send(
          'PATCH',
          `contacts(${contact})`,
          { lastname: `Row ${this.#n}`, 'parentcustomerid_account@odata.bind': path },
          it.by,
          onlyNew,
        );
        if (answer.status === 204) {
          this.contacts.set(contact, account);
          this.#born('contacts', contact);
        }
        return;
      }
      case 'assign': {
        const body = { 'ownerid@odata.bind': this.#path(it.to) };
        const answer = await this.#send('PATCH', path, body, 'ada', { 'If-Match': '*' });
        expect(answer.status).toBe(there ? 204 : 404);
        if (there) this.accounts.set(account, { ...there, owner: this.ids[it.to] });
        return;
      }
      case 'share':
      case 'unshare': {
        const Target = { '@odata.type': 'Microsoft.Dynamics.CRM.account', accountid: account };
        const Principal = this.#principal(it.to);
        const answer =
          it.do === 'share'
            ? await this.#send(
                'POST',
                'ModifyAccess',
                {
                  Target,
                  PrincipalAccess: {
                    Principal,
                    AccessMask: it.write ? 'ReadAccess, WriteAccess' : 'ReadAccess',
                  },
                },
                'ada',
              )
            : await this.#send('POST', 'RevokeAccess', { Target, Revokee: Principal }, 'ada');
        expect(answer.status).toBe(there ? 204 : 404);
        if (it.do === 'share') there?.shares.set(this.ids[it.to], it.write);
        else there?.shares.delete(this.ids[it.to]);
        return;
      }
      case 'changeSet':
        return this.#changeSet(account, it.fails);
      case 'join':
      case 'leave': {
        const action = it.do === 'join' ? 'AddMembersTeam' : 'RemoveMembersTeam';
        const body = { Members: [this.#principal(it.who)] };
        await this.#send('POST', `teams(${team})/Microsoft.Dynamics.CRM.${action}`, body, 'ada');
        if (it.do === 'join') this.members.add(it.who);
        else this.members.delete(it.who);
        return;
      }
      case 'begin':
        for (const table of tables) {
          const select = table === 'accounts' ? 'name' : 'lastname';
          const answer = await this.#send('GET', `${table}?$select=${select}`, undefined, 'ada', {
            Prefer: 'odata.track-changes',
          });
          this.bookmarks.push({ table, mark: this.#mark(answer, table) });
        }
        return;
      case 'follow': {
        const bookmark = this.bookmarks[it.at % Math.max(1, this.bookmarks.length)];
        if (bookmark) await this.#follow(bookmark);
      }
    }
  }

  #forget(account: string): void {
    this.accounts.delete(account);
    this.#buried('accounts', account);
    for (const [contact, parent] of this.contacts)
      if (parent === account) {
        this.contacts.delete(contact);
        this.#buried('contacts', contact);
      }
  }

  /** Changes the account, deletes it, and (where it fails) touches one that is not there. */
  async #changeSet(account: string, fails: boolean): Promise<void> {
    const part = (contentId: number, line: string, body: string): string[] => [
      '--c',
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      `Content-ID: ${contentId}`,
      '',
      `${line} HTTP/1.1`,
      'Content-Type: application/json',
      'If-Match: *',
      '',
      body,
    ];
    const parts = [
      ...part(1, `PATCH /api/data/v9.2/accounts(${account})`, '{"name":"Set"}'),
      ...part(2, `DELETE /api/data/v9.2/accounts(${account})`, ''),
      ...(fails ? part(3, `PATCH /api/data/v9.2/accounts(${missing})`, '{"name":"No"}') : []),
    ];
    const head = ['--b', 'Content-Type: multipart/mixed; boundary=c', ''];
    const answer = await this.world.ask('$batch', {
      method: 'POST',
      user: 'ada',
      headers: { 'Content-Type': 'multipart/mixed; boundary=b' },
      body: [...head, ...parts, '--c--', '--b--', ''].join('\r\n'),
    });
    const done = this.accounts.has(account) && !fails;
    expect(answer.status).toBe(done ? 200 : 404);
    if (done) this.#forget(account);
  }

  #mark(answer: Reply, table: string): Bookmark {
    return {
      link: String(answer.json['@odata.deltaLink']),
      etags: new Map([...this.etags].filter(([key]) => key.startsWith(table))),
      gone: new Set(),
    };
  }

  async #follow({ table, mark }: { table: string; mark: Bookmark }): Promise<void> {
    const answer = await this.#send('GET', mark.link, undefined, 'ada');
    expect(answer.status).toBe(200);
    const rows = rowsOf(answer);
    const changed = [...this.etags]
      .filter(([key, etag]) => key.startsWith(table) && mark.etags.get(key) !== etag)
      .sort((one, other) => one[1] - other[1])
      .map(([key]) => key.split('/')[1]);
    const deletions = rows.filter((each) => each['reason'] === 'deleted');
    // Changes by version, deletions after them: all there are, and no more.
    expect(
      rows.slice(0, rows.length - deletions.length).map((each) => idOfRow(table, each)),
    ).toEqual(changed);
    expect(new Set(deletions.map((each) => each['id']))).toEqual(mark.gone);
    expect(rows.slice(rows.length - deletions.length)).toEqual(deletions);
  }

  async check(): Promise<void> {
    for (const user of users) {
      const listed = rowsOf(await this.#send('GET', 'accounts?$select=name', undefined, user));
      const expected = [...this.accounts].filter(([, each]) => this.reaches(user, each, false));
      expect([user, listed.map((each) => each['accountid'])]).toEqual([
        user,
        expected.map(([key]) => key).sort(),
      ]);
    }
    const now = new Map<string, number>();
    for (const table of tables)
      for (const each of rowsOf(await this.#send('GET', table, undefined, 'ada')))
        now.set(
          `${table}/${idOfRow(table, each)}`,
          Number(/\d+/.exec(String(each['@odata.etag']))?.[0]),
        );
    expect([...now.keys()].filter((key) => key.startsWith('contacts')).sort()).toEqual(
      [...this.contacts.keys()].map((key) => `contacts/${key}`).sort(),
    );
    for (const [key, etag] of now)
      if (etag !== this.etags.get(key)) expect(etag).toBeGreaterThan(this.highest);
    this.highest = Math.max(this.highest, ...now.values());
    this.etags = now;
  }
}

async function begin(world: World): Promise<Run> {
  await world.sandbox('POST reset', { seed: 'empty' });
  const who = async (user: Name): Promise<Record<string, unknown>> =>
    (await world.ask('WhoAmI', { user })).json;
  const [dana, omar, ada, noor] = await Promise.all(
    users.map(async (user) => String((await who(user))['UserId'])),
  );
  const ids = { dana, omar, ada, noor, team } as Record<Name | 'team', string>;
  const made = await world.ask(`teams(${team})`, {
    method: 'PATCH',
    headers: onlyNew,
    body: { name: 'Night shift' },
    user: 'ada',
  });
  expect(made.status).toBe(204);
  const [role] = rowsOf(await world.ask("roles?$filter=name eq 'Salesperson'", { user: 'ada' }));
  await world.ask(`teams(${team})/teamroles_association/$ref`, {
    method: 'POST',
    body: { '@odata.id': `roles(${String(role?.['roleid'])})` },
    user: 'ada',
  });
  return new Run(world, ids);
}

describe('whatever happens, and whoever does it', () => {
  it('shows each user the rows that are theirs, and tells followers every change', async () => {
    const world = await start();
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(command, { minLength: 20, maxLength: 50 }), async (commands) => {
          const run = await begin(world);
          for (const it of commands) {
            await run.step(it);
            await run.check();
          }
          for (let at = 0; at < run.bookmarks.length; at += 1) await run.step({ do: 'follow', at });
        }),
        {
          seed: seedOr(20260512),
          numRuns: long ? 100 : 20,
        },
      );
    } finally {
      await world.crm.close();
    }
  }, 600_000);
});
