import type { Right } from '../../seed/roles';
import { everyRow, joined, noRow, type Sql } from '../storage/sql';
import { intersectIds } from '../model/intersect';
import type { Column, Link, Table } from '../model/model';
import type { Organization } from '../organization';
import { lookupTarget } from '../query/row-json';
import { quote, typeColumn, type SqlRow } from '../storage/store';

/** The row whose rights decide about a row that has none of its own; null: it is not there. */
export function followed(
  organization: Organization,
  { follows }: Table,
  row: SqlRow,
): { readonly table: Table; readonly row: SqlRow } | null {
  const id = follows && row[follows.name];
  const table = follows && organization.model.tables.get(lookupTarget(follows, row));
  if (!table || typeof id !== 'string') return null;
  const found = organization.store.get(
    `SELECT * FROM ${quote(table.name)} WHERE ${quote(table.primaryId)} = ?`,
    [id],
  );
  return found && { table, row: found };
}

/** Whatever is done to the follower but reading it changes the row that it belongs to. */
export const followedRight = (right: Right): Right => (right === 'Read' ? 'Read' : 'Write');

/** Whether the row named by `alias` leads, by this column, to a row of the table that fulfils the condition. */
function leadsTo(table: Table, inner: string, from: string, visible: Sql): Sql {
  if (visible.text === everyRow.text) return everyRow;
  return {
    text: `EXISTS (SELECT 1 FROM ${quote(table.name)} AS ${inner} WHERE ${inner}.${quote(table.primaryId)} = ${from} AND ${visible.text})`,
    values: visible.values,
  };
}

/** What may be read of a table, as a condition on the row named `alias`; null: nothing. */
type Visible = (table: Table, alias: string) => Sql | null;

/** A condition on the row named `alias` that leaves the followers of rows that may be read. */
export function followingRows(
  { model }: Organization,
  follows: Column,
  alias: string,
  visible: Visible,
): Sql {
  const parts = follows.targets.flatMap((target, index): Sql[] => {
    const table = model.tables.get(target);
    const inner = `${alias}_${index}`;
    const condition = table && visible(table, inner);
    if (!condition) return [];
    const leads = leadsTo(table, inner, `${alias}.${quote(follows.name)}`, condition);
    if (follows.targets.length === 1) return [leads];
    const typed = { text: `${alias}.${quote(typeColumn(follows))} = ?`, values: [target] };
    return [joined('AND', [typed, leads])];
  });
  return parts.length ? joined('OR', parts) : noRow;
}

/** A condition on the row named `alias` that leaves the pairs of which both rows may be read. */
export function pairRows(
  { model }: Organization,
  link: Link,
  alias: string,
  visible: Visible,
): Sql {
  const ids = intersectIds(link, (name) => model.tables.get(name)?.primaryId ?? '');
  const parts = [link.left, link.right].map((name, index): Sql => {
    const other = model.tables.get(name);
    const inner = `${alias}_${index}`;
    const condition = other && visible(other, inner);
    return condition
      ? leadsTo(other, inner, `${alias}.${quote(ids[index] ?? '')}`, condition)
      : noRow;
  });
  return joined('AND', parts);
}
