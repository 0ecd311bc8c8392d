import type { Depth } from '../../seed/roles';
import type { SqlRow, Store } from '../storage/store';

/** Who owns rows, has roles, and gets rows shared. */
export interface Principal {
  readonly id: string;
  readonly type: 'systemuser' | 'team';
  readonly businessUnitId: string;
}

/** Someone who signs in, and what tests changed about them. */
export interface User extends Principal {
  /** Sign-in name: the user name before its `@`. */
  readonly name: string;
  readonly disabled: boolean;
  /** Privileges that differ from the roles: name to depth, null for none. */
  readonly privileges: Readonly<Record<string, Depth | null>>;
  /** Tokens of this user that have expired: the next one carries this number. */
  readonly expired: number;
}

export interface Team extends Principal {
  /** Only owner teams own rows. */
  readonly owner: boolean;
}

export interface RoleGrants {
  readonly privileges: ReadonlyMap<string, Depth>;
  /** Whether a team's members hold user-level privileges of its role for what they own themselves. */
  readonly inherited: boolean;
}

export type SignIn = Pick<User, 'privileges' | 'expired'>;

/** What the organisation keeps of its users beside their rows: by id. */
export const readSignIns = (store: Store): Record<string, SignIn> =>
  JSON.parse(store.setting('signins') ?? '{}') as Record<string, SignIn>;

const depths: Readonly<Record<number, Depth>> = { 1: 'Basic', 2: 'Local', 4: 'Deep', 8: 'Global' };
export const depthMask: Readonly<Record<Depth, number>> = {
  Basic: 1,
  Local: 2,
  Deep: 4,
  Global: 8,
};

/** What is read here: each write to one of these makes it out of date. */
const watched = [
  'systemuser',
  'team',
  'businessunit',
  'role',
  'privilege',
  'roleprivileges_association',
  'teammembership_association',
  'systemuserroles_association',
  'teamroles_association',
  'fieldpermission',
  'systemuserprofiles_association',
  'teamprofiles_association',
];

/** Lets the setting `security` change with everything that rights depend on, and back with a rollback. */
export function watchSecurity(store: Store): void {
  store.setSetting('security', '');
  store.onWrite(
    watched,
    `UPDATE "_setting" SET value = hex(randomblob(8)) WHERE name = 'security'`,
  );
}

const signInName = (row: SqlRow): string => String(row['domainname'] ?? '').replace(/@.*$/, '');

/** Users, teams, units and roles as they stand in the database. */
export class Security {
  readonly users: ReadonlyMap<string, User>;
  readonly teams: ReadonlyMap<string, Team>;
  readonly #byName: ReadonlyMap<string, User>;
  readonly #parents: ReadonlyMap<string, string | null>;
  readonly #roles: ReadonlyMap<string, RoleGrants>;
  readonly #rolesOf: ReadonlyMap<string, readonly string[]>;
  readonly #teamsOf: ReadonlyMap<string, readonly string[]>;
  /** What others have worked out from this state. */
  readonly known = new Map<string, unknown>();

  constructor(store: Store) {
    const signIns = readSignIns(store);
    const pairs = (link: string, key: 'left' | 'right'): Map<string, string[]> => {
      const found = new Map<string, string[]>();
      const value = key === 'left' ? 'right' : 'left';
      for (const row of store.all(`SELECT "left", "right" FROM "${link}"`)) {
        const list = found.get(String(row[key]));
        if (list) list.push(String(row[value]));
        else found.set(String(row[key]), [String(row[value])]);
      }
      return found;
    };
    const users = store
      .all('SELECT systemuserid, domainname, businessunitid, isdisabled FROM systemuser')
      .map((row): User => {
        const id = String(row['systemuserid']);
        return {
          id,
          type: 'systemuser',
          name: signInName(row),
          businessUnitId: String(row['businessunitid']),
          disabled: row['isdisabled'] === 1,
          ...(signIns[id] ?? { privileges: {}, expired: 0 }),
        };
      });
    this.users = new Map(users.map((user) => [user.id, user]));
    this.#byName = new Map(users.reverse().map((user) => [user.name, user]));
    this.teams = new Map(
      store.all('SELECT teamid, businessunitid, teamtype FROM team').map((row): [string, Team] => {
        const id = String(row['teamid']);
        return [
          id,
          {
            id,
            type: 'team',
            businessUnitId: String(row['businessunitid']),
            owner: row['teamtype'] !== 1,
          },
        ];
      }),
    );
    this.#parents = new Map(
      store
        .all('SELECT businessunitid, parentbusinessunitid FROM businessunit')
        .map((row) => [
          String(row['businessunitid']),
          row['parentbusinessunitid'] === null ? null : String(row['parentbusinessunitid']),
        ]),
    );
    const grants = new Map<string, Map<string, Depth>>();
    for (const row of store.all(
      'SELECT l."left" AS role, p.name, l.privilegedepthmask AS mask FROM roleprivileges_association AS l JOIN privilege AS p ON p.privilegeid = l."right"',
    )) {
      const role = String(row['role']);
      let granted = grants.get(role);
      if (!granted) grants.set(role, (granted = new Map<string, Depth>()));
      const depth = depths[Number(row['mask'])];
      if (depth) granted.set(String(row['name']), depth);
    }
    this.#roles = new Map(
      store.all('SELECT roleid, isinherited FROM role').map((row) => [
        String(row['roleid']),
        {
          privileges: grants.get(String(row['roleid'])) ?? new Map<string, Depth>(),
          inherited: row['isinherited'] !== 0,
        },
      ]),
    );
    this.#rolesOf = new Map([
      ...pairs('systemuserroles_association', 'right'),
      ...pairs('teamroles_association', 'right'),
    ]);
    this.#teamsOf = pairs('teammembership_association', 'right');
  }

  user(name: string): User | undefined {
    return this.#byName.get(name);
  }

  get userNames(): string[] {
    return [...this.#byName.keys()];
  }

  principal(id: string): Principal | undefined {
    return this.users.get(id) ?? this.teams.get(id);
  }

  /** The teams that the user is a member of; a team is in none. */
  teamsOf(principal: Principal): readonly Team[] {
    return (this.#teamsOf.get(principal.id) ?? []).flatMap((id) => this.teams.get(id) ?? []);
  }

  /** The principal's own roles, without those of their teams. */
  rolesOf(principal: Principal): readonly RoleGrants[] {
    return (this.#rolesOf.get(principal.id) ?? []).flatMap((id) => this.#roles.get(id) ?? []);
  }

  hasRole(principal: Principal, roleId: string): boolean {
    return this.#rolesOf.get(principal.id)?.includes(roleId) ?? false;
  }

  /** The business unit and those below it. */
  unitsBelow(id: string): string[] {
    const found = [id];
    // Grows while it is walked; a unit is its own ancestor in no organisation, but would end here too.
    for (const unit of found)
      for (const [child, parent] of this.#parents)
        if (parent === unit && !found.includes(child)) found.push(child);
    return found;
  }
}
