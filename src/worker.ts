/** The worker's composition: copy, catalogue and search beside the page. */
import { startCopySide, type CopySideStart } from './composition/copy-side';
import { indexedDatabases } from './offline/database/indexed-database';
import { openLink } from './offline/port';
import { systemClock } from './composition/system-clock';

declare const self: DedicatedWorkerGlobalScope;

const link = openLink(self);
link.handle('start', async (value) => {
  await startCopySide(link, value as CopySideStart, {
    clock: systemClock,
    locks: navigator.locks,
    openDatabase: indexedDatabases({ indexedDB, IDBKeyRange }, systemClock),
  });
  return null;
});
// The page sends nothing before it knows that the worker has come up.
link.tell('up', null);
