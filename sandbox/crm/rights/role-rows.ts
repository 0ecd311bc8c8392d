import { guid } from '../../seed/guid';
import { roles, type Right } from '../../seed/roles';
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

/** Gives the roles what they grant on these tables. */
export function grantToRoles(store: Store, tables: Iterable<Table>): void {
  for (const table of tables)
    for (const [key, role] of Object.entries(roles)) {
      const grant =
        role.tables[table.name] ?? (table.ownership === 'user' ? role.usual : role.shared);
      for (const right of rightsOf(table)) {
        const depth = grant[right];
        if (depth)
          store.run(
            'INSERT OR IGNORE INTO roleprivileges_association ("left", "right", privilegedepthmask) VALUES (?, ?, ?)',
            [roleId(key), privilegeId(privilegeName(table, right)), depthMask[depth]],
          );
      }
    }
}
