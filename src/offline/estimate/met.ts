import { referencesOf } from '../../domain/row';
import type { Table } from '../../domain/table';
import type { Catalogue } from '../catalogue/catalogue';
import type { OwnRows } from './own-rows';

/** References to one table that the rows of samples have. */
export interface Met {
  /** How often each row was met. */
  readonly ids: Map<string, number>;
  drawn: number;
  /** As many as all rows have of which the samples are. */
  total: number;
}

export const nothingMet = (): Met => ({ ids: new Map(), drawn: 0, total: 0 });

/** By table: what rows that come refer to, by their samples. */
export function referredFromSamples(
  coming: readonly Pick<OwnRows, 'rows' | 'sampled'>[],
): ReadonlyMap<string, Met> {
  const met = new Map<string, Met>();
  for (const { rows, sampled } of coming) {
    if (sampled === null || sampled.rows.length === 0) continue;
    for (const { table, id } of sampled.rows.flatMap(({ values }) => referencesOf(values))) {
      const known = met.get(table) ?? nothingMet();
      known.ids.set(id, (known.ids.get(id) ?? 0) + 1);
      known.drawn += 1;
      known.total += rows / sampled.rows.length;
      met.set(table, known);
    }
  }
  return met;
}

/** Names of those of the tables that no row on board refers to, and none that comes, as far as samples tell. */
export function notReferredTo(
  tables: readonly Table[],
  catalogue: Catalogue,
  coming: readonly Pick<OwnRows, 'rows' | 'sampled'>[],
): readonly string[] {
  const found = new Set(referredFromSamples(coming).keys());
  for (const key of catalogue.keys())
    for (const [, to] of catalogue.get(key)?.refs ?? []) found.add(to.slice(0, to.indexOf(':')));
  return tables.map(({ name }) => name).filter((name) => !found.has(name));
}
