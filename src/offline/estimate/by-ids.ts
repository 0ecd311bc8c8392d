import type { Expected } from '../../domain/estimate';
import type { Table } from '../../domain/table';
import { BY_IDS, IDS } from '../copy/reader';
import type { Inquiry, Sampled } from './inquiry';
import type { OwnTable } from './own-rows';
import { spread } from './record-groups';

/** Of rows that are asked for by their ids. */
export interface Outside {
  /** Which share of them does not come for its own sake: 0 to 1. */
  readonly share: number;
  /** Ids of such rows: of all, or of some where they are too many to ask about each. */
  readonly ids: readonly string[];
}

/**
 * Which of these rows do not come for their own sake. Rejects with a CrmError.
 * @param own what does; undefined: nothing of the table.
 */
export async function outside(
  inquiry: Inquiry,
  own: Pick<OwnTable, 'table' | 'filter'> | undefined,
  ids: readonly string[],
): Promise<Outside> {
  if (own === undefined || ids.length === 0) return { share: 1, ids };
  if (own.filter.kind === 'all') return { share: 0, ids: [] };
  const page = await inquiry.ids(own.table, own.filter);
  const asked = page.next === null ? ids : spread(ids, BY_IDS);
  const inside = page.next === null ? page.rows : await inquiry.among(own.table, own.filter, asked);
  const known = new Set(inside.map(({ id }) => id));
  const others = asked.filter((id) => !known.has(id));
  return { share: others.length / asked.length, ids: others };
}

/**
 * What will come of rows that are asked for by their ids. Rejects with a CrmError.
 * @param ids some of them, those to look at first.
 * @param rows how many they are.
 * @param checked rows that are here, and are looked at.
 * @param columns what the others are looked at for.
 */
export async function byIds(
  inquiry: Inquiry,
  table: Table,
  ids: readonly string[],
  rows: number,
  checked: number,
  columns: readonly string[],
): Promise<{ readonly expected: Expected; readonly sampled: Sampled | null }> {
  const asked = ids.slice(0, IDS);
  const sampled =
    asked.length === 0 ? null : await inquiry.sampleOf(table, asked, { columns, rows: IDS });
  // What is named may be gone, or not for this user to read.
  const there = sampled === null ? 0 : Math.round((rows * sampled.rows.length) / asked.length);
  const expected = {
    table: table.name,
    rows: there,
    more: false,
    sample: there === 0 ? null : (sampled?.sample ?? null),
    checked,
    matchesNothing: false,
    requests: Math.ceil(there / BY_IDS) + Math.ceil(checked / BY_IDS),
  };
  return { expected, sampled };
}
