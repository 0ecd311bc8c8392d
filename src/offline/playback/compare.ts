import type { CrmFailure } from '../../domain/crm-error';
import { decide } from '../../domain/decision';
import { merge } from '../../domain/merge';
import type { Row } from '../../domain/row';
import type { Table } from '../../domain/table';
import type { Values } from '../../domain/value';
import type { QueuedEntry } from '../stored';
import type { Outcome } from './outcome';

const goneFailure: CrmFailure = {
  kind: 'answered',
  status: 404,
  code: '0x80040217',
  message: '',
  retryAfterMs: null,
};

/** That the row is gone, in the server's words where it had any: "other version" would not be the reason. */
const gone = (failure: CrmFailure | null): CrmFailure =>
  failure !== null && decide(failure, true) === 'gone' ? failure : goneFailure;

/** A column that the server does not give proves nothing. */
const readable = (values: Values, row: Row): Values =>
  Object.fromEntries(Object.entries(values).filter(([column]) => column in row.values));

/**
 * What to do with an update whose condition did not hold, or that has none, now that the row has been read.
 * @param failure the answer that led here; null: nothing was sent.
 */
export function compare(
  entry: QueuedEntry,
  table: Table,
  row: Row | null,
  failure: CrmFailure | null,
): Outcome {
  if (row === null) return { kind: 'wait', state: 'conflict', failure: gone(failure) };
  const known = readable(entry.values, row);
  // Where it was decided to overwrite, the base is what was going to be overwritten.
  const { apply, done, overlap } = merge(
    { ...entry.before, ...entry.overwrote },
    known,
    row.values,
  );
  const clean = Object.keys(overlap).length === 0;
  if (clean && done.length > 0 && Object.keys(apply).length === 0)
    return { kind: 'done', row, result: 'verified' };
  if (entry.lost && !entry.force && (!clean || done.length > 0))
    // It may have been applied and then changed by somebody: repeating it could undo their work.
    return { kind: 'wait', state: 'conflict', failure: entry.lastError ?? failure ?? goneFailure };
  const versioned = table.optimisticConcurrency && row.etag !== null;
  return {
    kind: 'again',
    guard: versioned && row.etag !== null ? row.etag : '*',
    noted: {
      ...entry,
      baseEtag: row.etag,
      // Not a merge where the row is still what the change was made on.
      merged: entry.merged || (failure !== null && !entry.lost),
      overwrote: { ...entry.overwrote, ...overlap },
    },
  };
}
