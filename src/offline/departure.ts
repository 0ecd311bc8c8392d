import type { Connection, Departure, LocalCopy } from '../domain/carryon';
import { liveCell } from '../domain/live';
import type { Outbox } from '../domain/outbox';
import type { Clock, Locks } from '../domain/ports';
import { lostConnection } from '../domain/status';
import { copyLock } from './copy/copy-lock';
import { keptSetting } from './kept-setting';
import type { Store } from './store';

export interface DepartureContext {
  readonly store: Store;
  readonly locks: Locks;
  readonly clock: Clock;
  readonly outbox: Pick<Outbox, 'sendNow'>;
  readonly copy: Pick<LocalCopy, 'refresh' | 'resume' | 'progress'>;
  /** When all was last here and up to date: milliseconds since 1970; null: something is missing. */
  readonly completeAt: () => Promise<number | null>;
  readonly connection: Pick<Connection, 'state' | 'goOffline'>;
}

/** Milliseconds before a download that lost its connection is tried again, though the CRM can be reached. */
const REST = 3000;

/** What the user wants, for a pane that goes on with it. */
const setting = keptSetting('leaving', false);

/**
 * Going offline as the user wants it: what is missing comes first. Goes on by itself with what the user wanted of a pane
 * that was closed before everything was here.
 */
export function createDeparture(context: DepartureContext): Departure & { stop(): void } {
  const { store, locks, clock, outbox, copy, completeAt, connection } = context;
  const leaving = liveCell(false);
  const wish = setting.open(store);
  /** Whoever holds it brings what is missing, in whichever pane. */
  const lock = `${store.db.name}:leaving`;
  const stopped = new AbortController();
  const closed = new Promise<false>((resolve) => {
    stopped.signal.addEventListener('abort', () => {
      resolve(false);
    });
  });
  let number = 0;

  /** Whoever holds the lock lets go of it when the pane is closed. */
  const alone = <T>(
    options: Parameters<Locks['request']>[1],
    work: () => Promise<T>,
  ): Promise<T | false> => locks.request(lock, options, () => Promise.race([work(), closed]));

  /** Where it cannot be kept, it ends with this pane. */
  const keep = (): Promise<void> =>
    stopped.signal.aborted ? Promise.resolve() : wish.choose(leaving.get()).catch(() => undefined);

  /** Resolves once the CRM can be reached, or nobody wants to leave by way of it any more. */
  const onceOnline = (mine: number): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        const state = connection.state.get();
        if (state === 'workingOffline') leaving.set(false);
        if (state !== 'online' && leaving.get() && mine === number) return;
        for (const end of ends) end();
        resolve();
      };
      const ends = [connection.state.subscribe(look), leaving.subscribe(look)];
      look();
    });

  /** Whether a pane copies, this one or another. Resolves when it does no more. */
  const copying = async (): Promise<boolean> => {
    const lock = copyLock(store);
    const none = await locks.request(lock, { ifAvailable: true }, (held) =>
      Promise.resolve(held !== null),
    );
    if (none) return false;
    await locks.request(lock, { signal: stopped.signal }, () => Promise.resolve());
    return true;
  };

  /**
   * Brings what is missing; where the connection is lost meanwhile, again once it is back, as long as that is wished. What
   * another pane brings is waited for, and gone on with where that one is closed.
   */
  const bringAll = async (mine: number): Promise<boolean> => {
    const before = await completeAt();
    const isComplete = async (): Promise<boolean> => {
      const at = await completeAt();
      return at !== null && at !== before;
    };
    const goesOn = (): boolean => leaving.get() && mine === number;
    // What was begun thoroughly is gone on with so.
    for (let thorough = true; ; thorough = false) {
      // Changes go first, so that the refresh brings what the server made of them.
      await outbox.sendNow().catch(() => undefined);
      copy.resume();
      await copy.refresh(thorough).catch(() => undefined);
      if (await isComplete()) return true;
      if (!goesOn()) return false;
      if (await copying()) {
        if (await isComplete()) return true;
        if (copy.progress.get().phase === 'canceled') return false;
      } else {
        if (!lostConnection(copy.progress.get())) return false;
        const rested = new Promise<void>((resolve) => void clock.after(REST, resolve));
        await onceOnline(mine);
        if (goesOn()) await rested;
      }
      if (!goesOn()) return false;
    }
  };

  /** @param mine the wish; a later one decides. */
  const depart = async (mine: number): Promise<boolean> => {
    await keep();
    const local = ['offline', 'workingOffline'].includes(connection.state.get());
    const complete = !local && (await bringAll(mine));
    if (mine !== number) return complete;
    if (leaving.get() && (complete || local)) await connection.goOffline();
    leaving.set(false);
    await keep();
    return complete;
  };

  const goOn = async (): Promise<void> => {
    if (leaving.get() || !(await setting.read(store))) return;
    const mine = ++number;
    leaving.set(true);
    await onceOnline(mine);
    if (mine !== number) return;
    if (leaving.get()) await depart(mine);
    else await keep();
  };
  const unsubscribe = wish.choice.subscribe(() => {
    if (!wish.choice.get() || leaving.get()) return;
    // Where it cannot be read, nothing is gone on with.
    alone({ signal: stopped.signal }, goOn).catch(() => undefined);
  });

  return {
    leaving,
    leave(offline) {
      const mine = ++number;
      leaving.set(offline);
      return alone({ ifAvailable: true }, () => depart(mine));
    },
    stay() {
      leaving.set(false);
      void keep();
    },
    stop() {
      number++;
      unsubscribe();
      wish.stop();
      stopped.abort();
    },
  };
}
