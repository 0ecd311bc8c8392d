import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import type { ConflictPolicies } from '../../src/domain/conflict';
import type { Change } from '../../src/domain/change';
import type { Duplicates } from '../../src/domain/duplicates';
import type { Receipt } from '../../src/domain/entry';
import type { Clock, Locks } from '../../src/domain/ports';
import type { Bell } from '../../src/offline/bell';
import { identityCodec } from '../../src/offline/codec';
import { indexedDatabases } from '../../src/offline/database/indexed-database';
import type { LocalDatabase, OpenDatabase } from '../../src/offline/database/local-database';
import { memoryDatabases } from '../../src/offline/database/memory-database';
import { heldDuplicates } from '../../src/offline/held-duplicates';
import { memoryLocks } from '../../src/offline/memory-locks';
import { observed } from '../../src/offline/observed';
import { createOutbox, type LocalOutbox } from '../../src/offline/outbox';
import { createPlayer, type Player } from '../../src/offline/playback/player';
import { createSave } from '../../src/offline/save';
import type { Store } from '../../src/offline/store';
import { createUndo } from '../../src/offline/undo';
import type { TestClock } from '../offline/support/clock';
import type { Crm } from './crm';
import type { Network } from './network';
import type { Owner, Scheduler } from './scheduler';
import { type Disk, steppedDatabase } from './stepped-database';

/** What Carryon is made of in one pane: the real parts on ports whose every call is a step. */
export interface Pane extends Owner {
  life: Owner['life'];
  readonly store: Store;
  readonly server: ReturnType<typeof observed>;
  readonly save: (changes: readonly Change[]) => Promise<void>;
  readonly undo: (receipt: Receipt) => Promise<void>;
  readonly outbox: LocalOutbox;
  readonly duplicates: Pick<Duplicates, 'matches' | 'use'>;
  readonly player: Player;
}

export interface Machine {
  readonly scheduler: Scheduler;
  readonly network: Network;
  readonly crm: Crm;
  readonly clock: TestClock;
  readonly disk: Disk;
  /** Rows are kept in IndexedDB (a stand-in for the browser's) rather than in memory. */
  readonly indexed: boolean;
  readonly newId: () => string;
  readonly policies: ConflictPolicies;
}

/** What a pane does when its time has come again. */
type Waking = () => void;

/** One user's browser: panes come and go, what they share stays. */
export class Computer {
  readonly panes: Pane[] = [];
  readonly #openDatabase: OpenDatabase;
  readonly #locks = memoryLocks();
  readonly #listeners = new Map<Owner, Set<() => void>>();
  readonly #asleep = new Map<Owner, Waking[]>();
  readonly #deaths = new Map<Owner, () => void>();
  #opened = 0;

  constructor(private readonly machine: Machine) {
    this.#openDatabase = machine.indexed
      ? indexedDatabases({ indexedDB: new IDBFactory(), IDBKeyRange }, machine.clock)
      : memoryDatabases();
  }

  /** A handle of the test's own, which is no step. */
  peek(): Promise<LocalDatabase> {
    return this.#openDatabase(this.machine.crm.identity, 'strict');
  }

  /** Runs now, on thawing, or never. */
  #whenAwake(pane: Owner, work: Waking): void {
    if (pane.life === 'running') work();
    else if (pane.life === 'frozen')
      this.#asleep.set(pane, [...(this.#asleep.get(pane) ?? []), work]);
  }

  #clockOf(pane: Owner): Clock {
    const { clock } = this.machine;
    return {
      now: clock.now,
      after: (ms, callback) => {
        let cancelled = false;
        const cancel = clock.after(ms, () =>
          this.#whenAwake(pane, () => {
            if (!cancelled) callback();
          }),
        );
        return () => {
          cancelled = true;
          cancel();
        };
      },
    };
  }

  /** Rings reach every pane that is there. */
  #bellOf(pane: Owner): Bell {
    const own = new Set<() => void>();
    this.#listeners.set(pane, own);
    return {
      ring: () => {
        for (const [other, listeners] of this.#listeners)
          for (const listener of listeners) this.#whenAwake(other, listener);
      },
      listen(listener) {
        own.add(listener);
        return () => own.delete(listener);
      },
      close: () => own.clear(),
    };
  }

  /** The browser gives the locks of a pane that died to the next. */
  #locksOf(pane: Owner): Locks {
    const dead = new Promise<never>((_resolve, reject) => {
      this.#deaths.set(pane, () => reject(new Error('the pane is dead')));
    });
    dead.catch(() => undefined);
    return {
      request: (name, options, callback) =>
        this.#locks.request(name, options, (lock) =>
          pane.life === 'dead' ? dead : Promise.race([callback(lock), dead]),
        ),
    };
  }

  async open(): Promise<Pane> {
    const { scheduler, network, crm, disk, newId } = this.machine;
    this.#opened += 1;
    const owner: Owner & { life: Owner['life'] } = {
      name: `pane ${this.#opened}`,
      life: 'running',
    };
    const clock = this.#clockOf(owner);
    const db = steppedDatabase(await this.peek(), scheduler, owner, disk);
    const store: Store = { db, codec: identityCodec, bell: this.#bellOf(owner) };
    const server = observed(crm.client(network.fetchFor(owner), clock), clock, () => undefined);
    const model = () => crm.model;
    const player = createPlayer({
      store,
      server,
      model,
      clock,
      locks: this.#locksOf(owner),
      ensure: () =>
        server.whoAmI().then(
          () => true,
          () => false,
        ),
      random: () => 0.5,
      policies: () => this.machine.policies,
    });
    const context = { store, model, userId: crm.identity.userId, now: clock.now, newId };
    const save = createSave(context);
    const undo = createUndo(context);
    const outbox = createOutbox(store, model, clock, () => player.wake(true));
    // Nobody looks at the lists: they would only make the runs longer.
    outbox.entries.stop();
    outbox.receipts.stop();
    outbox.paused.stop();
    const pane: Pane = Object.assign(owner, {
      store,
      server,
      outbox,
      duplicates: heldDuplicates({
        ...context,
        server,
        rules: () => [],
        here: () => Promise.resolve([]),
        wake: () => void player.wake(),
      }),
      player,
      save: async (changes: readonly Change[]) => {
        await save(changes);
        void player.wake();
      },
      undo: async (receipt: Receipt) => {
        await undo(receipt, 'all');
        void player.wake();
      },
    });
    this.panes.push(pane);
    scheduler.note(`${pane.name} opens`);
    return pane;
  }

  #remove(pane: Pane): void {
    this.panes.splice(this.panes.indexOf(pane), 1);
    this.#listeners.delete(pane);
    this.#asleep.delete(pane);
  }

  /** Nothing that it waits for comes back; what it had sent goes its way. */
  kill(pane: Pane): void {
    this.machine.scheduler.note(`${pane.name} is killed`);
    pane.life = 'dead';
    this.#remove(pane);
    this.#deaths.get(pane)?.();
  }

  freeze(pane: Pane): void {
    this.machine.scheduler.note(`${pane.name} freezes`);
    pane.life = 'frozen';
  }

  thaw(pane: Pane): void {
    if (pane.life !== 'frozen') return;
    this.machine.scheduler.note(`${pane.name} thaws`);
    pane.life = 'running';
    const missed = this.#asleep.get(pane) ?? [];
    this.#asleep.delete(pane);
    for (const work of missed) work();
  }
}
