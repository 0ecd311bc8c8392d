import { alsoChanged } from '../domain/actions/registry';
import { referencesOf, relinked, type RowRef, sameRow } from '../domain/row';
import type { Model } from '../domain/table';
import type { Lookup } from '../domain/value';
import { noteAlong } from './along';
import { withValues } from './amend';
import type { Draft } from './draft';
import { mayHaveArrived, refersTo, waitsFor } from './line';
import { OutboxError } from './outbox-error';
import { recompute } from './recompute';
import type { QueuedEntry } from './stored';

/** Refers to the row, or did before its change. */
const knows = (entry: QueuedEntry, row: RowRef): boolean =>
  refersTo(entry, row) || referencesOf(entry.before).some((other) => sameRow(other, row));

/**
 * Makes what refers to a row that is not on the server refer to another one, and wait for its create. What may have
 * arrived stays as it is.
 * @throws OutboxError `gone`: that row is deleted here; `circular`: its create waits for one of the entries.
 */
export async function relink(draft: Draft, model: Model, from: RowRef, to: Lookup): Promise<void> {
  const target = await draft.record(to);
  if (sameRow(from, to) || target?.deleted === true) throw new OutboxError('gone');
  const creates = await draft.createsOf([to]);
  const fits = (entry: QueuedEntry): boolean => knows(entry, from) && !mayHaveArrived(entry);
  for (const entry of await draft.entriesWhere(fits)) {
    const { link, action } = entry;
    const refers = refersTo(entry, from);
    for (const create of refers ? creates : [])
      if (await waitsFor(draft, create, entry.seq)) throw new OutboxError('circular');
    const followed = action && { ...action, params: relinked(action.params, from, to) };
    draft.putEntry({
      ...(refers ? withValues(entry, relinked(entry.values, from, to)) : entry),
      before: relinked(entry.before, from, to),
      ...(link !== undefined &&
        sameRow(link.other, from) && {
          link: { ...link, other: { table: to.table, id: to.id } },
        }),
      ...(followed && { action: followed }),
      dependsOn: refers
        ? [...new Set([...entry.dependsOn, ...creates.map(({ seq }) => seq)])]
        : entry.dependsOn,
    });
    const also = followed ? alsoChanged(followed) : null;
    if (also !== null) await noteAlong(draft, also, entry.ref);
    await recompute(draft, model, entry.ref);
  }
}
