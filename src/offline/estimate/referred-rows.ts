import { distinctAmong } from '../../domain/distinct';
import type { Expected } from '../../domain/estimate';
import { rowKey } from '../../domain/row';
import type { Table } from '../../domain/table';
import type { Catalogue } from '../catalogue/catalogue';
import type { Watermarks } from '../copy/watermark';
import type { Inquiry, Look, Sampled } from './inquiry';
import { byIds, outside } from './by-ids';
import { nothingMet, referredFromSamples } from './met';
import type { OverlapOf } from './overlap';
import type { OwnRows, OwnTable } from './own-rows';
import { keysByTable } from './record-groups';
import type { SourcedRows } from './sourced-rows';

export interface ReferredContext {
  readonly inquiry: Inquiry;
  readonly catalogue: Catalogue;
  readonly overlapOf: OverlapOf;
  readonly watermarks: Watermarks;
  readonly isHere: (key: string) => boolean;
  /** What rows of a table that come are looked at for. */
  readonly lookAt: (table: Table) => Look;
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
  const { inquiry, watermarks, isHere, lookAt } = context;
  const byName = new Map(own.map((each) => [each.table.name, each]));
  const here = await referredFromHere(context, own);
  const met = referredFromSamples([...own, ...sourced]);
  const rowsOf = async (table: Table): Promise<ReferredRows> => {
    const comesAnyway = sourced.find((each) => each.table === table)?.ids;
    const lacks = (id: string): boolean =>
      comesAnyway?.has(id) !== true && !isHere(rowKey({ table: table.name, id }));
    const referredTo = here.get(table.name) ?? new Map<string, number>();
    const certain = [...referredTo.keys()].filter(lacks);
    const { ids, drawn, total } = met.get(table.name) ?? nothingMet();
    const likely = [...ids.keys()].filter((id) => lacks(id) && !referredTo.has(id));
    const mine = byName.get(table.name);
    const [known, named] = await Promise.all([
      outside(inquiry, mine, certain),
      outside(inquiry, mine, likely),
    ]);
    const sure = certain.reduce((sum, id) => sum + (referredTo.get(id) ?? 0), 0);
    const all = distinctAmong(total, { drawn, distinct: ids.size });
    const share = (likely.length * named.share) / Math.max(1, ids.size);
    const rows = Math.round(sure * known.share + all * share);
    const checked = watermarks[`referred:${table.name}`]?.rows ?? 0;
    const coming = [...known.ids, ...named.ids];
    const found = await byIds(inquiry, table, coming, rows, checked, lookAt(table).columns);
    return { table, rows: found.expected.rows, ...found };
  };
  return Promise.all(referred.map(rowsOf));
}

/**
 * By table and id: how likely a row that is not here comes, since rows on board refer to it that are kept for their own
 * sake.
 */
async function referredFromHere(
  { overlapOf, catalogue, isHere }: ReferredContext,
  own: readonly Own[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const onBoard = keysByTable(catalogue);
  const found = new Map<string, Map<string, number>>();
  const note = (to: string, likely: number): void => {
    const [table = '', id = ''] = to.split(':');
    const known = found.get(table) ?? new Map<string, number>();
    found.set(table, known.set(id, 1 - (1 - (known.get(id) ?? 0)) * (1 - likely)));
  };
  const noteAll = async ({ table, filter }: Own): Promise<void> => {
    const keys = onBoard.get(table.name) ?? [];
    const lacking = keys.flatMap((key) =>
      (catalogue.get(key)?.refs ?? []).flatMap(([, to]) =>
        isHere(to) ? [] : [[key, to] as const],
      ),
    );
    if (lacking.length === 0) return;
    const keeps = filter.kind === 'all' ? () => 1 : (await overlapOf(table, filter)).keeps;
    for (const [from, to] of lacking) if (keeps(from) > 0) note(to, keeps(from));
  };
  await Promise.all(own.map(noteAll));
  return found;
}
