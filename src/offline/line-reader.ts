import type { Receipt } from '../domain/entry';
import type { LocalDatabase } from './database/local-database';
import { type Changes, changesSince, newestGeneration } from './feed';
import { showBlocked } from './line';
import { decodeEntries, decodeReceipts, type Store } from './store';
import type { QueuedEntry } from './stored';

type Readable = Pick<Store, 'db' | 'codec'>;

/** What may be different since the last reading; all of it the first time. */
const changes = async (
  db: LocalDatabase,
  last: number | null,
): Promise<Pick<Changes, 'generation' | 'line' | 'receipts'>> =>
  last === null
    ? { generation: await newestGeneration(db), line: null, receipts: true }
    : changesSince(db, last);

/**
 * Reads the line as the user sees it: whole the first time, and then what the feed says has changed. It gives the same
 * list where nothing has.
 */
export function lineReader({ db, codec }: Readable): () => Promise<readonly QueuedEntry[]> {
  const known = new Map<number, QueuedEntry>();
  let last: number | null = null;
  let shown: readonly QueuedEntry[] = [];

  return async () => {
    // What is written while it is read comes again the next time.
    const { generation, line } = await changes(db, last);
    if (line?.size !== 0) {
      const stored = line === null ? await db.outbox.toArray() : await db.outbox.bulkGet([...line]);
      const entries = await decodeEntries(
        codec,
        stored.filter((entry) => entry !== undefined),
      );
      for (const place of line ?? known.keys()) known.delete(place);
      for (const entry of entries) known.set(entry.seq, entry);
      shown = showBlocked([...known.values()].sort((a, b) => a.seq - b.seq));
    }
    last = generation;
    return shown;
  };
}

/** Receipts that are shown. */
const SHOWN = 200;

/** Reads the newest receipts where the feed says that they may be different; else it gives the same list. */
export function receiptReader({ db, codec }: Readable): () => Promise<readonly Receipt[]> {
  let last: number | null = null;
  let shown: readonly Receipt[] = [];

  return async () => {
    const { generation, receipts } = await changes(db, last);
    if (receipts) {
      const stored = await db.newestReceipts(SHOWN);
      const read = await decodeReceipts(codec, stored);
      shown = read.sort((a, b) => b.sentAt.localeCompare(a.sentAt) || b.entry.seq - a.entry.seq);
    }
    last = generation;
    return shown;
  };
}
