import { alsoChanged } from '../domain/actions/registry';
import type { CrmFailure } from '../domain/crm-error';
import type { Dependents } from '../domain/outbox';
import { rowKey } from '../domain/row';
import type { Model } from '../domain/table';
import type { Draft } from './draft';
import { mayHaveArrived, refersTo, refersToAny } from './line';
import { OutboxError } from './outbox-error';
import { relink } from './relink';
import type { QueuedEntry } from './stored';
import { recompute } from './recompute';

/** Why an entry is refused whose reference was discarded: what the server would say ("does not exist"). */
const referenceDiscarded = (name: string): CrmFailure => ({
  kind: 'answered',
  status: 404,
  code: '0x80040217',
  message: `The record that this change refers to was discarded here: ${name}`,
  retryAfterMs: null,
});

/**
 * A later change was made on top of the discarded one: its before is now what that one had before. Which version had
 * that is not known any more: a newer one may have come under both, or been compared with the discarded one alone.
 */
function withoutEffect(later: readonly QueuedEntry[], gone: QueuedEntry): QueuedEntry[] {
  const open = new Set(Object.keys(gone.values));
  return later.flatMap((entry) => {
    const columns = Object.keys(entry.values).filter((column) => open.delete(column));
    if (columns.length === 0) return [];
    const before = { ...entry.before };
    for (const column of columns) before[column] = gone.before[column] ?? null;
    return [{ ...entry, before, baseEtag: null }];
  });
}

/** An entry that cannot be read cannot be given back later, so it is not taken away. */
function take(draft: Draft, entry: QueuedEntry, at: string): void {
  if (entry.state === 'unreadable') throw new OutboxError('unreadable');
  draft.finish(entry, at, 'discarded', {});
}

/** Keys of the new records that go: these, and where dependents are discarded too those made to refer to them. */
async function goneWith(
  draft: Draft,
  creates: readonly QueuedEntry[],
  dependents: Dependents,
): Promise<ReadonlySet<string>> {
  const gone = new Set(creates.map(({ ref }) => rowKey(ref)));
  if (dependents !== 'discard') return gone;
  for (let known = 0; known < gone.size;) {
    known = gone.size;
    const more = await draft.entriesWhere(
      (entry) => entry.kind === 'create' && !mayHaveArrived(entry) && refersToAny(entry, gone),
    );
    for (const entry of more) gone.add(rowKey(entry.ref));
  }
  return gone;
}

/**
 * Takes records back that were only ever here, with their entries. A change to another record that may have arrived is
 * neither taken along nor re-linked: it is kept, whatever becomes of the others.
 */
export async function discardCreates(
  draft: Draft,
  model: Model,
  creates: readonly QueuedEntry[],
  at: string,
  dependents: Dependents,
): Promise<void> {
  // Before the line is read, so that a change of these records that is saved meanwhile is not left behind.
  await draft.read(creates.map(({ ref }) => ref));
  const gone = await goneWith(draft, creates, dependents);
  /** The record that an entry cannot do without; where that goes with another, the other. */
  const missing = (entry: QueuedEntry): string =>
    (creates.find(({ ref }) => refersTo(entry, ref)) ?? creates[0])?.name ?? '';
  const isGone = (entry: QueuedEntry): boolean => gone.has(rowKey(entry.ref));
  const touched = await draft.entriesWhere((entry) => isGone(entry) || refersToAny(entry, gone));
  for (const entry of touched.filter(isGone)) {
    take(draft, entry, at);
    await draft.record(entry.ref);
    await draft.shadow(entry.ref);
    draft.records.remove(rowKey(entry.ref));
    draft.shadows.remove(rowKey(entry.ref));
  }
  for (const entry of touched.filter((other) => !isGone(other))) {
    const current = (await draft.entry(entry.seq)) ?? entry;
    if (current.state === 'sending') continue;
    if (dependents === 'keep' || mayHaveArrived(current))
      draft.putEntry({
        ...current,
        state: 'rejected',
        lastError: referenceDiscarded(missing(current)),
      });
    else if (dependents === 'discard') await discardUpdate(draft, model, current, at);
  }
  if (typeof dependents === 'object')
    for (const { ref } of creates) await relink(draft, model, ref, dependents.relink);
}

async function discardUpdate(
  draft: Draft,
  model: Model,
  entry: QueuedEntry,
  at: string,
): Promise<void> {
  const later = (await draft.entriesOf(entry.ref)).filter((other) => other.seq > entry.seq);
  take(draft, entry, at);
  for (const changed of withoutEffect(later, entry)) draft.putEntry(changed);
  await recompute(draft, model, entry.ref);
  for (const other of await savedAlong(draft, entry)) await discardUpdate(draft, model, other, at);
}

/** What was saved of another record for the sake of an action that changes that one too, and has not left yet. */
async function savedAlong(
  draft: Draft,
  { action, gesture }: QueuedEntry,
): Promise<readonly QueuedEntry[]> {
  const also = action === undefined ? null : alsoChanged(action);
  if (also === null) return [];
  return (await draft.entriesOf(also)).filter(
    (other) => other.gesture === gesture && other.state !== 'unreadable' && !mayHaveArrived(other),
  );
}

/** Takes changes back. A create that may be on the server is not taken along with its other entries. */
export async function discardEntries(
  draft: Draft,
  model: Model,
  entries: readonly QueuedEntry[],
  at: string,
  dependents: Dependents,
): Promise<void> {
  const isOnlyHere = (entry: QueuedEntry): boolean =>
    entry.kind === 'create' && !mayHaveArrived(entry);
  const creates = entries.filter(isOnlyHere);
  if (creates.length > 0) await discardCreates(draft, model, creates, at, dependents);
  for (const { seq } of entries.filter((entry) => !isOnlyHere(entry))) {
    // Gone with a record, or changed by what was discarded before it.
    const entry = await draft.entry(seq);
    if (entry !== null) await discardUpdate(draft, model, entry, at);
  }
}
