import type { CrmServer, Identity } from '../domain/crm-server';
import type { Clock, Locks } from '../domain/ports';
import { isUnderWay } from '../domain/status';
import type { Trip } from '../domain/trip';
import { openBell } from './bell';
import { createKeeper } from './catalogue/keeper';
import { identityCodec } from './codec';
import { completeAt } from './copy/complete-at';
import { createCopy } from './copy/copy';
import { openElsewhere, type Told } from './copy/elsewhere';
import { notKnown, readStanding } from './copy/standing';
import { tellInOrder } from './copy/telling';
import type { CopyCalls, CopyNews } from './copy-calls';
import type { OpenDatabase } from './database/local-database';
import { createEstimator } from './estimate/estimator';
import { liveFacts, readFacts } from './facts';
import { findDuplicates } from './find-duplicates';
import { finishRemoval } from './leaving';
import { liveOf, steady } from './live-query';
import { observed } from './observed';
import { handler, type Link } from './port';
import { readState, type Store } from './store';

export interface WorkerSideOptions {
  /** To the page. */
  readonly link: Link;
  readonly identity: Identity;
  /** Its tokens come from the page; every outcome is reported there. */
  readonly server: CrmServer;
  readonly clock: Clock;
  readonly locks: Locks;
  readonly openDatabase: OpenDatabase;
  /** Which rows are kept while the user has chosen nothing. */
  readonly organizationTrips: readonly Trip[];
  /** Larger files stay in the CRM: bytes. */
  readonly largestAttachment: number;
  /** Bytes that the browser says are used; null: it does not tell. */
  readonly used: () => Promise<number | null>;
}

const calls = [
  'list',
  'items',
  'related',
  'byAddress',
  'duplicates',
  'estimate',
  'completeAt',
  'refresh',
  'pause',
  'resume',
  'cancel',
] as const satisfies readonly (keyof CopyCalls)[];

/**
 * Copy, catalogue and search: for a worker, or for the page where there is none.
 * Calls of the page that come earlier wait until this is up.
 * @throws StoreError where the database does not open; calls then get it as their answer.
 */
export async function startWorkerSide(options: WorkerSideOptions): Promise<{ stop(): void }> {
  const { link, identity, clock, locks, openDatabase, largestAttachment } = options;
  const answer = handler<CopyCalls>(link);
  const tell = <N extends keyof CopyNews>(name: N, value: CopyNews[N]): void => {
    link.tell(name, value);
  };
  const failed = (error: unknown) => (): never => {
    throw error;
  };

  let store: Store;
  try {
    const db = await openDatabase(identity, 'relaxed');
    store = { db, codec: identityCodec, bell: openBell(db.name) };
  } catch (error) {
    for (const name of calls) answer(name, failed(error));
    throw error;
  }

  const rights = { userId: identity.userId, depths: {} };
  const unknown = { model: {}, rights, processes: null, rules: [], colleagues: [] };
  const facts = liveFacts(store, (await readFacts(store)) ?? unknown);
  const keeper = createKeeper(
    store,
    clock,
    () => facts.get().model,
    () => facts.get().rules,
  );
  facts.subscribe(() => {
    keeper.describeAgain();
  });
  const showCounts = (): void => {
    keeper.current().then(
      (catalogue) => {
        tell('counts', catalogue.counts());
      },
      () => undefined,
    );
  };
  const silence = store.bell.listen(showCounts);
  const server = observed(options.server, clock, (failure) => {
    tell('outcome', failure);
  });
  const copy = createCopy({
    store,
    server,
    identity,
    clock,
    locks,
    keeper,
    organizationTrips: options.organizationTrips,
    largestAttachment,
    used: options.used,
    onProgress(progress) {
      telling.tell(progress);
      elsewhere.tell({ progress, afresh: copy.isAfresh() });
    },
    onDone(at) {
      tell('lastAt', at);
    },
  });

  const tellLastAt = async (): Promise<void> => {
    tell('lastAt', (await readState<number>(store, 'copiedAt')) ?? null);
  };
  let afreshElsewhere = false;
  const hearElsewhere = ({ progress, afresh }: Told): void => {
    telling.tell({ ...progress, elsewhere: true });
    const before = afreshElsewhere;
    afreshElsewhere = afresh && isUnderWay(progress);
    if (afreshElsewhere !== before) standing.refresh().catch(() => undefined);
    if (!isUnderWay(progress)) tellLastAt().catch(() => undefined);
  };
  const elsewhere = openElsewhere(store.db.name, locks, hearElsewhere, copy.resume);

  const standing = liveOf(
    store.bell,
    steady(
      () =>
        readStanding(
          store,
          keeper.current,
          options.organizationTrips,
          facts.get(),
          copy.isAfresh() || afreshElsewhere,
        ),
      notKnown,
    ),
    notKnown,
  );
  standing.subscribe(() => {
    tell('standing', standing.get());
  });

  const telling = tellInOrder(standing.refresh, (progress) => {
    tell('progress', progress);
  });

  answer('list', async (query) => (await keeper.current()).list(query));
  answer('items', async (refs) => (await keeper.current()).items(refs));
  answer('related', async (ref) => (await keeper.current()).related(ref));
  answer('byAddress', async (addresses) => (await keeper.current()).byAddress(addresses));
  answer('duplicates', (row) => findDuplicates(store, keeper, facts.get(), row));
  const estimator = createEstimator({
    store,
    server,
    identity,
    clock,
    keeper,
    largestAttachment,
    facts: facts.get,
    onBusy: (until) => {
      tell('estimateHeld', until);
    },
  });
  answer('estimate', (question) => estimator(...question));
  answer('completeAt', () => completeAt(store, options.organizationTrips, facts.get()));
  answer('refresh', async (thorough) => {
    await copy.refresh(thorough);
    await telling.told();
    return null;
  });
  answer('pause', () => {
    copy.pause();
    return null;
  });
  answer('resume', () => {
    copy.resume();
    elsewhere.resume();
    return null;
  });
  answer('cancel', () => {
    copy.cancel();
    return null;
  });
  // With a network or without one; where it fails, the next copy tries again.
  finishRemoval(store).catch(() => undefined);
  // Known before it is told that there is a copy, so that none shows as incomplete that is not.
  await standing.first.catch(() => undefined);
  await tellLastAt();
  showCounts();

  return {
    stop() {
      silence();
      elsewhere.close();
      standing.stop();
      keeper.stop();
      facts.stop();
      store.bell.close();
      store.db.close();
    },
  };
}
