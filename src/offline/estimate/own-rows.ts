import type { RowFilter } from '../../domain/crm-server';
import type { Table } from '../../domain/table';
import type { Basis, Watermark } from '../copy/watermark';
import { IDS_PAGE, type Pass } from '../copy/passes';
import type { TableMark } from '../copy/walk';
import type { Inquiry, Look, Sampled } from './inquiry';
import type { OverlapOf } from './overlap';

/** A table whose rows are read for their own sake, and how. */
export interface OwnTable {
  readonly table: Table;
  readonly filter: RowFilter;
  readonly basis: Basis;
  /** It was read by another choice of rows. */
  readonly others: boolean;
  readonly passes: readonly Pass[];
}

/** What will come of such a table. */
export interface OwnRows {
  readonly rows: number;
  readonly more: boolean;
  /** Null where none comes. */
  readonly sampled: Sampled | null;
  /** Rows of which only id and version are asked for. */
  readonly checked: number;
  readonly requests: number;
  /** There is none that the filter keeps. */
  readonly matchesNothing: boolean;
}

export interface OwnContext {
  readonly inquiry: Inquiry;
  readonly overlapOf: OverlapOf;
  /** What is known of the table. */
  readonly watermark: Watermark | undefined;
  /** How far a walk that was interrupted has come; undefined: it has not begun with the table. */
  readonly mark: TableMark | undefined;
  /** What rows that come are looked at for. */
  readonly look: Look;
  /** Rows in one request. */
  readonly pageSize: number;
}

const nothing = { rows: 0, more: false, sampled: null } as const;

/** How many rows of a table will come. Rejects with a CrmError. */
export async function ownRows(own: OwnTable, context: OwnContext): Promise<OwnRows> {
  const { watermark, mark, pageSize } = context;
  const passes = mark?.passes ?? own.passes;
  const pass = passes.find(({ kind }) => kind === 'rows');
  const since = pass?.kind === 'rows' ? (mark?.newest ?? pass.since) : null;
  const walksIds = passes.some(({ kind }) => kind === 'ids');
  const [changed, lacking] = await Promise.all([
    since === null ? nothing : changedRows(own, since, context),
    walksIds && own.others ? lackingRows(own, context) : null,
  ]);
  const all = lacking?.all ?? watermark?.rows ?? 0;
  const checked = walksIds ? all : 0;
  const whole = pass?.kind === 'rows' && pass.whole && mark === undefined;
  const fetched = changed.rows + (lacking?.rows ?? 0);
  return {
    rows: fetched,
    more: changed.more || (lacking?.more ?? false),
    sampled: lacking?.sampled ?? changed.sampled,
    checked,
    matchesNothing: fetched === 0 && (whole || (mark === undefined && all === 0)),
    requests: Math.ceil(fetched / pageSize) + Math.ceil(checked / IDS_PAGE),
  };
}

type Coming = Pick<OwnRows, 'rows' | 'more' | 'sampled'>;

/** Those that are newer than what is here; all of them where nothing is. */
async function changedRows(
  { table, filter }: OwnTable,
  since: string,
  { inquiry, look }: OwnContext,
): Promise<Coming> {
  const from = since === '0' ? null : since;
  const { count, more } = await inquiry.count(table, filter, from);
  if (count === 0) return nothing;
  return { rows: count, more, sampled: await inquiry.sample(table, filter, from, count, look) };
}

/** Those that another choice of rows has not brought. */
async function lackingRows(
  { table, filter }: OwnTable,
  { overlapOf, inquiry, look }: OwnContext,
): Promise<Coming & { readonly all: number }> {
  const { count, more, lacking, ids } = await overlapOf(table, filter);
  const sample = () =>
    ids.length > 0
      ? inquiry.sampleOf(table, ids, look)
      : inquiry.sample(table, filter, null, lacking, look);
  return { rows: lacking, more, sampled: lacking === 0 ? null : await sample(), all: count };
}
