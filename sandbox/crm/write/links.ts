import { faults } from '../errors';
import type { Link, Model, Table } from '../model/model';
import { requireAccess } from '../rights/rights';
import { quote, type SqlRow } from '../storage/store';
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

/** Links two rows, or unlinks them. Throws where rows that shall be linked are already. */
export function changeLink(
  { organization, user }: Actor,
  { link, mine, other }: LinkSide,
  rows: { readonly table: Table; readonly row: SqlRow; readonly there: SqlRow },
  linked: boolean,
): void {
  const { table, row, there } = rows;
  if (link.readOnly) throw faults.noMessage(linked ? 'Associate' : 'Disassociate', link.intersect);
  requireAccess(organization, user, table, 'Append', row);
  requireAccess(organization, user, other, 'AppendTo', there);
  const ids = [row[table.primaryId] ?? null, there[other.primaryId] ?? null];
  if (mine === 'right') ids.reverse();
  const { store } = organization;
  const name = quote(link.name);
  const pair = '"left" = ? AND "right" = ?';
  if (!linked) store.run(`DELETE FROM ${name} WHERE ${pair}`, ids);
  else if (store.get(`SELECT 1 AS found FROM ${name} WHERE ${pair}`, ids)) throw faults.exists();
  else store.run(`INSERT INTO ${name} VALUES (?, ?)`, ids);
}
