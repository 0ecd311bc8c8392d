import type { RowFilter } from '../../domain/crm-server';
import type { Expected } from '../../domain/estimate';
import type { Notes } from '../../domain/notes-choice';
import type { Rights } from '../../domain/rights';
import { type Row, rowKey } from '../../domain/row';
import type { Table } from '../../domain/table';
import { isLookup } from '../../domain/value';
import type { Catalogue } from '../catalogue/catalogue';
import { isTooMuch } from '../copy/note-heads';
import { IDS_PAGE } from '../copy/passes';
import { askedAbout, notesHere, notesMark } from '../copy/read-notes';
import { byIds, IDS, withOnly } from '../copy/reader';
import { throughLink } from '../copy/through-link';
import type { Watermarks } from '../copy/watermark';
import { parts } from '../parts';
import type { Store } from '../store';
import { both, type Inquiry, weightOnly } from './inquiry';
import { type Coming, fresh, type Group, SAMPLE, spread } from './record-groups';

export interface NoteContext {
  readonly store: Store;
  readonly inquiry: Inquiry;
  readonly catalogue: Catalogue;
  readonly watermarks: Watermarks;
  readonly rights: Rights;
  readonly notes: Notes;
  /** On whose records the notes come along. */
  readonly tables: readonly Table[];
  /** Whether rows of a table that are on board are there with all columns that are wanted. */
  readonly isWhole: (table: Table) => boolean;
  /** What is read of a table for its own sake; null: nothing. */
  readonly filterOf: (table: Table) => RowFilter | null;
}

const idIn = (key: string): string => key.slice(key.indexOf(':') + 1);

const keyOf = ({ values }: Row, { about }: Notes): string => {
  const to = values[about] ?? null;
  return isLookup(to) ? rowKey(to) : '';
};

/**
 * How many notes will come with records, beside those that come for their own sake. Rejects with a CrmError.
 * @param own records that are read for their own sake.
 * @param named others that come.
 */
export async function noteRows(
  context: NoteContext,
  own: readonly Coming[],
  named: readonly Coming[],
): Promise<Expected> {
  const { store, inquiry, catalogue, watermarks, notes, tables } = context;
  const { table, about } = notes;
  // Those that come along are among these.
  if (context.filterOf(table)?.kind === 'all') return noNotes(table, tables.length);
  const asked = await askedAbout(store);
  const here = notesHere(catalogue, notes);
  const narrow = withOnly(table, [about]);
  const weight = { heads: 0, bytes: 0 };
  const ask: AskHeads = async (filter, since = null, pageSize = IDS_PAGE) => {
    const page = await inquiry.read({ table: narrow, filter, since, pageSize }, null);
    weight.heads += page.rows.length;
    weight.bytes += page.bytes;
    return page.rows;
  };

  const recordsOf = async (each: Table): Promise<Records> => {
    const groupsOf = (coming: readonly Coming[]): readonly Group[] =>
      coming.filter((one) => one.table.name === each.name).map((one) => fresh(one, catalogue));
    const isOf = (key: string): boolean => key.startsWith(`${each.name}:`);
    const others = [...catalogue.keys()].filter((key) => isOf(key) && !asked.has(key));
    const ownHere = Math.min(others.length, watermarks[each.name]?.rows ?? 0);
    const ofOwn = groupsOf(own);
    const isFirst = ![...asked].some(isOf);
    const together =
      isFirst && rowsIn(ofOwn) + ownHere > SAMPLE ? await countTogether(context, each, ask) : null;
    const rest = others.length - (together === null ? 0 : ownHere);
    const alone = [
      { rows: rest, keys: spread(rest > 0 ? others : []) },
      ...(together === null ? ofOwn : []),
      ...groupsOf(named),
    ];
    return { together, alone };
  };
  const records = await Promise.all(tables.map(recordsOf));
  const counted = records.flatMap(({ together }) => together ?? []);
  const groups = records.flatMap(({ alone }) => alone);
  /** How many records each one that is looked at stands for. */
  const stands = new Map(
    groups.flatMap(({ rows, keys }) => keys.map((key) => [key, rows / keys.length] as const)),
  );
  const last = watermarks[notesMark(notes)]?.marks.at(-1)?.version;
  const came = [...here]
    .filter(([, record]) => asked.has(record))
    .map(([key]) => ({ id: idIn(key) }));
  const again = spread(context.isWhole(table) ? [] : came);
  const [changed, anew, ...found] = await Promise.all([
    last === undefined ? [] : ask({ kind: 'all' }, last),
    notOwn(context, again),
    ...parts([...stands.keys()].map(idIn), IDS).map((values) =>
      ask({ kind: 'column', column: about, operator: 'in', values }),
    ),
  ]);
  const lacking = await notOwn(
    context,
    [...changed.filter((row) => asked.has(keyOf(row, notes))), ...found.flat()].filter(
      (row) => catalogue.get(rowKey(row))?.etag !== row.etag,
    ),
  );
  const samples = [...lacking, ...anew, ...counted.flatMap(({ some }) => some)];
  const alone = lacking.reduce((sum, row) => sum + (stands.get(keyOf(row, notes)) ?? 1), 0);
  const share = anew.length === 0 ? 0 : (came.length * anew.length) / again.length;
  const rows = Math.round(alone + share) + counted.reduce((sum, each) => sum + each.rows, 0);
  return {
    table: table.name,
    rows,
    more: counted.some(({ more }) => more),
    sample:
      samples.length === 0
        ? null
        : (
            await inquiry.sampleOf(
              table,
              samples.map(({ id }) => id),
              weightOnly,
            )
          ).sample,
    checked: 0,
    bytesBeside: Math.round((weight.bytes / Math.max(1, weight.heads)) * (rows + came.length)),
    matchesNothing: false,
    requests: 1 + Math.ceil(rowsIn(groups) / IDS) + counted.length + Math.ceil(rows / IDS),
  };
}

