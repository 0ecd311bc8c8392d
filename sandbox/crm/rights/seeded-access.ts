import type { Collection, Table } from '../model/model';
import type { Organization } from '../organization';
import { quote, typeColumn } from '../storage/store';
import { everyRight, inheritedMark } from './inherited-access';

const isEmpty = ({ store }: Organization, { name }: Table): boolean =>
  store.get(`SELECT 1 AS found FROM ${quote(name)} LIMIT 1`) === null;

/** Which rows of the child go along, as {@link goesAlong} says: `c` is the child, `p` the row it refers to. */
function alongSql({ table, column }: Collection): string {
  if (column.cascade === 'UserOwned') return 'c.ownerid = p.ownerid';
  return column.cascade === 'Active' && table.columns.has('statecode') ? 'c.statecode = 0' : '1';
}

/** Notes for each child the rights that `source` hands on; answers how many rows it changed. */
function hand(
  organization: Organization,
  parent: Table,
  child: Collection,
  source: 'owner' | 'shares',
): number {
  const { table, column } = child;
  const name = `c.${quote(column.name)}`;
  const [principal, type, mask, from] =
    source === 'owner'
      ? ['p.ownerid', 'p."ownerid:type"', String(everyRight), '']
      : [
          'a.principalid',
          'a.principaltypecode',
          '(a.accessrightsmask | a.inheritedaccessrightsmask)',
          `JOIN principalobjectaccess AS a ON a.objectid = ${name} AND a.objecttypecode = '${parent.name}'`,
        ];
  const typed =
    column.targets.length > 1 ? ` AND c.${quote(typeColumn(column))} = '${parent.name}'` : '';
  return organization.store.run(
    `INSERT INTO principalobjectaccess (principalobjectaccessid, objectid, objecttypecode, principalid, principaltypecode, accessrightsmask, inheritedaccessrightsmask, changedon, versionnumber)
     SELECT substr(c.${quote(table.primaryId)}, 1, 24) || substr(${principal}, 25), c.${quote(table.primaryId)}, '${table.name}', ${principal}, ${type}, 0, ${mask} | ${inheritedMark}, ?, ?
     FROM ${quote(table.name)} AS c JOIN ${quote(parent.name)} AS p ON p.${quote(parent.primaryId)} = ${name} ${from}
     WHERE ${principal} <> c.ownerid${typed} AND ${alongSql(child)}
     ON CONFLICT (objectid, objecttypecode, principalid) DO UPDATE SET inheritedaccessrightsmask = inheritedaccessrightsmask | excluded.inheritedaccessrightsmask
     WHERE inheritedaccessrightsmask | excluded.inheritedaccessrightsmask <> inheritedaccessrightsmask`,
    [organization.timestamp(), organization.nextVersion()],
  );
}

/** What rows inherit that a seed has written: as `inheritAccess` would for each, in a few statements for all. */
export function inheritSeeded(organization: Organization): void {
  const { model } = organization;
  const filled = new Set(
    [...model.tables.values()].filter(
      (table) => table.ownership === 'user' && !isEmpty(organization, table),
    ),
  );
  const waiting = new Set<Table>();
  const handOn = (parent: Table, source: 'owner' | 'shares'): void => {
    for (const child of model.children(parent))
      if (filled.has(child.table) && hand(organization, parent, child, source) > 0)
        waiting.add(child.table);
  };
  for (const parent of filled) handOn(parent, 'owner');
  // A table that is handed something on while its turn is over gets another.
  for (const parent of waiting) {
    waiting.delete(parent);
    handOn(parent, 'shares');
  }
}
