import { isMergeable } from '../domain/actions/merging';
import { alsoChanged } from '../domain/actions/registry';
import { type OutboxEntry, needsUser } from '../domain/entry';
import { referencesOf, rowKey, type RowRef, sameRow } from '../domain/row';
import { changedAlong } from './along';
import type { Draft } from './draft';
import type { QueuedEntry } from './stored';

/** The part of an entry that refers to records. */
type Referring = Pick<OutboxEntry, 'values' | 'link' | 'action'>;

/** Every record an entry refers to, besides its own. */
export const referencesOfEntry = (entry: Referring): RowRef[] => [
  ...referencesOf(entry.values),
  ...referencesOf(entry.action?.params ?? {}),
  ...(entry.link === undefined ? [] : [entry.link.other]),
];

export const refersTo = (entry: Referring, ref: RowRef): boolean =>
  referencesOfEntry(entry).some((other) => sameRow(other, ref));

/** @param rows keys of records. */
export const refersToAny = (entry: Referring, rows: ReadonlySet<string>): boolean =>
  referencesOfEntry(entry).some((other) => rows.has(rowKey(other)));

/** Whether the entry may have been carried out already, or may be at this moment. */
export const mayHaveArrived = (entry: QueuedEntry): boolean =>
  entry.lost || entry.state === 'sending' || entry.state === 'uncertain';

/** What a new entry depends on, by the rules DP1 to DP4, DP8. */
export async function dependenciesOf(
  draft: Draft,
  entry: Pick<OutboxEntry, 'kind' | 'ref'> & Referring,
  previousOfGesture: number | null,
): Promise<number[]> {
  const found = new Set<number>();
  const also = entry.action === undefined ? null : alsoChanged(entry.action);
  const changed = also === null ? [entry.ref] : [entry.ref, also];
  for (const places of await draft.placesOf(changed))
    for (const last of places.slice(-1)) found.add(last);
  for (const ref of changed)
    if (isMergeable({ name: ref.table }))
      for (const seq of await changedAlong(draft, ref)) found.add(seq);
  for (const create of await draft.createsOf(referencesOfEntry(entry))) found.add(create.seq);
  if (entry.kind === 'delete') {
    const referrers = await draft.waitingReferrers(entry.ref);
    const children = await draft.entriesWhere(
      (other) =>
        !sameRow(other.ref, entry.ref) &&
        (referrers.has(rowKey(other.ref)) || refersTo(other, entry.ref)),
    );
    for (const other of children) found.add(other.seq);
  }
  if (previousOfGesture !== null) found.add(previousOfGesture);
  return [...found];
}

/** Whether `entry` waits, directly or not, for the entry `seq`. */
export async function waitsFor(draft: Draft, entry: QueuedEntry, seq: number): Promise<boolean> {
  const seen = new Set<number>();
  const open = [entry];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.seq === seq) return true;
    if (seen.has(next.seq)) continue;
    seen.add(next.seq);
    const place = next.seq;
    for (const other of await draft.entriesOf(next.ref)) if (other.seq < place) open.push(other);
    for (const other of next.dependsOn) {
      const found = await draft.entry(other);
      if (found !== null) open.push(found);
    }
  }
  return false;
}

/** The line as the user sees it: pending entries behind one that waits for the user are blocked. */
export function showBlocked<E extends OutboxEntry>(line: readonly E[]): E[] {
  const waiting = new Set<number>();
  const waitingRows = new Set<string>();
  return line.map((entry) => {
    const row = rowKey(entry.ref);
    const behind = waitingRows.has(row) || entry.dependsOn.some((seq) => waiting.has(seq));
    const shown =
      behind && entry.state === 'pending' ? { ...entry, state: 'blocked' as const } : entry;
    if (needsUser(shown) || shown.state === 'held' || shown.state === 'blocked') {
      waiting.add(entry.seq);
      waitingRows.add(row);
    }
    return shown;
  });
}
