import type { RowFilter } from '../../domain/crm-server';
import type { Expected } from '../../domain/estimate';
import type { Notes } from '../../domain/notes-choice';
import type { Rights } from '../../domain/rights';
import { type Row, rowKey } from '../../domain/row';
import type { Table } from '../../domain/table';
import { isLookup } from '../../domain/value';
import type { Catalogue } from '../catalogue/catalogue';
import { askedAbout, notesHere, notesMark } from '../copy/read-notes';
import { byIds, IDS, withOnly } from '../copy/reader';
import { throughLink } from '../copy/through-link';
import type { Watermarks } from '../copy/watermark';
import { parts } from '../parts';
import type { Store } from '../store';
import type { Inquiry, Sampled } from './inquiry';
import { IDS_PAGE } from '../copy/passes';

/** Records that are looked at to see how many notes such records have. */
const SAMPLE = 200;

/** Rows of a table that come, some of which were read. */
export interface Coming {
  readonly table: Table;
  /** How many. */
  readonly rows: number;
  readonly sampled: Sampled | null;
}

export interface NoteContext {
  readonly store: Store;
  readonly inquiry: Inquiry;
  readonly catalogue: Catalogue;
  readonly watermarks: Watermarks;
  readonly rights: Rights;
  readonly notes: Notes;
  /** On whose records the notes come along. */
  readonly tables: readonly Table[];
  /** What is read of a table for its own sake; null: nothing. */
  readonly filterOf: (table: Table) => RowFilter | null;
}

/** Records of a table: how many, and some of them. */
interface Group {
  readonly rows: number;
  readonly keys: readonly string[];
}

/** Some of many, from everywhere among them. */
const spread = <T>(all: readonly T[]): readonly T[] => {
  const step = Math.max(1, all.length / SAMPLE);
  return Array.from(
    { length: Math.min(SAMPLE, all.length) },
    (_, n) => all[Math.floor(n * step)] as T,
  );
};

const keyOf = ({ values }: Row, { about }: Notes): string => {
  const to = values[about] ?? null;
  return isLookup(to) ? rowKey(to) : '';
};

/** How many notes will come with records, beside those that come for their own sake. Rejects with a CrmError. */
export async function noteRows(context: NoteContext, coming: readonly Coming[]): Promise<Expected> {
  const { store, inquiry, catalogue, watermarks, notes, tables, filterOf } = context;
  const { table } = notes;
  const own = filterOf(table);
  const asked = await askedAbout(store);
  const here = notesHere(catalogue, notes);
  const narrow = withOnly(table, [notes.about]);
  let heads = 0;
  let bytes = 0;
  const ask = async (filter: RowFilter, since: string | null = null): Promise<readonly Row[]> => {
    const query = { table: narrow, filter, since, pageSize: IDS_PAGE };
    const page = await inquiry.read(query, null);
    heads += page.rows.length;
    bytes += page.bytes;
    return page.rows;
  };

  /** How many records each one that is looked at stands for. */
  const stands = new Map<string, number>();
  let rows = 0;
  let more = false;
  let requests = 1;
  let sampled: Sampled | null = null;
  for (const each of tables) {
    const onBoard = [...catalogue.keys()].filter(
      (key) => key.startsWith(`${each.name}:`) && !asked.has(key),
    );
    const groups: Group[] = [
      { rows: onBoard.length, keys: spread(onBoard) },
      ...coming.filter((one) => one.table.name === each.name).map((one) => fresh(one, catalogue)),
    ];
    const all = groups.reduce((sum, group) => sum + group.rows, 0);
    const filter = filterOf(each);
    const linked = filter === null ? null : throughLink(filter, context.rights);
    if (all > groups.reduce((sum, { keys }) => sum + keys.length, 0) && linked !== null) {
      const about = { kind: 'referring', column: notes.about, to: each, filter: linked } as const;
      const found = await inquiry.count(table, about, null);
      const mine = own === null ? 0 : (await inquiry.count(table, both(about, own), null)).count;
      const came = [...here.values()].filter((key) => key.startsWith(`${each.name}:`));
      const brought = came.filter((key) => asked.has(key)).length;
      rows += Math.max(0, found.count - mine - brought);
      more ||= found.more;
      requests += Math.ceil(found.count / IDS_PAGE);
      if (found.count > 0) sampled ??= await inquiry.sample(table, about, null);
    } else {
      requests += Math.ceil(all / IDS);
      for (const group of groups)
        for (const key of group.keys) stands.set(key, group.rows / group.keys.length);
    }
  }
  const last = watermarks[notesMark(notes)]?.marks.at(-1)?.version;
  const changed = last === undefined ? [] : await ask({ kind: 'all' }, last);
  const found = changed.filter((row) => asked.has(keyOf(row, notes)));
  const ids = [...stands.keys()].map((key) => key.slice(key.indexOf(':') + 1));
  for (const values of parts(ids, IDS))
    found.push(...(await ask({ kind: 'column', column: notes.about, operator: 'in', values })));
  const lacking = await notOwn(
    context,
    own,
    found.filter((row) => catalogue.get(rowKey(row))?.etag !== row.etag),
  );
  for (const row of lacking) rows += stands.get(keyOf(row, notes)) ?? 1;
  if (lacking.length > 0)
    sampled = await inquiry.sampleOf(
      table,
      lacking.map(({ id }) => id),
    );
  rows = Math.round(rows);
  const brought = [...here.values()].filter((key) => asked.has(key)).length;
  return {
    table: table.name,
    rows,
    more,
    sample: sampled?.sample ?? null,
    checked: 0,
    bytesBeside: heads === 0 ? 0 : Math.round((bytes / heads) * (rows + brought)),
    matchesNothing: false,
    requests: requests + Math.ceil(rows / IDS),
  };
}

/** Those of the rows that come which are not here in another version. */
function fresh({ rows, sampled }: Coming, catalogue: Catalogue): Group {
  const looked = sampled?.rows ?? [];
  const keys = looked.map(rowKey).filter((key) => catalogue.get(key) === null);
  return { rows: looked.length === 0 ? 0 : (rows * keys.length) / looked.length, keys };
}

/** Those of these notes that do not come for their own sake. */
async function notOwn(
  { inquiry, notes: { table } }: NoteContext,
  own: RowFilter | null,
  rows: readonly Row[],
): Promise<readonly Row[]> {
  if (own === null || rows.length === 0) return rows;
  if (own.kind === 'all') return [];
  const kept = new Set<string>();
  for (const part of parts(rows, IDS)) {
    const filter = both(own, byIds(part.map(({ id }) => id)));
    const page = await inquiry.read({ table, filter, bare: true, pageSize: IDS }, null);
    for (const row of page.rows) kept.add(row.id);
  }
  return rows.filter(({ id }) => !kept.has(id));
}

const both = (...filters: RowFilter[]): RowFilter => ({ kind: 'and', filters });
