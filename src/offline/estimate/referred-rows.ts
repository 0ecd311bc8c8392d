import { distinctAmong } from '../../domain/distinct';
import type { Expected } from '../../domain/estimate';
import { referencesOf, rowKey } from '../../domain/row';
import type { Table } from '../../domain/table';
import type { Catalogue } from '../catalogue/catalogue';
import type { Watermarks } from '../copy/watermark';
import type { Store } from '../store';
import type { Inquiry, Sampled } from './inquiry';
import { byIds, idsOf } from './by-ids';
import type { OwnRows, OwnTable } from './own-rows';
import type { SourcedRows } from './sourced-rows';

export interface ReferredContext {
  readonly store: Store;
  readonly inquiry: Inquiry;
  readonly catalogue: Catalogue;
  readonly watermarks: Watermarks;
  readonly isHere: (key: string) => boolean;
}

/** References to one table that the rows of samples have. */
interface Met {
  readonly ids: Set<string>;
  drawn: number;
  /** As many as all rows have of which the samples are. */
  total: number;
}

/** A table whose rows are read for their own sake, and what will come of it. */
export type Own = OwnTable & OwnRows;

/** What will come of a table because others refer to it. */
export interface ReferredRows {
  readonly table: Table;
  readonly expected: Expected;
  /** How many will come. */
  readonly rows: number;
  readonly sampled: Sampled | null;
}

/**
 * How many rows will come because rows that are read for their own sake refer to them: those that are here, exactly;
 * those that will come, by their samples. Rejects with a CrmError.
 */
export async function referredRows(
  context: ReferredContext,
  own: readonly Own[],
  sourced: readonly SourcedRows[],
  referred: readonly Table[],
): Promise<ReferredRows[]> {
  const { inquiry, watermarks, isHere } = context;
  const byName = new Map(own.map((each) => [each.table.name, each]));
  const here = await referredFromHere(context, own);
  const met = referredFromSamples([...own, ...sourced]);
  const rowsOf = async (table: Table): Promise<ReferredRows> => {
    const inside = await idsOf(inquiry, byName.get(table.name));
    const comesAnyway = sourced.find((each) => each.table === table)?.ids;
    const comes = (id: string): boolean =>
      inside !== 'all' &&
      !inside.has(id) &&
      comesAnyway?.has(id) !== true &&
      !isHere(rowKey({ table: table.name, id }));
    const certain = [...(here.get(table.name) ?? [])].filter(comes);
    const { ids, drawn, total } = met.get(table.name) ?? nothingMet();
    const likely = [...ids].filter((id) => comes(id) && !certain.includes(id));
    const named = distinctAmong(total, { drawn, distinct: ids.size });
    const rows = certain.length + Math.round((named * likely.length) / Math.max(1, ids.size));
    const checked = watermarks[`referred:${table.name}`]?.rows ?? 0;
    const coming = [...certain, ...likely];
    const found = await byIds(inquiry, table, coming, rows, checked);
    return { table, rows: found.expected.rows, ...found };
  };
  return Promise.all(referred.map(rowsOf));
}

const nothingMet = (): Met => ({ ids: new Set(), drawn: 0, total: 0 });

function referredFromSamples(
  own: readonly Pick<OwnRows, 'rows' | 'sampled'>[],
): ReadonlyMap<string, Met> {
  const met = new Map<string, Met>();
  for (const { rows, sampled } of own) {
    if (sampled === null || sampled.rows.length === 0) continue;
    for (const { table, id } of sampled.rows.flatMap(({ values }) => referencesOf(values))) {
      const known = met.get(table) ?? nothingMet();
      known.ids.add(id);
      known.drawn += 1;
      known.total += rows / sampled.rows.length;
      met.set(table, known);
    }
  }
  return met;
}

/** Ids by table of the rows that are not here and that rows on board refer to, which are kept for their own sake. */
async function referredFromHere(
  { store, inquiry, catalogue, isHere }: ReferredContext,
  own: readonly Own[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const keys = await store.db.records.keys();
  const kept = await Promise.all(
    own.map(async (each) => {
      const lacking = keys
        .filter((key) => key.startsWith(`${each.table.name}:`))
        .flatMap((key) =>
          (catalogue.get(key)?.refs ?? []).flatMap(([, to]) =>
            isHere(to) ? [] : [[key, to] as const],
          ),
        );
      if (lacking.length === 0) return [];
      const inside = await idsOf(inquiry, each);
      return lacking.filter(
        ([from]) => inside === 'all' || inside.has(from.slice(from.indexOf(':') + 1)),
      );
    }),
  );
  const found = new Map<string, Set<string>>();
  for (const [, to] of kept.flat()) {
    const [table = '', id = ''] = to.split(':');
    found.set(table, (found.get(table) ?? new Set()).add(id));
  }
  return found;
}
