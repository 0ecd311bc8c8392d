import { type LocalRow, type Row, rowKey } from '../../domain/row';
import type { Model } from '../../domain/table';
import type { Draft } from '../draft';
import { recompute } from '../recompute';
import { touchedSince } from '../feed';
import type { Store } from '../store';
import { asStoreError } from '../store-error';
import { cleanRow, FORMAT, rowKeys, type StoredRow } from '../stored';
import { transact } from '../transact';

/** Rows in one transaction: small, so that a save never waits long for its turn. */
export const CHUNK = 100;

/** What one transaction has written, and the generation that it has in the feed. */
export interface Written {
  readonly generation: number;
  readonly rows: readonly LocalRow[];
}

/**
 * Brings rows of the server on board.
 * @param asked the feed's generation when the server was asked: rows that a save or playback has touched since are
 *   newer than what it said, and stay.
 * @param tell called after each transaction that has written something.
 * @param whole also those that are here in this version: they may have had fewer columns.
 */
export async function writeRows(
  store: Store,
  model: Model,
  rows: readonly Row[],
  asked: number,
  tell: (written: Written) => Promise<unknown> = () => Promise.resolve(),
  whole = false,
): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK) {
    const chunk = rows.slice(from, from + CHUNK);
    const { waiting, written } = await writeClean(store, chunk, asked, whole);
    if (written !== null) {
      // Before whoever hears the bell asks for it.
      const told = tell(written);
      store.bell.ring();
      await told;
    }
    for (const row of waiting) await rebase(store, model, row, asked);
  }
}

/** Writes what has no entries waiting. @returns the rows that have, and what is written. */
async function writeClean(
  store: Store,
  rows: readonly Row[],
  asked: number,
  whole: boolean,
): Promise<{ readonly waiting: readonly Row[]; readonly written: Written | null }> {
  const { db, codec } = store;
  const bodies = await codec.encode(rows.map((row) => row.values));
  const keys = rows.map(rowKey);
  let waiting: Row[] = [];
  let written: Written | null = null;
  try {
    await db.transaction('rw', ['records', 'feed', 'state'], async (stores) => {
      waiting = [];
      written = null;
      const touched = await touchedSince(stores, asked);
      if (touched === null) return;
      const known = await stores.records.bulkGet(keys);
      const fresh: StoredRow[] = [];
      const changed: string[] = [];
      const clean: LocalRow[] = [];
      rows.forEach((row, index) => {
        const key = keys[index] ?? '';
        const there = known[index];
        if (touched.has(key)) return;
        if (there !== undefined && there.keys.pending > 0) waiting.push(row);
        else if (whole || row.etag === null || there?.keys.etag !== row.etag) {
          const rev = (there?.rev ?? 0) + 1;
          const local = cleanRow(row);
          fresh.push({ keys: rowKeys(local), rev, v: FORMAT, body: bodies[index] });
          clean.push(local);
          changed.push(key);
        }
      });
      if (changed.length === 0) return;
      await stores.records.bulkPut(fresh, changed);
      const generation = await stores.feed.add({ rows: changed, origin: 'copy' });
      written = { generation, rows: clean };
    });
  } catch (error) {
    throw asStoreError(error);
  }
  return { waiting, written };
}

/** The server's row becomes the base under the waiting entries, by the rules RB1 to RB4. */
export const rebase = (store: Store, model: Model, row: Row, asked: number): Promise<void> =>
  transact(store, (draft) => rebaseIn(draft, store, model, row, asked));

/** {@link rebase} as a part of what a draft will do. */
export async function rebaseIn(
  draft: Draft,
  { db }: Store,
  model: Model,
  row: Row,
  asked: number,
): Promise<void> {
  const record = await draft.record(row);
  const touched = await touchedSince(db, asked);
  if (touched === null || touched.has(rowKey(row))) return;
  const entries = await draft.entriesOf(row);
  if (entries.some(({ state }) => state === 'sending' || state === 'uncertain')) return;
  const shadow = await draft.shadow(row);
  if (record !== null && shadow !== null && shadow.etag !== null && shadow.etag === row.etag)
    return;
  draft.putShadow(row);
  await recompute(draft, model, row);
}
