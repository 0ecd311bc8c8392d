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
  attachments: null,
  leftMs: null,
  failure: null,
};

/** Why a copy did not go on, in the words of its progress. */
export const stoppedBy = (error: unknown): CopyProgress['failure'] => {
  if (error instanceof CrmError) return error.failure;
  return isFull(error) ? 'full' : null;
};

/** Milliseconds left at the speed so far; null before there is one. @param done since then. */
export function timeLeft(
  clock: Clock,
  since: number,
  done: number,
  left: number | null,
): number | null {
  const passed = clock.now() - since;
  if (left === null || done <= 0 || passed <= 0) return null;
  return Math.round((passed / done) * Math.max(0, left));
}

type Counted = Pick<CopyProgress, 'rows' | 'total'>;

/** The numbers of all tables. */
export const inAll = (tables: readonly Counted[]): Counted => ({
  rows: tables.reduce((sum, { rows }) => sum + rows, 0),
  total: tables.some(({ total }) => total === null)
    ? null
    : tables.reduce((sum, { total }) => sum + (total ?? 0), 0),
});

/** The tables of which rows will come, with how many. @param count asks the CRM. */
export async function tablesToCome(
  own: ReturnType<typeof passesOf>,
  walk: Walk,
  count: (query: Omit<RowQuery, 'pageSize'>) => Promise<RowCount>,
): Promise<TableProgress[]> {
  const counted = await mapParallel(AT_A_TIME, own, async ({ table, filter, passes }) => {
    const [pass] = passes;
    if (pass?.kind !== 'rows') return [];
    const { count: total, more } = await count({ table, filter, since: pass.since });
    const rows = walk.tables[table.name]?.fetched ?? 0;
    if (total === 0 && rows === 0) return [];
    return [{ table: table.name, rows, total: more ? null : total }];
  });
  return counted.flat();
}

/** A change of the numbers of all and of those of a table. */
function inBoth(
  progress: CopyProgress,
  { name: table }: Table,
  more: number,
  change: (counted: Counted) => Counted,
): CopyProgress {
  if (more === 0) return progress;
  const { tables } = progress;
  const all = { ...progress, ...change(progress) };
  const known = tables.find((each) => each.table === table);
  const changed: TableProgress = { table, ...change(known ?? { rows: 0, total: 0 }) };
  return {
    ...all,
    tables:
      known === undefined
        ? [...tables, changed]
        : tables.map((each) => (each === known ? changed : each)),
  };
}

/** So many rows more of a table are going to be read. */
export const expecting = (progress: CopyProgress, table: Table, more: number): CopyProgress =>
  inBoth(progress, table, more, ({ rows, total }) => ({
    rows,
    total: total === null ? null : total + more,
  }));

/** So many rows more of a table were read. */
export const having = (progress: CopyProgress, table: Table, more: number): CopyProgress =>
  inBoth(progress, table, more, ({ rows, total }) => ({
    rows: rows + more,
    total: total === null ? null : Math.max(total, rows + more),
  }));
