import type { RowFilter } from '../../domain/crm-server';
import { rowKey } from '../../domain/row';
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

type Begun = Pick<OwnContext, 'mark'>;

const passesOf = (own: OwnTable, { mark }: Begun): readonly Pass[] => mark?.passes ?? own.passes;

/** The version behind which rows are read; null: none are. */
function sinceOf(own: OwnTable, begun: Begun): string | null {
  const pass = passesOf(own, begun).find(({ kind }) => kind === 'rows');
  return pass?.kind === 'rows' ? (begun.mark?.newest ?? pass.since) : null;
}

/** From the beginning nothing is left out. */
const behind = (since: string): string | null => (since === '0' ? null : since);

/** Has the rows counted that {@link ownRows} is going to ask for, which can be done for many tables at once. */
export async function countAhead(
  own: OwnTable,
  begun: Pick<OwnContext, 'mark' | 'inquiry'>,
): Promise<void> {
  const since = sinceOf(own, begun);
  if (since !== null) await begun.inquiry.count(own.table, own.filter, behind(since));
}

/** How many rows of a table will come. Rejects with a CrmError. */
export async function ownRows(own: OwnTable, context: OwnContext): Promise<OwnRows> {
  const { table, filter, basis } = own;
  const { watermark, mark, inquiry, pageSize } = context;
  const passes = passesOf(own, context);
  const pass = passes.find(({ kind }) => kind === 'rows');
  const since = sinceOf(own, context);
  const changed = since === null ? nothing : await changedRows(table, filter, since, inquiry);
  const walksIds = passes.some(({ kind }) => kind === 'ids');
  const others = walksIds && watermark !== undefined && watermark.basis.filter !== basis.filter;
  const lacking = others ? await lackingRows(own, context, since ?? '0') : null;
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
  const from = behind(since);
  const { count, more } = await inquiry.count(table, filter, from);
  if (count === 0) return nothing;
  return { rows: count, more, sampled: await inquiry.sample(table, filter, from) };
}

/** Those that another choice of rows has not brought: exactly, as far as one page of ids tells. */
async function lackingRows(
  { table, filter }: OwnTable,
  { catalogue, inquiry, onBoard }: OwnContext,
  since: string,
): Promise<Coming & { readonly all: number }> {
  const page = await inquiry.ids(table, filter);
  if (page.next !== null) {
    const { count, more } = await inquiry.count(table, filter, null);
    const rows = Math.max(0, count - onBoard);
    const sampled = rows === 0 ? null : await inquiry.sample(table, filter, null);
    return { rows, more, sampled, all: count };
  }
  const lacking = page.rows.filter(
    (row) =>
      catalogue.get(rowKey(row))?.etag !== row.etag && newer(newestOf([row]), since) === since,
  );
  const ids = lacking.map(({ id }) => id);
  const sampled = ids.length === 0 ? null : await inquiry.sampleOf(table, ids);
  return { rows: ids.length, more: false, sampled, all: page.rows.length };
}
