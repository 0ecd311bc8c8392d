import { CrmError } from '../../domain/crm-error';
import type { RowQuery } from '../../domain/crm-server';
import type { Clock } from '../../domain/ports';
import { AT_A_TIME, mapParallel } from '../../domain/parallel';
import type { CopyProgress, TableProgress } from '../../domain/status';
import type { Table } from '../../domain/table';
import type { RowCount } from '../../domain/trip';
import { isFull } from '../store-error';
import type { passesOf } from './passes';
import type { Walk } from './walk';

export const idle: CopyProgress = {
  phase: 'idle',
  rows: 0,
  total: null,
  bytes: 0,
  tables: [],
  removed: 0,
  attachments: null,
  leftMs: null,
  hold: null,
  elsewhere: false,
  failure: null,
};

/** Why a copy did not go on, in the words of its progress. */
export const stoppedBy = (error: unknown): CopyProgress['failure'] => {
  if (error instanceof CrmError) return error.failure;
  return isFull(error) ? 'full' : null;
};

/** Milliseconds left at the speed so far; null before there is one, and where nothing is left of what was counted. @param done since then. */
export function timeLeft(
  clock: Clock,
  since: number,
  done: number,
  left: number | null,
): number | null {
  const passed = clock.now() - since;
  if (left === null || left <= 0 || done <= 0 || passed <= 0) return null;
  return Math.round((passed / done) * left);
}

type Counted = Pick<CopyProgress, 'rows' | 'total'>;

/** The numbers of all tables. */
export const inAll = (tables: readonly Counted[]): Counted => ({
  rows: tables.reduce((sum, { rows }) => sum + rows, 0),
  total: tables.some(({ total }) => total === null)
    ? null
    : tables.reduce((sum, { total }) => sum + (total ?? 0), 0),
});

/** What is asked of the CRM, and what is known here, to tell how many rows will come. */
export interface Counting {
  count(query: Omit<RowQuery, 'pageSize'>): Promise<RowCount>;
  /** Rows on board by table. */
  readonly here: Readonly<Record<string, number>>;
}

/** The tables with what has come of them before and what is to come. */
export function besides(
  before: readonly TableProgress[],
  coming: readonly TableProgress[],
): TableProgress[] {
  const tables = new Map(before.map((each) => [each.table, each]));
  for (const { table, rows, total } of coming) {
    const there = tables.get(table)?.rows ?? 0;
    tables.set(table, { table, rows: there + rows, total: total === null ? null : there + total });
  }
  return [...tables.values()];
}

/** The tables of which rows will come, with how many. */
export async function tablesToCome(
  own: ReturnType<typeof passesOf>,
  walk: Walk,
  { count, here }: Counting,
): Promise<TableProgress[]> {
  const counted = await mapParallel(AT_A_TIME, own, async ({ table, filter, since, others }) => {
    const rows = walk.tables[table.name]?.fetched ?? 0;
    const none = { count: 0, more: false };
    const read = since === null ? none : await count({ table, filter, since });
    const all = others && since !== '0' ? await count({ table, filter }) : none;
    const lacking = all.count - (here[table.name] ?? 0);
    const total = Math.max(read.count, lacking > 0 ? rows + lacking : 0);
    if (total === 0 && rows === 0) return [];
    return [{ table: table.name, rows, total: read.more || all.more ? null : total }];
  });
  return counted.flat();
}

/** A change of the numbers of a table, and so of those of all. */
function inBoth(
  progress: CopyProgress,
  { name: table }: Table,
  more: number,
  change: (counted: Counted) => Counted,
): CopyProgress {
  if (more === 0) return progress;
  const known = progress.tables.find((each) => each.table === table);
  const changed: TableProgress = { table, ...change(known ?? { rows: 0, total: 0 }) };
  const tables =
    known === undefined
      ? [...progress.tables, changed]
      : progress.tables.map((each) => (each === known ? changed : each));
  return { ...progress, tables, ...inAll(tables) };
}

/** So many rows more of a table are going to be read: as far as they were not counted. */
export const expecting = (progress: CopyProgress, table: Table, more: number): CopyProgress =>
  inBoth(progress, table, more, ({ rows, total }) => ({
    rows,
    total: total === null ? null : Math.max(total, rows + more),
  }));

/** So many rows of a table that were to be read are not there. */
export const lacking = (progress: CopyProgress, table: Table, fewer: number): CopyProgress => {
  const now = inBoth(progress, table, fewer, ({ rows, total }) => ({
    rows,
    total: total === null ? null : Math.max(rows, total - fewer),
  }));
  return { ...now, tables: now.tables.filter(({ total }) => total !== 0) };
};

/** So many rows more of a table were read. */
export const having = (progress: CopyProgress, table: Table, more: number): CopyProgress =>
  inBoth(progress, table, more, ({ rows, total }) => ({
    rows: rows + more,
    total: total === null ? null : Math.max(total, rows + more),
  }));
