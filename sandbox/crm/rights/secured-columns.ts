import { roleId } from './role-rows';
import { CrmFault } from '../errors';
import type { Column, Table } from '../model/model';
import type { Organization } from '../organization';
import type { Principal } from '../model/security';
import type { SqlRow, SqlValue } from '../storage/store';

export type Permission = 'canread' | 'cancreate' | 'canupdate';

/** What profiles allow the principal and their teams on a table's columns: `canread/governmentid`. */
function allowed(organization: Organization, principal: Principal, table: Table): Set<string> {
  const { security, store } = organization;
  const key = `columns/${principal.id}/${table.name}`;
  const known = security.known.get(key) as Set<string> | undefined;
  if (known) return known;
  const whom = [principal.id, ...security.teamsOf(principal).map(({ id }) => id)];
  const rows = store.all(
    'SELECT attributelogicalname AS name, canread, cancreate, canupdate FROM fieldpermission WHERE entityname = ? AND fieldsecurityprofileid IN (SELECT "left" FROM systemuserprofiles_association WHERE "right" = ? UNION SELECT "left" FROM teamprofiles_association WHERE "right" IN (SELECT value FROM json_each(?)))',
    [table.name, principal.id, JSON.stringify(whom)],
  );
  const found = new Set(
    rows.flatMap((row) =>
      (['canread', 'cancreate', 'canupdate'] as const)
        .filter((permission) => row[permission] === 4)
        .map((permission) => `${permission}/${String(row['name'])}`),
    ),
  );
  security.known.set(key, found);
  return found;
}

/** Administrators are in a profile of their own that allows everything. */
const administers = ({ security }: Organization, principal: Principal): boolean =>
  [principal, ...security.teamsOf(principal)].some((each) =>
    security.hasRole(each, roleId('administrator')),
  );

/** Whether the principal may do this with the column; with one that is not secured everybody may. */
export const mayColumn = (
  organization: Organization,
  principal: Principal,
  table: Table,
  column: Column,
  permission: Permission,
): boolean =>
  !column.secured ||
  // Under another name it comes out of a query, which has left it empty.
  table.columns.get(column.name) !== column ||
  administers(organization, principal) ||
  allowed(organization, principal, table).has(`${permission}/${column.name}`);

/** Whether the column shows as empty, in rows and in conditions alike. */
export const isHidden = (
  organization: Organization,
  principal: Principal,
  table: Table,
  column: Column,
): boolean => !mayColumn(organization, principal, table, column, 'canread');

/** The row as the principal sees it: what is hidden is empty. */
export const seenBy = (
  organization: Organization,
  principal: Principal,
  table: Table,
  row: SqlRow,
): SqlRow => ({
  ...row,
  ...Object.fromEntries(
    [...table.columns.values()]
      .filter((column) => isHidden(organization, principal, table, column))
      .map(({ name }) => [name, null]),
  ),
});

/** Throws where a write touches a secured column that the user may not write. Codes and texts: Microsoft's list. */
export function checkSecured(
  organization: Organization,
  principal: Principal,
  table: Table,
  values: ReadonlyMap<string, SqlValue>,
  creating: boolean,
): void {
  for (const name of values.keys()) {
    const column = table.columns.get(name);
    if (!column?.secured) continue;
    if (mayColumn(organization, principal, table, column, creating ? 'cancreate' : 'canupdate'))
      continue;
    throw creating
      ? new CrmFault(
          403,
          '0x8004f502',
          'The user does not have create permissions to a secured field. The requested operation could not be completed.',
        )
      : new CrmFault(
          403,
          '0x8004f507',
          "The user doesn't have AttributePrivilegeUpdate and not granted shared access for a secured attribute during update operation",
        );
  }
}
