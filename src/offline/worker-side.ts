import type { CrmServer, Identity } from '../domain/crm-server';
import type { Clock, Locks } from '../domain/ports';
import type { Trip } from '../domain/trip';
import { openBell } from './bell';
import { createKeeper } from './catalogue/keeper';
import { identityCodec } from './codec';
import { createCopy } from './copy/copy';
import type { CopyCalls, CopyNews } from './copy-calls';
import type { OpenDatabase } from './database/local-database';
import { liveFacts, readFacts } from './facts';
import { findDuplicates } from './find-duplicates';
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
}

const calls = [
  'list',
  'related',
  'byAddress',
  'duplicates',
  'refresh',
  'pause',
  'resume',
] as const satisfies readonly (keyof CopyCalls)[];

/**
 * Copy, catalogue and search: for a worker, or for the page where there is none.
 * Calls of the page that come earlier wait until this is up.
 * @throws StoreError where the database does not open; calls then get it as their answer.
 */
export async function startWorkerSide(options: WorkerSideOptions): Promise<{ stop(): void }> {
  const { link, identity, clock, locks, openDatabase } = options;
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
  const unknown = { model: {}, rights, processes: null, rules: [] };
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
  const copy = createCopy({
    store,
    server: observed(options.server, clock, (failure) => {
      tell('outcome', failure);
    }),
    identity,
    clock,
    locks,
    keeper,
    organizationTrips: options.organizationTrips,
    onProgress(progress) {
      tell('progress', progress);
    },
    onDone(at) {
      tell('lastAt', at);
    },
  });

  answer('list', async (query) => (await keeper.current()).list(query));
  answer('related', async (ref) => (await keeper.current()).related(ref));
  answer('byAddress', async (addresses) => (await keeper.current()).byAddress(addresses));
  answer('duplicates', (row) => findDuplicates(store, keeper, facts.get(), row));
  answer('refresh', async (thorough) => {
    await copy.refresh(thorough);
    return null;
  });
  answer('pause', () => {
    copy.pause();
    return null;
  });
  answer('resume', () => {
    copy.resume();
    return null;
  });
  tell('lastAt', (await readState<number>(store, 'copiedAt')) ?? null);
  showCounts();

  return {
    stop() {
      silence();
      keeper.stop();
      facts.stop();
      store.bell.close();
      store.db.close();
    },
  };
}
