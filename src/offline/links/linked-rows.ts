import type { OutboxEntry } from '../../domain/entry';
import type { LinkedGroup, ListItem } from '../../domain/record-store';
import { rowKey, type RowRef } from '../../domain/row';
import type { Model } from '../../domain/table';
import type { Store } from '../store';
import { type LinkedIds, linkOf } from './linked-ids';

export interface LinkedRowsContext {
  readonly store: Store;
  readonly model: () => Model;
  /** The line, in order. */
  readonly entries: () => readonly OutboxEntry[];
  /** Those of these rows that are on board and not deleted, by name. */
  readonly items: (refs: readonly RowRef[]) => Promise<readonly ListItem[]>;
}

/** What rows are linked to: as the CRM has it, and then as the entries that wait have it. */
export function createLinkedRows(context: LinkedRowsContext) {
  const { store, entries, items } = context;
  return async (ref: RowRef): Promise<readonly LinkedGroup[]> => {
    const model = context.model();
    const stored = await store.db.links.get(rowKey(ref));
    const [body = {}] = stored === undefined ? [] : await store.codec.decode([stored.body]);
    const known = body as LinkedIds;
    return Promise.all(
      (model[ref.table]?.linkedTo ?? []).map(async (relationship): Promise<LinkedGroup> => {
        const { name, table } = relationship;
        const linked = new Set(known[name] ?? []);
        const waiting = new Set<string>();
        for (const entry of entries()) {
          const link = linkOf(model, entry, ref);
          if (link?.relationship.name !== name) continue;
          if (link.kind === 'associate') linked.add(link.id);
          else linked.delete(link.id);
          waiting.add(link.id);
        }
        const found = await items([...linked].map((id) => ({ table, id })));
        return {
          relationship,
          items: found.map((item) => ({ ...item, waits: waiting.has(item.id) })),
        };
      }),
    );
  };
}