const noNotes = ({ name }: Table, requests: number): Expected => ({
  table: name,
  rows: 0,
  more: false,
  sample: null,
  checked: 0,
  matchesNothing: false,
  requests,
});

const rowsIn = (groups: readonly Group[]): number =>
  groups.reduce((sum, { rows }) => sum + rows, 0);

/** Asks for notes with nothing but version and reference. */
type AskHeads = (
  filter: RowFilter,
  since?: string | null,
  pageSize?: number,
) => Promise<readonly Row[]>;

/** Notes that were counted by what their records have in common. */
interface Counted {
  /** How many come. */
  readonly rows: number;
  readonly more: boolean;
  readonly some: readonly Row[];
}

/** Records of a table: their notes together, as far as they were counted like that, and those to be asked about. */
interface Records {
  readonly together: Counted | null;
  readonly alone: readonly Group[];
}

/** Null where they cannot be counted like that. */
async function countTogether(
  { inquiry, notes, rights, filterOf }: NoteContext,
  to: Table,
  ask: AskHeads,
): Promise<Counted | null> {
  const filter = filterOf(to);
  const linked = filter === null ? null : throughLink(filter, rights);
  if (linked === null) return null;
  const { table, about } = notes;
  const all = { kind: 'referring', column: about, to, filter: linked } as const;
  const own = filterOf(table);
  try {
    const { count, more } = await inquiry.count(table, all, null);
    const [mine, some] = await Promise.all([
      own === null ? { count: 0 } : inquiry.count(table, both(all, own), null),
      ask(all, null, IDS),
    ]);
    return { rows: count - mine.count, more, some };
  } catch (error) {
    if (!isTooMuch(error)) throw error;
    return null;
  }
}

/** Those of these notes that do not come for their own sake. */
async function notOwn<T extends Pick<Row, 'id'>>(
  { inquiry, notes: { table }, filterOf }: NoteContext,
  rows: readonly T[],
): Promise<readonly T[]> {
  const own = filterOf(table);
  if (own === null || rows.length === 0) return rows;
  if (own.kind === 'all') return [];
  const pages = await Promise.all(
    parts(rows, IDS).map((part) => {
      const filter = both(own, byIds(part.map(({ id }) => id)));
      return inquiry.read({ table, filter, bare: true, pageSize: IDS }, null);
    }),
  );
  const kept = new Set(pages.flatMap((page) => page.rows.map(({ id }) => id)));
  return rows.filter(({ id }) => !kept.has(id));
}
