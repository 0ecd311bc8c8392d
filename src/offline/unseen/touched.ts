import { rowKey } from '../../domain/row';
import { isLookup } from '../../domain/value';
import { decodeReceipts, readLine, type Store } from '../store';

/** What an activity is about. */
const REGARDING = 'regardingobjectid';

/** Keys of the rows that the user has changed or made an activity on, as long as receipts are kept. */
export async function touchedByUser(store: Store): Promise<ReadonlySet<string>> {
  const stored = await store.db.receipts.toArray();
  const receipts = await decodeReceipts(store.codec, stored);
  const entries = [...receipts.map(({ entry }) => entry), ...(await readLine(store))];
  return new Set(
    entries.flatMap(({ ref, values }) => {
      const about = values[REGARDING];
      return [rowKey(ref), ...(isLookup(about) ? [rowKey(about)] : [])];
    }),
  );
}
