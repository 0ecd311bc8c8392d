import type { CrmServer } from '../../domain/crm-server';
import type { Clock } from '../../domain/ports';
import type { RemoteRecords } from '../../domain/remote-records';
import { createRemoteSearch } from './remote-search';
import { createVisit, type VisitContext } from './visit';

export interface RemoteContext extends VisitContext {
  readonly server: Pick<CrmServer, 'search' | 'readRow' | 'readAccess' | 'readPage'>;
  readonly clock: Clock;
}

/** The records of the CRM that are not on this computer, while it can be reached. */
export const createRemoteRecords = (context: RemoteContext): RemoteRecords => ({
  search: createRemoteSearch(context),
  visit: createVisit(context),
});
