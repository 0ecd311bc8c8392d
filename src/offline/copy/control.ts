import { CrmError } from '../../domain/crm-error';
import { isBusy, patience } from '../../domain/patience';
import type { Clock } from '../../domain/ports';

/** The user does not want it any more. */
export class Canceled extends Error {
  override readonly name = 'Canceled';
}

export interface ControlContext {
  readonly clock: Clock;
  /** Called before each question; what it throws ends the work. */
  readonly before: () => Promise<void>;
  readonly onPause: () => void;
  readonly onResume: () => void;
  /** The CRM asks to wait until then: milliseconds since 1970; null: it does no more. */
  readonly onBusy: (until: number | null) => void;
}

/** Holds, ends and slows down what is asked of the CRM. */
export interface Control {
  /** Another work begins, which was not canceled yet. */
  begin(): void;
  /**
   * Asks the CRM when it is time to, waiting as long as it wants where it is too busy. Twice more where the answer is
   * lost, or not the CRM's.
   * @throws Canceled; CrmError
   */
  ask<T>(question: () => Promise<T>): Promise<T>;
  pause(): void;
  resume(): void;
  /** Ends the work, also while it is paused or waits for an answer. */
  cancel(): void;
}

export function createControl(context: ControlContext): Control {
  const { clock, before, onPause, onResume, onBusy } = context;
  let paused = false;
  /** Every question that is held goes on then. */
  let resumed: Promise<void> = Promise.resolve();
  let goOn: () => void = () => undefined;
  let cancel: () => void = () => undefined;
  let canceled: Promise<never> = new Promise(() => undefined);

  const unlessCanceled = <T>(work: Promise<T>): Promise<T> => Promise.race([work, canceled]);

  const gate = async (): Promise<void> => {
    while (paused) {
      onPause();
      await unlessCanceled(resumed);
      onResume();
    }
  };

  const pause = (ms: number): Promise<void> =>
    unlessCanceled(
      new Promise((resolve) => {
        clock.after(ms, resolve);
      }),
    );

  /** Until when the questions wait that the CRM was too busy for. */
  const busy = new Set<{ readonly until: number }>();
  const tell = (): void => {
    onBusy(busy.size === 0 ? null : Math.max(...[...busy].map(({ until }) => until)));
  };
  const waitOut = async (ms: number): Promise<void> => {
    const wait = { until: clock.now() + ms };
    busy.add(wait);
    tell();
    try {
      await pause(ms);
    } finally {
      busy.delete(wait);
      tell();
    }
  };

  return {
    begin() {
      canceled = new Promise((_resolve, reject) => {
        cancel = () => {
          paused = false;
          reject(new Canceled());
        };
      });
      canceled.catch(() => undefined);
    },
    async ask(question) {
      const wait = patience();
      for (;;) {
        await gate();
        await before();
        try {
          return await unlessCanceled(question());
        } catch (error) {
          if (!(error instanceof CrmError)) throw error;
          const ms = wait.after(error.failure);
          if (ms === null) throw error;
          await (isBusy(error.failure) ? waitOut(ms) : pause(ms));
        }
      }
    },
    pause() {
      if (paused) return;
      paused = true;
      // Nothing is on its way that would have to come first.
      if (busy.size > 0) onPause();
      resumed = new Promise((resolve) => {
        goOn = resolve;
      });
    },
    resume() {
      if (paused && busy.size > 0) onResume();
      paused = false;
      goOn();
    },
    cancel() {
      cancel();
    },
  };
}
