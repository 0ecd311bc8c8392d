import { cascades, type Column, type Table } from '../model/model';
import type { Organization } from '../organization';
import { lookupTarget } from '../query/row-json';
import { quote, typeColumn, type SqlRow, type SqlValue } from '../storage/store';
import { accessTo, keepAccess, type Access } from './access-rows';
import { accessRights } from './sharing';

/** What an owner may do. */
export const everyRight = Object.entries(accessRights)
  .filter(([right]) => right !== 'Create')
  .reduce((sum, [, mask]) => sum + mask, 0);

/** Marks a mask of inherited rights: 135069719 is every right of an owner, as Dataverse writes it. */
export const inheritedMark = 0x0800_0000;

/** A row and its table. */
export interface Placed {
  readonly table: Table;
  readonly row: SqlRow;
}

/** Whether a row is one of those that go with the one of this owner that it refers to. */
export const goesAlong = ({ cascade }: Column, row: SqlRow, owner: SqlValue): boolean =>
  cascade === 'Cascade' ||
  (cascade === 'Active' && (row['statecode'] ?? 0) === 0) ||
  (cascade === 'UserOwned' && row['ownerid'] === owner);

/** The rows that refer to this one by a lookup that cascades. */
export const childrenOf = (
  { model, store }: Organization,
  table: Table,
  id: string,
): (Placed & { readonly column: Column })[] =>
  model.children(table).flatMap((child) => {
    const name = quote(child.column.name);
    const typed = child.column.targets.length > 1;
    return store
      .all(
        `SELECT * FROM ${quote(child.table.name)} WHERE ${name} = ?${typed ? ` AND ${quote(typeColumn(child.column))} = ?` : ''}`,
        typed ? [id, table.name] : [id],
      )
      .map((row) => ({ ...child, row }));
  });

const rowOf = ({ store }: Organization, table: Table, id: SqlValue): SqlRow | null =>
  store.get(`SELECT * FROM ${quote(table.name)} WHERE ${quote(table.primaryId)} = ?`, [id]);

/** The row that this one goes with by the column. */
function parentOf(organization: Organization, column: Column, row: SqlRow): Placed | null {
  const id = row[column.name] ?? null;
  if (id === null) return null;
  const table = organization.model.tables.get(lookupTarget(column, row));
  if (!table || !cascades(column, table)) return null;
  const found = rowOf(organization, table, id);
  return found && { table, row: found };
}

/** What the rows that go with this one inherit: all that its owner may do, and what it is shared for. */
function handedOn(organization: Organization, { table, row }: Placed): Access[] {
  const owner: Access = {
    principalid: String(row['ownerid']),
    principaltypecode: String(row['ownerid:type']),
    accessrightsmask: 0,
    inheritedaccessrightsmask: everyRight,
  };
  const shared = accessTo(organization, table, String(row[table.primaryId]));
  return [owner, ...shared].map(({ accessrightsmask, inheritedaccessrightsmask, ...whom }) => ({
    ...whom,
    accessrightsmask: 0,
    inheritedaccessrightsmask: (accessrightsmask | inheritedaccessrightsmask) & ~inheritedMark,
  }));
}

/** Writes down what a row inherits now; true: that is not what it inherited before. */
function settle(organization: Organization, { table, row }: Placed): boolean {
  const id = String(row[table.primaryId]);
  const before = new Map(
    accessTo(organization, table, id).map((access) => [access.principalid, access]),
  );
  const after = new Map(
    [...before].map(([key, access]) => [key, { ...access, inheritedaccessrightsmask: 0 }]),
  );
  for (const column of table.columns.values()) {
    const parent = parentOf(organization, column, row);
    if (!parent) continue;
    const reached = goesAlong(column, row, parent.row['ownerid'] ?? null);
    for (const given of handedOn(organization, parent)) {
      const { principalid, inheritedaccessrightsmask: mask } = given;
      if (principalid === row['ownerid']) continue;
      const had = before.get(principalid)?.inheritedaccessrightsmask ?? 0;
      // Out of the cascade's reach a row keeps what it inherited before, as long as the other has it.
      const kept = reached ? mask : mask & had;
      const sum = after.get(principalid) ?? { ...given, inheritedaccessrightsmask: 0 };
      const all = sum.inheritedaccessrightsmask | kept;
      after.set(principalid, { ...sum, inheritedaccessrightsmask: all && all | inheritedMark });
    }
  }
  const changed = [...after.values()].filter(
    ({ principalid, inheritedaccessrightsmask }) =>
      inheritedaccessrightsmask !== (before.get(principalid)?.inheritedaccessrightsmask ?? 0),
  );
  for (const access of changed) keepAccess(organization, table, id, access);
  return changed.length > 0;
}

function settleAll(organization: Organization, rows: readonly Placed[]): void {
  const waiting = [...rows];
  for (let next = waiting.shift(); next; next = waiting.shift())
    if (settle(organization, next))
      waiting.push(...childrenOf(organization, next.table, String(next.row[next.table.primaryId])));
}

/** After a row has got another parent or owner: what it inherits, and what it hands on of that. */
export function inheritAccess(organization: Organization, table: Table, id: string): void {
  const row = rowOf(organization, table, id);
  if (row) settleAll(organization, [{ table, row }]);
}

/**
 * After a row's owner or shares have changed: what the rows inherit that go with it. The owner has every right
 * on them, whoever it is shared with the same rights as on it, and so on below.
 * Sources: Microsoft's "Configure table relationship cascading behavior" (Share, Unshare, Reparent) and its
 * blog's "Behavior Change in Cascading Assign", where three owners in a line show how far it reaches.
 */
export const passAccess = (organization: Organization, table: Table, id: string): void =>
  settleAll(organization, childrenOf(organization, table, id));
