import type { OutboxEntry, Receipt } from '../domain/entry';
import type { Outbox } from '../domain/outbox';
import type { Clock } from '../domain/ports';
import { sameRow } from '../domain/row';
import type { Model } from '../domain/table';
import { isGone } from '../domain/waiting';
import { decideAll } from './decide';
import { discardEntries } from './discard';
import { Draft } from './draft';
import { type LiveQuery, liveOf } from './live-query';
import { readContent } from './outbox-content';
import { OutboxError } from './outbox-error';
import { lineReader, receiptReader } from './line-reader';
import { recreate, resolveConflict } from './resolve';
import { readPaused, writePaused } from './pause';
import { retried } from './retry';
import type { Store } from './store';
import type { QueuedEntry } from './stored';
import { transact } from './transact';

/** A list that takes its time to show: from then on a rest follows. */
const LONG = 100;

const moves = ({ state }: QueuedEntry): boolean => state === 'sending' || state === 'uncertain';

export interface LocalOutbox extends Outbox {
  readonly entries: LiveQuery<readonly QueuedEntry[]>;
  readonly receipts: LiveQuery<readonly Receipt[]>;
  readonly paused: LiveQuery<boolean>;
}

/**
 * The outbox as the user meets it. Its actions reject with {@link OutboxError} or StoreError.
 * @param wake lets playback run; `sendNow` waits for the run it starts.
 */
export function createOutbox(
  store: Store,
  model: () => Model,
  clock: Clock,
  wake: () => Promise<void>,
): LocalOutbox {
  const now = (): string => new Date(clock.now()).toISOString();

  const found = async (draft: Draft, seq: number): Promise<QueuedEntry> => {
    const entry = await draft.entry(seq);
    if (entry === null) throw new OutboxError('gone');
    return entry;
  };

  const discardable = async (draft: Draft, seq: number): Promise<QueuedEntry> => {
    const entry = await found(draft, seq);
    if (moves(entry)) throw new OutboxError('sending');
    return entry;
  };

  const discardedWith = async (seqs: readonly number[]): Promise<OutboxEntry[]> => {
    // Worked out as discarding would do it, and not done.
    const draft = new Draft(store);
    const entries = (await draft.entries(seqs)).filter((entry) => !moves(entry));
    await discardEntries(draft, model(), entries, now(), 'discard');
    const asked = new Set(seqs);
    return draft.receipts
      .present()
      .map(({ entry }) => entry)
      .filter(({ seq }) => !asked.has(seq))
      .sort((a, b) => a.seq - b.seq);
  };

  const change = async (
    seq: number,
    edit: (entry: QueuedEntry) => QueuedEntry | null,
  ): Promise<void> => {
    await transact(store, async (draft) => {
      const edited = edit(await found(draft, seq));
      if (edited !== null) draft.putEntry(edited);
    });
  };

  const pace = {
    clock,
    rest: ({ length }: readonly unknown[]) => (length > LONG ? length / 20 : 0),
  };
  return {
    entries: liveOf(store.bell, lineReader(store), [], pace),
    receipts: liveOf(store.bell, receiptReader(store), [], pace),

    async dependents(seq) {
      const { ref, kind } = await discardable(new Draft(store), seq);
      // Nothing refers to an action: what goes with it was saved for its sake.
      if (kind === 'action') return [];
      return (await discardedWith([seq])).filter((entry) => !sameRow(entry.ref, ref));
    },

    discard: (seq, options) =>
      transact(store, async (draft) => {
        const entry = await discardable(draft, seq);
        await discardEntries(draft, model(), [entry], now(), options?.dependents ?? 'keep');
      }).then(() => void wake()),

    discardedWith,

    decide: (decided) => decideAll(store, model, decided, now()).finally(() => void wake()),

    hold: (seq) =>
      change(seq, (entry) => {
        if (entry.state === 'held') return null;
        if (entry.state !== 'pending') throw new OutboxError('sending');
        return { ...entry, state: 'held' };
      }),

    release: (seq) =>
      change(seq, (entry) => (entry.state === 'held' ? { ...entry, state: 'pending' } : null)).then(
        () => void wake(),
      ),

    retry: (seq, options) =>
      change(seq, (entry) => retried(entry, options)).then(() => void wake()),

    resolve: (seq, mine) =>
      transact(store, async (draft) => {
        const entry = await found(draft, seq);
        if (entry.state !== 'conflict' || entry.theirs === undefined)
          throw new OutboxError('notWaiting');
        const kept = mine === 'all' ? mine : new Set(mine);
        await resolveConflict(draft, model(), entry, entry.theirs, kept, now());
      }).then(() => void wake()),

    recreate: (seq) =>
      transact(store, async (draft) => {
        const entry = await found(draft, seq);
        if (entry.kind !== 'update' || !isGone(entry)) throw new OutboxError('notWaiting');
        await recreate(draft, model(), entry);
      }).then(() => void wake()),

    content: () => readContent(store),

    paused: liveOf(store.bell, () => readPaused(store), false),
    pause: () => writePaused(store, true),
    resume: () => writePaused(store, false).then(() => void wake()),

    sendNow: wake,
  };
}
