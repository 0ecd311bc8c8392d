import { CrmError } from '../../domain/crm-error';
import type { RowFilter } from '../../domain/crm-server';
import { decide } from '../../domain/decision';
import type { Notes } from '../../domain/notes-choice';
import { BESIDE_USER, mapParallel } from '../../domain/parallel';
import type { Rights } from '../../domain/rights';
import type { Row } from '../../domain/row';
import type { Table } from '../../domain/table';
import { parts } from '../parts';
import { readAll, type SourceContext } from '../source/read-all';
import { IDS_PAGE } from './passes';
import { IDS } from './reader';
import { throughLink } from './through-link';

/** Records of a table whose notes are asked for. */
export interface Asked {
  readonly table: Table;
  readonly ids: readonly string[];
  /** What is read of the table for its own sake, as far as it is here; null: nothing. */
  readonly own: { readonly filter: RowFilter; readonly ids: ReadonlySet<string> } | null;
}

/** Whether many records are better asked about by what they have in common: a page of notes against a part of ids. */
const isManyOf = (asked: number, all: number): boolean => asked / IDS > 1 + all / IDS_PAGE;

/** The CRM was asked too much at once. Where it answers nothing at all, the next question says so. */
export const isTooMuch = (error: unknown): boolean =>
  error instanceof CrmError &&
  ['invalid', 'unsupported', 'serverDown'].includes(decide(error.failure, false));

/**
 * The notes on these records, with nothing but version and reference; some on others of the tables too. Those of a table
 * are asked for by its own filter where that is fewer requests, and all others by ids, a hundred at a time. Rejects with
 * a CrmError.
 */
export async function noteHeads(
  context: Pick<SourceContext, 'read'>,
  { table: notes, about }: Notes,
  rights: Rights,
  asked: readonly Asked[],
): Promise<readonly Row[]> {
  const column = notes.columns[about];
  const columns = column === undefined ? [] : [column];
  const heads = (filter: RowFilter): Promise<Row[]> => readAll(context, notes, filter, columns);
  const found: Row[] = [];
  const alone: string[] = [];
  for (const { table, ids, own } of asked) {
    const together = own === null ? null : await inOne(ids, own, rights, table, about, heads);
    found.push(...(together ?? []));
    alone.push(...(together === null ? ids : ids.filter((id) => own?.ids.has(id) !== true)));
  }
  const further = await mapParallel(BESIDE_USER, parts(alone, IDS), (values) =>
    heads({ kind: 'column', column: about, operator: 'in', values }),
  );
  return [...found, ...further.flat()];
}

/** The notes on all records that a filter has; null: they are not asked for like that. */
async function inOne(
  asked: readonly string[],
  own: NonNullable<Asked['own']>,
  rights: Rights,
  to: Table,
  column: string,
  heads: (filter: RowFilter) => Promise<Row[]>,
): Promise<readonly Row[] | null> {
  const filter = throughLink(own.filter, rights);
  const { length } = asked.filter((id) => own.ids.has(id));
  if (filter === null || !isManyOf(length, own.ids.size)) return null;
  try {
    return await heads({ kind: 'referring', column, to, filter });
  } catch (error) {
    if (!isTooMuch(error)) throw error;
    return null;
  }
}
