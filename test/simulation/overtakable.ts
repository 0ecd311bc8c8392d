import { needsUser } from '../../src/domain/entry';
import { rowKey } from '../../src/domain/row';
import type { QueuedEntry } from '../../src/offline/stored';

/**
 * Whether later entries may go before this one: it waits for the user, or for one that does; or it was made to refer
 * to a record whose create stands behind it in the line.
 */
export function overtakable(
  entry: QueuedEntry,
  line: readonly QueuedEntry[],
  places: ReadonlyMap<number, QueuedEntry>,
  asked = new Set<number>(),
): boolean {
  if (needsUser(entry) || entry.state === 'held') return true;
  if (entry.dependsOn.some((seq) => seq > entry.seq && places.has(seq))) return true;
  if (entry.state === 'sending' || asked.has(entry.seq)) return false;
  asked.add(entry.seq);
  const row = rowKey(entry.ref);
  const earlier = line.filter((other) => other.seq < entry.seq && rowKey(other.ref) === row);
  const needed = entry.dependsOn.flatMap((seq) => places.get(seq) ?? []);
  return [...earlier, ...needed].some((other) => overtakable(other, line, places, asked));
}
