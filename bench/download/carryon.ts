import { systemClock } from '../../src/composition/system-clock';
import { mineWins } from '../../src/domain/conflict';
import type { CrmServer, Identity } from '../../src/domain/crm-server';
import { browserSignals } from '../../src/offline/browser-signals';
import { indexedDatabases } from '../../src/offline/database/indexed-database';
import { type PageSide, startPageSide } from '../../src/offline/page-side';
import { openLink } from '../../src/offline/port';
import type { Seen } from './seen-rows';
import { type Loading, moment } from './loading';

/** Rows that may have the same name as the one that is looked for. */
const NAMESAKES = 1000;

export interface Started {
  readonly side: PageSide;
  readonly loading: Loading;
}

/** The product, put together as the pane does: it reads model and rights, and then copies by itself. */
export async function carryon(
  server: CrmServer,
  identity: Identity,
  crmUrl: string,
  token: string,
): Promise<Started> {
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
  });
  await started;
  await side.copy.refresh(false);
  const { phase, failure } = side.copy.progress.get();
  if (phase !== 'done') throw new Error(`The copy is ${phase}: ${JSON.stringify(failure)}`);
  const { from, last } = (await link.call('seen', null)) as Seen;
  const found = await side.records.list({
    text: last?.name ?? '',
    table: last?.table ?? null,
    limit: NAMESAKES,
  });
  const until = moment();
  if (!found.items.some(({ id }) => id === last?.id)) throw new Error('The last row is not found');
  const { total } = await side.records.list({ text: '', table: null, limit: 1 });
  return { side, loading: { from, until, rows: total } };
}
