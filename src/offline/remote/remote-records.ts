import type { CrmServer } from '../../domain/crm-server';
import type { Clock } from '../../domain/ports';
import type { RemoteRecords } from '../../domain/remote-records';
import type { Rights } from '../../domain/rights';
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
  /** Throws where the CRM is not to be asked. */
  readonly mayAsk: () => void;
}

/** The records of the CRM that are not on this computer, while it can be reached. */
export const createRemoteRecords = (context: RemoteContext): RemoteRecords => ({
  search: createRemoteSearch(context),
  visit: createVisit(context),
});
