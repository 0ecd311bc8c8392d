/** The product's worker side with a trip that keeps all rows. It tells what was seen of the requests for them. */
import { systemClock } from '../../src/composition/system-clock';
import { createDataverse } from '../../src/dataverse/dataverse';
import type { Identity } from '../../src/domain/crm-server';
import type { Trip } from '../../src/domain/trip';
import { indexedDatabases } from '../../src/offline/database/indexed-database';
import { openLink } from '../../src/offline/port';
import { startWorkerSide } from '../../src/offline/worker-side';
import { seenRows } from './seen-rows';

const everything: Trip = { name: 'Everything', on: true, tables: {}, others: { rows: 'all' } };

const link = openLink(self);

link.handle('start', async (value) => {
  const { identity, crmUrl } = value as { readonly identity: Identity; readonly crmUrl: string };
  const { server, seen } = seenRows(
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
    largestAttachment: 0,
    organizationTrips: [everything],
    clock: systemClock,
    locks: navigator.locks,
    openDatabase: indexedDatabases({ indexedDB, IDBKeyRange }, systemClock),
  });
  return null;
});
