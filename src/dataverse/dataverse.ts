import type { CrmServer } from '../domain/crm-server';
import { createAccess } from './access';
import { createAftermath } from './aftermath';
import { createAttachments } from './attachments';
import { createColleagues } from './colleagues';
import { createDuplicates } from './duplicates';
import { createEntitySets } from './entity-sets';
import { createLinks } from './links';
import { readModel } from './model';
import { gathered } from './gathered';
import { patient } from './patient';
import { createProcesses } from './processes';
import { createReads } from './reads';
import { readRights } from './rights';
import { createSearch } from './search';
import { createSend, type Send } from './send';
import { apiRoot, createTransport } from './transport';
import type { TransportOptions } from './transport';
import { createViews } from './views';
import { createWrites } from './writes';

export type DataverseOptions = TransportOptions;

/** The CRM through the Dataverse Web API v9.2, in a page or a worker. */
export function createDataverse(options: DataverseOptions): CrmServer {
  const { clock, url } = options;
  const transport = createTransport(options);
  const send = createSend(transport, clock);
  const patiently = patient(send, clock);
  const root = apiRoot(url);
  const together = (): Send => patient(gathered({ transport, root, clock }), clock);
  const inOne = (): Send => gathered({ transport, root, clock, atATime: 1 });
  const sets = createEntitySets(send);
  return {
    ...createReads(send, inOne),
    ...createAttachments(send),
    ...createSearch({ transport, root, clock }),
    ...createAccess(send, sets),
    ...createLinks(send, sets),
    ...createDuplicates(send, sets),
    ...createAftermath(send),
    readDuplicateRules: createDuplicates(patiently, sets).readDuplicateRules,
    ...createProcesses(patiently),
    ...createColleagues(patiently),
    ...createViews(send),
    ...createWrites({ transport, send, sets, root, clock }),
    async readModel(names, signal) {
      const model = await readModel(send, together(), names, signal);
      for (const table of Object.values(model)) sets.learn(table);
      return model;
    },
    readRights: (identity, model, signal) => readRights(together(), identity, model, signal),
  };
}
