import { may } from '../../domain/rights';
import { rowKey } from '../../domain/row';
import type { Table } from '../../domain/table';
import type { Catalogue } from '../catalogue/catalogue';
import type { Facts } from '../facts';
import { readVisited, writeVisited } from '../remote/visited';
import type { Store } from '../store';
import { asStoreError } from '../store-error';
import type { Reader } from './reader';

/** Keys of the rows that are still visited, and of those that are gone or may not be read any more. */
export interface Visited {
  readonly there: readonly string[];
  readonly gone: ReadonlySet<string>;
}

/**
 * Brings visited rows up to date. What is gone or belongs on board anyway is no longer visited.
 * @param walked keys of rows that are known to be kept for their own sake.
 * @param referred tables of which rows are kept where those refer to them.
 */
export async function refreshVisited(
  store: Store,
  reader: Reader,
  { model, rights }: Pick<Facts, 'model' | 'rights'>,
  catalogue: Catalogue,
  walked: ReadonlySet<string>,
  referred: readonly Table[],
): Promise<Visited> {
  const belongs = (key: string): boolean => {
    if (walked.has(key)) return true;
    const [table = '', id = ''] = key.split(':');
    if (!referred.some(({ name }) => name === table)) return false;
    const groups = catalogue.related({ table, id });
    return groups.some(({ items }) => items.some((item) => walked.has(rowKey(item))));
  };
  const known = await readVisited(store.db);
  const visited = known.filter((key) => !belongs(key));
  const there = await lookAt(reader, { model, rights }, visited);
  const ended = known.filter((key) => !there.includes(key));
  await endVisited(store, ended);
  return { there, gone: new Set(visited.filter((key) => !there.includes(key))) };
}

/** Brings these rows up to date. @returns the keys of those that are there and may be read. */
export async function lookAt(
  reader: Reader,
  { model, rights }: Pick<Facts, 'model' | 'rights'>,
  keys: readonly string[],
): Promise<string[]> {
  const there: string[] = [];
  for (const table of Object.values(model)) {
    if (!may(rights, table, 'Read').allowed) continue;
    const prefix = `${table.name}:`;
    const ids = keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
    const rows = reader.readsAnew(table)
      ? await reader.byIds(table, ids)
      : await reader.check(table, ids);
    there.push(...rows.map(rowKey));
  }
  return there;
}

/** These are not visited any more, except those on which the user's changes wait: they are looked for again. */
export async function endVisited({ db }: Store, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  try {
    await db.transaction('rw', ['records', 'state'], async (stores) => {
      const rows = await stores.records.bulkGet([...keys]);
      const gone = new Set(keys.filter((_, n) => (rows[n]?.keys.pending ?? 0) === 0));
      const visited = await readVisited(stores);
      await writeVisited(
        stores,
        visited.filter((key) => !gone.has(key)),
      );
    });
  } catch (error) {
    throw asStoreError(error);
  }
}
