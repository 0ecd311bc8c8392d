import type { CrmFailure } from '../../domain/crm-error';
import type { CrmServer } from '../../domain/crm-server';
import type { Clock } from '../../domain/ports';
import type { Model } from '../../domain/table';
import { hasPredecessor } from '../line';
import type { Store } from '../store';
import type { QueuedEntry } from '../stored';
import { readSender, transact, writeSender } from '../transact';
import { acknowledge } from './acknowledge';
import { attempt, isUnguarded } from './attempt';
import type { Outcome, Stop } from './outcome';

export interface RunContext {
  readonly store: Store;
  readonly server: CrmServer;
  readonly model: () => Model;
  readonly clock: Clock;
  /** Whether the CRM answers, found out by asking it. */
  readonly ensure: () => Promise<boolean>;
}

/** How a run ended. `progress`: at least one entry left the outbox. */
export type RunEnd =
  | { readonly kind: 'drained'; readonly progress: boolean }
  | {
      readonly kind: 'stopped';
      readonly stop: Stop;
      readonly failure: CrmFailure | null;
      /** Wait at least this long; null: the caller's choice. */
      readonly waitMs: number | null;
      readonly progress: boolean;
    };

/** Failures while the CRM answers otherwise, after which an entry is suspect: it would hold up the line for ever. */
const SUSPECT_AFTER = 8;
/** Dataverse gives a request up after two minutes: milliseconds. */
export const SERVER_LIMIT = 120_000;
/** Merges in a row before the line makes a pause: somebody else keeps writing the same row. */
const MERGES = 5;

/** A new run: its number goes up, and what an earlier one left in `sending` is uncertain now. */
async function begin({ store }: RunContext): Promise<number> {
  const { db } = store;
  const epoch = await db.transaction('rw', ['state'], async (stores) => {
    const sender = await readSender(stores);
    await writeSender(stores, { epoch: sender.epoch + 1, beat: sender.beat + 1 });
    return sender.epoch + 1;
  });
  for (const { seq = 0 } of await db.entriesIn(['sending'], 0, Infinity))
    await transact(
      store,
      async (draft) => {
        const entry = await draft.entry(seq);
        if (entry?.state === 'sending')
          draft.putEntry({ ...entry, state: 'uncertain', lost: true });
      },
      epoch,
    );
  return epoch;
}

/** Shows other panes that the sender lives, also while a request takes long. */
export async function beat(store: Store, epoch: number): Promise<void> {
  const { db } = store;
  await db.transaction('rw', ['state'], async (stores) => {
    const sender = await readSender(stores);
    if (sender.epoch === epoch) await writeSender(stores, { epoch, beat: sender.beat + 1 });
  });
}

type Taken =
  | { readonly kind: 'take'; readonly entry: QueuedEntry }
  | { readonly kind: 'skip' }
  | { readonly kind: 'wait'; readonly ms: number };

/** Marks the entry as sending, if it may go now. */
function take({ store, model, clock }: RunContext, seq: number, epoch: number): Promise<Taken> {
  return transact<Taken>(
    store,
    async (draft) => {
      const entry = await draft.entry(seq);
      if (entry === null || (entry.state !== 'pending' && entry.state !== 'uncertain'))
        return { kind: 'skip' };
      if (await hasPredecessor(draft, entry)) return { kind: 'skip' };
      const table = model()[entry.ref.table];
      if (
        entry.lost &&
        entry.sentAt !== null &&
        (table === undefined || isUnguarded(entry, table))
      ) {
        const passed = clock.now() - entry.sentAt;
        // The clock was set back: the wait begins again by the new time, or it could last for hours.
        if (passed < 0) draft.putEntry({ ...entry, sentAt: clock.now() });
        if (passed < SERVER_LIMIT) return { kind: 'wait', ms: SERVER_LIMIT - Math.max(0, passed) };
      }
      draft.putEntry({ ...entry, state: 'sending', sentAt: clock.now() });
      return { kind: 'take', entry: { ...entry, sentAt: clock.now() } };
    },
    epoch,
  );
}

