import type { Clock } from '../../domain/ports';
import type { Model } from '../../domain/table';
import type { Draft } from '../draft';
import type { Store } from '../store';
import type { QueuedEntry } from '../stored';
import { transact } from '../transact';
import { type BatchLimit, Chooser, type Choice } from './choose';
import { isUnguarded } from './plan';

/** Dataverse gives a request up after two minutes: milliseconds. */
export const SERVER_LIMIT = 120_000;

/** The most entries that are read at a time. */
const CHUNK = 100;

export type Taken =
  | Exclude<Choice, { kind: 'alone' }>
  | {
      readonly kind: 'alone';
      readonly entry: QueuedEntry;
      /** Later changes of its record that may have arrived with it. */
      readonly later: readonly QueuedEntry[];
    }
  /** The line has to wait before the first entry may be repeated. */
  | { readonly kind: 'wait'; readonly ms: number };

async function choose(draft: Draft, model: Model, limit: BatchLimit): Promise<Choice> {
  const chooser = new Chooser(model, limit);
  // As many as can go; more where some have to be passed over.
  for (let behind = 0, many = limit.count; ; many *= 2) {
    const chunk = await draft.entriesBehind(behind, Math.min(many, CHUNK));
    for (const entry of chunk) {
      let behindLater = false;
      for (const seq of entry.dependsOn)
        behindLater ||= seq > entry.seq && (await draft.entry(seq)) !== null;
      if (!chooser.offer(entry, behindLater)) return chooser.choice;
    }
    const last = chunk.at(-1);
    if (last === undefined) return chooser.choice;
    behind = last.seq;
  }
}

/**
 * Chooses what goes next and marks it as sending, in one transaction: what the user releases meanwhile is not
 * overtaken, what they hold back does not go.
 */
export const take = (
  { store, model, clock }: { store: Store; model: () => Model; clock: Clock },
  limit: BatchLimit,
  epoch: number,
): Promise<Taken> =>
  transact<Taken>(
    store,
    async (draft) => {
      const now = clock.now();
      const mark = (entry: QueuedEntry): QueuedEntry => {
        draft.putEntry({ ...entry, state: 'sending', sentAt: now });
        return { ...entry, sentAt: now };
      };
      const choice = await choose(draft, model(), limit);
      if (choice.kind === 'nothing') return choice;
      if (choice.kind === 'sets')
        return { kind: 'sets', sets: choice.sets.map((set) => set.map(mark)) };
      const { entry } = choice;
      const table = model()[entry.ref.table];
      const unguarded = table === undefined || isUnguarded(entry, table);
      if (entry.lost && entry.sentAt !== null && unguarded) {
        const passed = now - entry.sentAt;
        // The clock was set back: the wait begins again by the new time, or it could last for hours.
        if (passed < 0) draft.putEntry({ ...entry, sentAt: now });
        if (passed < SERVER_LIMIT) return { kind: 'wait', ms: SERVER_LIMIT - Math.max(0, passed) };
      }
      const ofRecord = await draft.entriesOf(entry.ref);
      const later = ofRecord.filter((other) => other.seq > entry.seq && other.lost);
      return { kind: 'alone', entry: mark(entry), later };
    },
    epoch,
  );
