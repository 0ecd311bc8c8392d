import type { CrmFailure } from '../../domain/crm-error';
import type { SetOutcome, Write } from '../../domain/crm-server';
import { decide } from '../../domain/decision';
import { merge } from '../../domain/merge';
import { type Row, rowKey } from '../../domain/row';
import type { Model } from '../../domain/table';
import type { QueuedEntry } from '../stored';
import { transact } from '../transact';
import { acknowledge } from './acknowledge';
import { readable } from './compare';
import { appliedAs, type Sent, type Stopped } from './outcome';
import { ANY_VERSION, isLink, isUpdate, originalGuard, plan } from './plan';
import type { RunContext } from './run';
import { asFailure, stopped } from './stopped';

type EntrySet = readonly QueuedEntry[];

/** What is known of an entry that was sent with others and is not proved. */
type Left = Pick<QueuedEntry, 'state' | 'lost' | 'alone' | 'lastError'>;

/** No answer, or none that makes sense. */
const noAnswer: CrmFailure = {
  kind: 'unreachable',
  status: 0,
  code: '',
  message: '',
  retryAfterMs: null,
};

/** The first change of a record has its guard; those that follow it in the set build on what that one makes. */
function writesOf(model: Model, set: EntrySet): Write[] {
  const changed = new Set<string>();
  return set.flatMap((entry) => {
    const table = model[entry.ref.table];
    if (table === undefined) return [];
    const row = rowKey(entry.ref);
    const guard = changed.has(row) ? null : originalGuard(entry, table);
    if (!isLink(entry)) changed.add(row);
    return [plan(entry, table, guard ?? ANY_VERSION)];
  });
}

/**
 * What a failure leaves of entries that were sent together.
 * - The line stops: they stay as they were, uncertain where they may have arrived.
 * - Else one of them is refused, or all are too much for one request: nothing of them was done, and each goes alone,
 *   where its own answer decides.
 */
function leftBy(entry: QueuedEntry, failure: CrmFailure, stop: Stopped | null): Left {
  const { lastError } = entry;
  if (stop === null) return { state: 'pending', lost: false, alone: true, lastError };
  if (stop.lost) return { state: 'uncertain', lost: true, alone: true, lastError: failure };
  const alone = entry.alone === true || stop.stop === 'serverDown';
  return { state: 'pending', lost: false, alone, lastError: failure };
}

/**
 * The entry with what the CRM had made of the one before it in its set (rules and plug-ins change rows too), where it
 * has written over that.
 */
function overwriting(entry: QueuedEntry, made: Row | undefined): QueuedEntry {
  if (made === undefined || !isUpdate(entry)) return entry;
  const { overlap } = merge(entry.before, readable(entry.values, made), made.values);
  return { ...entry, overwrote: { ...entry.overwrote, ...overlap } };
}

const stopBy = (failure: CrmFailure): Stopped | null =>
  stopped(decide(failure, true), failure, false);

/** A server that fails in the middle of a request may have done its beginning, whatever it says. */
function stopByWhole(failure: CrmFailure): Stopped | null {
  const stop = stopBy(failure);
  const { kind, status } = failure;
  return stop && { ...stop, lost: stop.lost || (kind === 'answered' && status >= 500) };
}

/**
 * Sends sets of entries by one request, and keeps what its answer says in one transaction. What follows one that
 * failed is known not to have run; what has no answer is uncertain.
 */
export async function sendSets(
  { store, server, model, clock }: RunContext,
  sets: readonly EntrySet[],
  epoch: number,
): Promise<Sent> {
  const known = model();
  let outcomes: readonly SetOutcome[];
  let all: Stopped | null = null;
  try {
    outcomes = await server.writeAll(sets.map((set) => writesOf(known, set)));
  } catch (error) {
    const failure = asFailure(error);
    all = stopByWhole(failure);
    outcomes = sets.map(() => ({ kind: 'failed', failure }));
  }
  const outcomeOf = (index: number): SetOutcome => outcomes[index] ?? { kind: 'unknown' };
  const sentAt = new Date(clock.now()).toISOString();
  await transact(
    store,
    async (draft) => {
      const sent = sets.flat();
      await draft.line.load(sent.map(({ seq }) => seq));
      await draft.read(sent.map(({ ref }) => ref));
      for (const [index, set] of sets.entries()) {
        const outcome = outcomeOf(index);
        const made = new Map<string, Row>();
        for (const [place, { seq }] of set.entries()) {
          const entry = await draft.entry(seq);
          if (entry === null) continue;
          switch (outcome.kind) {
            case 'done': {
              const row = outcome.rows[place] ?? null;
              const proved = overwriting(entry, made.get(rowKey(entry.ref)));
              await acknowledge(draft, known, proved, row, appliedAs(proved), sentAt);
              if (row !== null) made.set(rowKey(row), row);
              break;
            }
            case 'failed': {
              const left = leftBy(entry, outcome.failure, all ?? stopBy(outcome.failure));
              draft.putEntry({ ...entry, ...left });
              break;
            }
            case 'notRun':
              draft.putEntry({ ...entry, state: 'pending' });
              break;
            case 'unknown':
              draft.putEntry({ ...entry, state: 'uncertain', lost: true, lastError: noAnswer });
          }
        }
      }
    },
    epoch,
  );
  const progress = outcomes.some(({ kind }) => kind === 'done');
  if (all !== null) return { progress, stop: all };
  const failed = outcomes.find((outcome) => outcome.kind === 'failed');
  const stop = failed ? stopBy(failed.failure) : null;
  const unknown = sets.some((_, index) => outcomeOf(index).kind === 'unknown');
  const lost: Stopped = { kind: 'stop', stop: 'lost', failure: noAnswer, lost: true };
  return { progress, stop: stop ?? (unknown ? lost : null) };
}
