import type { Receipt } from '../domain/entry';
import type { Bell } from './bell';
import type { Codec } from './codec';
import type { LocalDatabase } from './database/local-database';
import { withRoom } from './room';
import {
  FORMAT,
  isReadable,
  type QueuedEntry,
  type StoredEntry,
  type StoredReceipt,
  toEntry,
} from './stored';

/** One identity's open database with what every user of it needs. */
export interface Store {
  readonly db: LocalDatabase;
  readonly codec: Codec;
  readonly bell: Bell;
}

/** A value of the `state` store, or undefined. */
export async function readState<T>(store: Store, key: string): Promise<T | undefined> {
  const stored = await store.db.state.get(key);
  if (stored === undefined || stored.v > FORMAT) return undefined;
  const [body] = await store.codec.decode([stored.body]);
  return body as T;
}

/** Last writer wins: only for values that one place writes. */
export async function writeState(store: Store, key: string, value: unknown): Promise<void> {
  const [body] = await store.codec.encode([value]);
  await withRoom(store, () => store.db.state.put({ keys: {}, rev: 0, v: FORMAT, body }, key));
  store.bell.ring();
}

export async function decodeEntries(
  codec: Codec,
  stored: readonly StoredEntry[],
): Promise<QueuedEntry[]> {
  const bodies = await codec.decode(stored.map((item) => item.body));
  return stored.map((item, index) => toEntry(item, bodies[index]));
}

/** Those of these receipts that this version can read. */
export async function decodeReceipts(
  codec: Codec,
  stored: readonly StoredReceipt[],
): Promise<Receipt[]> {
  const bodies = (await codec.decode(stored.map(({ body }) => body))) as readonly Receipt[];
  return bodies.filter(({ entry }, index) => isReadable(stored[index]?.v ?? Infinity, entry));
}

/** The whole line, in order. */
export const readLine = async (store: Store): Promise<QueuedEntry[]> =>
  decodeEntries(store.codec, await store.db.outbox.toArray());
