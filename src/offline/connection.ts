import type { Connection } from '../domain/carryon';
import { CrmError, type CrmFailure } from '../domain/crm-error';
import type { CrmServer } from '../domain/crm-server';
import { decide } from '../domain/decision';
import { liveCell } from '../domain/live';
import type { Clock } from '../domain/ports';
import type { ConnectionState } from '../domain/status';
import type { Hint, Signals } from './browser-signals';

/** Milliseconds. */
const PROBE_LIMIT = 4000;
/** Without an answer for so long, a pane in use asks. With the limit above, a dead CRM shows within ten seconds. */
const STALE = 5000;
/** Somebody uses the pane for so long after they did something. */
const IN_USE = 60_000;
/** Just now: no need to ask again before sending. */
const FRESH = 2000;
const FIRST_RETRY = 1000;
const LONGEST_RETRY = { waiting: 8000, idle: 60_000 };

export interface WatchedConnection extends Connection {
  /** How a request to the CRM ended, from every user of it; null: well. */
  report(failure: CrmFailure | null): void;
  /** Whether the CRM answers now, asked if that is not known from a moment ago. */
  ensure(): Promise<boolean>;
  /** The user's choice to work offline, as it was made in whichever pane. */
  choose(workingOffline: boolean): Promise<void>;
  stop(): void;
}

export interface ConnectionContext {
  /** Not observed: its outcomes are dealt with here. */
  readonly server: Pick<CrmServer, 'whoAmI'>;
  readonly clock: Clock;
  readonly signals: Signals;
  /** Whether entries wait: then a lost CRM is looked for more often. */
  readonly waiting: () => boolean;
  /** The user's choice when the pane was last open. */
  readonly workingOffline: boolean;
  readonly keepWorkingOffline: (chosen: boolean) => Promise<void>;
}

/** Whether a failure still shows that Dataverse is there. */
const isThere = (failure: CrmFailure): boolean => {
  if (failure.kind !== 'answered') return false;
  return decide(failure, false) !== 'serverDown';
};

/** Connectivity by the rules CN1 to CN6. */
export function createConnection(context: ConnectionContext): WatchedConnection {
  const { server, clock, signals } = context;
  let byChoice = context.workingOffline;
  const state = liveCell<ConnectionState>(byChoice ? 'workingOffline' : 'connecting');
  let contact = -Infinity;
  let activity = clock.now();
  let probing: Promise<boolean> | null = null;
  let abort = new AbortController();
  let retries = 0;
  let cancelRetry: () => void = () => undefined;
  let cancelCheck: () => void = () => undefined;
  let stopped = false;

  /** Milliseconds since then; a clock that was set back since makes it long ago. */
  const since = (then: number): number => {
    const passed = clock.now() - then;
    return passed < 0 ? Infinity : passed;
  };

  const reached = (): void => {
    contact = clock.now();
    if (byChoice || stopped) return;
    retries = 0;
    cancelRetry();
    state.set('online');
    check();
  };

  const lost = (): void => {
    if (byChoice || stopped) return;
    contact = -Infinity;
    cancelCheck();
    state.set('offline');
    retry();
  };

  /** Looks for the CRM again, later and later, while somebody could see it. */
  const retry = (): void => {
    cancelRetry();
    if (!signals.visible()) return;
    const longest = context.waiting() ? LONGEST_RETRY.waiting : LONGEST_RETRY.idle;
    cancelRetry = clock.after(Math.min(longest, FIRST_RETRY * 2 ** retries), () => {
      retries += 1;
      void probe();
    });
  };

  /** Asks when the last answer gets old and the pane is in use. */
  const check = (): void => {
    cancelCheck();
    if (state.get() !== 'online' || !signals.visible()) return;
    if (since(activity) > IN_USE) return;
    cancelCheck = clock.after(Math.max(0, STALE - since(contact)), () => {
      if (since(contact) < STALE) check();
      else void probe();
    });
  };

  const ask = async (): Promise<boolean> => {
    abort = new AbortController();
    const { signal } = abort;
    const late = new Promise<never>((_resolve, reject) => {
      const cancel = clock.after(PROBE_LIMIT, () => {
        abort.abort();
      });
      signal.addEventListener('abort', () => {
        cancel();
        reject(new CrmError(silence));
      });
    });
    late.catch(() => undefined);
    try {
      await Promise.race([server.whoAmI(signal), late]);
      return true;
    } catch (error) {
      if (!(error instanceof CrmError)) return false;
      // Without a token nothing was sent: then only the browser knows.
      return error.failure.kind === 'signIn' ? signals.onLine() : isThere(error.failure);
    } finally {
      abort.abort();
    }
  };

  const probe = (): Promise<boolean> => {
    if (byChoice || stopped) return Promise.resolve(false);
    probing ??= ask()
      .then((there) => {
        if (byChoice) return false;
        if (there) reached();
        else lost();
        return there;
      })
      .finally(() => {
        probing = null;
      });
    return probing;
  };

  const doubt = (): void => {
    if (byChoice || stopped) return;
    if (state.get() !== 'connecting') state.set('connecting');
    void probe();
  };

  const choose = async (workingOffline: boolean): Promise<void> => {
    if (byChoice === workingOffline || stopped) return;
    byChoice = workingOffline;
    // The answer to a probe that left before does not count.
    const before = probing;
    abort.abort();
    if (workingOffline) {
      cancelRetry();
      cancelCheck();
      state.set('workingOffline');
      return;
    }
    state.set('connecting');
    await before;
    await probe();
  };

  const hear = (hint: Hint): void => {
    if (byChoice) return;
    switch (hint) {
      case 'online':
        retries = 0;
        doubt();
        return;
      case 'offline':
        // An answer to a probe that left before does not count.
        abort.abort();
        lost();
        retries = 0;
        void Promise.resolve(probing).then(() => probe());
        return;
      case 'visible':
        activity = clock.now();
        if (state.get() === 'online') check();
        else void probe();
        return;
      case 'activity':
        activity = clock.now();
        if (state.get() === 'online') check();
    }
  };
  const silenceSignals = signals.listen(hear);
  void probe();

  return {
    state,
    report(failure) {
      if (failure === null || isThere(failure)) {
        if (state.get() === 'online') contact = clock.now();
        else if (!byChoice && state.get() === 'connecting') reached();
        else void probe();
        return;
      }
      if (failure.kind !== 'signIn' && state.get() === 'online') doubt();
    },
    ensure() {
      if (byChoice) return Promise.resolve(false);
      if (state.get() === 'online' && since(contact) < FRESH) return Promise.resolve(true);
      return probe();
    },
    choose,
    async goOffline() {
      await context.keepWorkingOffline(true);
      await choose(true);
    },
    async goOnline() {
      await context.keepWorkingOffline(false);
      await choose(false);
    },
    stop() {
      stopped = true;
      silenceSignals();
      cancelRetry();
      cancelCheck();
      abort.abort();
    },
  };
}

const silence: CrmFailure = {
  kind: 'unreachable',
  status: 0,
  code: '',
  message: '',
  retryAfterMs: null,
};
