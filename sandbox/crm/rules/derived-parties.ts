import { insertRow } from '../storage/insert-row';
import type { Column } from '../model/model';
import { lookupTarget } from '../query/row-json';
import { rowOf, type Change, type RowRule } from './row-change';
import { quote, typeColumn, type SqlRow, type SqlValue } from '../storage/store';

/** The parties that the server keeps: whom the activity regards, and who owns it. */
const derived = { regardingobjectid: 8, ownerid: 9 } as const;

export const derivedMasks: readonly number[] = Object.values(derived);

/** The address of a party, from its row. */
export const addressOfRow = (row: SqlRow | null): SqlValue =>
  row?.['emailaddress1'] ?? row?.['internalemailaddress'] ?? null;

function keep(change: Change, column: Column, mask: number): void {
  const { organization, table, id } = change;
  const { store, model } = organization;
  store.run('DELETE FROM activityparty WHERE activityid = ? AND participationtypemask = ?', [
    id,
    mask,
  ]);
  const row = rowOf(change);
  const party = organization.table('activityparty');
  const target = model.tables.get(lookupTarget(column, row));
  const other = row[column.name];
  if (typeof other !== 'string' || !target) return;
  if (!party.columns.get('partyid')?.targets.includes(target.name)) return;
  const found = store.get(
    `SELECT * FROM ${quote(target.name)} WHERE ${quote(target.primaryId)} = ?`,
    [other],
  );
  const activity = party.columns.get('activityid') as Column;
  insertRow(
    organization,
    party,
    new Map<string, SqlValue>([
      [party.primaryId, organization.nextId()],
      ['activityid', id],
      [typeColumn(activity), table.name],
      ['partyid', other],
      ['partyid:type', target.name],
      ['participationtypemask', mask],
      ['addressused', addressOfRow(found)],
      ['versionnumber', organization.nextVersion()],
    ]),
  );
}

/** Keeps the owner and the regarded row of an activity among its parties. */
export const derivedParties: RowRule = {
  applies: ({ activity }) => activity,
  after(change) {
    for (const [name, mask] of Object.entries(derived)) {
      const column = change.table.columns.get(name);
      if (column && change.values.has(name)) keep(change, column, mask);
    }
  },
};
