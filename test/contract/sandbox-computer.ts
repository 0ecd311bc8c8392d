import { startCrm } from '../../sandbox/crm/server';
import { readableColumns } from '../../src/domain/column-security';
import { LARGEST } from '../../src/domain/attachment';
import type { CrmServer, Identity, RowPage, RowQuery } from '../../src/domain/crm-server';
import type { Estimate } from '../../src/domain/estimate';
import type { Row } from '../../src/domain/row';
import type { CopyProgress } from '../../src/domain/status';
import type { Model } from '../../src/domain/table';
import { type Trip, usualTrip } from '../../src/domain/trip';
import { localBell } from '../../src/offline/bell';
import { createKeeper } from '../../src/offline/catalogue/keeper';
import { identityCodec } from '../../src/offline/codec';
import { createCopy } from '../../src/offline/copy/copy';
import { IDS_PAGE } from '../../src/offline/copy/passes';
import { idle } from '../../src/offline/copy/progress';
import { memoryDatabases } from '../../src/offline/database/memory-database';
import { createEstimator } from '../../src/offline/estimate/estimator';
import { askFacts } from '../../src/offline/facts';
import { memoryLocks } from '../../src/offline/memory-locks';
import type { Store } from '../../src/offline/store';
import { tripSetting } from '../../src/offline/trip-setting';
import { testClock } from '../offline/support/clock';
import { type Network, worldAt } from './crm-world';
import { sandboxTokens } from './sandbox-world';

/** What came: whole rows, and all bytes. */
type Came = Pick<CopyProgress, 'phase' | 'bytes' | 'attachments'> & {
  readonly rows: readonly Row[];
};

/** A computer without a copy yet, before the sandbox over HTTP. */
export interface Computer {
  /** The CRM's address. */
  readonly url: string;
  readonly identity: Identity;
  readonly store: Store;
  readonly model: Model;
  /** Chooses the trip. */
  choose(trip: Trip): Promise<void>;
  estimate(trip: Trip): Promise<Estimate>;
  /** @param thorough finds all that has left too. */
  copy(thorough?: boolean): Promise<Came>;
  /** Chooses the trip, estimates and then copies. */
  sync(trip: Trip): Promise<{ readonly estimated: Estimate; readonly came: Came }>;
  close(): Promise<void>;
}

/**
 * @param network the way to the CRM; by itself as it is, by a clock that stands.
 * @param idsPage ids that an estimate asks for in one request.
 */
export async function openComputer(
  seed: string,
  user: string,
  network: Network = { fetch, clock: testClock(Date.now()) },
  idsPage = IDS_PAGE,
): Promise<Computer> {
  const crm = await startCrm({ port: 0, seed });
  const { server: plain } = worldAt(crm.url, sandboxTokens(user), null, network);
  const rows: Row[] = [];
  const note = ({ table: { name, columns }, bare }: RowQuery, page: RowPage): void => {
    const known = facts.model[name];
    const all = known === undefined ? [] : readableColumns(known);
    if (bare !== true && all.every((column) => column.name in columns)) rows.push(...page.rows);
  };
  const server: CrmServer = {
    ...plain,
    async readPage(query, next, signal) {
      const page = await plain.readPage(query, next, signal);
      note(query, page);
      return page;
    },
    async readPages(queries, signal) {
      const pages = await plain.readPages(queries, signal);
      queries.forEach((query, n) => {
        const page = pages[n];
        if (page !== undefined) note(query, page);
      });
      return pages;
    },
  };
  const identity = await server.whoAmI();
  const facts = await askFacts(server, identity);
  const db = await memoryDatabases()(identity, 'relaxed');
  const store: Store = { db, codec: identityCodec, bell: localBell() };
  const { clock } = network;
  const keeper = createKeeper(store, clock, () => facts.model);
  const common = { store, server, identity, clock, keeper };
  let progress: CopyProgress = idle;
  const copy = createCopy({
    ...common,
    locks: memoryLocks(),
    organizationTrips: [usualTrip],
    largestAttachment: LARGEST,
    used: () => Promise.resolve(null),
    onProgress: (now) => {
      progress = now;
    },
    onDone: () => undefined,
  });
  const estimator = createEstimator({
    ...common,
    largestAttachment: LARGEST,
    facts: () => facts,
    idsPage,
  });
  const choose = async (trip: Trip): Promise<void> => {
    const setting = tripSetting(store);
    await setting.choose({ version: 1, trips: [trip] });
    setting.stop();
  };
  const copyAll = async (thorough = true): Promise<Came> => {
    rows.length = 0;
    await copy.refresh(thorough);
    const { phase, bytes, attachments } = progress;
    return { phase, bytes, attachments, rows: [...rows] };
  };
  return {
    url: crm.url,
    identity,
    store,
    model: facts.model,
    choose,
    estimate: (trip) => estimator([trip]),
    copy: copyAll,
    async sync(trip) {
      await choose(trip);
      const estimated = await estimator([trip]);
      return { estimated, came: await copyAll() };
    },
    async close() {
      keeper.stop();
      db.close();
      await crm.close();
    },
  };
}
