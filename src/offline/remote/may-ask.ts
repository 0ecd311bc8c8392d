import { CrmError, type CrmFailure } from '../../domain/crm-error';
import type { Live } from '../../domain/live';
import type { Clock } from '../../domain/ports';
import type { ConnectionState } from '../../domain/status';

const notAsked: CrmFailure = {
  kind: 'notSent',
  status: 0,
  code: '',
  message: '',
  retryAfterMs: null,
};

/**
 * Throws a CrmError where the CRM is not to be asked for what the user just wants to see.
 * @param throttledUntil until when playback was told to wait: milliseconds since 1970; null: it was not.
 */
export const mayAskWhile =
  (connection: Live<ConnectionState>, clock: Clock, throttledUntil: () => number | null) =>
  (): void => {
    const state = connection.get();
    if (state === 'offline' || state === 'workingOffline') throw new CrmError(notAsked);
    const retryAfterMs = (throttledUntil() ?? 0) - clock.now();
    if (retryAfterMs > 0)
      throw new CrmError({ ...notAsked, kind: 'answered', status: 429, retryAfterMs });
  };
