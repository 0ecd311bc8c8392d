import { mapParallel } from '../../domain/parallel';
import type { Store } from '../store';
import { Canceled } from './control';
import type { passesOf } from './passes';
import { readTable } from './read-table';
import type { Reader } from './reader';
import { beginTable, type TableMark, type Walk, writeWalk } from './walk';
import type { Learned } from './watermark';

/** Tables that are read at a time: the CRM looks for rows of one while those of the other come and are stored. */
const AT_A_TIME = 2;

/**
 * Brings the rows that are kept for their own sake, from where the walk is.
 * @returns the walk behind them, and what was learned of each table. Rejects with a CrmError or StoreError.
 */
export async function readOwn(
  store: Store,
  reader: Reader,
  begun: Walk,
  own: ReturnType<typeof passesOf>,
): Promise<{ readonly walk: Walk; readonly learned: Record<string, Learned> }> {
  const learned: Record<string, Learned> = {};
  let walk = begun;
  let failed = false;
  await mapParallel(AT_A_TIME, own, async ({ table, filter, basis, passes }) => {
    const { name } = table;
    const note = async (mark: TableMark, seen: readonly string[] | null): Promise<void> => {
      walk = { ...walk, tables: { ...walk.tables, [name]: mark } };
      const page = seen === null ? undefined : { table: name, number: mark.pages - 1, keys: seen };
      await writeWalk(store, walk, page);
      // The other table has failed, and tells why.
      if (failed) throw new Canceled();
    };
    try {
      const from = walk.tables[name] ?? beginTable(passes);
      const { newest, walked, rows } = await readTable(reader, table, filter, from, note);
      learned[name] = { basis, at: walk.at, newest: newest ?? '0', rows: walked ? rows : null };
    } catch (error) {
      failed = true;
      throw error;
    }
  });
  return { walk, learned };
}
