import { faults } from './errors';
import type { Link, Model, Table } from './model';
import { requireAccess } from './rights';
import { quote, type SqlRow } from './store';
import type { Actor } from './write-rows';

/** An N:N relationship, seen from one of its tables. */
export interface LinkSide {
  readonly link: Link;
  readonly mine: 'left' | 'right';
  readonly theirs: 'left' | 'right';
  readonly other: Table;
}

/** The N:N relationship `name` of the table, if it has one. */
export function linkSide(model: Model, table: Table, name: string): LinkSide | null {
  const link = model.links.get(name);
  if (!link || (link.left !== table.name && link.right !== table.name)) return null;
  const mine = link.left === table.name ? 'left' : 'right';
  const theirs = mine === 'left' ? 'right' : 'left';
  const other = model.tables.get(link[theirs]);
  return other ? { link, mine, theirs, other } : null;
}

/** Links two rows. Throws where they are already. */
export function addLink(
  { organization, user }: Actor,
  { link, mine, other }: LinkSide,
  table: Table,
  row: SqlRow,
  there: SqlRow,
): void {
  requireAccess(organization, user, table, 'Append', row);
  requireAccess(organization, user, other, 'AppendTo', there);
  const ids = [row[table.primaryId] ?? null, there[other.primaryId] ?? null];
  if (mine === 'right') ids.reverse();
  const { store } = organization;
  if (store.get(`SELECT 1 AS found FROM ${quote(link.name)} WHERE "left" = ? AND "right" = ?`, ids))
    throw faults.exists();
  store.run(`INSERT INTO ${quote(link.name)} VALUES (?, ?)`, ids);
}

/** Unlinks two rows; nothing happens where they were not linked. */
export function removeLink(
  { organization, user }: Actor,
  { link, mine, other }: LinkSide,
  table: Table,
  row: SqlRow,
  there: SqlRow,
): void {
  requireAccess(organization, user, table, 'Append', row);
  requireAccess(organization, user, other, 'AppendTo', there);
  const ids = [row[table.primaryId] ?? null, there[other.primaryId] ?? null];
  if (mine === 'right') ids.reverse();
  organization.store.run(`DELETE FROM ${quote(link.name)} WHERE "left" = ? AND "right" = ?`, ids);
}
