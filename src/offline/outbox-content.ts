import type { OutboxContent } from '../domain/outbox';
import { showBlocked } from './line';
import { decodeEntries, decodeReceipts, type Store } from './store';

/** Everything in the line and every receipt, as they can be read and as they are stored. */
export async function readContent(store: Store): Promise<OutboxContent> {
  const { db, codec } = store;
  const stored = await db.transaction('r', ['outbox', 'receipts'], async (stores) => {
    const [outbox, receipts] = await Promise.all([
      stores.outbox.toArray(),
      stores.receipts.toArray(),
    ]);
    return { outbox, receipts };
  });
  const receipts = await decodeReceipts(codec, stored.receipts);
  return {
    entries: showBlocked(await decodeEntries(codec, stored.outbox)),
    receipts: receipts.sort((a, b) => b.sentAt.localeCompare(a.sentAt)),
    stored,
  };
}
