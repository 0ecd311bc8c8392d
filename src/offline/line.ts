import { type OutboxEntry, needsUser } from '../domain/entry';
import { referencesOf, rowKey, type RowRef, sameRow } from '../domain/row';
import type { Draft } from './draft';
import type { QueuedEntry } from './stored';

/** Every record an entry refers to, besides its own. */
export const referencesOfEntry = (entry: Pick<OutboxEntry, 'values' | 'link'>): RowRef[] => [
  ...referencesOf(entry.values),
  ...(entry.link === undefined ? [] : [entry.link.other]),
];

export const refersTo = (entry: Pick<OutboxEntry, 'values' | 'link'>, ref: RowRef): boolean =>
  referencesOfEntry(entry).some((other) => sameRow(other, ref));

/** @param rows keys of records. */
export const refersToAny = (
  entry: Pick<OutboxEntry, 'values' | 'link'>,
  rows: ReadonlySet<string>,
): boolean => referencesOfEntry(entry).some((other) => rows.has(rowKey(other)));

/** Whether the entry may have been carried out already, or may be at this moment. */
export const mayHaveArrived = (entry: QueuedEntry): boolean =>
  entry.lost || entry.state === 'sending' || entry.state === 'uncertain';

/** What a new entry depends on, by the rules DP1 to DP4. */
export async function dependenciesOf(
  draft: Draft,
  entry: Pick<OutboxEntry, 'kind' | 'ref' | 'values' | 'link'>,
  previousOfGesture: number | null,
): Promise<number[]> {
  const found = new Set<number>();
  const [earlier = []] = await draft.placesOf([entry.ref]);
  const last = earlier.at(-1);
  if (last !== undefined) found.add(last);
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
