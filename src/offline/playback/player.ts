import type { CrmFailure } from '../../domain/crm-error';
import { liveCell, type Live } from '../../domain/live';
import type { Locks } from '../../domain/ports';
import { readPaused } from '../pause';
import { readState, writeState } from '../store';
import { Fenced } from '../transact';
import { beat, run, type RunContext, type RunEnd } from './run';
import { asSender } from './sender-lock';

export interface PlaybackStatus {
  readonly running: boolean;
  /** The CRM wants a sign-in before anything can be sent. */
  readonly signIn: boolean;
  /** Nothing is sent before then: milliseconds since 1970; null: not throttled. */
  readonly throttledUntil: number | null;
  /** What stopped the line; null: nothing did. */
  readonly failure: CrmFailure | null;
}

export interface Player {
  readonly status: Live<PlaybackStatus>;
  /**
   * Plays back what waits, unless a pause is running. Resolves when the line is drained or stopped.
   * @param urgent ends a back-off, though never a pause that the server asked for.
   */
  wake(urgent?: boolean): Promise<void>;
  stop(): void;
}

export interface PlayerContext extends RunContext {
  readonly locks: Locks;
  /** 0 to below 1. */
  readonly random: () => number;
}

/** Milliseconds. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;
/** While a run lasts, other panes hear of it this often. */
const BEAT = 10_000;
/** A throttled CRM that names no time. */
const DEFAULT_THROTTLE = 60_000;

interface Throttle {
  readonly from: number;
  readonly ms: number;
}

export function createPlayer(context: PlayerContext): Player {
  const { store, clock, locks, ensure, random } = context;
  const status = liveCell<PlaybackStatus>({
    running: false,
    signIn: false,
    throttledUntil: null,
    failure: null,
  });
  const show = (change: Partial<PlaybackStatus>): void => {
    status.set({ ...status.get(), ...change });
  };
  let pause: (() => void) | null = null;
  let failures = 0;
  let stopped = false;
  let current: Promise<void> | null = null;
  let again = false;

  const endPause = (): void => {
    pause?.();
    pause = null;
  };
  const wakeAfter = (ms: number): void => {
    endPause();
    pause = clock.after(ms, () => {
      pause = null;
      void wake();
    });
  };

  /** Milliseconds until the CRM may be asked again: kept in the store, since every pane must heed it. */
  const throttledFor = async (): Promise<number> => {
    const throttle = await readState<Throttle>(store, 'throttle');
    if (throttle === undefined) return 0;
    const passed = clock.now() - throttle.from;
    return passed < 0 ? 0 : Math.max(0, throttle.ms - passed);
  };

  const settle = async (end: RunEnd): Promise<void> => {
    if (end.kind !== 'stopped') {
      failures = 0;
      show({ signIn: false, failure: null, throttledUntil: null });
      return;
    }
    show({ signIn: end.stop === 'signIn', throttledUntil: null, failure: end.failure });
    if (end.stop === 'throttled') {
      const ms = end.waitMs ?? DEFAULT_THROTTLE;
      await writeState(store, 'throttle', { from: clock.now(), ms } satisfies Throttle);
      show({ throttledUntil: clock.now() + ms });
      wakeAfter(ms);
      return;
    }
    failures = end.progress ? 1 : failures + 1;
    const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (failures - 1));
    wakeAfter(end.waitMs ?? longest * (0.5 + random() / 2));
  };

  const play = async (): Promise<void> => {
    const waiting = await store.db.entriesIn(['pending', 'uncertain', 'sending'], 0, 1);
    if (waiting.length === 0 || (await readPaused(store))) {
      show({ signIn: false, throttledUntil: null, failure: null });
      return;
    }
    const ms = await throttledFor();
    if (ms > 0) {
      show({ throttledUntil: clock.now() + ms });
      wakeAfter(ms);
      return;
    }
    if (!(await ensure())) return;
    await asSender(locks, store.db, clock, async () => {
      show({ running: true });
      let cancelBeat: () => void = () => undefined;
      const keepBeating = (epoch: number): void => {
        cancelBeat = clock.after(BEAT, () => {
          void beat(store, epoch).catch(() => undefined);
          keepBeating(epoch);
        });
      };
      try {
        await settle(await run(context, keepBeating));
      } finally {
        cancelBeat();
        show({ running: false });
      }
    });
  };

  const loop = async (): Promise<void> => {
    try {
      do {
        again = false;
        await play();
      } while (again && pause === null && !stopped);
    } catch (error) {
      const overtaken =
        error instanceof Fenced || (error instanceof DOMException && error.name === 'AbortError');
      // Overtaken by another pane, which goes on; else the store failed, and a later wake tries again.
      if (!overtaken && !stopped) wakeAfter(LONGEST_PAUSE);
    }
  };

  const wake = (urgent = false): Promise<void> => {
    if (stopped || (pause !== null && !urgent)) return Promise.resolve();
    if (urgent) endPause();
    if (current !== null) {
      again = true;
      return current;
    }
    current = loop().finally(() => {
      current = null;
    });
    return current;
  };

  return {
    status,
    wake,
    stop() {
      stopped = true;
      endPause();
    },
  };
}
