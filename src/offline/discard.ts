import type { CrmFailure } from '../domain/crm-error';
import { rowKey, type RowRef, sameRow } from '../domain/row';
import type { Model } from '../domain/table';
import type { Draft } from './draft';
import { mayHaveArrived, refersTo } from './line';
import { OutboxError } from './outbox-error';
import type { QueuedEntry } from './stored';
import { visibleRow } from './visible';

/** Why an entry is refused whose reference was discarded: what the server would say ("does not exist"). */
const referenceDiscarded = (name: string): CrmFailure => ({
  kind: 'answered',
  status: 404,
  code: '0x80040217',
  message: `The record that this change refers to was discarded here: ${name}`,
  retryAfterMs: null,
});

/** Writes the record as its shadow and remaining entries make it. */
export async function recompute(draft: Draft, model: Model, ref: RowRef): Promise<void> {
  const entries = await draft.entriesOf(ref);
  const shadow = await draft.shadow(ref);
  const key = rowKey(ref);
  await draft.record(ref);
  if (entries.length === 0) draft.shadows.remove(key);
  if (shadow === null && entries.length === 0) draft.records.remove(key);
  else draft.putRecord(visibleRow(model[ref.table], ref, shadow, entries));
}

/** A later change was made on top of the discarded one: its before is now what that one had before. */
function withoutEffect(later: readonly QueuedEntry[], gone: QueuedEntry): QueuedEntry[] {
  const open = new Set(Object.keys(gone.values));
  return later.flatMap((entry) => {
    const columns = Object.keys(entry.values).filter((column) => open.delete(column));
    if (columns.length === 0) return [];
    const before = { ...entry.before };
    for (const column of columns) before[column] = gone.before[column] ?? null;
    return [{ ...entry, before }];
  });
}

/** An entry that cannot be read cannot be given back later, so it is not taken away. */
function take(draft: Draft, entry: QueuedEntry, at: string): void {
  if (entry.state === 'unreadable') throw new OutboxError('unreadable');
  draft.finish(entry, at, 'discarded', {});
}

/** Takes a record back that was only ever here, with its entries; what refers to it is refused. */
export async function discardCreate(draft: Draft, create: QueuedEntry, at: string): Promise<void> {
  const key = rowKey(create.ref);
  // Before the line is read, so that a change of this record that is saved meanwhile is not left behind.
  await draft.entriesOf(create.ref);
  const touched = await draft.entriesWhere(
    (entry) => sameRow(entry.ref, create.ref) || refersTo(entry, create.ref),
  );
  for (const entry of touched) {
    if (sameRow(entry.ref, create.ref)) take(draft, entry, at);
    else
      draft.putEntry({ ...entry, state: 'rejected', lastError: referenceDiscarded(create.name) });
  }
  await draft.shadow(create.ref);
  draft.records.remove(key);
  draft.shadows.remove(key);
}

/** Takes one change back. A create that may be on the server is not taken along with its other entries. */
export async function discardEntry(
  draft: Draft,
  model: Model,
  entry: QueuedEntry,
  at: string,
): Promise<void> {
  if (entry.kind === 'create' && !mayHaveArrived(entry)) {
    await discardCreate(draft, entry, at);
    return;
  }
  const later = (await draft.entriesOf(entry.ref)).filter((other) => other.seq > entry.seq);
  take(draft, entry, at);
  for (const changed of withoutEffect(later, entry)) draft.putEntry(changed);
  await recompute(draft, model, entry.ref);
}
