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
export const readState = async <T>(store: Store, key: string): Promise<T | undefined> =>
  (await readStates<T>(store, [key]))[0];

/** Values of the `state` store in the order of their keys; undefined for those that are not there. */
export async function readStates<T>(
  { db, codec }: Store,
  keys: readonly string[],
): Promise<(T | undefined)[]> {
  const stored = await db.state.bulkGet([...keys]);
  const readable = stored.map((item) => (item === undefined || item.v > FORMAT ? null : item));
  const bodies = await codec.decode(readable.map((item) => item?.body));
  return bodies.map((body, index) => (readable[index] === null ? undefined : (body as T)));
}

/** Last writer wins: only for values that one place writes. */
export const writeState = (store: Store, key: string, value: unknown): Promise<void> =>
  writeStates(store, [[key, value]]);

/** {@link writeState} of several values as one. */
export async function writeStates(
  store: Store,
  states: readonly (readonly [key: string, value: unknown])[],
): Promise<void> {
  const bodies = await store.codec.encode(states.map(([, value]) => value));
  const stored = bodies.map((body) => ({ keys: {}, rev: 0, v: FORMAT, body }));
  const keys = states.map(([key]) => key);
  await withRoom(store, () => store.db.state.bulkPut(stored, keys));
  store.bell.ring();
}

/**
 * Makes something else of a value of the `state` store, whoever writes it too.
 * @param change is asked once more where another value was written meanwhile.
 */
export async function changeState<T>(
  store: Store,
  key: string,
  change: (now: T | undefined) => T,
): Promise<void> {
  const { db, codec, bell } = store;
  for (let kept = false; !kept;) {
    const [before] = await db.state.bulkGet([key]);
    const [now] = before === undefined ? [] : await codec.decode([before.body]);
    const [body] = await codec.encode([change(now as T | undefined)]);
    kept = await withRoom(store, () =>
      db.transaction('rw', ['state'], async ({ state }) => {
        if (JSON.stringify(await state.get(key)) !== JSON.stringify(before)) return false;
        await state.put({ keys: {}, rev: 0, v: FORMAT, body }, key);
        return true;
      }),
    );
  }
  bell.ring();
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
