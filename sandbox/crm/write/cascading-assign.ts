import type { Table } from '../model/model';
import type { Organization } from '../organization';
import { childrenOf, goesAlong, type Placed } from '../rights/inherited-access';
import { requireAccess } from '../rights/rights';
import type { SqlRow, SqlValue } from '../storage/store';
import type { Actor } from './write-rows';

/** The rows that go with this one when it is assigned, those above first, each once. */
function rowsBelow(organization: Organization, table: Table, row: SqlRow): Placed[] {
  const idOf = (placed: Placed): string => String(placed.row[placed.table.primaryId]);
  const top = { table, row };
  const seen = new Set([`${table.name}/${idOf(top)}`]);
  const found: Placed[] = [top];
  // The list grows while it is walked along.
  for (const above of found)
    for (const child of childrenOf(organization, above.table, idOf(above))) {
      const key = `${child.table.name}/${idOf(child)}`;
      if (seen.has(key) || !goesAlong(child.column, child.row, above.row['ownerid'] ?? null))
        continue;
      seen.add(key);
      found.push(child);
    }
  return found.slice(1);
}

/**
 * The rows that get the new owner along with the one that is assigned: all that it cascades to, but for those
 * that he owns already. Throws where the user may not assign one of them.
 */
export function assignedAlong(
  { organization, user }: Actor,
  table: Table,
  row: SqlRow,
  owner: SqlValue,
): Placed[] {
  const rows = rowsBelow(organization, table, row).filter(
    (below) => below.row['ownerid'] !== owner,
  );
  for (const below of rows) requireAccess(organization, user, below.table, 'Assign', below.row);
  return rows;
}
