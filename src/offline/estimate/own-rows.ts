import type { RowFilter } from '../../domain/crm-server';
import { type Row, rowKey } from '../../domain/row';
import type { Table } from '../../domain/table';
import type { Catalogue } from '../catalogue/catalogue';
import type { Basis, Watermark } from '../copy/watermark';
import { newer, newestOf } from '../copy/watermark';
import { IDS_PAGE, type Pass } from '../copy/passes';
import type { TableMark } from '../copy/walk';
import type { Inquiry, Sampled } from './inquiry';

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
  readonly catalogue: Catalogue;
  readonly inquiry: Inquiry;
  /** What is known of the table. */
  readonly watermark: Watermark | undefined;
  /** How far a walk that was interrupted has come; undefined: it has not begun with the table. */
  readonly mark: TableMark | undefined;
  /** Rows of the table on board. */
  readonly onBoard: number;
  /** Rows in one request. */
  readonly pageSize: number;
}

const nothing = { rows: 0, more: false, sampled: null } as const;

/** How many rows of a table will come. Rejects with a CrmError. */
export async function ownRows(own: OwnTable, context: OwnContext): Promise<OwnRows> {
  const { table, filter } = own;
  const { watermark, mark, inquiry, pageSize } = context;
  const passes = mark?.passes ?? own.passes;
  const pass = passes.find(({ kind }) => kind === 'rows');
  const since = pass?.kind === 'rows' ? (mark?.newest ?? pass.since) : null;
  const walksIds = passes.some(({ kind }) => kind === 'ids');
  const [changed, lacking] = await Promise.all([
    since === null ? nothing : changedRows(table, filter, since, inquiry),
    walksIds && own.others ? lackingRows(own, context, since) : null,
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
  table: Table,
  filter: RowFilter,
  since: string,
  inquiry: Inquiry,
): Promise<Coming> {
  const from = since === '0' ? null : since;
  const { count, more } = await inquiry.count(table, filter, from);
  if (count === 0) return nothing;
  return { rows: count, more, sampled: await inquiry.sample(table, filter, from, count) };
}

/** Those that another choice of rows has not brought: exactly, as far as one page of ids tells. */
async function lackingRows(
  { table, filter }: OwnTable,
  { catalogue, inquiry, onBoard }: OwnContext,
  since: string | null,
): Promise<Coming & { readonly all: number }> {
  const page = await inquiry.ids(table, filter);
  if (page.next !== null) {
    const { count, more } = await inquiry.count(table, filter, null);
    const rows = Math.max(0, count - onBoard);
    const sampled = rows === 0 ? null : await inquiry.sample(table, filter, null, count);
    return { rows, more, sampled, all: count };
  }
  // What is newer was counted.
  const isCounted = (row: Row): boolean =>
    since !== null && newer(newestOf([row]), since) !== since;
  const lacking = page.rows.filter(
    (row) => catalogue.get(rowKey(row))?.etag !== row.etag && !isCounted(row),
  );
  const ids = lacking.map(({ id }) => id);
  const sampled = ids.length === 0 ? null : await inquiry.sampleOf(table, ids);
  return { rows: ids.length, more: false, sampled, all: page.rows.length };
}
