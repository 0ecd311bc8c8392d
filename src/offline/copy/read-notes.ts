import type { RowFilter } from '../../domain/crm-server';
import type { Notes } from '../../domain/notes-choice';
import type { Rights } from '../../domain/rights';
import { type Row, rowKey } from '../../domain/row';
import type { Table } from '../../domain/table';
import { isLookup } from '../../domain/value';
import type { Catalogue } from '../catalogue/catalogue';
import { parts } from '../parts';
import { readState, type Store, writeState } from '../store';
import { type Asked, noteHeads } from './note-heads';
import { basisOf, passesFor } from './passes';
import { byIds, IDS, type Reader } from './reader';
import type { Walk } from './walk';
import { type Learned, newer, newestOf, type Watermark } from './watermark';

/** So many records are asked about in one refresh on average: a hundred by a request. */
const PART = 2000;
const KEY = 'notesOf';

/** By table: ids of the records whose notes are on board. */
type NotesOf = Readonly<Record<string, readonly string[]>>;

/** Which rows belong on board, as far as is known before their notes are read. */
export interface Belonging {
  /** Keys of all of them. */
  readonly stays: ReadonlySet<string>;
  /** Keys of those that are known to be there for another reason than what they are about. */
  readonly sure: ReadonlySet<string>;
  /** Keys of those that their table's own filter has. */
  readonly own: ReadonlySet<string>;
  /** Keys of those that were just read as the CRM has them. */
  readonly read: ReadonlySet<string>;
}

export interface NotesContext {
  readonly store: Store;
  readonly reader: Reader;
  readonly catalogue: Catalogue;
  readonly walk: Pick<Walk, 'at' | 'thorough'>;
  readonly rights: Rights;
  readonly notes: Notes;
  /** On whose records the notes come along. */
  readonly tables: readonly Table[];
  /** What is read of a table for its own sake; null: nothing. */
  readonly filterOf: (table: Table) => RowFilter | null;
  readonly known: Watermark | undefined;
  /** A version that was read before. */
  readonly met: string;
}

/** Keys of the notes that stay for what they are about, of those that leave, and what was learned. */
export interface NotesRead {
  readonly stay: readonly string[];
  readonly leave: readonly string[];
  readonly learned: Learned;
}

/** By which name it is kept how up to date the notes are. */
export const notesMark = ({ table }: Notes): string => `about:${table.name}`;

const readNotesOf = async (store: Store): Promise<NotesOf> =>
  (await readState<NotesOf>(store, KEY)) ?? {};

/** Keys of the records whose notes have come along. */
export const askedAbout = async (store: Store): Promise<ReadonlySet<string>> =>
  new Set(
    Object.entries(await readNotesOf(store)).flatMap(([table, ids]) =>
      ids.map((id) => rowKey({ table, id })),
    ),
  );

/** By the keys of the notes on board: the key of the record that each is about. */
export function notesHere(catalogue: Catalogue, { table, about }: Notes): Map<string, string> {
  const found = new Map<string, string>();
  for (const key of catalogue.keys()) {
    if (!key.startsWith(`${table.name}:`)) continue;
    const ref = catalogue.get(key)?.refs.find(([column]) => column === about);
    if (ref !== undefined) found.set(key, ref[1]);
  }
  return found;
}

/** Ids by table. */
function byTable(keys: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const key of keys) {
    const [table = '', id = ''] = key.split(':');
    const ids = found.get(table);
    if (ids === undefined) found.set(table, [id]);
    else ids.push(id);
  }
  return found;
}

/**
 * Brings the notes on kept records up to date: those on records that are new here, those that have changed wherever they
 * are, and those on all records now and then, or because the user wants it. Rejects with a CrmError or StoreError.
 */
