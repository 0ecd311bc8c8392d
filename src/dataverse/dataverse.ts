import type { CrmServer } from '../domain/crm-server';
import { createEntitySets } from './entity-sets';
import { readModel } from './model';
import { createReads } from './reads';
import { readRights } from './rights';
import { createSend } from './transport';
import type { TransportOptions } from './transport';
import { sendWrite } from './writes';

export type DataverseOptions = TransportOptions;

/** The CRM through the Dataverse Web API v9.2, in a page or a worker. */
export function createDataverse(options: DataverseOptions): CrmServer {
  const send = createSend(options);
  const sets = createEntitySets(send);
  return {
    ...createReads(send),
    async readModel(names, signal) {
      const model = await readModel(send, names, signal);
      for (const table of Object.values(model)) sets.learn(table);
      return model;
    },
    readRights: (identity, model, signal) => readRights(send, identity, model, signal),
    write(write, signal) {
      sets.learn(write.table);
      return sendWrite(send, sets, write, signal);
    },
  };
}
