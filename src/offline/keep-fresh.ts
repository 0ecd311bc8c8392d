import type { LocalCopy } from '../domain/carryon';
import type { Clock } from '../domain/ports';
import type { Signals } from './browser-signals';
import type { WatchedConnection } from './connection';
import type { Player } from './playback/player';

/** Between refreshes while the pane is open: milliseconds. */
const REFRESH_EVERY = 15 * 60_000;

export interface Freshness {
  readonly connection: WatchedConnection;
  readonly player: Player;
  readonly copy: LocalCopy;
  readonly signals: Signals;
  readonly clock: Clock;
}

/**
 * What happens by itself: when the CRM is reached, the outbox is played back and then the copy refreshed; a pane that
 * becomes visible plays back; the copy is refreshed from time to time while somebody can see it.
 */
export function keepFresh({ connection, player, copy, signals, clock }: Freshness): () => void {
  let cancel: () => void = () => undefined;
  let online = connection.state.get() === 'online';
  let held = false;
  let due = false;

  const refresh = (): void => {
    cancel();
    due = false;
    cancel = clock.after(REFRESH_EVERY, () => {
      due = true;
      refreshIfDue();
    });
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
    online = state === 'online';
    holdCopy(state === 'workingOffline');
    if (online && !before) reached();
  });
  const stopSignals = signals.listen((hint) => {
    if (hint !== 'visible') return;
    void player.wake();
    refreshIfDue();
  });
  if (online) reached();
  return () => {
    cancel();
    stopConnection();
    stopSignals();
  };
}
