import { CrmFault } from '../errors';
import type { Column, Table } from '../model/model';
import { lookupTarget } from '../query/row-json';
import { quote, type SqlRow } from '../storage/store';
import { rowOf, type Change, type RowRule } from './row-change';

/** AccountLoopBeingCreated and ContactLoopBeingCreated of Microsoft's list; for other tables it has no code. */
const codes: Readonly<Record<string, string>> = { account: '0x80040507', contact: '0x8004050a' };

const loop = ({ name, pluralLabel }: Table): CrmFault =>
  new CrmFault(
    400,
    codes[name] ?? '0x80040203',
    `Creating this parental association would create a loop in ${pluralLabel} hierarchy.`,
  );

/** Lookups by which a row of the table goes with another of the same table. */
const hierarchies = (table: Table): Column[] =>
  [...table.columns.values()].filter(
    ({ cascade, targets }) => cascade !== 'NoCascade' && targets.includes(table.name),
  );

function refuseLoop({ organization: { store }, table, id }: Change, column: Column, row: SqlRow) {
  const seen = new Set<string>();
  for (let at: SqlRow | null = row; at && lookupTarget(column, at) === table.name;) {
    const above = at[column.name];
    if (typeof above !== 'string' || seen.has(above)) return;
    if (above === id) throw loop(table);
    seen.add(above);
    at = store.get(`SELECT * FROM ${quote(table.name)} WHERE ${quote(table.primaryId)} = ?`, [
      above,
    ]);
  }
}

/** No row goes with itself, however long the way. */
export const hierarchyLoops: RowRule = {
  applies: (table) => hierarchies(table).length > 0,
  before(change) {
    if (!change.before) return;
    for (const column of hierarchies(change.table))
      if (change.values.has(column.name)) refuseLoop(change, column, rowOf(change));
  },
};
