import type { ConflictPolicy } from '../../domain/conflict';
import type { CrmFailure } from '../../domain/crm-error';
import { decide } from '../../domain/decision';
import { merge } from '../../domain/merge';
import type { Row } from '../../domain/row';
import type { Table } from '../../domain/table';
import { sameValue, type Values } from '../../domain/value';
import { withoutModifier } from '../modifier';
import type { QueuedEntry } from '../stored';
import type { Outcome } from './outcome';
import { ANY_VERSION } from './plan';

const goneFailure: CrmFailure = {
  kind: 'answered',
  status: 404,
  code: '0x80040217',
  message: '',
  retryAfterMs: null,
};

/** The row is not the one that the change was made on. */
export const otherVersion: CrmFailure = { ...goneFailure, status: 412, code: '0x80060882' };

/** That the row is gone, in the server's words where it had any: "other version" would not be the reason. */
const gone = (failure: CrmFailure | null): CrmFailure =>
  failure !== null && decide(failure, true) === 'gone' ? failure : goneFailure;

/** A column that the server does not give proves nothing. */
export const readable = (values: Values, row: Row): Values =>
  Object.fromEntries(Object.entries(values).filter(([column]) => column in row.values));

/** Those of these values that the row has. */
export const present = (values: Values, row: Row): Values =>
  Object.fromEntries(
    Object.entries(values).filter(([column, value]) => sameValue(row.values[column], value)),
  );

/**
 * The values that the row has where the change arrived: a later one that may have come with it counts where the row
 * has its value. Where nothing was lost, a value that was there before is no sign of an arrival.
 */
function arrived(entry: QueuedEntry, later: readonly QueuedEntry[], row: Row): Values {
  const values = { ...entry.values };
  for (const { values: newer } of later)
    for (const [column, value] of Object.entries(newer)) {
      const telling = entry.lost || !sameValue(value, entry.before[column]);
      if (column in values && telling && sameValue(row.values[column], value))
        values[column] = value;
    }
  return values;
}

/**
 * What to do with an update whose condition did not hold, or that has none, now that the row has been read.
 * @param failure the answer that led here; null: nothing was sent.
 * @param later changes of the same record that may have arrived after it.
 * @param policy who wins where somebody else changed the same column.
 */
export function compare(
  entry: QueuedEntry,
  table: Table,
  row: Row | null,
  failure: CrmFailure | null,
  later: readonly QueuedEntry[],
  policy: ConflictPolicy,
): Outcome {
  if (row === null && later.some(({ kind }) => kind === 'delete'))
    return { kind: 'done', row: null, result: 'verified' };
  if (row === null) return { kind: 'wait', state: 'conflict', failure: gone(failure) };
  const known = readable(arrived(entry, later, row), row);
  // Where it was decided to overwrite, the base is what was going to be overwritten.
  const { apply, done, overlap } = merge(
    { ...entry.before, ...entry.overwrote },
    known,
    row.values,
  );
  const clean = Object.keys(overlap).length === 0;
  if (clean && done.length > 0 && Object.keys(apply).length === 0)
    return { kind: 'done', row, result: 'verified' };
  if (entry.lost && (!clean || done.length > 0))
    // It may have been applied and then changed by somebody: repeating it could undo their work.
    return {
      kind: 'wait',
      state: 'conflict',
      failure: entry.lastError ?? failure ?? otherVersion,
      row,
    };
  if (!clean && !entry.lost && !entry.force && policy !== 'mine')
    return policy === 'server'
      ? { kind: 'yield', row }
      : { kind: 'wait', state: 'conflict', failure: failure ?? otherVersion, row };
  const versioned = table.optimisticConcurrency && row.etag !== null;
  return {
    kind: 'again',
    guard: versioned && row.etag !== null ? row.etag : ANY_VERSION,
    noted: {
      ...entry,
      baseEtag: row.etag,
      // Not a merge where the row is still what the change was made on.
      merged: entry.merged || (failure !== null && !entry.lost),
      overwrote: { ...entry.overwrote, ...overlap },
    },
  };
}

/**
 * What to do with an action, now that its row has been read. It is made on what its columns held: where others have
 * changed one of them, it is not done over that, whoever wins.
 */
export function compareAction(
  entry: QueuedEntry,
  table: Table,
  row: Row | null,
  policy: ConflictPolicy,
): Outcome {
  if (row === null) return { kind: 'wait', state: 'conflict', failure: gone(null) };
  const { lost, force, baseEtag } = entry;
  const before = { ...entry.before, ...entry.overwrote };
  const { done, overlap } = merge(before, readable(entry.values, row), row.values);
  const clean = Object.keys(overlap).length === 0;
  // The same as the action makes of it, which somebody else has done.
  const already = done.some((column) => !sameValue(before[column], row.values[column]));
  if ((!clean || already) && !force)
    return policy === 'server' && !clean && !lost
      ? { kind: 'yield', row }
      : { kind: 'wait', state: 'conflict', failure: otherVersion, row };
  return {
    kind: 'again',
    guard: row.etag ?? ANY_VERSION,
    noted: {
      ...entry,
      baseEtag: row.etag,
      merged: entry.merged || (!lost && baseEtag !== null && baseEtag !== row.etag),
      overwrote: { ...entry.overwrote, ...overlap },
    },
  };
}

/** The columns that others have changed of a row that is deleted here, as far as a user could. */
export const changedSince = (table: Table, known: Row | null, row: Row): Values =>
  Object.fromEntries(
    Object.entries(row.values).filter(
      ([column, value]) =>
        table.columns[column]?.canUpdate === true && !sameValue(known?.values[column], value),
    ),
  );

/**
 * What to do with a delete of a row that is not the version it was made on.
 * @param policy who wins: the delete, or what somebody else has written since.
 */
export function compareDelete(
  entry: QueuedEntry,
  table: Table,
  row: Row | null,
  failure: CrmFailure,
  policy: ConflictPolicy,
): Outcome {
  if (row === null) return { kind: 'done', row: null, result: 'verified' };
  if (policy === 'server') return { kind: 'yield', row };
  if (policy === 'ask') return { kind: 'wait', state: 'conflict', failure, row };
  const overwrote = withoutModifier(table, row).values;
  return {
    kind: 'again',
    guard: row.etag ?? ANY_VERSION,
    noted: { ...entry, baseEtag: row.etag, overwrote },
  };
}
