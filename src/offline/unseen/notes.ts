import type { Stores } from '../database/local-database';
import { Staged, type Write } from '../staged';
import type { Store } from '../store';
import { FORMAT, type Stored } from '../stored';
import type { Note } from './note';

/** The newest are kept. */
const MOST = 200;
/** And not for longer: milliseconds. */
const KEPT_FOR = 30 * 86_400_000;

/** Which notes there are: no content. */
export interface NoteIndex {
  /** By key, the last noted one last. */
  readonly notes: readonly NoteMark[];
  /** The number of the last one that was ever noted. */
  readonly last: number;
  /** The user wants no reminder of those up to this number. */
  readonly dismissed: number;
}

interface NoteMark {
  /** Key of the row. */
  readonly row: string;
  readonly number: number;
  /** When: milliseconds since 1970. */
  readonly noted: number;
}

interface NoteKeys {
  readonly noted: number;
}

const INDEX = 'unseen';

/** Where the note on a row is kept in the `state` store. */
export const noteKey = (row: string): string => `${INDEX}:${row}`;

/** The notes that a transaction will write, each under its {@link noteKey}. */
export type StagedNotes = Staged<string, Stored<object>, Note>;

export const stagedNotes = ({ db, codec }: Pick<Store, 'db' | 'codec'>): StagedNotes =>
  new Staged(db.state, codec, {
    keys: ({ noted }): NoteKeys => ({ noted }),
    body: (note) => note,
    read: (_stored, body) => body as Note,
  });

const nothing: NoteIndex = { notes: [], last: 0, dismissed: 0 };

/** May run inside a transaction on state. */
export async function readIndex({ state }: Pick<Stores, 'state'>): Promise<NoteIndex> {
  return ((await state.get(INDEX))?.keys as NoteIndex | undefined) ?? nothing;
}

/** Only in a transaction in which it was read: every pane writes it. */
export async function writeIndex(
  { state }: Pick<Stores, 'state'>,
  index: NoteIndex,
): Promise<void> {
  await state.put({ keys: index, rev: 0, v: FORMAT, body: null }, INDEX);
}

const isKept = ({ noted }: NoteMark, at: number): boolean => noted > at - KEPT_FOR;

/** Those of the index whose time has not passed. @param at milliseconds since 1970 */
export const keptNotes = ({ notes }: NoteIndex, at: number): readonly NoteMark[] =>
  notes.filter((mark) => isKept(mark, at));

/** Inside a transaction on state. Old notes make room. */
export async function writeNotes(
  stores: Pick<Stores, 'state'>,
  writes: readonly Write<string, Stored<object>>[],
): Promise<void> {
  if (writes.length === 0) return;
  const index = await readIndex(stores);
  const written = new Set(writes.map(({ key }) => key));
  const values = new Map(
    writes.flatMap(({ key, value }) => (value === null ? [] : [[key, value]])),
  );
  const added = [...values].map(([key, { keys }], n) => ({
    row: key.slice(noteKey('').length),
    number: index.last + 1 + n,
    noted: (keys as NoteKeys).noted,
  }));
  const others = index.notes.filter(({ row }) => !written.has(noteKey(row)));
  const at = Math.max(0, ...added.map(({ noted }) => noted));
  const notes = keptNotes({ ...index, notes: [...others, ...added] }, at).slice(-MOST);
  const kept = new Set(notes.map(({ row }) => noteKey(row)));
  const out = index.notes.map(({ row }) => noteKey(row)).filter((key) => !kept.has(key));
  const put = [...values].filter(([key]) => kept.has(key));
  if (out.length > 0) await stores.state.bulkDelete(out);
  if (put.length > 0)
    await stores.state.bulkPut(
      put.map(([, value]) => value),
      put.map(([key]) => key),
    );
  await writeIndex(stores, { ...index, notes, last: index.last + added.length });
}
