import { CrmError, type CrmFailure } from '../domain/crm-error';
import type { CrmServer } from '../domain/crm-server';

/** The same CRM, telling how each request ended (null: well). Outcomes decide whether we are online. */
export function observed(
  server: CrmServer,
  report: (failure: CrmFailure | null) => void,
): CrmServer {
  const watch = async <T>(request: Promise<T>): Promise<T> => {
    try {
      const answer = await request;
      report(null);
      return answer;
    } catch (error) {
      if (error instanceof CrmError) report(error.failure);
      throw error;
    }
  };
  return {
    whoAmI: (signal) => watch(server.whoAmI(signal)),
    readModel: (names, signal) => watch(server.readModel(names, signal)),
    readRights: (identity, model, signal) => watch(server.readRights(identity, model, signal)),
    readPage: (query, next, signal) => watch(server.readPage(query, next, signal)),
    count: (query, signal) => watch(server.count(query, signal)),
    readRow: (table, id, signal) => watch(server.readRow(table, id, signal)),
    write: (write, signal) => watch(server.write(write, signal)),
  };
}
