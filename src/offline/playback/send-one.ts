import { chosenPolicies, policyFor } from '../../domain/conflict';
import type { CrmFailure } from '../../domain/crm-error';
import { allowable } from '../../domain/decision';
import type { Row } from '../../domain/row';
import type { Table } from '../../domain/table';
import { recompute } from '../recompute';
import type { Draft } from '../draft';
import { readConflictChoice } from '../conflict-setting';
import { readDuplicateChoice } from '../duplicate-setting';
import { mayHaveArrived } from '../line';
import { resolveConflict } from '../resolve';
import type { Store } from '../store';
import type { QueuedEntry } from '../stored';
import { transact } from '../transact';
import { acknowledge } from './acknowledge';
import { attempt } from './attempt';
import { changedSince } from './compare';
import { noteRepeated } from './late-create';
import { theirsOf, withoutModifier } from './modifier';
import type { Outcome, Sent, Stopped } from './outcome';
import type { RunContext } from './run';
import type { Taken } from './take';

/** Failures while the CRM answers otherwise, after which an entry is suspect: it would hold up the line for ever. */
const SUSPECT_AFTER = 8;
/** Merges in a row before the line makes a pause: somebody else keeps writing the same row. */
const MERGES = 5;

/** What keeps an entry from being merged that is changed again and again. */
const changedMeanwhile: CrmFailure = {
  kind: 'answered',
  status: 412,
  code: '0x80060882',
  message: '',
  retryAfterMs: null,
};

const noTable = (name: string): CrmFailure => ({
  kind: 'answered',
  status: 404,
  code: '',
  message: `The table ${name} is not available.`,
  retryAfterMs: null,
});

/** The CRM calls it a duplicate, and the user has chosen to have those written. */
const goesAllTheSame = async (
  store: Store,
  entry: QueuedEntry,
  outcome: Outcome,
): Promise<boolean> =>
  outcome.kind === 'wait' &&
  entry.allowDuplicates !== true &&
  allowable(outcome.failure) &&
  (await readDuplicateChoice(store)) === 'create';

/** Sends one entry by requests of its own, until it is proved, waits for the user or stops the line. */
export async function sendOne(
  context: RunContext,
  { entry: taken, later }: Extract<Taken, { kind: 'alone' }>,
  epoch: number,
): Promise<Sent> {
  const { store, server, model, clock } = context;
  const settle = (change: (entry: QueuedEntry) => QueuedEntry): Promise<void> =>
    transact(
      store,
      async (draft) => {
        const entry = await draft.entry(taken.seq);
        if (entry !== null) draft.putEntry(change(entry));
      },
      epoch,
    );

  const stopped = async (outcome: Stopped): Promise<Sent> => {
    const { stop, failure, lost } = outcome;
    const counts =
      stop !== 'signIn' &&
      stop !== 'throttled' &&
      (failure.kind === 'answered' || (await context.ensure()));
    const attempts = taken.attempts + (counts ? 1 : 0);
    const suspect = counts && attempts >= SUSPECT_AFTER;
    await settle((old) => ({
      ...old,
      state: suspect ? 'suspect' : lost ? 'uncertain' : 'pending',
      lastError: failure,
      lost,
      attempts,
    }));
    return { progress: false, stop: suspect ? null : outcome };
  };

  const done = async (
    entry: QueuedEntry,
    { row, result }: Extract<Outcome, { kind: 'done' }>,
  ): Promise<Sent> => {
    const now = clock.now();
    const sentAt = new Date(now).toISOString();
    await noteRepeated(store, entry, now);
    await transact(
      store,
      async (draft) => {
        // Read again: this run is fenced, so nobody else has changed what is being sent.
        if ((await draft.entry(entry.seq)) === null) return;
        await acknowledge(draft, model(), entry, row, result, sentAt);
      },
      epoch,
    );
    return { progress: true, stop: null };
  };

  /** What the CRM has comes on board under the changes that wait, unless one of them is still to be proved. */
  const bringIn = async (draft: Draft, table: Table, row: Row): Promise<void> => {
    const others = (await draft.entriesOf(taken.ref)).filter(({ seq }) => seq !== taken.seq);
    if (others.some(mayHaveArrived)) return;
    await draft.shadow(taken.ref);
    draft.putShadow(withoutModifier(table, row));
  };

  const wait = (table: Table, outcome: Extract<Outcome, { kind: 'wait' }>): Promise<void> =>
    transact(
      store,
      async (draft) => {
        const entry = await draft.entry(taken.seq);
        if (entry === null) return;
        const { state, failure, row } = outcome;
        await draft.record(taken.ref);
        const compared =
          row && entry.kind === 'delete'
            ? changedSince(table, await draft.shadow(taken.ref), row)
            : entry.values;
        draft.putEntry({
          ...entry,
          state,
          lastError: failure,
          // A row that is there shows that the delete did not arrive.
          lost: state === 'conflict' && entry.lost && entry.kind !== 'delete',
          attempts: entry.attempts + 1,
          force: false,
          ...(row && { theirs: theirsOf(compared, row) }),
        });
        if (row === undefined) return;
        await bringIn(draft, table, row);
        await recompute(draft, model(), taken.ref);
      },
      epoch,
    );

  const yieldTo = (table: Table, row: Row): Promise<boolean> =>
    transact(
      store,
      async (draft) => {
        const entry = await draft.entry(taken.seq);
        if (entry === null) return false;
        await bringIn(draft, table, row);
        const theirs = theirsOf(entry.values, row);
        const at = new Date(clock.now()).toISOString();
        return resolveConflict(draft, model(), entry, theirs, new Set(), at);
      },
      epoch,
    );

  const send = async (table: Table): Promise<Sent> => {
    const choice = await readConflictChoice(store);
    const policy = policyFor(chosenPolicies(context.policies(), choice), table);
    let entry = taken;
    let guard: string | null = null;
    for (let merges = 0; ; merges++) {
      const outcome: Outcome = await attempt(server, entry, table, guard, later, policy);
      if (await goesAllTheSame(store, entry, outcome)) {
        entry = { ...entry, allowDuplicates: true };
        await settle((old) => ({ ...old, allowDuplicates: true }));
        continue;
      }
      switch (outcome.kind) {
        case 'done':
          return done(entry, outcome);
        case 'stop':
          return stopped(outcome);
        case 'wait':
          await wait(table, outcome);
          return { progress: false, stop: null };
        case 'yield':
          return { progress: await yieldTo(table, outcome.row), stop: null };
        case 'again': {
          const { lost } = entry;
          if (merges >= MERGES)
            return stopped({ kind: 'stop', stop: 'serverDown', failure: changedMeanwhile, lost });
          const { baseEtag, merged, overwrote } = outcome.noted;
          entry = outcome.noted;
          guard = outcome.guard;
          await settle((old) => ({ ...old, baseEtag, merged, overwrote }));
        }
      }
    }
  };

  const table = model()[taken.ref.table];
  if (table !== undefined) return send(table);
  await settle((entry) => ({ ...entry, state: 'rejected', lastError: noTable(taken.ref.table) }));
  return { progress: false, stop: null };
}
