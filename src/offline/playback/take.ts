import type { Clock } from '../../domain/ports';
import type { Model } from '../../domain/table';
import type { Draft } from '../draft';
import type { Store } from '../store';
import type { QueuedEntry } from '../stored';
import { transact } from '../transact';
import { type BatchLimit, Chooser, type Choice } from './choose';
import { deletesWait, mayArriveFor } from './late-create';
import { isUnguarded } from './plan';

/** The most entries that are read at a time. */
const CHUNK = 100;

export type Taken =
  | Exclude<Choice, { kind: 'alone' | 'delete' }>
  | {
      readonly kind: 'alone';
      readonly entry: QueuedEntry;
      /** Later changes of its record that were sent with it: they may have arrived, whatever was answered. */
      readonly later: readonly QueuedEntry[];
    }
  /** The line has to wait before the first entry may be repeated, or its record deleted. */
  | { readonly kind: 'wait'; readonly ms: number };

async function choose(
  draft: Draft,
  model: Model,
  limit: BatchLimit,
  mayDelete: boolean,
): Promise<Choice> {
  const chooser = new Chooser(model, limit, mayDelete);
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
export async function take(
  { store, model, clock }: { store: Store; model: () => Model; clock: Clock },
  limit: BatchLimit,
  epoch: number,
): Promise<Taken> {
  const now = clock.now();
  const wait = await deletesWait(store, now);
  return transact<Taken>(
    store,
    async (draft) => {
      const mark = (entry: QueuedEntry): QueuedEntry => {
        draft.putEntry({ ...entry, state: 'sending', sentAt: now });
        return { ...entry, sentAt: now };
      };
      const choice = await choose(draft, model(), limit, wait === 0);
      if (choice.kind === 'nothing') return choice;
      if (choice.kind === 'delete') return { kind: 'wait', ms: wait };
      if (choice.kind === 'sets')
        return { kind: 'sets', sets: choice.sets.map((set) => set.map(mark)) };
      const { entry } = choice;
      const table = model()[entry.ref.table];
      const unguarded = table === undefined || isUnguarded(entry, table);
      if (entry.lost && entry.sentAt !== null && unguarded) {
        // The clock was set back: the wait begins again by the new time, or it could last for hours.
        if (now < entry.sentAt) draft.putEntry({ ...entry, sentAt: now });
        const ms = mayArriveFor(entry.sentAt, now);
        if (ms > 0) return { kind: 'wait', ms };
      }
      const ofRecord = await draft.entriesOf(entry.ref);
      const later = ofRecord.filter((other) => other.seq > entry.seq && other.sentAt !== null);
      return { kind: 'alone', entry: mark(entry), later };
    },
    epoch,
  );
}
