import type { Attachments } from '../domain/attachment';
import type { Departure, LocalCopy, Notice, TakenBack } from '../domain/carryon';
import type { ConflictChoice, ConflictPolicies } from '../domain/conflict';
import type { CrmServer, Identity } from '../domain/crm-server';
import type { DuplicateRule } from '../domain/duplicate-rule';
import type { Duplicates } from '../domain/duplicates';
import type { Forecast } from '../domain/forecast';
import { type Live, liveCell } from '../domain/live';
import type { Outbox } from '../domain/outbox';
import type { Clock, Locks } from '../domain/ports';
import type { Process } from '../domain/process';
import type { RecordStore } from '../domain/record-store';
import type { RefreshChoice, RefreshPolicy } from '../domain/refresh-interval';
import type { RemoteRecords } from '../domain/remote-records';
import type { Rights } from '../domain/rights';
import type { CrmFailure } from '../domain/crm-error';
import type { Setting } from '../domain/setting';
import type { SendingProgress, SyncState } from '../domain/status';
import type { Model } from '../domain/table';
import { rowFilter, type Trip, type TripSetting } from '../domain/trip';
import type { UnseenChanges } from '../domain/unseen';
import type { Lookup } from '../domain/value';
import { createAttachments } from './attachments/attachments';
import { openBell } from './bell';
import type { Signals } from './browser-signals';
import { identityCodec } from './codec';
import { conflictSetting } from './conflict-setting';
import { createConnection, type WatchedConnection } from './connection';
import { withLeftOut } from './copy/columns-here';
import type { CopyCalls } from './copy-calls';
import type { OpenDatabase } from './database/local-database';
import { createDeparture } from './departure';
import { duplicateSetting } from './duplicate-setting';
import { askFacts, bringFacts, liveFacts, readFacts } from './facts';
import { heldDuplicates } from './held-duplicates';
import { keepFresh } from './keep-fresh';
import { keepMirror, type MirrorFile, takeBack } from './mirror';
import { liveMap } from './live-map';
import { liveOf } from './live-query';
import { openNotice } from './notice';
import { observed } from './observed';
import { createOutbox } from './outbox';
import { removeOldReceipts } from './old-receipts';
import { createPlayer } from './playback/player';
import { caller, type Link } from './port';
import { createRecordStore } from './record-store';
import { openRefresh } from './refresh-setting';
import { withOpened } from './remote/opened-access';
import { mayAskWhile } from './remote/may-ask';
import { createRemoteRecords } from './remote/remote-records';
import { remoteCopy } from './remote-copy';
import { readState, type Store, writeState } from './store';
import { watchServer } from './watch-server';
import { sendingProgress } from './sending-progress';
import { syncState } from './sync-state';
import { tripSetting } from './trip-setting';
import { readViews } from './views';
import { whileConnected } from './while-connected';
import { openUnseen } from './unseen/unseen';

export interface PageSideOptions {
  /** To the worker side. */
  readonly link: Link;
  readonly identity: Identity;
  readonly server: CrmServer;
  readonly clock: Clock;
  readonly locks: Locks;
  readonly openDatabase: OpenDatabase;
  /** Where what waits in a database is kept once more. */
  readonly mirrorOf: (database: string) => MirrorFile;
  readonly signals: Signals;
  /** Who wins where somebody else changed the same, as the organisation has it. */
  readonly policies: () => ConflictPolicies;
  /** How often the copy is refreshed, as the organisation has it. */
  readonly refresh: RefreshPolicy;
  /** Which rows are kept while the user has chosen nothing. */
  readonly organizationTrips: readonly Trip[];
  /** A new lower-case GUID. */
  readonly newId: () => string;
  /** 0 to below 1: spreads repeated attempts. */
  readonly random: () => number;
}

export interface PageSide {
  readonly model: Live<Model>;
  readonly rights: Live<Rights>;
  readonly records: RecordStore;
  readonly remote: RemoteRecords;
  readonly attachments: Attachments;
  readonly outbox: Outbox;
  readonly foretell: () => Promise<Forecast>;
  readonly sending: Live<SendingProgress | null>;
  readonly processes: Live<readonly Process[] | null>;
  readonly rules: Live<readonly DuplicateRule[]>;
  readonly colleagues: Live<readonly Lookup[]>;
  readonly duplicates: Duplicates;
  readonly conflicts: Setting<ConflictChoice>;
  readonly refresh: Setting<RefreshChoice>;
  readonly connection: WatchedConnection;
  readonly sync: Live<SyncState>;
  readonly copy: LocalCopy;
  readonly departure: Departure;
  readonly trips: Omit<TripSetting, 'organization'>;
  readonly unseen: UnseenChanges;
  readonly pinNotice: Notice;
  readonly takenBack: TakenBack;
  stop(): void;
}

/**
 * Saving, outbox, playback and connectivity of one pane. Starts playing back and copying by itself.
 * @throws StoreError `storeBlocked` or `localBroken`; CrmError where nothing is known yet and the CRM does not tell.
 */
