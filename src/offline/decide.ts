import { contested } from '../domain/conflict';
import type { OutboxEntry } from '../domain/entry';
import type { Decided } from '../domain/outbox';
import type { Model } from '../domain/table';
import { type Answer, answersTo, waitingKind } from '../domain/waiting';
import { discardEntries } from './discard';
import type { Draft } from './draft';
import { OutboxError } from './outbox-error';
import { acknowledge } from './playback/acknowledge';
import { recreate, resolveConflict } from './resolve';
import { retried } from './retry';
import type { Store } from './store';
import type { QueuedEntry } from './stored';
import { transact } from './transact';

/** Entries that are answered in one transaction: many take little time, and others are not kept waiting for long. */
const TOGETHER = 50;

/** What the user goes by. What was before is not part of it: discarding an earlier change of the record moves it. */
const shown = ({ state, values, theirs, lastError }: OutboxEntry): string =>
  JSON.stringify([state, values, theirs, lastError]);

const sameValues = (a: OutboxEntry, b: OutboxEntry): boolean =>
  JSON.stringify(a.values) === JSON.stringify(b.values);

async function answerOne(
  draft: Draft,
  model: Model,
  entry: QueuedEntry,
  answer: Exclude<Answer, 'discard'>,
  at: string,
): Promise<void> {
  switch (answer) {
    case 'mine':
    case 'theirs':
    case 'keep':
    case 'deleteAnyway': {
      const { theirs } = entry;
      if (theirs === undefined) throw new OutboxError('notWaiting');
      const mine = answer === 'mine' ? contested(entry, theirs.values) : [];
      const stays = answer === 'deleteAnyway' ? 'all' : new Set(mine);
      await resolveConflict(draft, model, entry, theirs, stays, at);
      return;
    }
    case 'recreate':
      return recreate(draft, model, entry);
    case 'overwrite':
      return draft.putEntry(retried(entry, { force: true }));
    case 'anyway':
      return draft.putEntry(retried(entry, { allowDuplicates: true }));
    case 'repeat':
      return draft.putEntry(retried(entry, { force: true }));
    case 'done':
      return acknowledge(draft, model, entry, null, 'confirmed', at);
    case 'retry':
      return draft.putEntry(retried(entry));
  }
}

/**
 * Gives one answer to many entries, by the rules MN2 to MN5.
 * @param at ISO 8601.
 * @returns how many it was given to.
 * @throws StoreError; what was answered until then stays so.
 */
export async function decideAll(
  store: Store,
  model: () => Model,
  { entries, answer, along }: Decided,
  at: string,
): Promise<number> {
  const agreed = new Map([...entries, ...along].map((entry) => [entry.id, entry]));
  const done = new Set<string>();

  /** @returns ids of what was answered, or left with it. */
  const answerIn = async (draft: Draft, some: readonly OutboxEntry[]): Promise<string[]> => {
    await draft.read(some.map(({ ref }) => ref));
    const found: QueuedEntry[] = [];
    for (const seen of some) {
      const entry = await draft.entry(seen.seq);
      const kind = entry && shown(entry) === shown(seen) ? waitingKind(entry) : null;
      if (entry && kind && answersTo[kind].includes(answer)) found.push(entry);
    }
    const ids = found.map(({ id }) => id);
    if (answer !== 'discard') {
      for (const entry of found) await answerOne(draft, model(), entry, answer, at);
      return ids;
    }
    await discardEntries(draft, model(), found, at, 'discard');
    for (const { entry } of draft.receipts.present()) {
      const seen = agreed.get(entry.id);
      if (seen === undefined || !sameValues(seen, entry)) throw new OutboxError('changed');
      ids.push(entry.id);
    }
    return ids;
  };

  const answerSome = async (some: readonly OutboxEntry[]): Promise<void> => {
    try {
      for (const id of await transact(store, (draft) => answerIn(draft, some))) done.add(id);
    } catch (error) {
      if (!(error instanceof OutboxError)) throw error;
      // One of them cannot be answered: it stays as it is, and the others are answered without it.
      if (some.length > 1) for (const entry of some) await answerSome([entry]);
    }
  };

  for (let from = 0; from < entries.length; from += TOGETHER)
    await answerSome(entries.slice(from, from + TOGETHER));
  return entries.filter(({ id }) => done.has(id)).length;
}
