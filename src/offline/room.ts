import type { LocalDatabase } from './database/local-database';
import type { Store } from './store';
import { FORMAT } from './stored';
import { asStoreError, isFull } from './store-error';

/** How many pieces of a megabyte are held back, so that the user's work finds room where downloaded rows took the rest. */
const PIECES = 8;
const PIECE_BYTES = 1_000_000;
/** The longest that `getRandomValues` fills at once. */
const CHUNK = 65_536;

/** What holds the space, and the sign that it is there, which is read in no time. */
const pieceKey = (number: number): string => `reserve:${number}`;
const signKey = (number: number): string => `reserved:${number}`;
const numbers = Array.from({ length: PIECES }, (_, index) => index + 1);

/** Browsers pack values: only random bytes take the room they are meant to hold. */
function ballast(): Uint8Array {
  const bytes = new Uint8Array(PIECE_BYTES);
  for (let at = 0; at < bytes.length; at += CHUNK)
    crypto.getRandomValues(bytes.subarray(at, at + CHUNK));
  return bytes;
}

/** The pieces that are held back. */
async function held({ state }: Pick<LocalDatabase, 'state'>): Promise<number[]> {
  const signs = await state.bulkGet(numbers.map(signKey));
  return numbers.filter((_, index) => signs[index] !== undefined);
}

/** Holds back what is not held back yet. What is downloaded is written only while all of it is. */
export async function keepReserve({ db }: Pick<Store, 'db'>): Promise<void> {
  const there = await held(db);
  const stored = (body: unknown) => ({ keys: {}, rev: 0, v: FORMAT, body });
  try {
    for (const number of numbers.filter((each) => !there.includes(each)))
      await db.state.bulkPut(
        [stored(ballast()), stored(null)],
        [pieceKey(number), signKey(number)],
      );
  } catch (error) {
    throw asStoreError(error);
  }
}

/** Gives up a file, which can be downloaded again. */
async function releaseFile(db: LocalDatabase): Promise<boolean> {
  const last = (await db.blobKeys('')).at(-1);
  if (last === undefined) return false;
  await db.blobs.delete(last);
  return true;
}

/**
 * Gives up what can be missed best: the snapshot, which can be made again, then a piece of the reserve, then a file. It
 * only deletes: a browser that has no space refuses even the smallest value.
 */
async function release(db: LocalDatabase): Promise<boolean> {
  if ((await db.catalogue.count()) > 0) {
    await db.catalogue.clear();
    return true;
  }
  const last = (await held(db)).at(-1);
  if (last === undefined) return releaseFile(db);
  await db.state.bulkDelete([pieceKey(last), signKey(last)]);
  return true;
}

/** Does `work`; where no space is left, has some given up for it, as long as there is any, and does it again. */
async function making<T>(giveUp: () => Promise<boolean>, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isFull(error) || !(await giveUp().catch(() => false))) throw error;
    }
  }
}

/**
 * Does `work`, which writes what the user does; where no space is left, makes room for it and does it again.
 * @throws what `work` throws
 */
export const withRoom = <T>({ db }: Pick<Store, 'db'>, work: () => Promise<T>): Promise<T> =>
  making(() => release(db), work);

/**
 * Does `work`, which writes rows that were downloaded, while the whole reserve is held back. Files make room for both.
 * @throws StoreError, and what `work` throws
 */
export const withRoomOfFiles = <T>(store: Pick<Store, 'db'>, work: () => Promise<T>): Promise<T> =>
  making(
    () => releaseFile(store.db),
    async () => {
      await keepReserve(store);
      return work();
    },
  );
