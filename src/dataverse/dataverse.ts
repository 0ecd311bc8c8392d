import type { CrmServer } from '../domain/crm-server';
import { createAccess } from './access';
import { createAftermath } from './aftermath';
import { createDuplicates } from './duplicates';
import { createEntitySets } from './entity-sets';
import { readModel } from './model';
import { createProcesses } from './processes';
import { createReads } from './reads';
import { readRights } from './rights';
import { createSearch } from './search';
import { createSend } from './send';
import { apiRoot, createTransport } from './transport';
import type { TransportOptions } from './transport';
import { createWrites } from './writes';

export type DataverseOptions = TransportOptions;

/** The CRM through the Dataverse Web API v9.2, in a page or a worker. */
export function createDataverse(options: DataverseOptions): CrmServer {
  const { clock, url } = options;
  const transport = createTransport(options);
  const send = createSend(transport, clock);
  const sets = createEntitySets(send);
  return {
    ...createReads(send),
    ...createSearch({ transport, root: apiRoot(url), clock }),
    ...createAccess(send),
    ...createDuplicates(send, sets),
    ...createAftermath(send),
    ...createProcesses(send),
    ...createWrites({ transport, send, sets, root: apiRoot(url), clock }),
    async readModel(names, signal) {
      const model = await readModel(send, names, signal);
      for (const table of Object.values(model)) sets.learn(table);
      return model;
    },
    readRights: (identity, model, signal) => readRights(send, identity, model, signal),
  };
}
