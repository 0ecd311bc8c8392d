import type { Witness } from '../../domain/action';
import type { ConflictPolicies } from '../../domain/conflict';
import type { CrmFailure } from '../../domain/crm-error';
import type { CrmServer } from '../../domain/crm-server';
import type { Clock } from '../../domain/ports';
import type { Model } from '../../domain/table';
import { readPaused } from '../pause';
import type { Store } from '../store';
import { readSender, transact, writeSender } from '../transact';
import type { Stop } from './outcome';
import { sendOne } from './send-one';
import { sendSets } from './send-sets';
import { take } from './take';

/** The part of the CRM that playback needs. */
export type SendingServer = Pick<CrmServer, 'readRow' | 'write' | 'writeAll' | keyof Witness>;

export interface RunContext {
  readonly store: Store;
  readonly server: SendingServer;
  readonly model: () => Model;
  readonly clock: Clock;
  /** Who wins where somebody else changed the same, as the organisation has it. */
  readonly policies: () => ConflictPolicies;
  /** Whether the CRM answers, found out by asking it. */
  readonly ensure: () => Promise<boolean>;
  /** Is told where an action was done that has changed more than its record. */
  readonly spread?: () => void;
  /** Entries of a batch; {@link BATCH} where it is not said. With one at most, each goes by a request of its own. */
  readonly batch?: BatchSizes;
}

/** Entries of the first batch of a run, and of the largest. */
export interface BatchSizes {
  readonly first: number;
  readonly largest: number;
}

/** How a run ended. `progress`: at least one entry left the outbox. */
export type RunEnd =
  | { readonly kind: 'drained' | 'paused'; readonly progress: boolean }
  | {
      readonly kind: 'stopped';
      readonly stop: Stop;
      readonly failure: CrmFailure | null;
      /** Wait at least this long; null: the caller's choice. */
      readonly waitMs: number | null;
      readonly progress: boolean;
    };

const BATCH: BatchSizes = { first: 10, largest: 100 };
/** Characters of a batch's values: a megabyte is too much to lose sight of. */
const BATCH_SIZE = 256 * 1024;
/** A batch that takes longer is too large for this CRM: milliseconds. */
const LONG = 5000;

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

/**
 * Plays the line back from its front until nothing can go any more. The caller holds the sender lock.
 * @param begun is told the number of this run.
 */
export async function run(context: RunContext, begun: (epoch: number) => void): Promise<RunEnd> {
  const { clock, batch = BATCH } = context;
  const epoch = await begin(context);
  begun(epoch);
  let progress = false;
  let count = batch.first;
  for (;;) {
    // The line is long, or this pane has waited for its turn: the user may have paused or gone offline since.
    if (await readPaused(context.store)) return { kind: 'paused', progress };
    if (!(await context.ensure()))
      return { kind: 'stopped', stop: 'offline', failure: null, waitMs: null, progress };
    const taken = await take(context, { count, size: BATCH_SIZE }, epoch);
    if (taken.kind === 'nothing') return { kind: 'drained', progress };
    if (taken.kind === 'wait')
      return { kind: 'stopped', stop: 'lost', failure: null, waitMs: taken.ms, progress };
    const from = clock.now();
    const sent =
      taken.kind === 'alone'
        ? await sendOne(context, taken, epoch)
        : await sendSets(context, taken.sets, epoch);
    progress ||= sent.progress;
    const { stop } = sent;
    if (stop !== null) {
      const { failure } = stop;
      const waitMs = failure.retryAfterMs;
      return { kind: 'stopped', stop: stop.stop, failure, waitMs, progress };
    }
    if (taken.kind === 'sets')
      count =
        clock.now() - from > LONG
          ? Math.max(1, Math.floor(count / 2))
          : Math.min(batch.largest, count * 2);
  }
}
