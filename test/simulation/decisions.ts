import type { Random } from '../../sandbox/seed/random';
import { type Answer, answersTo, refusalOf, waitingKind } from '../../src/domain/waiting';
import { conflictSetting } from '../../src/offline/conflict-setting';
import type { QueuedEntry } from '../../src/offline/stored';
import type { Pane } from './computer';

/** What an entry has in common with those that can be answered alike. */
const alike = (entry: QueuedEntry): string => `${waitingKind(entry)} ${refusalOf(entry)}`;

interface Decision {
  readonly answer: Answer;
  readonly entries: readonly QueuedEntry[];
  readonly work: () => Promise<void>;
}

/** One answer to all that waits with the same, on what the line was when the user saw it; null: nothing waits. */
export function decideForAll(
  { outbox }: Pane,
  line: readonly QueuedEntry[],
  random: Random,
): Decision | null {
  const waiting = line.filter((entry) => waitingKind(entry) !== null);
  if (waiting.length === 0) return null;
  const one = random.pick(waiting);
  const kind = waitingKind(one);
  if (kind === null) return null;
  const entries = waiting.filter((entry) => alike(entry) === alike(one));
  const answer = random.pick(answersTo[kind]);
  const work = async (): Promise<void> => {
    const seqs = entries.map(({ seq }) => seq);
    const along = answer === 'discard' ? await outbox.discardedWith(seqs) : [];
    await outbox.decide({ answer, entries, along });
  };
  return { answer, entries, work };
}

/** The user's own choice of who wins. */
export async function choosePolicy({ store }: Pane, random: Random): Promise<void> {
  const setting = conflictSetting(store);
  await setting.choose(random.pick(['organization', 'mine', 'server', 'ask'] as const));
  setting.stop();
}
