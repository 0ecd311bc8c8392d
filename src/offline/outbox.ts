import { decide } from '../domain/decision';
import type { Receipt } from '../domain/entry';
import { needsUser } from '../domain/entry';
import type { Dependents, Outbox } from '../domain/outbox';
import type { Clock } from '../domain/ports';
import { type RowRef, sameRow } from '../domain/row';
import type { Model } from '../domain/table';
import { discardEntry } from './discard';
import { Draft } from './draft';
import { type LiveQuery, liveOf } from './live-query';
import { readContent } from './outbox-content';
import { OutboxError } from './outbox-error';
import { mayHaveArrived } from './line';
import { lineReader, receiptReader } from './line-reader';
import { recreate, resolveConflict } from './resolve';
import { readPaused, writePaused } from './pause';
import type { Store } from './store';
import type { QueuedEntry } from './stored';
import { transact } from './transact';

/** A list that takes its time to show: from then on a rest follows. */
const LONG = 100;

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
  const discard = async (draft: Draft, seq: number, dependents: Dependents): Promise<RowRef> => {
    const entry = await draft.entry(seq);
    if (entry === null) throw new OutboxError('gone');
    if (entry.state === 'sending' || entry.state === 'uncertain') throw new OutboxError('sending');
    const at = new Date(clock.now()).toISOString();
    await discardEntry(draft, model(), entry, at, dependents);
    return entry.ref;
  };

  const change = async (
    seq: number,
    edit: (entry: QueuedEntry) => QueuedEntry | null,
  ): Promise<void> => {
    await transact(store, async (draft) => {
      const entry = await draft.entry(seq);
      if (entry === null) throw new OutboxError('gone');
      const edited = edit(entry);
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
      // Worked out as discarding would do it, and not done.
      const draft = new Draft(store);
      const row = await discard(draft, seq, 'discard');
      return draft.receipts
        .present()
        .map(({ entry }) => entry)
        .filter((entry) => !sameRow(entry.ref, row))
        .sort((a, b) => a.seq - b.seq);
    },

    discard: (seq, options) =>
      transact(store, (draft) => discard(draft, seq, options?.dependents ?? 'keep')).then(
        () => void wake(),
      ),

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
      change(seq, (entry) => {
        if (entry.state === 'unreadable') throw new OutboxError('unreadable');
        if (!needsUser(entry) && entry.state !== 'held') throw new OutboxError('notWaiting');
        // A conflict was shown to the user, who has decided; a suspect is still to be verified.
        const lost = entry.state === 'suspect' && mayHaveArrived(entry);
        return {
          ...entry,
          state: lost ? 'uncertain' : 'pending',
          lost,
          attempts: 0,
          lastError: null,
          force: options?.force ?? entry.force,
          ...(options?.allowDuplicates === true && { allowDuplicates: true }),
        };
      }).then(() => void wake()),

    resolve: (seq, mine) =>
      transact(store, async (draft) => {
        const entry = await draft.entry(seq);
        if (entry === null) throw new OutboxError('gone');
        if (entry.state !== 'conflict' || entry.theirs === undefined)
          throw new OutboxError('notWaiting');
        const at = new Date(clock.now()).toISOString();
        await resolveConflict(
          draft,
          model(),
          entry,
          entry.theirs,
          mine === 'all' ? mine : new Set(mine),
          at,
        );
      }).then(() => void wake()),

    recreate: (seq) =>
      transact(store, async (draft) => {
        const entry = await draft.entry(seq);
        if (entry === null) throw new OutboxError('gone');
        const { state, kind, lastError } = entry;
        const gone = lastError !== null && decide(lastError, true) === 'gone';
        if (state !== 'conflict' || kind !== 'update' || !gone) throw new OutboxError('notWaiting');
        await recreate(draft, model(), entry);
      }).then(() => void wake()),

    content: () => readContent(store),

    paused: liveOf(store.bell, () => readPaused(store), false),
    pause: () => writePaused(store, true),
    resume: () => writePaused(store, false).then(() => void wake()),

    sendNow: wake,
  };
}
