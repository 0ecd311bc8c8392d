import type { Expected } from '../../domain/estimate';
import type { Table } from '../../domain/table';
import { BY_IDS, IDS } from '../copy/reader';
import type { Inquiry, Sampled } from './inquiry';
import type { OwnTable } from './own-rows';

/**
 * Ids of the rows of a table that come for their own sake; `all`: any row, or so many that one which is named is likely
 * among them. Rejects with a CrmError.
 */
export async function idsOf(
  inquiry: Inquiry,
  own: Pick<OwnTable, 'table' | 'filter'> | undefined,
): Promise<ReadonlySet<string> | 'all'> {
  if (own === undefined) return new Set();
  if (own.filter.kind === 'all') return 'all';
  const page = await inquiry.ids(own.table, own.filter);
  return page.next === null ? new Set(page.rows.map(({ id }) => id)) : 'all';
}

/**
 * What will come of rows that are asked for by their ids. Rejects with a CrmError.
 * @param ids some of them, those to look at first.
 * @param rows how many they are.
 * @param checked rows that are here, and are looked at.
 */
export async function byIds(
  inquiry: Inquiry,
  table: Table,
  ids: readonly string[],
  rows: number,
  checked: number,
): Promise<{ readonly expected: Expected; readonly sampled: Sampled | null }> {
  const asked = ids.slice(0, IDS);
  const sampled = asked.length === 0 ? null : await inquiry.sampleOf(table, asked);
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
