import type { Theirs } from '../../domain/conflict';
import { decide } from '../../domain/decision';
import { needsUser, type Receipt } from '../../domain/entry';
import type { Verdict } from '../../domain/forecast';
import { nameOf, type Row } from '../../domain/row';
import type { Model } from '../../domain/table';
import type { Values } from '../../domain/value';
import { changedSince } from '../playback/compare';
import { theirsOf } from '../modifier';
import type { QueuedEntry } from '../stored';

/** What was seen of the CRM. */
export interface Seen {
  readonly model: Model;
  /** The entry's row as the CRM has it; undefined where it was not read. */
  readonly row: Row | null | undefined;
  /** The row as this computer knows the CRM's; null where it does not. */
  readonly known: Row | null;
  readonly duplicates: readonly Row[];
}

/** What others have changed of the row since this computer heard of it. */
function newsOf({ model, row, known }: Seen): Theirs {
  const table = model[row?.table ?? ''];
  return theirs(row && table && known ? changedSince(table, known, row) : {}, row);
}

const theirs = (values: Values, row: Row | null | undefined): Theirs =>
  row ? { ...theirsOf(values, row), values } : { values, etag: null, by: '', at: null };

function sent({ entry, result, overwrote }: Receipt, seen: Seen): Verdict {
  const { yielded = {} } = entry;
  if (Object.keys(yielded).length > 0)
    return {
      kind: 'yields',
      yielded,
      theirs: newsOf(seen),
      whole: result === 'yielded',
    };
  switch (result) {
    case 'verified':
      return { kind: 'done' };
    case 'merged':
      return { kind: 'merged', theirs: newsOf(seen) };
    case 'overwrote':
      return {
        kind: 'overwrites',
        theirs: entry.kind === 'delete' ? newsOf(seen) : theirs(overwrote, seen.row),
      };
    default:
      return { kind: 'sent' };
  }
}

/**
 * What playback has made of an entry.
 * @param before the entry, as it was before.
 * @param after it is still in the line; null: it has left for its receipt.
 */
export function verdictOf(
  before: QueuedEntry,
  after: QueuedEntry | null,
  receipt: Receipt | null,
  seen: Seen,
): Verdict {
  if (receipt !== null) return sent(receipt, seen);
  if (after === null || needsUser(before) || before.state === 'held') return { kind: 'stays' };
  const { lastError } = after;
  switch (after.state) {
    case 'conflict':
      if (lastError !== null && decide(lastError, true) === 'gone') return { kind: 'gone' };
      return { kind: 'asks', theirs: after.lost ? null : (after.theirs ?? null) };
    case 'duplicate':
      return {
        kind: 'duplicate',
        names: seen.duplicates.map((row) => {
          const table = seen.model[row.table];
          return table === undefined ? '' : nameOf(table, row.values);
        }),
      };
    case 'rejected':
      return lastError === null ? { kind: 'stays' } : { kind: 'refused', failure: lastError };
    default:
      return { kind: 'waits' };
  }
}