export async function startPageSide(options: PageSideOptions): Promise<PageSide> {
  const { link, identity, clock, locks, openDatabase, signals } = options;
  const db = await openDatabase(identity, 'strict');
  const store: Store = { db, codec: identityCodec, bell: openBell(db.name) };
  const close = (): void => {
    store.bell.close();
    db.close();
  };
  let known = await readFacts(store);
  if (known === null) {
    try {
      known = await bringFacts(store, clock, () => askFacts(options.server, identity));
    } catch (error) {
      close();
      throw error;
    }
  }
  const mirror = options.mirrorOf(db.name);
  // One that cannot be read stays as it is, for a later version or another start.
  const takenBack = await takeBack(store, known.model, mirror).catch(() => null);
  const facts = liveFacts(store, known);
  const model = withLeftOut(store, facts);
  const rights = withOpened(store, facts);

  const remote = remoteCopy(link);
  const readChoice = async (): Promise<boolean> =>
    (await readState<boolean>(store, 'workingOffline')) ?? false;
  const workingOffline = await readChoice();
  const connection = createConnection({
    server: options.server,
    clock,
    signals,
    waiting: () => outbox.entries.get().length > 0,
    workingOffline,
    keepWorkingOffline: (chosen) => writeState(store, 'workingOffline', chosen),
  });
  const choice = liveOf(store.bell, readChoice, workingOffline);
  const copy = { ...remote, progress: whileConnected(remote.progress, connection.state) };
  choice.subscribe(() => void connection.choose(choice.get()));
  link.hear('outcome', (failure) => {
    connection.report(failure as CrmFailure | null);
  });
  const server = observed(options.server, clock, connection.report);
  const player = createPlayer({
    store,
    server,
    model: model.get,
    clock,
    locks,
    ensure: connection.ensure,
    policies: options.policies,
    random: options.random,
    spread: () => void copy.refresh(false).catch(() => undefined),
  });
  const outbox = createOutbox(store, model.get, clock, () => player.wake(true));
  const saving = {
    store,
    model: model.get,
    userId: identity.userId,
    now: clock.now,
    newId: options.newId,
  };
  const wake = (): void => void player.wake();
  const unlisted = liveCell(false);
  const onSaved = (): void => {
    wake();
    unlisted.set(true);
    const listed = outbox.entries.refresh().catch(() => undefined);
    void listed.then(() => {
      unlisted.set(false);
    });
  };
  const records = createRecordStore(saving, link, onSaved, outbox.entries.get);
  const setting = duplicateSetting(store);
  const ask = caller<CopyCalls>(link);
  const here: Duplicates['here'] = (row) => ask('duplicates', row);
  const rules = () => facts.get().rules;
  const foresight = {
    store,
    server,
    identity,
    model: model.get,
    clock,
    policies: options.policies,
  };
  const conflicts = conflictSetting(store);
  const trips = tripSetting(store);
  const views = liveOf(store.bell, () => readViews(store), {});
  const unseen = openUnseen(store, clock);
  const completeAt = () => ask('completeAt', null);
  const { refresh, every } = await openRefresh(store, options.refresh);
  const stopKeeping = keepFresh({
    connection,
    player,
    copy,
    signals,
    clock,
    every,
    completeAt,
    waits: async () => (await db.entriesIn(['pending', 'uncertain', 'sending'], 0, 1)).length > 0,
  });
  const stopRemoving = removeOldReceipts(store, clock);
  const throttledUntil = () => player.status.get().throttledUntil;
  const stopWatching = watchServer({
    store,
    receipts: outbox.receipts,
    connection: connection.state,
    server,
    clock,
    throttledUntil,
    userId: identity.userId,
  });
  const mayAsk = mayAskWhile(connection.state, clock, throttledUntil);
  const asking = { store, server, model: model.get, clock, mayAsk };
  const departure = createDeparture({ store, locks, clock, outbox, copy, completeAt, connection });
  const pinNotice = await openNotice(store, 'pin');
  const takenBackNotice = await openNotice(store, 'takenBack');
  // Whichever pane resumes may be gone before it has sent everything.
  outbox.paused.subscribe(() => {
    if (!outbox.paused.get()) void player.wake(true);
  });
  await Promise.all([outbox.entries.first, outbox.paused.first, model.first, trips.first]);
  const stopMirror =
    takenBack === null ? () => undefined : keepMirror(store, outbox.entries, mirror, clock);

  return {
    model,
    rights,
    records,
    remote: createRemoteRecords({
      ...asking,
      rights: rights.get,
      organizationTrips: options.organizationTrips,
    }),
    attachments: createAttachments(asking),
    outbox,
    // Loaded where it is used for the first time.
    foretell: async () => (await import('./dry-run/dry-run')).dryRun(foresight),
    sending: sendingProgress(outbox.entries, player.status),
    processes: liveMap(facts, (value) => value.processes),
    rules: liveMap(facts, (value) => value.rules),
    colleagues: liveMap(facts, (value) => value.colleagues),
    duplicates: { ...setting, here, ...heldDuplicates({ ...saving, server, rules, here, wake }) },
    conflicts,
    refresh,
    connection,
    sync: syncState({
      entries: outbox.entries,
      unlisted,
      paused: outbox.paused,
      playback: player.status,
      progress: copy.progress,
      standing: copy.standing,
      lastAt: copy.lastAt,
    }),
    copy,
    departure,
    trips: {
      ...trips,
      views,
      readViews: (tables) => server.readViews(tables, null),
      count: (table, chosen, known, signal) => {
        const filter = rowFilter(chosen, table, identity, known, clock.now());
        return server.count({ table, filter, pageSize: 1 }, signal);
      },
    },
    unseen,
    pinNotice,
    takenBack: { ...takenBackNotice, count: takenBack ?? 0 },
    stop() {
      stopMirror();
      stopRemoving();
      stopWatching();
      departure.stop();
      pinNotice.stop();
      takenBackNotice.stop();
      stopKeeping();
      player.stop();
      connection.stop();
      for (const live of [outbox.entries, outbox.receipts, outbox.paused, facts, rights, model])
        live.stop();
      for (const kept of [choice, setting, conflicts, refresh, trips, views, unseen]) kept.stop();
      close();
    },
  };
}
