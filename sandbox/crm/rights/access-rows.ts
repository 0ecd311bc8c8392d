import type { Table } from '../model/model';
import type { Organization } from '../organization';
import { insertRow } from '../storage/insert-row';
import type { SqlRow, SqlValue } from '../storage/store';

/** Rights on a row: those that were shared with someone, and those that come by the row it belongs to. */
export interface Masks {
  readonly accessrightsmask: number;
  readonly inheritedaccessrightsmask: number;
}

/** Whom a row is shared with, and how. */
export interface Access extends Masks {
  readonly principalid: string;
  readonly principaltypecode: string;
}

const accessOf = (row: SqlRow): Access => ({
  principalid: String(row['principalid']),
  principaltypecode: String(row['principaltypecode']),
  accessrightsmask: Number(row['accessrightsmask']),
  inheritedaccessrightsmask: Number(row['inheritedaccessrightsmask']),
});

/** Everyone whom the row is shared with. */
export const accessTo = ({ store }: Organization, table: Table, id: string): Access[] =>
  store
    .all(
      'SELECT * FROM principalobjectaccess WHERE objectid = ? AND objecttypecode = ? ORDER BY principalid',
      [id, table.name],
    )
    .map(accessOf);

/** Notes who has which rights on a row by sharing; nobody is noted without any. */
export function keepAccess(
  organization: Organization,
  table: Table,
  id: string,
  access: Access,
): void {
  const { store } = organization;
  store.run(
    'DELETE FROM principalobjectaccess WHERE objectid = ? AND objecttypecode = ? AND principalid = ?',
    [id, table.name, access.principalid],
  );
  if (!access.accessrightsmask && !access.inheritedaccessrightsmask) return;
  const rows = organization.table('principalobjectaccess');
  const values: Record<string, SqlValue> = {
    [rows.primaryId]: organization.nextId(),
    objectid: id,
    objecttypecode: table.name,
    ...access,
    changedon: organization.timestamp(),
    versionnumber: organization.nextVersion(),
  };
  insertRow(organization, rows, new Map(Object.entries(values)));
}
