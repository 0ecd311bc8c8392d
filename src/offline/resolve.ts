import { contested, type Theirs } from '../domain/conflict';
import { sameRow } from '../domain/row';
import type { Model } from '../domain/table';
import type { Values } from '../domain/value';
import { neverSent, withValues } from './amend';
import { mayHaveArrived, refersTo, waitsFor } from './line';
import { recompute } from './recompute';
import type { Draft } from './draft';
import type { QueuedEntry } from './stored';

const pick = (values: Values, wanted: (column: string) => boolean): Values =>
  Object.fromEntries(Object.entries(values).filter(([column]) => wanted(column)));

/**
 * Ends a conflict: in the columns of `mine` the change stays, in the others that both sides changed the CRM's values
 * do; of a delete or an action nothing stays unless all does. The user has seen what the CRM has, so that is what the change is
 * made on now. A change of which nothing is left leaves the outbox.
 * @param at ISO 8601.
 * @returns whether it has left.
 */
export async function resolveConflict(
  draft: Draft,
  model: Model,
  entry: QueuedEntry,
  theirs: Theirs,
  mine: ReadonlySet<string> | 'all',
  at: string,
): Promise<boolean> {
  const both = new Set(contested(entry, theirs.values));
  const stays = (column: string): boolean => mine === 'all' || mine.has(column);
  const whole = entry.kind === 'action';
  const none = whole && ![...both].every(stays);
  const yields = (column: string): boolean => (whole ? none : both.has(column) && !stays(column));
  const yielded = pick(entry.values, yields);
  const given = pick(theirs.values, (column) => column in entry.values && !yields(column));
  const { theirs: _decided, ...rest } = entry;
  const kept = pick(entry.values, (column) => !yields(column));
  const decided: QueuedEntry = {
    ...(Object.keys(yielded).length > 0 ? withValues(rest, kept) : rest),
    ...neverSent,
    state: 'pending',
    before: { ...entry.before, ...given },
    baseEtag: theirs.etag,
    overwrote: { ...entry.overwrote, ...pick(theirs.values, stays) },
    yielded: { ...entry.yielded, ...yielded },
  };
  // Later changes of these columns were made without having seen the CRM's values: they are compared with them too.
  for (const later of await draft.entriesOf(entry.ref))
    if (later.seq > entry.seq && !mayHaveArrived(later))
      if (Object.keys(later.values).some((column) => column in yielded))
        draft.putEntry({ ...later, baseEtag: null });
  const empty = !whole && Object.keys(decided.values).length === 0;
  const left = entry.kind === 'delete' ? mine !== 'all' : none || empty;
  if (left) draft.finish(decided, at, 'yielded', {});
  else draft.putEntry(decided);
  await recompute(draft, model, entry.ref);
  return left;
}

/**
 * Makes the record again that somebody deleted: with its last known values and this change. What the CRM does not
 * take on creating stays behind.
 */
export async function recreate(draft: Draft, model: Model, entry: QueuedEntry): Promise<void> {
  const columns = model[entry.ref.table]?.columns ?? {};
  const known = (await draft.shadow(entry.ref))?.values ?? {};
  const values = pick(
    { ...known, ...entry.values },
    (column) => columns[column]?.canCreate === true,
  );
  const filled = pick(values, (column) => (values[column] ?? null) !== null);
  const { theirs: _decided, ...rest } = entry;
  draft.putEntry({
    ...withValues(rest, filled),
    ...neverSent,
    kind: 'create',
    state: 'pending',
    before: {},
    baseEtag: null,
  });
  await draft.record(entry.ref);
  draft.removeShadow(entry.ref);
  // What refers to the record needs it to be there again.
  const referring = await draft.entriesWhere(
    (other) =>
      other.seq > entry.seq && !sameRow(other.ref, entry.ref) && refersTo(other, entry.ref),
  );
  for (const other of referring)
    if (!other.dependsOn.includes(entry.seq) && !(await waitsFor(draft, entry, other.seq)))
      draft.putEntry({ ...other, dependsOn: [...other.dependsOn, entry.seq] });
  await recompute(draft, model, entry.ref);
}
