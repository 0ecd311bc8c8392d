import { actions } from '../../domain/actions/registry';
import { chosenPolicies, policyFor } from '../../domain/conflict';
import type { CrmFailure } from '../../domain/crm-error';
import { allowable } from '../../domain/decision';
import type { Row } from '../../domain/row';
import type { Table } from '../../domain/table';
import type { Values } from '../../domain/value';
import { recompute } from '../recompute';
import type { Draft } from '../draft';
import { readConflictChoice } from '../conflict-setting';
import { readDuplicateChoice } from '../duplicate-setting';
import { mayHaveArrived } from '../line';
import { theirsOf, withoutModifier } from '../modifier';
import { resolveConflict } from '../resolve';
import type { Store } from '../store';
import type { QueuedEntry } from '../stored';
import { transact } from '../transact';
import { noteIn } from '../unseen/noting';
import { acknowledge } from './acknowledge';
import { attempt } from './attempt';
import { changedSince, present } from './compare';
import { noteRepeated } from './late-create';
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
  /** The row as it was last read, with who changed it. */
  let seen: Row | null = null;
  const { user: userId } = taken;
  /** Notes what others have changed, without what of this user's has arrived. */
  const noteOthers = async (draft: Draft, row: Row): Promise<void> => {
    const known = await draft.shadow(taken.ref);
    if (known === null) return;
    const arrived = [taken, ...later].map(({ values }) => present(values, row));
    const was = { values: Object.assign({}, known.values, ...arrived) as Values };
    await noteIn(draft.notes, model()[row.table], was, row, { userId, now: clock.now });
  };
  /** Does `work` as one, and notes with it what others have changed. */
  const commit = <T>(work: (draft: Draft) => Promise<T>): Promise<T> =>
    transact(
      store,
      async (draft) => {
        if (seen !== null) await noteOthers(draft, seen);
        return work(draft);
      },
      epoch,
    );
  const settle = (change: (entry: QueuedEntry) => QueuedEntry): Promise<void> =>
    commit(async (draft) => {
      const entry = await draft.entry(taken.seq);
      if (entry !== null) draft.putEntry(change(entry));
    });

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
    await commit(async (draft) => {
      // Read again: this run is fenced, so nobody else has changed what is being sent.
      if ((await draft.entry(entry.seq)) === null) return;
      await acknowledge(draft, model(), entry, row, result, sentAt);
    });
    if (entry.action !== undefined && actions[entry.action.name].spreads) context.spread?.();
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
    commit(async (draft) => {
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
    });

  const yieldTo = (table: Table, row: Row): Promise<boolean> =>
    commit(async (draft) => {
      const entry = await draft.entry(taken.seq);
      if (entry === null) return false;
      await bringIn(draft, table, row);
      const theirs = theirsOf(entry.values, row);
      const at = new Date(clock.now()).toISOString();
      return resolveConflict(draft, model(), entry, theirs, new Set(), at);
    });

  const send = async (table: Table): Promise<Sent> => {
    const choice = await readConflictChoice(store);
    const policy = policyFor(chosenPolicies(context.policies(), choice), table);
    let entry = taken;
    let guard: string | null = null;
    for (let merges = 0; ; merges++) {
      const outcome: Outcome = await attempt(server, entry, table, guard, later, policy);
      seen = outcome.seen ?? null;
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
          const { baseEtag, merged, overwrote, mark } = outcome.noted;
          guard = outcome.guard;
          // What was read took its time: only now the request leaves.
          const sentAt = clock.now();
          entry = { ...outcome.noted, sentAt };
          const noted = {
            baseEtag,
            merged,
            overwrote,
            sentAt,
            ...(mark !== undefined && { mark }),
          };
          await settle((old) => ({ ...old, ...noted }));
        }
      }
    }
  };

  const table = model()[taken.ref.table];
  if (table !== undefined) return send(table);
  await settle((entry) => ({ ...entry, state: 'rejected', lastError: noTable(taken.ref.table) }));
  return { progress: false, stop: null };
}