export async function readNotes(context: NotesContext, belonging: Belonging): Promise<NotesRead> {
  const { store, reader, catalogue, walk, notes, tables, known } = context;
  const { table } = notes;
  const basis = basisOf(table, byIds([]));
  const late = passesFor(known, basis, walk.at, walk.thorough, PART).find(
    (pass) => pass.kind === 'late',
  );
  const page = late === undefined ? null : await reader.changed(table, late.since, notes.about);
  const changed = page?.next === null ? page.rows : null;
  const asked = await askedAbout(store);
  const here = notesHere(catalogue, notes);
  const names = new Set(tables.map(({ name }) => name));
  const keys = new Set(
    [...belonging.stays].filter((key) => names.has(key.slice(0, key.indexOf(':')))),
  );
  const isOnKept = ({ values }: Row): boolean => {
    const to = values[notes.about] ?? null;
    return isLookup(to) && keys.has(rowKey(to));
  };

  const reading = { read: (...query: Parameters<Reader['read']>) => reader.read(...query) };
  const there = new Set<string>();
  const take = async (heads: readonly Row[]): Promise<void> => {
    const found = heads.filter(isOnKept);
    for (const row of found) there.add(rowKey(row));
    await bring(
      context,
      found.filter((row) => !belonging.read.has(rowKey(row))),
    );
  };
  await take(changed ?? []);
  const isNew = (key: string): boolean => changed === null || !asked.has(key);
  const fresh = byTable(new Set([...keys].filter(isNew)));
  const own = byTable(belonging.own);
  const wanted = tables.map((each): Asked => {
    const filter = context.filterOf(each);
    const ids = fresh.get(each.name) ?? [];
    return { table: each, ids, own: filter && { filter, ids: new Set(own.get(each.name)) } };
  });
  await take(await noteHeads(reading, notes, context.rights, wanted));
  const isSame = asked.size === keys.size && [...keys].every((key) => asked.has(key));
  if (!isSame) await writeState(store, KEY, Object.fromEntries(byTable(keys)));

  const moved = new Set((changed ?? []).filter((row) => !isOnKept(row)).map(rowKey));
  if (changed !== null)
    for (const [key, record] of here)
      if (keys.has(record) && asked.has(record) && !moved.has(key)) there.add(key);
  const doubtful = [...here]
    .filter(([key, record]) => !there.has(key) && (asked.has(record) || moved.has(key)))
    .map(([key]) => key)
    .filter((key) => belonging.stays.has(key) && !belonging.sure.has(key));
  const newest = newer(context.met, newestOf(changed ?? []));
  return {
    stay: [...there],
    leave: await notOwn(context, doubtful),
    learned: { basis, at: walk.at, newest, rows: changed === null ? keys.size : null },
  };
}

/** Reads those of these notes that are not on board in the CRM's version. */
async function bring(
  { reader, notes: { table } }: NotesContext,
  heads: readonly Row[],
): Promise<void> {
  const there = await reader.onBoard(
    table,
    heads.map(({ id }) => id),
  );
  const isNew = ({ id }: Row): boolean => reader.readsAnew(table) || !there.has(id);
  await reader.byIds(
    table,
    heads.filter(isNew).map(({ id }) => id),
  );
  await reader.mend(
    table,
    heads.filter((row) => !isNew(row)),
  );
}

/** Those of these notes that are not kept for their own sake either. */
async function notOwn(
  { reader, notes: { table }, filterOf }: NotesContext,
  keys: readonly string[],
): Promise<readonly string[]> {
  const filter = filterOf(table);
  if (filter === null) return keys;
  const kept = new Set<string>();
  const ids = keys.map((key) => key.slice(table.name.length + 1));
  for (const part of parts(ids, IDS)) {
    const query = { table, filter: both(filter, byIds(part)), bare: true, pageSize: IDS };
    for (const row of (await reader.read(query, null)).rows) kept.add(rowKey(row));
  }
  return keys.filter((key) => !kept.has(key));
}

const both = (...filters: RowFilter[]): RowFilter => ({ kind: 'and', filters });
