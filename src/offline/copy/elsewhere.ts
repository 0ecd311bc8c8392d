import type { Locks } from '../../domain/ports';
import { type CopyProgress, isUnderWay } from '../../domain/status';
import { copyingLock } from './copy-lock';
import { idle } from './progress';

/** What a pane tells of its copy. */
export interface Told {
  readonly progress: CopyProgress;
  /** All was here when it began. */
  readonly afresh: boolean;
}

/** The copies of a user's panes, of which one copies at a time. */
export interface Elsewhere {
  /** Tells the others how far the copy of this pane is. */
  tell(told: Told): void;
  /** Lets the copy of another pane go on that is paused there. */
  resume(): void;
  close(): void;
}

/**
 * Tells panes of one another's copies, also one that is opened meanwhile. A pane that is closed says no more: its lock
 * tells then.
 * @param hear hears of the others' copies, with `idle` of one that has ended and did not say how.
 * @param goOn another pane wants the copy of this one to go on.
 */
export function openElsewhere(
  database: string,
  locks: Locks,
  hear: (told: Told) => void,
  goOn: () => void,
): Elsewhere {
  const nothing = (): void => undefined;
  if (typeof BroadcastChannel === 'undefined')
    return { tell: nothing, resume: nothing, close: nothing };
  const channel = new BroadcastChannel(`${database}:copy`);
  const resuming = new BroadcastChannel(`${database}:resume`);
  resuming.onmessage = goOn;
  const closed = new AbortController();
  /** As far as its copy is under way. */
  let mine: Told | null = null;
  let theirs: Told | null = null;
  let watching = false;

  const heard = (told: Told): void => {
    // What is told here is newer.
    if (mine !== null) return;
    theirs = told;
    hear(told);
  };
  const watch = async (): Promise<void> => {
    if (watching) return;
    watching = true;
    const { signal } = closed;
    await locks.request(copyingLock(database), { signal }, () => Promise.resolve());
    watching = false;
    if (theirs !== null && isUnderWay(theirs.progress)) heard({ progress: idle, afresh: false });
  };
  channel.onmessage = ({ data }: { readonly data: Told | null }) => {
    if (data === null) {
      if (mine !== null) channel.postMessage(mine);
      return;
    }
    heard(data);
    // Where this pane is closed, nobody wants to know.
    if (isUnderWay(data.progress)) watch().catch(() => undefined);
  };
  // Whoever copies answers.
  channel.postMessage(null);
  return {
    tell(told) {
      mine = isUnderWay(told.progress) ? told : null;
      if (!closed.signal.aborted) channel.postMessage(told);
    },
    resume() {
      resuming.postMessage(null);
    },
    close() {
      closed.abort();
      channel.close();
      resuming.close();
    },
  };
}
