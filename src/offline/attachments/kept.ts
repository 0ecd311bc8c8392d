import type { Attachment } from '../../domain/attachment';
import type { Stores } from '../database/local-database';
import { keepReserve, withRoom } from '../room';
import type { Store } from '../store';
import { asStoreError } from '../store-error';
import { FORMAT } from '../stored';

/** A file on this computer. */
export type Kept = Pick<Attachment, 'etag' | 'contents'>;

/** Files by the key of their row and its version: which are here is told without reading one. */
const keyOf = (row: string, etag: string): string => `${row}:${etag}`;
const partsOf = (key: string): readonly [row: string, etag: string] => {
  const [table = '', id = '', ...etag] = key.split(':');
  return [`${table}:${id}`, etag.join(':')];
};

/** The rows whose files are here, by their keys, and in which version. */
export const versionsHere = async (
  db: Pick<Stores, 'blobKeys'>,
): Promise<ReadonlyMap<string, string>> => new Map((await db.blobKeys('')).map(partsOf));

/** The version of a row whose file is here, without reading it; null: it is not. */
export async function versionHere(
  db: Pick<Stores, 'blobKeys'>,
  row: string,
): Promise<string | null> {
  const [key] = await db.blobKeys(`${row}:`);
  return key === undefined ? null : partsOf(key)[1];
}

/** The file of a row, whole; null: it is not here, or a newer version has written it. */
export async function readKept({ db, codec }: Store, row: string): Promise<Kept | null> {
  const etag = await versionHere(db, row);
  const stored = etag === null ? undefined : await db.blobs.get(keyOf(row, etag));
  if (etag === null || stored === undefined || stored.v > FORMAT) return null;
  const [contents] = await codec.decode([stored.body]);
  return { etag, contents: contents as Kept['contents'] };
}

/**
 * Keeps the file of a row that is here, in place of an older one, while the whole reserve is held back.
 * @throws StoreError `localFull`, without making room for it.
 */
export async function keep(store: Store, row: string, { etag, contents }: Kept): Promise<void> {
  const { db, codec, bell } = store;
  await keepReserve(store);
  const [body] = await codec.encode([contents]);
  const key = keyOf(row, etag);
  try {
    await db.transaction('rw', ['records', 'blobs', 'feed'], async (stores) => {
      const there = await stores.records.get(row);
      const older = (await stores.blobKeys(`${row}:`)).filter((each) => each !== key);
      if (there === undefined) return;
      await Promise.all([
        stores.blobs.put({ keys: {}, rev: 0, v: FORMAT, body }, key),
        stores.blobs.bulkDelete(older),
        stores.feed.add({ rows: [row], origin: 'copy' }),
      ]);
    });
  } catch (error) {
    throw asStoreError(error);
  }
  bell.ring();
}

/** Removes the files of these rows, in the transaction in which the rows go: it has to be on blobs. */
export async function removeKept(
  stores: Pick<Stores, 'blobs' | 'blobKeys'>,
  rows: readonly string[],
): Promise<void> {
  const gone = new Set(rows);
  const keys = (await stores.blobKeys('')).filter((key) => gone.has(partsOf(key)[0]));
  if (keys.length > 0) await stores.blobs.bulkDelete(keys);
}

/** Removes the files of these rows, which stay. @throws StoreError */
export async function dropKept(store: Store, rows: readonly string[]): Promise<void> {
  if (rows.length === 0) return;
  try {
    await withRoom(store, () =>
      store.db.transaction('rw', ['blobs', 'feed'], (stores) =>
        Promise.all([removeKept(stores, rows), stores.feed.add({ rows, origin: 'copy' })]),
      ),
    );
  } catch (error) {
    throw asStoreError(error);
  }
  store.bell.ring();
}
