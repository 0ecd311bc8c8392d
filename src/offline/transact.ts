import { Draft } from './draft';
import type { KeyedStore, Stores } from './database/local-database';
import { type FeedItem, FORMAT, receiptKeys, type StoredEntry, type StoredRow } from './stored';
import { Stale, type Write } from './staged';
import { asStoreError, StoreError } from './store-error';
import type { Store } from './store';

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
  let madeRoom = false;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const draft = new Draft(store);
    const result = await work(draft);
    try {
      if (await commit(store, draft, epoch)) return result;
    } catch (error) {
      if (madeRoom || !(error instanceof StoreError) || error.code !== 'localFull') throw error;
      // The snapshot can be made again; the user's work cannot.
      await store.db.catalogue.clear();
      madeRoom = true;
    }
  }
  throw new StoreError('localBroken');
}

async function commit(store: Store, draft: Draft, epoch?: number): Promise<boolean> {
  const { db, codec } = store;
  const [records, shadows, line, receiptBodies] = await Promise.all([
    draft.records.prepare(),
    draft.shadows.prepare(),
    draft.line.prepare(),
    codec.encode(draft.receipts),
  ]);
  const receipts = draft.receipts.map((receipt, index) => ({
    keys: receiptKeys(receipt),
    rev: 1,
    v: FORMAT,
    body: receiptBodies[index],
  }));
  const feed: FeedItem = { rows: draft.records.changedKeys(), origin: 'pane' };
  const names = ['records', 'shadow', 'outbox', 'receipts', 'feed', 'state'] as const;
  try {
    // Nothing but IndexedDB is awaited in here.
    await db.transaction('rw', names, async (stores) => {
      await Promise.all([
        draft.records.compare(stores.records),
        draft.shadows.compare(stores.shadow),
        draft.line.compare(stores.outbox),
        ...(epoch === undefined ? [] : [fence(stores, epoch)]),
      ]);
      await Promise.all([
        ...writeRows(stores.records, records),
        ...writeRows(stores.shadow, shadows),
        writeLine(stores, line),
        ...(receipts.length > 0 ? [stores.receipts.bulkPut(receipts)] : []),
        ...(feed.rows.length > 0 ? [stores.feed.add(feed)] : []),
      ]);
    });
  } catch (error) {
    if (error instanceof Stale) return false;
    if (error instanceof Fenced) throw error;
    throw asStoreError(error);
  }
  if (line.length + feed.rows.length > 0) store.bell.ring();
  return true;
}

/** Lets the newest run go on, and shows that it lives. */
async function fence(stores: Stores, epoch: number): Promise<void> {
  const sender = await readSender(stores);
  if (sender.epoch !== epoch) throw new Fenced();
  await writeSender(stores, { epoch, beat: sender.beat + 1 });
}

/** All that there is to write goes at once: a request does not wait for the one before. */
function writeRows(
  store: KeyedStore<StoredRow>,
  rows: readonly Write<string, StoredRow>[],
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

/** Entries get their place here, so what depends on a new one learns its number here too. */
async function writeLine(
  { outbox }: Stores,
  line: readonly Write<number, StoredEntry>[],
): Promise<void> {
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
}
