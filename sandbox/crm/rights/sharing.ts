import type { Right } from '../../seed/roles';
import type { Sql } from '../storage/sql';
import type { Table } from '../model/model';
import type { Organization } from '../organization';
import { quote } from '../storage/store';

/** Dataverse's AccessRights, in the order it writes them. */
export const accessRights: Readonly<Record<Right, number>> = {
  Read: 1,
  Write: 2,
  Append: 4,
  AppendTo: 16,
  Create: 32,
  Delete: 65_536,
  Share: 262_144,
  Assign: 524_288,
};

const places = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

/** What is shared, of itself or with the row that it belongs to, allows this. */
const allows = (right: Right): string =>
  `((accessrightsmask | inheritedaccessrightsmask) & ${accessRights[right]}) <> 0`;

/** The rows that are shared, to read, with one of these principals. */
export const sharedRows = (table: Table, principals: readonly string[], alias: string): Sql => ({
  text: `EXISTS (SELECT 1 FROM principalobjectaccess WHERE objectid = ${alias}.${quote(table.primaryId)} AND objecttypecode = ${table.abstract ? `${alias}.activitytypecode` : '?'} AND principalid IN (${places(principals)}) AND ${allows('Read')})`,
  values: table.abstract ? principals : [table.name, ...principals],
});

/** Whether the row is shared for this with one of these principals. */
export const sharedWithSome = (
  { store }: Organization,
  table: Table,
  id: string,
  principals: readonly string[],
  right: Right,
): boolean =>
  store.get(
    `SELECT 1 AS found FROM principalobjectaccess WHERE objectid = ? AND objecttypecode = ? AND principalid IN (${places(principals)}) AND ${allows(right)}`,
    [id, table.name, ...principals],
  ) !== null;
