import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { type ConflictPolicies, mineWins } from '../../../src/domain/conflict';
import type { Change } from '../../../src/domain/change';
import type { Locks } from '../../../src/domain/ports';
import { type RefreshPolicy, usualRefresh } from '../../../src/domain/refresh-interval';
import type { RowRef } from '../../../src/domain/row';
import { type Trip, usualTrip } from '../../../src/domain/trip';
import type { Values } from '../../../src/domain/value';
import { localBell } from '../../../src/offline/bell';
import { identityCodec } from '../../../src/offline/codec';
import {
  type IndexedDatabase,
  indexedDatabases,
  type Schema,
} from '../../../src/offline/database/indexed-database';
import { databaseName } from '../../../src/offline/database/local-database';
import { memoryLocks } from '../../../src/offline/memory-locks';
import type { MirrorFile } from '../../../src/offline/mirror';
import { createOutbox, type LocalOutbox } from '../../../src/offline/outbox';
import { createPlayer, type Player } from '../../../src/offline/playback/player';
import type { BatchSizes } from '../../../src/offline/playback/run';
import { createSave } from '../../../src/offline/save';
import { readLine, type Store } from '../../../src/offline/store';
import type { QueuedEntry } from '../../../src/offline/stored';
import { transact } from '../../../src/offline/transact';
import { createUndo } from '../../../src/offline/undo';
import { type TestClock, testClock } from './clock';
import { identity, TestCrm } from './crm';

/** What one pane has: dropped whole by a crash. */
export interface Pane {
  readonly store: Store;
  /** What the store is kept in. */
  readonly dexie: Schema;
  readonly save: (...changes: Change[]) => Promise<void>;
  readonly undo: ReturnType<typeof createUndo>;
  readonly outbox: LocalOutbox;
  readonly player: Player;
  readonly line: () => Promise<QueuedEntry[]>;
  /** The row as the user sees it. */
  readonly row: (ref: RowRef) => Promise<Values | null>;
  /** Ends the pane between two turns, as a killed browser does: nothing it waits for comes back. */
  readonly crash: () => void;
}

/** One user's computer and the CRM. */
export class World {
  readonly storage = { indexedDB: new IDBFactory(), IDBKeyRange };
  readonly clock: TestClock = testClock();
  readonly openDatabase = indexedDatabases(this.storage, this.clock);
  readonly crm = new TestCrm();
  readonly bell = localBell();
  locks: Locks = memoryLocks();
  readonly panes: Pane[] = [];
  policies: ConflictPolicies = mineWins;
  refresh: RefreshPolicy = usualRefresh;
  organizationTrips: readonly Trip[] = [usualTrip];
  /** How often an action was done that has changed more than its record. */
  spread = 0;
  /** What is kept apart from the databases, by their names. */
  readonly mirrors = new Map<string, string>();
  /** Nothing more can be written there. */
  mirrorFails = false;
  #ids = 0;

  readonly newId = (): string => `10000000-0000-4000-8000-${String(++this.#ids).padStart(12, '0')}`;

  /** @param batch as playback's own where it is not given. */
  async open(batch?: BatchSizes): Promise<Pane> {
    const { clock, crm, locks } = this;
    const db = (await this.openDatabase(identity, 'strict')) as IndexedDatabase;
    const store: Store = { db, codec: identityCodec, bell: this.bell };
    const current = () => crm.model;
    const context = {
      store,
      model: current,
      userId: identity.userId,
      now: clock.now,
      newId: this.newId,
    };
    const save = createSave(context);
    const player = createPlayer({
      store,
      server: crm,
      model: current,
      clock,
      locks,
      ensure: () =>
        crm.whoAmI().then(
          () => true,
          () => false,
        ),
      random: () => 0,
      ...(batch && { batch }),
      policies: () => this.policies,
      spread: () => {
        this.spread += 1;
      },
    });
    const outbox = createOutbox(store, current, clock, () => player.wake(true));
    const pane: Pane = {
      store,
      dexie: db.dexie,
      save: (...changes) => save(changes),
      undo: createUndo(context),
      outbox,
      player,
      line: () => readLine(store),
      row: async (ref) =>
        transact(store, async (draft) => {
          const row = await draft.record(ref);
          return row === null || row.deleted ? null : row.values;
        }),
      crash: () => {
        player.stop();
        outbox.entries.stop();
        outbox.receipts.stop();
        db.close();
      },
    };
    this.panes.push(pane);
    return pane;
  }

  /** The browser is gone: locks with it. */
  crash(): void {
    for (const pane of this.panes.splice(0)) pane.crash();
    this.locks = memoryLocks();
  }

  /** As the browser keeps files. */
  readonly mirrorOf = (database: string): MirrorFile => ({
    read: async () => this.mirrors.get(database) ?? null,
    write: async (text) => {
      if (this.mirrorFails) throw new Error('No space');
      this.mirrors.set(database, text);
    },
    remove: async () => void this.mirrors.delete(database),
  });

  /** The browser throws the user's database away, as it does with one that is damaged. Nobody has it open. */
  loseDatabase(): Promise<void> {
    const request = this.storage.indexedDB.deleteDatabase(databaseName(identity));
    return new Promise((resolve, reject) => {
      request.onsuccess = () => {
        resolve();
      };
      request.onerror = () => {
        reject(request.error ?? new Error('It stays'));
      };
    });
  }

  /** Puts a row into the CRM and on board. */
  async given(pane: Pane, table: string, id: string, values: Values): Promise<RowRef> {
    const row = this.crm.put(table, id, values);
    await transact(pane.store, async (draft) => {
      await draft.record(row);
      draft.putRecord({ ...row, pending: 0, deleted: false });
    });
    return { table, id };
  }
}

export const ids = {
  contoso: 'aaaaaaaa-0000-4000-8000-000000000001',
  fabrikam: 'aaaaaaaa-0000-4000-8000-000000000002',
  anna: 'cccccccc-0000-4000-8000-000000000001',
  ben: 'cccccccc-0000-4000-8000-000000000002',
  call: 'eeeeeeee-0000-4000-8000-000000000001',
  euro: 'ffffffff-0000-4000-8000-000000000001',
};
