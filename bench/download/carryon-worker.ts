/** The product's worker side, which keeps everybody's rows, and tells what it has seen of their requests. */
import { systemClock } from '../../src/composition/system-clock';
import { createDataverse } from '../../src/dataverse/dataverse';
import type { Identity } from '../../src/domain/crm-server';
import { usualTrip } from '../../src/domain/trip';
import { indexedDatabases } from '../../src/offline/database/indexed-database';
import { openLink } from '../../src/offline/port';
import { startWorkerSide } from '../../src/offline/worker-side';
import { everyRow } from './every-row';

const link = openLink(self);

link.handle('start', async (value) => {
  const { identity, crmUrl } = value as { readonly identity: Identity; readonly crmUrl: string };
  const { server, seen } = everyRow(
    createDataverse({
      url: crmUrl,
      tokens: { token: async (refused) => String(await link.call('token', refused ?? null)) },
      fetch: (input, init) => fetch(input, init),
      clock: systemClock,
      onOutcome: () => undefined,
    }),
  );
  link.handle('seen', () => seen);
  await startWorkerSide({
    link,
    identity,
    server,
    organizationTrips: [usualTrip],
    clock: systemClock,
    locks: navigator.locks,
    openDatabase: indexedDatabases({ indexedDB, IDBKeyRange }, systemClock),
  });
  return null;
});
