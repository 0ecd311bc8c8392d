import type { Right } from '../seed/roles';
import type { Column, Table } from './model';
import type { Organization } from './organization';
import { lookupTarget } from './row-json';
import { quote, typeColumn, type SqlRow, type SqlValue } from './store';

interface Condition {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

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

/** A condition on row `r` that leaves the followers of rows that may be read. */
export function followingRows(
  { model }: Organization,
  follows: Column,
  visible: (table: Table) => Condition | null,
): { text: string; values: SqlValue[] } {
  const parts: string[] = [];
  const values: SqlValue[] = [];
  for (const target of follows.targets) {
    const table = model.tables.get(target);
    const condition = table && visible(table);
    if (!condition) continue;
    const key = `r.${quote(table.primaryId)}`;
    const typed =
      follows.targets.length > 1 ? `r.${quote(typeColumn(follows))} = '${target}' AND ` : '';
    parts.push(
      `(${typed}r.${quote(follows.name)} IN (SELECT ${key} FROM ${quote(target)} AS r WHERE ${condition.text}))`,
    );
    values.push(...condition.values);
  }
  return { text: parts.length ? `(${parts.join(' OR ')})` : '0', values };
}
