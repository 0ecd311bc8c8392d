import { faults } from '../errors';
import type { Column, Table } from '../model/model';
import { inheritAccess } from '../rights/inherited-access';
import { requireAccess } from '../rights/rights';
import { afterDelete } from '../rules/row-rules';
import { quote, typeColumn, type SqlRow } from '../storage/store';
import { bury } from '../storage/tombstones';
import { requireMessage, touch, type Actor } from './write-rows';

/** Deletes a row, and what goes with it. */
export function deleteRow(actor: Actor, table: Table, before: SqlRow): void {
  requireMessage(table, 'Delete');
  requireAccess(actor.organization, actor.user, table, 'Delete', before);
  removeRow(actor, table, before);
}

function removeRow(actor: Actor, table: Table, before: SqlRow): void {
  const { organization, user } = actor;
  const id = String(before[table.primaryId]);
  const { store, model } = organization;
  store.run(`DELETE FROM ${quote(table.name)} WHERE ${quote(table.primaryId)} = ?`, [id]);
  bury(organization, table, id);
  for (const link of model.links.values()) {
    if (link.over) continue;
    if (link.left === table.name)
      store.run(`DELETE FROM ${quote(link.name)} WHERE "left" = ?`, [id]);
    if (link.right === table.name)
      store.run(`DELETE FROM ${quote(link.name)} WHERE "right" = ?`, [id]);
  }
  for (const other of model.tables.values())
    for (const column of other.columns.values())
      if (column.targets.includes(table.name)) release(actor, table, id, other, column);
  afterDelete({ organization, user, table, id, before });
}

/** What becomes of the rows that referred to a deleted one. */
function release(actor: Actor, table: Table, id: string, other: Table, column: Column): void {
  const typed = column.targets.length > 1;
  const rows = actor.organization.store.all(
    `SELECT * FROM ${quote(other.name)} WHERE ${quote(column.name)} = ?${typed ? ` AND ${quote(typeColumn(column))} = ?` : ''}`,
    typed ? [id, table.name] : [id],
  );
  if (rows.length && column.onDelete === 'Restrict') throw faults.restricted();
  for (const row of rows) {
    if (column.onDelete === 'Cascade')
      (other.follows === column || other.readOnly ? removeRow : deleteRow)(actor, other, row);
    else {
      const left = String(row[other.primaryId]);
      touch(
        actor,
        other,
        left,
        new Map([
          [column.name, null],
          ...(typed ? [[typeColumn(column), null] as [string, null]] : []),
        ]),
      );
      if (column.cascade !== 'NoCascade') inheritAccess(actor.organization, other, left);
    }
  }
}
