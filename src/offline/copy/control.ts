import { CrmError } from '../../domain/crm-error';
import { patience } from '../../domain/patience';
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

export function createControl({ clock, before, onPause, onResume }: ControlContext): Control {
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
    new Promise((resolve) => {
      clock.after(ms, resolve);
    });

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
          const ms = error instanceof CrmError ? wait.after(error.failure) : null;
          if (ms === null) throw error;
          await unlessCanceled(pause(ms));
        }
      }
    },
    pause() {
      if (paused) return;
      paused = true;
      resumed = new Promise((resolve) => {
        goOn = resolve;
      });
    },
    resume() {
      paused = false;
      goOn();
    },
    cancel() {
      cancel();
    },
  };
}
