import type { Connection, Departure, LocalCopy } from '../domain/carryon';
import { liveCell } from '../domain/live';
import type { Outbox } from '../domain/outbox';
import type { CrmFailure } from '../domain/crm-error';
import type { Clock, Locks } from '../domain/ports';
import { copyLock } from './copy/copy-lock';
import { keptSetting } from './kept-setting';
import type { Store } from './store';

export interface DepartureContext {
  readonly store: Store;
  readonly locks: Locks;
  readonly clock: Clock;
  readonly outbox: Pick<Outbox, 'sendNow'>;
  readonly copy: Pick<LocalCopy, 'refresh' | 'lastAt' | 'progress'>;
  readonly connection: Pick<Connection, 'state' | 'goOffline'>;
}

/** Milliseconds before a download that lost its connection is tried again, though the CRM can be reached. */
const REST = 3000;

/** The CRM has not answered: what it has to say is still to come. */
const isLost = (failure: CrmFailure | 'full' | null): boolean =>
  failure !== null &&
  failure !== 'full' &&
  ['unreachable', 'notCrm', 'notSent'].includes(failure.kind);

/** What the user wants, for a pane that goes on with it. */
const setting = keptSetting('leaving', false);

/**
 * Going offline as the user wants it: what is missing comes first. Goes on by itself with what the user wanted of a pane
 * that was closed before everything was here.
 */
export function createDeparture(context: DepartureContext): Departure & { stop(): void } {
  const { store, locks, clock, outbox, copy, connection } = context;
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

  const bring = async (): Promise<boolean> => {
    const before = copy.lastAt.get();
    // Changes go first, so that the refresh brings what the server made of them.
    await outbox.sendNow().catch(() => undefined);
    await copy.refresh(true).catch(() => undefined);
    // Files come behind the rows, which are up to date by then.
    return copy.lastAt.get() !== before && copy.progress.get().phase === 'done';
  };

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

  /** Brings what is missing; where the connection is lost meanwhile, again once it is back, as long as that is wished. */
  const bringAll = async (mine: number): Promise<boolean> => {
    for (;;) {
      if (await bring()) return true;
      const goesOn = (): boolean => leaving.get() && mine === number;
      if (!goesOn() || !isLost(copy.progress.get().failure)) return false;
      const rested = new Promise<void>((resolve) => void clock.after(REST, resolve));
      await Promise.all([onceOnline(mine), rested]);
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
    // The pane that is closed, or another one, may be copying still.
    await locks.request(copyLock(store), { signal: stopped.signal }, () => Promise.resolve());
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
