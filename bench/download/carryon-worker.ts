/** The product's worker side. It tells what was seen of the requests for rows. */
import { systemClock } from '../../src/composition/system-clock';
import { createDataverse } from '../../src/dataverse/dataverse';
import type { Identity } from '../../src/domain/crm-server';
import type { Clock } from '../../src/domain/ports';
import type { Trip } from '../../src/domain/trip';
import { indexedDatabases } from '../../src/offline/database/indexed-database';
import { openLink } from '../../src/offline/port';
import { startWorkerSide } from '../../src/offline/worker-side';
import { seenRows } from './seen-rows';

/** How it starts. */
export interface Start {
  readonly identity: Identity;
  readonly crmUrl: string;
  /** Which rows are kept. */
  readonly trips: readonly Trip[];
}

const link = openLink(self);

/** Milliseconds by which this worker's clock is ahead. */
let ahead = 0;
const clock: Clock = { ...systemClock, now: () => systemClock.now() + ahead };
link.handle('later', (ms) => {
  ahead += Number(ms);
  return null;
});

link.handle('start', async (value) => {
  const { identity, crmUrl, trips } = value as Start;
  const { server, seen } = seenRows(
    createDataverse({
      url: crmUrl,
      tokens: { token: async (refused) => String(await link.call('token', refused ?? null)) },
      fetch: (input, init) => fetch(input, init),
      clock,
      onOutcome: () => undefined,
    }),
  );
  link.handle('seen', () => seen);
  await startWorkerSide({
    link,
    identity,
    server,
    largestAttachment: 0,
    used: () => Promise.resolve(null),
    organizationTrips: trips,
    clock,
    locks: navigator.locks,
    openDatabase: indexedDatabases({ indexedDB, IDBKeyRange }, clock),
  });
  return null;
});
