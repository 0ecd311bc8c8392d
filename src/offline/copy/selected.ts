import type { Identity, RowFilter } from '../../domain/crm-server';
import { may } from '../../domain/rights';
import type { Table } from '../../domain/table';
import { filterFor, rowsKept, type Trip } from '../../domain/trip';
import type { Facts } from '../facts';

/** What a copy reads. */
export interface Selected {
  /** Rows that are read for their own sake. */
  readonly own: readonly { readonly table: Table; readonly filter: RowFilter }[];
  /** Tables of which rows are read where kept rows refer to them. */
  readonly referred: readonly Table[];
}

/** Which rows of which tables the trips keep, as far as the user may read them. */
export function selected(trips: readonly Trip[], facts: Facts, identity: Identity): Selected {
  const kept = Object.values(facts.model)
    .filter((table) => may(facts.rights, table, 'Read').allowed)
    .map((table) => ({ table, rows: rowsKept(trips, table) }));
  return {
    own: kept.flatMap(({ table, rows }) =>
      rows === 'none' || rows === 'related' ? [] : [{ table, filter: filterFor(rows, identity) }],
    ),
    referred: kept.flatMap(({ table, rows }) => (rows === 'none' ? [] : [table])),
  };
}
