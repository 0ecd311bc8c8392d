import { systemClock } from '../../src/composition/system-clock';
import { mineWins } from '../../src/domain/conflict';
import type { CrmServer, Identity } from '../../src/domain/crm-server';
import { usualTrip } from '../../src/domain/trip';
import { usualRefresh } from '../../src/domain/refresh-interval';
import { browserSignals } from '../../src/offline/browser-signals';
import { indexedDatabases } from '../../src/offline/database/indexed-database';
import { type PageSide, startPageSide } from '../../src/offline/page-side';
import { type Link, openLink } from '../../src/offline/port';
import type { Seen } from './seen-rows';
import { type Loading, moment } from './loading';

/** Rows that may have the same name as the one that is looked for. */
const NAMESAKES = 1000;

/** Both sides of the product, as a pane has them. */
export interface Product {
  readonly side: PageSide;
  readonly link: Link;
  /** Ends both sides, as closing the pane does. */
  close(): void;
}

/** Puts the product together as the pane does. */
export async function startProduct(
  server: CrmServer,
  identity: Identity,
  crmUrl: string,
  token: string,
): Promise<Product> {
  const worker = new Worker('/carryon-worker.js', { type: 'module' });
  const link = openLink(worker);
  link.handle('token', () => token);
  const started = link.call('start', { identity, crmUrl });
  const side = await startPageSide({
    link,
    identity,
    server,
    clock: systemClock,
    locks: navigator.locks,
    openDatabase: indexedDatabases({ indexedDB, IDBKeyRange }, systemClock),
    signals: browserSignals(window),
    newId: () => crypto.randomUUID(),
    random: Math.random,
    policies: () => mineWins,
    refresh: usualRefresh,
    organizationTrips: [usualTrip],
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
  const { side, link } = product;
  await refresh(side, false);
  const { from, last } = (await link.call('seen', null)) as Seen;
  const found = await side.records.list({
    text: last?.name ?? '',
    table: last?.table ?? null,
    limit: NAMESAKES,
  });
  const until = moment();
  if (!found.items.some(({ id }) => id === last?.id)) throw new Error('The last row is not found');
  const { total } = await side.records.list({ text: '', table: null, limit: 1 });
  return { ...product, loading: { from, until, rows: total } };
}