/** What keeps an entry from being merged that is changed again and again. */
const changedMeanwhile: CrmFailure = {
  kind: 'answered',
  status: 412,
  code: '0x80060882',
  message: '',
  retryAfterMs: null,
};

type Stopped = Extract<Outcome, { kind: 'stop' }>;

/** Sends one entry; null: the line goes on. */
async function sendOne(
  context: RunContext,
  taken: QueuedEntry,
  epoch: number,
): Promise<Stopped | null> {
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

  const stopped = async (outcome: Stopped): Promise<Stopped | null> => {
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
    return suspect ? null : outcome;
  };

  const table = model()[taken.ref.table];
  if (table === undefined) {
    const failure: CrmFailure = {
      kind: 'answered',
      status: 404,
      code: '',
      message: `The table ${taken.ref.table} is not available.`,
      retryAfterMs: null,
    };
    await settle((entry) => ({ ...entry, state: 'rejected', lastError: failure }));
    return null;
  }

  let entry = taken;
  let guard: string | null = null;
  for (let merges = 0; ; merges++) {
    const outcome: Outcome = await attempt(server, entry, table, guard);
    switch (outcome.kind) {
      case 'done': {
        const sentAt = new Date(clock.now()).toISOString();
        const proved = entry;
        await transact(
          store,
          async (draft) => {
            // Read again: this run is fenced, so nobody else has changed what is being sent.
            if ((await draft.entry(proved.seq)) === null) return;
            await acknowledge(draft, model(), proved, outcome.row, outcome.result, sentAt);
          },
          epoch,
        );
        return null;
      }
      case 'again': {
        if (merges >= MERGES)
          return stopped({
            kind: 'stop',
            stop: 'serverDown',
            failure: changedMeanwhile,
            lost: entry.lost,
          });
        const { noted } = outcome;
        entry = noted;
        guard = outcome.guard;
        await settle((old) => ({
          ...old,
          baseEtag: noted.baseEtag,
          merged: noted.merged,
          overwrote: noted.overwrote,
        }));
        break;
      }
      case 'wait': {
        const { state, failure } = outcome;
        await settle((old) => ({
          ...old,
          state,
          lastError: failure,
          lost: state === 'conflict' && old.lost,
          attempts: old.attempts + 1,
          force: false,
        }));
        return null;
      }
      case 'stop':
        return stopped(outcome);
    }
  }
}

/**
 * One pass over the line, and more while that brings entries out of the outbox. The caller holds the sender lock.
 * @param begun is told the number of this run.
 */
export async function run(context: RunContext, begun: (epoch: number) => void): Promise<RunEnd> {
  const epoch = await begin(context);
  begun(epoch);
  let progress = false;
  for (;;) {
    let moved = false;
    let cursor = 0;
    for (;;) {
      const [next] = await context.store.db.entriesIn(['pending', 'uncertain'], cursor, 1);
      if (next?.seq === undefined) break;
      cursor = next.seq;
      // The line is long, or this pane has waited for its turn: the user may have gone offline since.
      if (!(await context.ensure()))
        return { kind: 'stopped', stop: 'offline', failure: null, waitMs: null, progress };
      const taken = await take(context, cursor, epoch);
      if (taken.kind === 'skip') continue;
      if (taken.kind === 'wait')
        return { kind: 'stopped', stop: 'lost', failure: null, waitMs: taken.ms, progress };
      const stop = await sendOne(context, taken.entry, epoch);
      if (stop !== null)
        return {
          kind: 'stopped',
          stop: stop.stop,
          failure: stop.failure,
          waitMs: stop.failure.retryAfterMs,
          progress,
        };
      moved = true;
      progress = true;
    }
    if (!moved) return { kind: 'drained', progress };
  }
}
