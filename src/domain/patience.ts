import type { CrmFailure } from './crm-error';
import { decide } from './decision';

/** A throttled CRM that names no time: milliseconds. */
const DEFAULT_THROTTLE = 60_000;
/** Before a question is asked again that was lost on its way: milliseconds, for each time. */
const LOST_AGAIN = [1000, 4000];

/** The CRM has asked to wait. */
export const isBusy = (failure: CrmFailure): boolean => decide(failure, false) === 'throttled';

/** No answer came, or none of the CRM's. */
const isLost = (failure: CrmFailure): boolean =>
  failure.kind === 'unreachable' || decide(failure, false) === 'serverDown';

/** When a question that changes nothing is asked again, where that may help. */
export interface Patience {
  /** Milliseconds until the question is asked again; null: this answer stays. */
  after(failure: CrmFailure): number | null;
}

/** For one question: as long as the CRM asks to wait, and twice more where its answer is lost. */
export function patience(): Patience {
  let lost = 0;
  return {
    after(failure) {
      if (isBusy(failure)) return failure.retryAfterMs ?? DEFAULT_THROTTLE;
      const ms = isLost(failure) ? LOST_AGAIN[lost++] : undefined;
      return ms === undefined ? null : Math.max(ms, failure.retryAfterMs ?? 0);
    },
  };
}
