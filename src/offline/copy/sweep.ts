import { removeKept } from '../attachments/kept';
import { touchedSince } from '../feed';
import { remove } from '../leaving';
import { readVisited } from '../remote/visited';
import { withRoom } from '../room';
import type { Store } from '../store';
import { asStoreError } from '../store-error';
import { NotesAhead, type Noteworthy } from '../unseen/ahead';
import type { Note } from '../unseen/note';
import { noteKey } from '../unseen/notes';

/**
 * Removes rows that a whole walk did not see, except those with entries waiting, those that the user has visited, and
 * those that were saved since the walk began.
 * @param began the feed's generation when the walk began.
 * @param notesOn what is to be noted of these rows when they leave, by key: of a few.
 * @returns how many rows leave.
 */
export async function sweep(
  store: Store,
  seen: ReadonlySet<string>,
  began: number,
  notesOn: (leaving: readonly string[]) => Promise<ReadonlyMap<string, Note>>,
): Promise<number> {
  const { db } = store;
  const stay = new Set([...seen, ...(await readVisited(db)), ...(await db.rowsWithEntries())]);
  const leaving = (await db.records.keys()).filter((key) => !stay.has(key));
  const notes = await notesOn(leaving);
  await removeNoted(store, notes, began);
  await remove(
    store,
    leaving.filter((key) => !notes.has(key)),
    began,
  );
  return leaving.length;
}

/** Removes rows, each with its note. */
async function removeNoted(
  store: Store,
  told: ReadonlyMap<string, Note>,
  began: number,
): Promise<void> {
  if (told.size === 0) return;
  const keys = [...told.keys()];
  const notes = new NotesAhead(store);
  let leaving: readonly Noteworthy[] = [];
  const removal = (): Promise<void> =>
    store.db.transaction('rw', ['records', 'blobs', 'feed', 'state'], async (stores) => {
      leaving = [];
      const touched = await touchedSince(stores, began);
      if (touched === null) return;
      const rows = await stores.records.bulkGet(keys);
      leaving = keys.flatMap((row, index) => {
        const there = rows[index];
        const leaves = !touched.has(row) && there?.keys.pending === 0;
        return leaves ? [{ row, rev: there.rev }] : [];
      });
      if (leaving.length === 0) return;
      await Promise.all([notes.check(stores, leaving)]);
      const gone = leaving.map(({ row }) => row);
      await Promise.all([
        stores.records.bulkDelete(gone),
        removeKept(stores, gone),
        stores.feed.add({ rows: gone, origin: 'copy', gone: true }),
        notes.write(stores, leaving),
      ]);
    });
  try {
    await notes.with(
      () => withRoom(store, removal),
      () => leaving,
      (staged) => {
        for (const { row } of leaving) {
          const note = told.get(row);
          if (note !== undefined) staged.put(noteKey(row), note);
        }
      },
    );
  } catch (error) {
    throw asStoreError(error);
  }
  if (leaving.length > 0) store.bell.ring();
}
