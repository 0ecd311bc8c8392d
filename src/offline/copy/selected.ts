import type { Identity, RowFilter } from '../../domain/crm-server';
import { may } from '../../domain/rights';
import type { Table } from '../../domain/table';
import {
  ownFilters,
  rowFilter,
  rowsKept,
  type Trip,
  unusable,
  unusableIn,
} from '../../domain/trip';
import type { Views } from '../../domain/view';
import type { Facts } from '../facts';

/** What a copy reads. */
export interface Selected {
  /** Rows that are read for their own sake. */
  readonly own: readonly { readonly table: Table; readonly filter: RowFilter }[];
  /** Tables of which rows are read where kept rows refer to them. */
  readonly referred: readonly Table[];
  /** Names of tables of which nothing that is there leaves: which of their rows are kept is not known. */
  readonly held: readonly string[];
}

/**
 * Which rows of which tables the trips keep, as far as the user may read them.
 * @param views those that the trips show rows by.
 * @param now milliseconds since 1970: days of conditions count from there.
 */
export function selected(
  trips: readonly Trip[],
  { model, rights }: Pick<Facts, 'model' | 'rights'>,
  identity: Identity,
  views: Views,
  now: number,
): Selected {
  const readable = Object.values(model).filter((table) => may(rights, table, 'Read').allowed);
  const asked = readable.map((table) => {
    const filters = ownFilters(trips, table)
      .filter((filter) => unusable(filter, table, views).length === 0)
      .map((filter) => rowFilter(filter, table, identity, views, now));
    return { table, filters };
  });
  return {
    own: asked.flatMap(({ table, filters }) => {
      const [first] = filters;
      if (first === undefined) return [];
      return [{ table, filter: filters.length === 1 ? first : { kind: 'or', filters } }];
    }),
    referred: readable.filter((table) => rowsKept(trips, table) !== 'none'),
    held: readable
      .filter((table) => unusableIn(trips, table, views).length > 0)
      .map(({ name }) => name),
  };
}
