import { attachmentLimit } from '../domain/attachment';
import { CrmError, type CrmFailure } from '../domain/crm-error';
import type { CrmServer } from '../domain/crm-server';
import type { Clock } from '../domain/ports';

/** A request without an answer for so long counts as lost: milliseconds. */
export const REQUEST_LIMIT = 60_000;

const silence: CrmFailure = {
  kind: 'unreachable',
  status: 0,
  code: '',
  message: '',
  retryAfterMs: null,
};

/**
 * The same CRM, telling how each request ended (null: well), since outcomes decide whether we are online; and giving
 * up on requests that get no answer, since a line that waits for one would stand still for ever.
 */
export function observed(
  server: CrmServer,
  clock: Clock,
  report: (failure: CrmFailure | null) => void,
): CrmServer {
  const watch = async <T>(
    request: (signal: AbortSignal) => Promise<T>,
    outer: AbortSignal | undefined,
    limitMs = REQUEST_LIMIT,
  ): Promise<T> => {
    const limit = new AbortController();
    const abort = (): void => {
      limit.abort();
    };
    const late = new Promise<never>((_resolve, reject) => {
      limit.signal.addEventListener('abort', () => {
        reject(new CrmError(silence));
      });
    });
    late.catch(() => undefined);
    const cancel = clock.after(limitMs, abort);
    outer?.addEventListener('abort', abort);
    try {
      const answer = await Promise.race([request(limit.signal), late]);
      report(null);
      return answer;
    } catch (error) {
      // What the caller has given up says nothing about the CRM.
      if (error instanceof CrmError && outer?.aborted !== true) report(error.failure);
      throw error;
    } finally {
      cancel();
      outer?.removeEventListener('abort', abort);
    }
  };
  return {
    whoAmI: (outer) => watch((signal) => server.whoAmI(signal), outer),
    readModel: (names, outer) => watch((signal) => server.readModel(names, signal), outer),
    readRights: (identity, model, outer) =>
      watch((signal) => server.readRights(identity, model, signal), outer),
    readPage: (query, next, outer) =>
      watch((signal) => server.readPage(query, next, signal), outer),
    readPages: (queries, outer) => watch((signal) => server.readPages(queries, signal), outer),
    count: (query, outer) => watch((signal) => server.count(query, signal), outer),
    readRow: (table, id, outer) => watch((signal) => server.readRow(table, id, signal), outer),
    readAttachment: (table, id, size, outer) =>
      watch(
        (signal) => server.readAttachment(table, id, size, signal),
        outer,
        attachmentLimit(size),
      ),
    search: (query, outer) => watch((signal) => server.search(query, signal), outer),
    readKeys: (table, outer) => watch((signal) => server.readKeys(table, signal), outer),
    readAccess: (user, table, id, outer) =>
      watch((signal) => server.readAccess(user, table, id, signal), outer),
    isThere: (ref, outer) => watch((signal) => server.isThere(ref, signal), outer),
    runsOf: (run, outer) => watch((signal) => server.runsOf(run, signal), outer),
    madeFrom: (origin, outer) => watch((signal) => server.madeFrom(origin, signal), outer),
    isLinked: (link, outer) => watch((signal) => server.isLinked(link, signal), outer),
    readLinks: (query, next, outer) =>
      watch((signal) => server.readLinks(query, next, signal), outer),
    readDuplicates: (query, outer) =>
      watch((signal) => server.readDuplicates(query, signal), outer),
    readDuplicateRules: (outer) => watch((signal) => server.readDuplicateRules(signal), outer),
    readViews: (tables, only, outer) =>
      watch((signal) => server.readViews(tables, only, signal), outer),
    readColleagues: (outer) => watch((signal) => server.readColleagues(signal), outer),
    readProcesses: (outer) => watch((signal) => server.readProcesses(signal), outer),
    readAftermath: (user, ids, since, outer) =>
      watch((signal) => server.readAftermath(user, ids, since, signal), outer),
    write: (write, outer) => watch((signal) => server.write(write, signal), outer),
    writeAll: (sets, outer) => watch((signal) => server.writeAll(sets, signal), outer),
  };
}
