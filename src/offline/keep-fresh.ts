import type { LocalCopy } from '../domain/carryon';
import type { Live } from '../domain/live';
import type { Clock } from '../domain/ports';
import type { Signals } from './browser-signals';
import type { WatchedConnection } from './connection';
import type { Player } from './playback/player';

export interface Freshness {
  readonly connection: WatchedConnection;
  readonly player: Player;
  readonly copy: LocalCopy;
  readonly signals: Signals;
  readonly clock: Clock;
  /** Between refreshes: milliseconds. */
  readonly every: Live<number>;
  /** When the copy was last complete and up to date: milliseconds since 1970; null: something of it is missing. */
  readonly completeAt: () => Promise<number | null>;
  /** Whether there are changes to be sent. */
  readonly waits: () => Promise<boolean>;
}

/**
 * What happens by itself: when the CRM is reached, the outbox is played back and then the copy refreshed; a pane that
 * becomes visible plays back; the copy is refreshed from time to time while somebody can see it. A pane that is opened
 * leaves a copy alone that is younger than that.
 */
export function keepFresh(freshness: Freshness): () => void {
  const { connection, player, copy, signals, clock, every, completeAt, waits } = freshness;
  let cancel: () => void = () => undefined;
  let online = connection.state.get() === 'online';
  /** Whether the CRM can be reached is not known yet. */
  let opening = connection.state.get() === 'connecting';
  let held = false;
  let due = false;
  /** When the last refresh began: milliseconds since 1970; null: there was none. */
  let last: number | null = null;

  const awaitNext = (since: number): void => {
    cancel();
    due = false;
    const passed = Math.max(0, clock.now() - since);
    cancel = clock.after(Math.max(0, every.get() - passed), () => {
      due = true;
      refreshIfDue();
    });
  };
  const refresh = (): void => {
    last = clock.now();
    awaitNext(last);
    copy.refresh(false).catch(() => undefined);
  };
  const refreshIfDue = (): void => {
    if (due && online && signals.visible()) refresh();
  };
  const reached = (): void => {
    void player.wake(true).then(() => {
      if (online) refresh();
    });
  };
  /** The CRM can be reached as the pane is opened. What is sent may make other rows different. */
  const opened = async (): Promise<void> => {
    const at = (await waits()) ? null : await completeAt();
    await player.wake(true);
    if (!online) return;
    const age = at === null ? Infinity : clock.now() - at;
    if (at === null || age < 0 || age >= every.get()) refresh();
    else awaitNext((last = at));
  };
  /** A copy that is under way waits while the user works offline; one that the user has paused is left alone. */
  const holdCopy = (hold: boolean): void => {
    if (hold === held || (hold && copy.progress.get().phase !== 'running')) return;
    held = hold;
    if (hold) copy.pause();
    else copy.resume();
  };
  const stopConnection = connection.state.subscribe(() => {
    const state = connection.state.get();
    // Connecting is a doubt, not a loss: only a real one is followed by a return.
    if (state === 'connecting') return;
    const before = online;
    const first = opening;
    opening = false;
    online = state === 'online';
    holdCopy(state === 'workingOffline');
    if (online && first) opened().catch(reached);
    else if (online && !before) reached();
  });
  const stopEvery = every.subscribe(() => {
    if (last !== null) awaitNext(last);
  });
  const stopSignals = signals.listen((hint) => {
    if (hint !== 'visible') return;
    void player.wake();
    refreshIfDue();
  });
  if (online) opened().catch(reached);
  return () => {
    cancel();
    stopConnection();
    stopEvery();
    stopSignals();
  };
}
