import { CrmError, type CrmFailure } from '../../domain/crm-error';
import type { CrmServer } from '../../domain/crm-server';
import type { Live } from '../../domain/live';
import type { Clock } from '../../domain/ports';
import type { RemoteRecords } from '../../domain/remote-records';
import type { Rights } from '../../domain/rights';
import type { ConnectionState } from '../../domain/status';
import type { Model } from '../../domain/table';
import type { Store } from '../store';
import { createRemoteSearch } from './remote-search';
import { createVisit } from './visit';

export interface RemoteContext {
  readonly store: Store;
  readonly server: Pick<CrmServer, 'search' | 'readRow' | 'readAccess'>;
  readonly model: () => Model;
  readonly rights: () => Rights;
  readonly clock: Clock;
  readonly connection: Live<ConnectionState>;
  /** Until when playback was told to wait: milliseconds since 1970; null: it was not. */
  readonly throttledUntil: () => number | null;
}

const notAsked: CrmFailure = {
  kind: 'notSent',
  status: 0,
  code: '',
  message: '',
  retryAfterMs: null,
};

/** The records of the CRM that are not on this computer, while it can be reached. */
export function createRemoteRecords(context: RemoteContext): RemoteRecords {
  const { connection, clock, throttledUntil } = context;
  const mayAsk = (): void => {
    const state = connection.get();
    if (state === 'offline' || state === 'workingOffline') throw new CrmError(notAsked);
    const retryAfterMs = (throttledUntil() ?? 0) - clock.now();
    if (retryAfterMs > 0)
      throw new CrmError({ ...notAsked, kind: 'answered', status: 429, retryAfterMs });
  };
  return {
    search: createRemoteSearch({ ...context, mayAsk }),
    visit: createVisit({ ...context, mayAsk }),
  };
}
