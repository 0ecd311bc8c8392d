import { type LocalRow, type Row, rowKey } from '../../domain/row';
import type { Model } from '../../domain/table';
import type { Draft } from '../draft';
import { isByOthers, withoutModifier } from '../modifier';
import { recompute } from '../recompute';
import type { Keeper, OnBoard, Written } from '../catalogue/keeper';
import { itemsSince, touchedIn, touchedSince } from '../feed';
import type { Store } from '../store';
import { asStoreError } from '../store-error';
import { cleanRow, type FeedItem, FORMAT, rowKeys, type StoredRow } from '../stored';
import { transact } from '../transact';
import { NotesAhead } from '../unseen/ahead';
import { noteIn, type Noting } from '../unseen/noting';
import { asNoteworthy, noteOverwritten, type Overwritten } from '../unseen/overwritten';

/** Rows in one transaction: small, so that a save never waits long for its turn. */
export const CHUNK = 500;

/**
 * Brings rows of the server on board.
 * @param asked the feed's generation when the server was asked: rows that a save or playback has touched since are
 *   newer than what it said, and stay.
 * @param keeper knows what is there, and hears what each transaction has written.
 * @param whole also those that are here in this version: they may have had fewer columns.
 * @param noting for whom it is noted what others have changed, where the rows tell; null: for nobody.
 */
export async function writeRows(
  store: Store,
  model: Model,
  rows: readonly Row[],
  asked: number,
  keeper: Pick<Keeper, 'follow'> | null = null,
  whole = false,
  noting: Noting | null = null,
): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK) {
    const chunk = rows.slice(from, from + CHUNK);
    const write = (here: OnBoard | null): ReturnType<typeof writeClean> =>
      writeClean(store, model, chunk, asked, here, whole, noting);
    const { waiting, written } = await (keeper === null
      ? write(null)
      : keeper.follow(chunk.map(rowKey), write));
    if (written !== null) store.bell.ring();
    for (const row of waiting) await rebase(store, model, row, asked, noting, whole);
  }
}

/** Writes what has no entries waiting. @returns the rows that have, and what is written. */
async function writeClean(
  store: Store,
  model: Model,
  read: readonly Row[],
  asked: number,
  here: OnBoard | null,
  whole: boolean,
  noting: Noting | null,
): Promise<{ readonly waiting: readonly Row[]; readonly written: Written | null }> {
  const { db, codec } = store;
  const rows = read.map((row) => withoutModifier(model[row.table], row));
  const bodies = await codec.encode(rows.map((row) => row.values));
  const keys = rows.map(rowKey);
  let waiting: Row[] = [];
  let written: Written | null = null;
  const notes = new NotesAhead(store);
  let overwritten: Overwritten[] = [];
  const write = (): Promise<void> =>
    db.transaction('rw', ['records', 'feed', 'state'], async (stores) => {
      waiting = [];
      written = null;
      overwritten = [];
      let told = here;
      let items = await itemsSince(stores, Math.min(asked, here?.generation ?? asked));
      if (items === null) {
        told = null;
        items = await itemsSince(stores, asked);
      }
      if (items === null) return;
      const touched = touchedIn(items.filter(({ generation = 0 }) => generation > asked));
      const wanted = [...unsure(keys, told, items)];
      const found = wanted.length > 0 ? await stores.records.bulkGet(wanted) : [];
      const known = new Map(wanted.map((key, index) => [key, found[index]]));
      const added = new Map<string, StoredRow>();
      const replaced = new Map<string, StoredRow>();
      const clean: LocalRow[] = [];
      rows.forEach((row, index) => {
        const key = keys[index] ?? '';
        const there = known.get(key);
        const now = read[index] ?? row;
        if (touched.has(key)) return;
        const differs = row.etag === null || there?.keys.etag !== row.etag;
        if (there !== undefined && there.keys.pending > 0) waiting.push(now);
        else if (whole || differs) {
          const rev = (there?.rev ?? 0) + 1;
          const local = cleanRow(row);
          const value = { keys: rowKeys(local), rev, v: FORMAT, body: bodies[index] };
          (there === undefined ? added : replaced).set(key, value);
          clean.push(local);
          if (differs && there !== undefined && noting !== null)
            if (isByOthers(now, noting.userId)) overwritten.push({ was: there, now });
        }
      });
      if (clean.length === 0) return;
      const worth = overwritten.map(asNoteworthy);
      await Promise.all([notes.check(stores, worth)]);
      const { records } = stores;
      if (whole) await records.bulkDelete([...replaced.keys()]);
      const fresh = whole ? new Map([...added, ...replaced]) : added;
      const changed = clean.map(rowKey);
      const [generation] = await Promise.all([
        stores.feed.add({ rows: changed, origin: 'copy' }),
        records.add([...fresh.values()], [...fresh.keys()]),
        ...(whole ? [] : [records.bulkPut([...replaced.values()], [...replaced.keys()])]),
        notes.write(stores, worth),
      ]);
      written = { generation, rows: clean };
    });
  try {
    await notes.with(
      write,
      () => overwritten.map(asNoteworthy),
      (staged) => noteOverwritten(staged, store, model, overwritten, noting),
    );
  } catch (error) {
    throw asStoreError(error);
  }
  return { waiting, written };
}

/** Which of these rows are to be looked for: not what is known not to be there, and was not written since. */
function unsure(
  keys: readonly string[],
  here: OnBoard | null,
  items: readonly FeedItem[],
): readonly string[] {
  if (here === null) return keys;
  const written = new Set(
    items.filter(({ generation = 0 }) => generation > here.generation).flatMap((item) => item.rows),
  );
  return keys.filter((key) => here.keys.has(key) || written.has(key));
}

/** The server's row becomes the base under the waiting entries, by the rules RB1 to RB4. */
export const rebase = (
  store: Store,
  model: Model,
  row: Row,
  asked: number,
  noting: Noting | null = null,
  whole = false,
): Promise<void> =>
  transact(store, (draft) => rebaseIn(draft, store, model, row, asked, noting, whole));

/** {@link rebase} as a part of what a draft will do. */
export async function rebaseIn(
  draft: Draft,
  { db }: Store,
  model: Model,
  row: Row,
  asked: number,
  noting: Noting | null = null,
  whole = false,
): Promise<void> {
  const record = await draft.record(row);
  const touched = await touchedSince(db, asked);
  if (touched === null || touched.has(rowKey(row))) return;
  const entries = await draft.entriesOf(row);
  if (entries.some(({ state }) => state === 'sending' || state === 'uncertain')) return;
  const shadow = await draft.shadow(row);
  const same = shadow !== null && shadow.etag !== null && shadow.etag === row.etag;
  if (record !== null && same && !whole) return;
  // Changes of the user's wait on it, so it is one that they want to hear of.
  if (shadow !== null && noting !== null)
    await noteIn(draft.notes, model[row.table], shadow, row, noting);
  draft.putShadow(withoutModifier(model[row.table], row));
  await recompute(draft, model, row);
}
