import { guid } from '../../seed/guid';
import { besides, roles, type Depth, type Right } from '../../seed/roles';
import type { SeedRow } from '../../seed/seed';
import type { Table } from '../model/model';
import { privilegeId, privilegeName, rightsOf } from './rights';
import { depthMask } from '../model/security';
import { accessRights } from './sharing';
import type { Store } from '../storage/store';

export const roleId = (key: string): string => guid('role', key);

/** The roles of every organisation, in the topmost business unit. */
export const roleRows = (businessUnitId: string): SeedRow[] =>
  Object.entries(roles).map(([key, { label }]) => ({
    table: 'role',
    id: roleId(key),
    values: { name: label, businessunitid: businessUnitId, isinherited: 1 },
  }));

const privilegeRow = (table: Table, right: Right): SeedRow => {
  const name = privilegeName(table, right);
  const owned = table.ownership === 'user';
  return {
    table: 'privilege',
    id: privilegeId(name),
    values: {
      name,
      accessright: accessRights[right],
      canbebasic: owned,
      canbelocal: owned,
      canbedeep: owned,
      canbeglobal: true,
    },
  };
};

/** The privileges of these tables. Activities share theirs. */
export const privilegeRows = (tables: Iterable<Table>): SeedRow[] => [
  ...new Map(
    [...tables].flatMap((table) =>
      rightsOf(table).map((right): [string, SeedRow] => {
        const row = privilegeRow(table, right);
        return [row.id, row];
      }),
    ),
  ).values(),
];

/** The privileges that belong to no table. */
export const besidesRows = (): SeedRow[] =>
  besides.map((name) => ({
    table: 'privilege',
    id: privilegeId(name),
    values: {
      name,
      accessright: 0,
      canbebasic: false,
      canbelocal: false,
      canbedeep: false,
      canbeglobal: true,
    },
  }));

/** Gives the roles what they grant besides what they do on tables. */
export function grantBesides(store: Store): void {
  for (const [key, role] of Object.entries(roles))
    for (const name of role.besides ?? []) grant(store, key, name, 'Global');
}

const grant = (store: Store, role: string, privilege: string, depth: Depth): void => {
  store.run(
    'INSERT OR IGNORE INTO roleprivileges_association ("left", "right", privilegedepthmask) VALUES (?, ?, ?)',
    [roleId(role), privilegeId(privilege), depthMask[depth]],
  );
};

/** Gives the roles what they grant on these tables. */
export function grantToRoles(store: Store, tables: Iterable<Table>): void {
  for (const table of tables)
    for (const [key, role] of Object.entries(roles)) {
      const granted =
        role.tables[table.name] ?? (table.ownership === 'user' ? role.usual : role.shared);
      for (const right of rightsOf(table)) {
        const depth = granted[right];
        if (depth) grant(store, key, privilegeName(table, right), depth);
      }
    }
}
