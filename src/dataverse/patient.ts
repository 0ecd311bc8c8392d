import { CrmError } from '../domain/crm-error';
import { patience } from '../domain/patience';
import type { Clock } from '../domain/ports';
import type { Send } from './send';

/** Resolves when the time has passed, or nobody wants the answer any more. */
const pause = (clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    const cancel = clock.after(ms, resolve);
    signal?.addEventListener('abort', () => {
      cancel();
      resolve();
    });
  });

/**
 * For one of many reads that are of use together only: where it does not get through, it alone is sent again, so that
 * a bad line does not make all of them begin anew.
 */
export const patient =
  (send: Send, clock: Clock): Send =>
  async (request, decode) => {
    const wait = patience();
    for (;;) {
      try {
        return await send(request, decode);
      } catch (error) {
        const ms = error instanceof CrmError ? wait.after(error.failure) : null;
        if (ms === null || request.signal?.aborted === true) throw error;
        await pause(clock, ms, request.signal);
      }
    }
  };
