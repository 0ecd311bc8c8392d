import { actions } from '../../domain/actions/registry';
import type { ConflictPolicy } from '../../domain/conflict';
import { decide } from '../../domain/decision';
import type { Row } from '../../domain/row';
import type { Table } from '../../domain/table';
import { withModifier, withoutModifier } from '../modifier';
import type { QueuedEntry } from '../stored';
import { compareAction, otherVersion } from './compare';
import { appliedAs, type Outcome } from './outcome';
import { actionOf, plan } from './plan';
import type { SendingServer } from './run';
import { asFailure, stopped } from './stopped';

/**
 * One step of an action, by the rules AC3 to AC6: first its row is read, and where an answer was lost, it is found out
 * whether the action took effect; then it is sent.
 * @param guard the version that was read; null: nothing was read yet.
 */
export async function attemptAction(
  server: SendingServer,
  entry: QueuedEntry,
  table: Table,
  guard: string | null,
  policy: ConflictPolicy,
): Promise<Outcome> {
  const { ref, lost } = entry;
  const { name, params } = actionOf(entry);
  const { happened, mark } = actions[name];
  const sent = { ref, params, user: entry.user };

  // What was there before is noted before it leaves.
  const neverLeft = mark !== undefined && entry.mark === undefined;
  const tookEffect = (row: Row | null): Promise<boolean | null> =>
    happened === 'harmless' || neverLeft
      ? Promise.resolve(false)
      : happened(server, { ...sent, row, mark: entry.mark ?? null });
  const read = (): Promise<Row | null> => server.readRow(withModifier(table), ref.id);
  const found = (row: Row | null): Outcome => ({
    kind: 'done',
    row: row && withoutModifier(table, row),
    result: 'verified',
    seen: row,
  });

  const look = async (): Promise<Outcome> => {
    const row = await read();
    const took = lost ? await tookEffect(row) : false;
    if (took === true) return found(row);
    const outcome: Outcome =
      took === null
        ? { kind: 'wait', state: 'conflict', failure: entry.lastError ?? otherVersion }
        : compareAction(entry, table, row, policy);
    if (outcome.kind !== 'again' || mark === undefined) return { ...outcome, seen: row };
    const noted = { ...outcome.noted, mark: await mark(server, { ...sent, row }) };
    return { ...outcome, noted, seen: row };
  };

  /** @param otherwise null: what could not be read is the reason why the entry waits. */
  const reading = async (
    work: () => Promise<Outcome>,
    otherwise: Outcome | null,
  ): Promise<Outcome> => {
    try {
      return await work();
    } catch (error) {
      const failure = asFailure(error);
      const waits = { kind: 'wait', state: lost ? 'conflict' : 'rejected', failure } as const;
      return stopped(decide(failure, false), failure, lost) ?? otherwise ?? waits;
    }
  };

  if (guard === null) return reading(look, null);
  try {
    const row = await server.write(plan(entry, table, guard));
    return { kind: 'done', row, result: appliedAs(entry) };
  } catch (error) {
    const failure = asFailure(error);
    const stop = stopped(decide(failure, true), failure, lost);
    if (stop !== null) return stop;
    const state = decide(failure, true) === 'duplicate' ? 'duplicate' : 'rejected';
    const refused: Outcome = { kind: 'wait', state, failure };
    // It may have been repeated on its way, and refused for what the first one has done.
    return reading(async () => {
      const row = await read();
      return (await tookEffect(row)) === true ? found(row) : refused;
    }, refused);
  }
}
