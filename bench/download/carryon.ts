import { mirrorFiles } from '../../src/composition/mirror-files';
import { systemClock } from '../../src/composition/system-clock';
import { mineWins } from '../../src/domain/conflict';
import type { CrmServer, Identity } from '../../src/domain/crm-server';
import type { Trip } from '../../src/domain/trip';
import { usualRefresh } from '../../src/domain/refresh-interval';
import { browserSignals } from '../../src/offline/browser-signals';
import { indexedDatabases } from '../../src/offline/database/indexed-database';
import { type PageSide, startPageSide } from '../../src/offline/page-side';
import { type Link, openLink } from '../../src/offline/port';
import { everything } from '../choices';
import type { Start } from './carryon-worker';
import { type Loading, moment } from './loading';
import type { Seen } from './seen-rows';

/** Rows that may have the same name as the one that is looked for. */
const NAMESAKES = 1000;

/** Both sides of the product, as a pane has them. */
export interface Product {
  readonly side: PageSide;
  readonly link: Link;
  /** Ends both sides, as closing the pane does. */
  close(): void;
}

/** Puts the product together as the pane does. @param trips which rows are kept while nobody chooses others. */
export async function startProduct(
  server: CrmServer,
  identity: Identity,
  crmUrl: string,
  token: string,
  trips: readonly Trip[] = [everything],
): Promise<Product> {
  const worker = new Worker('/carryon-worker.js', { type: 'module' });
  const link = openLink(worker);
  link.handle('token', () => token);
  const started = link.call('start', { identity, crmUrl, trips } satisfies Start);
  const side = await startPageSide({
    link,
    identity,
    server,
    clock: systemClock,
    locks: navigator.locks,
    openDatabase: indexedDatabases({ indexedDB, IDBKeyRange }, systemClock),
    mirrorOf: mirrorFiles(navigator.storage).of,
    signals: browserSignals(window),
    newId: () => crypto.randomUUID(),
    random: Math.random,
    policies: () => mineWins,
    refresh: usualRefresh,
    organizationTrips: trips,
  });
  await started;
  return {
    side,
    link,
    close() {
      side.stop();
      worker.terminate();
    },
  };
}

/** @throws where it fails. */
export async function refresh({ copy }: PageSide, thorough: boolean): Promise<void> {
  await copy.refresh(thorough);
  const { phase, failure } = copy.progress.get();
  if (phase !== 'done') throw new Error(`The copy is ${phase}: ${JSON.stringify(failure)}`);
}

export interface Started extends Product {
  readonly loading: Loading;
}

/** The product with all that there is: it reads model and rights, and then copies by itself. */
export async function carryon(
  server: CrmServer,
  identity: Identity,
  crmUrl: string,
  token: string,
): Promise<Started> {
  const product = await startProduct(server, identity, crmUrl, token);
  return { ...product, loading: await bring(product, false) };
}

/** All rows that are kept come. @param thorough as when the user asks for it. @throws where it fails. */
export async function bring({ side, link }: Product, thorough: boolean): Promise<Loading> {
  await refresh(side, thorough);
  const { from, last } = (await link.call('seen', null)) as Seen;
  const found = await side.records.list({
    text: last?.name ?? '',
    table: last?.table ?? null,
    limit: NAMESAKES,
  });
  const until = moment();
  if (!found.items.some(({ id }) => id === last?.id)) throw new Error('The last row is not found');
  const { total } = await side.records.list({ text: '', table: null, limit: 1 });
  return { from, until, rows: total };
}
