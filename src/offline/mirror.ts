import { alsoChanged } from '../domain/actions/registry';
import type { OutboxEntry } from '../domain/entry';
import type { Live } from '../domain/live';
import type { Clock } from '../domain/ports';
import type { Model } from '../domain/table';
import { noteAlong } from './along';
import { recompute } from './recompute';
import { decodeEntries, type Store } from './store';
import { FORMAT, type StoredEntry } from './stored';
import { asStoreError } from './store-error';
import { transact } from './transact';

/** A text that is kept apart from the database, and outlives it. Rejects where the browser fails. */
export interface MirrorFile {
  /** Null: there is none. */
  read(): Promise<string | null>;
  /** Takes the place of what was there as a whole, or not at all. */
  write(text: string): Promise<void>;
  remove(): Promise<void>;
}

interface Content {
  readonly v: number;
  readonly entries: readonly StoredEntry[];
}

/** In the `state` store: this database has taken back what its mirror held. */
const TAKEN_BACK = 'mirrored';

const mark = (count: number) => ({ keys: {}, rev: 0, v: FORMAT, body: { count } });

/** What waits in a mirror. @throws where that is no mirror, or one of a newer version. */
export function entriesIn(text: string | null): readonly StoredEntry[] {
  if (text === null) return [];
  const { v, entries } = JSON.parse(text) as Content;
  if (v !== FORMAT || !(entries instanceof Array))
    throw new Error(`No mirror of version ${FORMAT}`);
  return entries;
}

/**
 * Whatever was to be sent may have been by now: the mirror is a little behind. So it comes back as what a run has left
 * that ended in the middle, and the next one proves it before it goes again.
 */
const asLeftBehind = (entry: StoredEntry): StoredEntry =>
  ['pending', 'uncertain'].includes(entry.keys.state)
    ? { ...entry, keys: { ...entry.keys, state: 'sending' } }
    : entry;

/**
 * Takes the changes that wait back from the mirror, where the browser has thrown away the database they were in. Does
 * nothing in a database that has done it, or has a line of its own.
 * @returns how many changes have come back, by this call or an earlier one.
 * @throws where the mirror cannot be read; StoreError. Then it stays as it is.
 */
export async function takeBack(store: Store, model: Model, file: MirrorFile): Promise<number> {
  const { db, codec, bell } = store;
  const done = await db.state.get(TAKEN_BACK);
  if (done !== undefined) return (done.body as { readonly count: number }).count;
  const kept = entriesIn(await file.read()).map(asLeftBehind);
  let line: readonly StoredEntry[] = [];
  try {
    await db.transaction('rw', ['outbox', 'feed', 'state'], async (stores) => {
      line = (await stores.outbox.count()) > 0 ? [] : kept;
      const places = line.flatMap(({ seq }) => seq ?? []);
      await stores.state.put(mark(line.length), TAKEN_BACK);
      if (line.length === 0) return;
      await stores.outbox.bulkPut(line);
      await stores.feed.add({ rows: [], origin: 'pane', line: places });
    });
  } catch (error) {
    throw asStoreError(error);
  }
  const entries = await decodeEntries(codec, line);
  for (const { ref, action } of entries)
    await transact(store, async (draft) => {
      const also = action === undefined ? null : alsoChanged(action);
      await recompute(draft, model, ref);
      if (also !== null) await noteAlong(draft, also, ref);
    });
  bell.ring();
  return entries.length;
}

/** What a mirror of these entries holds. */
export const mirrorText = (entries: readonly StoredEntry[]): string =>
  JSON.stringify({ v: FORMAT, entries } satisfies Content);

/** Milliseconds between two writes, and how much of the text is worth one more. */
const REST = 200;
const PER_MILLISECOND = 2000;

/** Keeps the mirror as the line is; a moment after it has changed. @returns how to stop. */
export function keepMirror(
  { db }: Pick<Store, 'db'>,
  line: Live<readonly OutboxEntry[]>,
  file: MirrorFile,
  clock: Clock,
): () => void {
  let kept: string | null = null;
  let due = true;
  let busy = false;
  let cancel: () => void = () => undefined;

  const write = async (): Promise<void> => {
    const text = mirrorText(await db.outbox.toArray());
    if (text === kept) return;
    kept = text;
    // One that is old would bring back what has been done since.
    await file.write(text).catch(() => file.remove());
  };
  const go = async (): Promise<void> => {
    if (busy || !due) return;
    busy = true;
    due = false;
    // A store that fails tells whoever uses it.
    await write().catch(() => undefined);
    cancel = clock.after(REST + (kept?.length ?? 0) / PER_MILLISECOND, () => {
      busy = false;
      void go();
    });
  };
  const silence = line.subscribe(() => {
    due = true;
    void go();
  });
  void go();
  return () => {
    due = false;
    silence();
    cancel();
  };
}
