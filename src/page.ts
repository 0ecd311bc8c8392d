/** The page's composition: everything real is made here. */
import { showBadge } from './composition/badge';
import { openCopyPort, openPagePort } from './composition/copy-port';
import { startCopySide, withTables } from './composition/copy-side';
import { keepScripts } from './composition/keep-scripts';
import { noMirrors } from './composition/mirror-files';
import { type SignIn, signInFor } from './composition/sign-in';
import { nothingHere, startFailure } from './composition/start-failure';
import { findStorage, type LocalStorage } from './composition/storage';
import { systemClock } from './composition/system-clock';
import { watchLeftBehind } from './composition/watch-left-behind';
import { watchedIdentity } from './composition/watched-identity';
import { MEGABYTE } from './domain/attachment';
import { createDataverse } from './dataverse/dataverse';
import type { Carryon, Shell, Start } from './domain/carryon';
import type { CrmServer, Identity } from './domain/crm-server';
import { browserSignals } from './offline/browser-signals';
import { startPageSide } from './offline/page-side';
import { openLink, type PortLike } from './offline/port';
import { recall } from './offline/registry';
import type { OfficeScripts } from './outlook/office-scripts';
import { createOutlookHost } from './outlook/outlook-host';
import { type Config, loadConfig } from './shell/config';
import { organizationTrips } from './shell/config-trips';
import { createOwnWindow } from './shell/own-window';
import { registerServiceWorker, type ServiceWorkerLink } from './shell/service-worker';

/** As built from src/outlook/msajax-shim.ts, beside the pane. */
const SHIM = 'outlook/msajax-shim.js';

export function createShell(): Shell {
  const worker = registerServiceWorker({ url: 'sw.js' });
  let tellScripts: (scripts: OfficeScripts) => void = () => undefined;
  const scripts = new Promise<OfficeScripts>((resolve) => {
    tellScripts = resolve;
  });
  const mail = createOutlookHost(scripts, systemClock);
  const ownWindow = createOwnWindow(window);
  let storage: Promise<LocalStorage> | null = null;
  let signIn: SignIn | null = null;
  let signInFailed = false;

  const start = async (): Promise<Start> => {
    let mirrors = noMirrors;
    try {
      storage ??= findStorage(systemClock).catch((error: unknown) => {
        storage = null;
        throw error;
      });
      const local = await storage;
      mirrors = local.mirrors;
      const config = await loadConfig(
        'config.json',
        (url, init) => fetch(url, init),
        {
          lastConfig: async () => (await local.registry.config()) as string | null,
          keepConfig: (text) => local.registry.keepConfig(text),
        },
        systemClock,
      );
      if (config === null) return await nothingHere(mirrors);
      tellScripts({ scripts: config.scripts, shim: SHIM, officeScript: config.office });
      keepScripts(worker, mail, config);
      signIn ??= signInFor(config, new URLSearchParams(location.search));
      // Starting again after a failed sign-in comes from a click: now the user may be asked.
      if (signInFailed) await signIn.ask();
      return { kind: 'ready', app: await open(config, signIn, local, worker) };
    } catch (error) {
      const failure = startFailure(error);
      signInFailed = failure.reason === 'signIn';
      return failure.reason === 'firstStartNeedsNetwork' ? nothingHere(mirrors) : failure;
    }
  };
  return { mail, update: worker.update, ownWindow, start };
}

/** Who this is: from the registry where it is known there, so that a start needs no network. */
async function identify(
  server: CrmServer,
  crmUrl: string,
  signIn: SignIn,
  { registry }: LocalStorage,
): Promise<{ readonly identity: Identity; readonly userName: string }> {
  const known = await recall(registry, crmUrl, signIn.userName);
  if (known !== null) return known;
  const identity = await server.whoAmI();
  const userName = signIn.signedInAs();
  await registry.remember({ crmUrl, userName, identity });
  return { identity, userName };
}

async function open(
  config: Config,
  signIn: SignIn,
  local: LocalStorage,
  worker: ServiceWorkerLink,
): Promise<Carryon> {
  const crmUrl = config.crm.url;
  const tables = config.tables ?? null;
  const organization = organizationTrips(config);
  const plain = withTables(
    createDataverse({
      url: crmUrl,
      tokens: signIn,
      fetch: (input, init) => fetch(input, init),
      clock: systemClock,
      onOutcome: () => undefined, // the offline layer observes the server it is given
    }),
    tables,
  );
  const { identity, userName } = await identify(plain, crmUrl, signIn, local);
  const server = watchedIdentity(plain, identity, (now) => {
    const userName = signIn.signedInAs();
    void local.registry.remember({ crmUrl, userName, identity: now }).then(() => location.reload());
  });

  const largestAttachment = config.attachments.largest * MEGABYTE;
  const copySide = {
    identity,
    crmUrl,
    tables,
    organizationTrips: organization.trips,
    largestAttachment,
  };
  const here = (end: PortLike): void => {
    const machine = { clock: systemClock, locks: local.locks, openDatabase: local.openDatabase };
    // Where its database does not open, every question to it is answered with that.
    startCopySide(openLink(end), copySide, machine).catch(() => undefined);
  };
  const lasts = local.storage.kind.get() !== 'memory';
  const copy = lasts ? openCopyPort(here) : openPagePort(here);
  const link = openLink(copy.port);
  link.handle('token', (refused) => signIn.token((refused as string | null) ?? undefined));
  if (lasts) link.call('start', copySide).catch(() => undefined);

  const signals = browserSignals(window);
  const side = await startPageSide({
    link,
    identity,
    server,
    clock: systemClock,
    locks: local.locks,
    openDatabase: local.openDatabase,
    mirrorOf: local.mirrors.of,
    signals,
    newId: () => crypto.randomUUID(),
    random: Math.random,
    policies: () => config.conflicts,
    refresh: config.refresh,
    organizationTrips: organization.trips,
  }).catch((error: unknown) => {
    copy.stop();
    throw error;
  });
  showBadge(side.outbox.entries, navigator);
  return {
    identity,
    userName,
    crmUrl,
    model: side.model,
    rights: side.rights,
    records: side.records,
    remote: side.remote,
    attachments: { ...side.attachments, largest: largestAttachment },
    outbox: side.outbox,
    foretell: side.foretell,
    sending: side.sending,
    processes: side.processes,
    rules: side.rules,
    colleagues: side.colleagues,
    duplicates: side.duplicates,
    conflicts: { ...side.conflicts, organization: config.conflicts },
    refresh: { ...side.refresh, organization: config.refresh },
    leftBehind: watchLeftBehind(local, identity, signals),
    connection: side.connection,
    sync: side.sync,
    copy: side.copy,
    departure: side.departure,
    trips: { ...side.trips, organization },
    unseen: side.unseen,
    storage: local.storage,
    takenBack: side.takenBack,
    pinNotice: side.pinNotice,
    offlineStart: worker.offlineStart,
    async signIn() {
      await signIn.ask();
      await side.outbox.sendNow();
    },
  };
}
