import { removeKept } from './attachments/kept';
import { Draft } from './draft';
import type { KeyedStore, Stores } from './database/local-database';
import { type FeedItem, FORMAT, type StoredEntry, type StoredReceipt } from './stored';
import { Stale, type Write } from './staged';
import { asStoreError, StoreError } from './store-error';
import { withRoom } from './room';
import type { Store } from './store';
import { writeNotes } from './unseen/notes';

/** A run of playback was overtaken by another pane's: what it learns now must change nothing. */
export class Fenced extends Error {
  override readonly name = 'Fenced';
}

/** The sender's mark in the `state` store: `epoch` numbers the run, `beat` shows that it lives. */
export interface SenderKeys {
  readonly epoch: number;
  readonly beat: number;
}

export const SENDER = 'sender';

export async function readSender(db: Stores): Promise<SenderKeys> {
  const mark = await db.state.get(SENDER);
  return (mark?.keys as SenderKeys | undefined) ?? { epoch: 0, beat: 0 };
}

export const writeSender = async (db: Stores, keys: SenderKeys): Promise<void> => {
  await db.state.put({ keys, rev: 0, v: FORMAT, body: null }, SENDER);
};

/** How often a draft is worked out again before the store counts as broken. */
const TRIES = 50;

/**
 * Does `work` as one transaction: works it out with a {@link Draft}, then commits in one go, provided that nothing it
 * read has changed; else works it out again. Resolves when it is on disk.
 * @param epoch a run of playback: it commits only while that run is the newest.
 * @throws StoreError, {@link Fenced}, and whatever `work` throws; then nothing was written.
 */
export async function transact<T>(
  store: Store,
  work: (draft: Draft) => Promise<T>,
  epoch?: number,
): Promise<T> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const draft = new Draft(store);
    const result = await work(draft);
    if (await withRoom(store, () => commit(store, draft, epoch))) return result;
  }
  throw new StoreError('localBroken');
}

/** What a draft may write. */
const written = ['records', 'shadow', 'links', 'outbox', 'receipts', 'feed', 'state'] as const;

async function commit(store: Store, draft: Draft, epoch?: number): Promise<boolean> {
  const { db } = store;
  const [records, shadows, links, line, receipts, notes, along] = await Promise.all([
    draft.records.prepare(),
    draft.shadows.prepare(),
    draft.links.prepare(),
    draft.line.prepare(),
    draft.receipts.prepare(),
    draft.notes.prepare(),
    draft.along.prepare(),
  ]);
  const rows = [...new Set([...draft.records.changedKeys(), ...draft.links.changedKeys()])];
  const changes = line.length + rows.length + receipts.length > 0;
  const told = { rows, receipts: receipts.length > 0 };
  const gone = records.flatMap(({ key, value }) => (value === null ? [key] : []));
  // Whoever brings a large file keeps nobody waiting whose rows have none.
  const names = gone.length > 0 ? ([...written, 'blobs'] as const) : written;
  try {
    // Nothing but IndexedDB is awaited in here.
    await db.transaction('rw', names, async (stores) => {
      await Promise.all([
        draft.records.compare(stores.records),
        draft.shadows.compare(stores.shadow),
        draft.links.compare(stores.links),
        draft.line.compare(stores.outbox),
        draft.receipts.compare(stores.receipts),
        draft.notes.compare(stores.state),
        draft.along.compare(stores.state),
        ...(epoch === undefined ? [] : [fence(stores, epoch)]),
      ]);
      await Promise.all([
        ...writeRows(stores.records, records),
        ...writeRows(stores.shadow, shadows),
        ...writeRows(stores.links, links),
        ...writeRows(stores.state, along),
        ...writeReceipts(stores, receipts),
        writeNotes(stores, notes),
        ...(gone.length > 0 ? [removeKept(stores, gone)] : []),
        ...(changes ? [tell(stores, line, told)] : []),
      ]);
    });
  } catch (error) {
    if (error instanceof Stale) return false;
    if (error instanceof Fenced) throw error;
    throw asStoreError(error);
  }
  if (changes) store.bell.ring();
  return true;
}

/** Lets the newest run go on, and shows that it lives. */
async function fence(stores: Stores, epoch: number): Promise<void> {
  const sender = await readSender(stores);
  if (sender.epoch !== epoch) throw new Fenced();
  await writeSender(stores, { epoch, beat: sender.beat + 1 });
}

/** All that there is to write goes at once: a request does not wait for the one before. */
function writeRows<V>(
  store: Pick<KeyedStore<V>, 'bulkPut' | 'bulkDelete'>,
  rows: readonly { readonly key: string; readonly value: V | null }[],
): Promise<unknown>[] {
  const gone = rows.flatMap(({ key, value }) => (value === null ? [key] : []));
  const kept = rows.flatMap(({ key, value }) => (value === null ? [] : [{ key, value }]));
  const requests: Promise<unknown>[] = [];
  if (gone.length > 0) requests.push(store.bulkDelete(gone));
  if (kept.length > 0)
    requests.push(
      store.bulkPut(
        kept.map(({ value }) => value),
        kept.map(({ key }) => key),
      ),
    );
  return requests;
}

/** A receipt is never taken away with a change: it goes when its time has passed. */
const writeReceipts = (
  { receipts }: Stores,
  written: readonly Write<string, StoredReceipt>[],
): Promise<unknown>[] => {
  const values = written.flatMap(({ value }) => value ?? []);
  return values.length > 0 ? [receipts.bulkPut(values)] : [];
};

/** Writes the line, and says in the feed what has changed there and besides. */
async function tell(
  stores: Stores,
  line: readonly Write<number, StoredEntry>[],
  besides: Pick<FeedItem, 'rows' | 'receipts'>,
): Promise<void> {
  const places = await writeLine(stores, line);
  await stores.feed.add({ ...besides, origin: 'pane', line: places });
}

/**
 * Entries get their place here, so what depends on a new one learns its number here too.
 * @returns the places of all that is written.
 */
async function writeLine(
  { outbox }: Stores,
  line: readonly Write<number, StoredEntry>[],
): Promise<number[]> {
  const places = new Map<number, number>();
  const placed = (value: Omit<StoredEntry, 'seq'>): Omit<StoredEntry, 'seq'> => {
    const dependsOn = value.keys.dependsOn.map((seq) => places.get(seq) ?? seq);
    return { ...value, keys: { ...value.keys, dependsOn } };
  };
  for (const { key, value } of line)
    if (key < 0 && value !== null) places.set(key, await outbox.add(placed(value)));
  const known = line.filter(({ key }) => key > 0);
  const gone = known.flatMap(({ key, value }) => (value === null ? [key] : []));
  const kept = known.flatMap(({ key, value }) =>
    value === null ? [] : [{ ...placed(value), seq: key }],
  );
  if (gone.length > 0) await outbox.bulkDelete(gone);
  if (kept.length > 0) await outbox.bulkPut(kept);
  return line.map(({ key }) => places.get(key) ?? key);
}
