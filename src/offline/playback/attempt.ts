import type { ConflictPolicy } from '../../domain/conflict';
import type { CrmFailure } from '../../domain/crm-error';
import { decide } from '../../domain/decision';
import type { Row } from '../../domain/row';
import type { Table } from '../../domain/table';
import { withModifier, withoutModifier } from '../modifier';
import type { QueuedEntry } from '../stored';
import { attemptAction } from './attempt-action';
import { compare, compareDelete } from './compare';
import { appliedAs, type Outcome } from './outcome';
import { ANY_VERSION, isUpdate, originalGuard, plan } from './plan';
import type { SendingServer } from './run';
import { asFailure, stopped } from './stopped';

/**
 * One request for one entry, and the readings that its answer makes necessary.
 * @param guard from an earlier {@link Outcome} `again`; null: the entry's own.
 * @param later changes of the same record that may have arrived after it.
 * @param policy who wins where somebody else changed the same column.
 */
export async function attempt(
  server: SendingServer,
  entry: QueuedEntry,
  table: Table,
  guard: string | null,
  later: readonly QueuedEntry[],
  policy: ConflictPolicy,
): Promise<Outcome> {
  if (entry.kind === 'action') return attemptAction(server, entry, table, guard, policy);

  const read = (then: (row: Row | null) => Outcome): Promise<Outcome> =>
    server.readRow(withModifier(table), entry.ref.id).then(
      (row) => {
        const outcome = { ...then(row), seen: row };
        return outcome.kind === 'done' && outcome.row !== null
          ? { ...outcome, row: withoutModifier(table, outcome.row) }
          : outcome;
      },
      (error: unknown) => {
        const failure = asFailure(error);
        const decision = decide(failure, false);
        return (
          stopped(decision, failure, entry.lost) ?? {
            kind: 'wait',
            state: entry.lost ? 'conflict' : 'rejected',
            failure,
          }
        );
      },
    );

  const condition = guard ?? originalGuard(entry, table);
  if (isUpdate(entry) && condition === null)
    return read((row) => compare(entry, table, row, null, later, policy));

  let failure: CrmFailure;
  try {
    const row = await server.write(plan(entry, table, condition ?? ANY_VERSION));
    return { kind: 'done', row, result: appliedAs(entry) };
  } catch (error) {
    failure = asFailure(error);
  }
  const decision = decide(failure, true);
  const stop = stopped(decision, failure, entry.lost);
  if (stop !== null) return stop;
  const refused: Outcome = {
    kind: 'wait',
    state: decision === 'duplicate' ? 'duplicate' : 'rejected',
    failure,
  };

  switch (entry.kind) {
    case 'create':
      // The id was made here, so a row that has it is this one, whichever request brought it.
      return decision === 'exists' || decision === 'duplicate' || entry.lost
        ? read((row) => (row === null ? refused : { kind: 'done', row, result: 'verified' }))
        : refused;
    case 'delete':
      if (decision === 'gone') return { kind: 'done', row: null, result: 'verified' };
      if (decision !== 'conflict') return refused;
      return read((row) => compareDelete(entry, table, row, failure, policy));
    case 'associate':
      return ['exists', 'duplicate', 'conflict'].includes(decision)
        ? { kind: 'done', row: null, result: 'verified' }
        : refused;
    case 'disassociate':
      return decision === 'gone' ? { kind: 'done', row: null, result: 'verified' } : refused;
    case 'update':
    case 'setState':
    case 'assign':
      if (decision === 'conflict')
        return read((row) => compare(entry, table, row, failure, later, policy));
      // "Gone" may mean a row that this one refers to.
      if (decision === 'gone' || entry.lost)
        return read((row) => {
          const verdict = compare(entry, table, row, failure, later, policy);
          return verdict.kind === 'again' ? refused : verdict;
        });
      return refused;
  }
}
