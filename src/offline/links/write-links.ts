import { rowKey } from '../../domain/row';
import { touchedSince } from '../feed';
import type { Store } from '../store';
import { transact } from '../transact';
import { withLink } from './linked-ids';
import type { Side } from './sides';

/**
 * Gives rows of one side these links, and takes from them all others, on both sides.
 * @param found by the id of a row: the ids of those it is linked to.
 * @param asked the feed's generation when the CRM was asked; null: whatever has happened since.
 * @returns the ids of the rows that were left as they are, since a save or playback has touched them.
 */
export const writeLinks = (
  store: Store,
  { table, relationship, other }: Side,
  found: ReadonlyMap<string, readonly string[]>,
  asked: number | null,
): Promise<readonly string[]> =>
  transact(store, async (draft) => {
    const { name } = relationship;
    const keyOf = (id: string): string => rowKey({ table, id });
    const linked = new Set(await store.db.linkKeys());
    const concerned = ([id, now]: [string, readonly string[]]): boolean =>
      now.length > 0 || linked.has(keyOf(id));
    await draft.links.load([...found].filter(concerned).map(([id]) => keyOf(id)));
    const touched = asked === null ? new Set<string>() : await touchedSince(store.db, asked);
    const late: string[] = [];
    for (const [id, now] of found) {
      if (touched === null || touched.has(keyOf(id))) {
        late.push(id);
        continue;
      }
      if (!concerned([id, now])) continue;
      const known = await draft.links.get(keyOf(id));
      const before = known?.[name] ?? [];
      const added = now.filter((each) => !before.includes(each));
      const removed = before.filter((each) => !now.includes(each));
      if (added.length + removed.length === 0) continue;
      draft.links.put(keyOf(id), { ...known, [name]: now });
      const change = async (each: string, kind: 'associate' | 'disassociate'): Promise<void> => {
        const key = rowKey({ table: other.table, id: each });
        draft.links.put(key, withLink(await draft.links.get(key), name, id, kind));
      };
      for (const each of added) await change(each, 'associate');
      for (const each of removed) await change(each, 'disassociate');
    }
    return late;
  });
