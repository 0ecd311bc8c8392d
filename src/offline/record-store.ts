import type { OutboxEntry } from '../domain/entry';
import type { RecordStore } from '../domain/record-store';
import { type LocalRow, rowKey, type RowRef } from '../domain/row';
import type { CopyCalls } from './copy-calls';
import { watchFeed } from './feed';
import { createLinkedRows } from './links/linked-rows';
import { caller, type Link } from './port';
import { createSave, type SaveContext } from './save';
import { toLocalRow } from './stored';
import { createUndo } from './undo';

/** The refs behind feed keys. */
const refOf = (key: string): RowRef => {
  const [table = '', id = ''] = key.split(':');
  return { table, id };
};

/**
 * The only door to the local copy. Rows are read and saved here; what finds them is asked of the worker side.
 * @param onSaved a save has committed.
 * @param entries the line, in order.
 */
export function createRecordStore(
  context: SaveContext,
  link: Link,
  onSaved: () => void,
  entries: () => readonly OutboxEntry[],
): RecordStore {
  const ask = caller<CopyCalls>(link);
  const save = createSave(context);
  const undo = createUndo(context);
  const { store, model } = context;
  const linked = createLinkedRows({ store, model, entries, items: (refs) => ask('items', refs) });
  return {
    async get(ref): Promise<LocalRow | null> {
      const stored = await store.db.records.get(rowKey({ ...ref, id: ref.id.toLowerCase() }));
      if (stored === undefined) return null;
      const [body] = await store.codec.decode([stored.body]);
      return toLocalRow(stored.keys, body);
    },
    list: (query) => ask('list', query),
    related: (ref) => ask('related', ref),
    linked,
    byAddress: (addresses) => ask('byAddress', addresses),
    watch: (listener) =>
      watchFeed(store, (rows) => {
        listener(rows === null ? null : [...rows].map(refOf));
      }),
    async save(changes) {
      await save(changes);
      onSaved();
    },
    async undo(receipt, part) {
      await undo(receipt, part);
      onSaved();
    },
  };
}
