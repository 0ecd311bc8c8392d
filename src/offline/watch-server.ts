import { WATCHED_FOR } from '../domain/aftermath';
import { CrmError } from '../domain/crm-error';
import type { CrmServer } from '../domain/crm-server';
import { decide } from '../domain/decision';
import { type Receipt, wasSent } from '../domain/entry';
import type { Live } from '../domain/live';
import type { Clock } from '../domain/ports';
import type { ConnectionState } from '../domain/status';
import { keepAftermath } from './keep-aftermath';
import type { Store } from './store';
import { StoreError } from './store-error';

/** Between two readings, the last one again and again: milliseconds. */
const PAUSES = [2000, 4000, 8000, 16_000, 32_000, 60_000];

/** Records that are read about at a time. */
const MOST = 20;

/** The server's clock may be behind this computer's: milliseconds. */
const CLOCKS_DIFFER = 2 * 60_000;

/** What to wait where the server asks to, but does not say how long: milliseconds. */
const THROTTLED = 60_000;

export interface WatchOptions {
  readonly store: Store;
  readonly receipts: Live<readonly Receipt[]>;
  readonly connection: Live<ConnectionState>;
  readonly server: CrmServer;
  readonly clock: Clock;
  /** Until when playback was told to wait: milliseconds since 1970; null: it was not. */
  readonly throttledUntil: () => number | null;
  /** systemuserid of the signed-in user. */
  readonly userId: string;
}

/**
 * Looks for what the server does after changes were sent, ever more seldom, for five minutes after the last of them,
 * and keeps it with their receipts. Nothing is asked while nothing was sent, or while the CRM cannot be reached.
 * @returns how to stop.
 */
export function watchServer(options: WatchOptions): () => void {
  const { store, receipts, connection, server, clock, throttledUntil, userId } = options;
  let newest = '';
  let readings = 0;
  let notBefore = 0;
  let reading = false;
  let stopped = false;
  let cancel: (() => void) | null = null;

  const watched = (): readonly Receipt[] =>
    receipts
      .get()
      .filter((receipt) => {
        const age = clock.now() - Date.parse(receipt.sentAt);
        return wasSent(receipt) && age >= 0 && age <= WATCHED_FOR;
      })
      .slice(0, MOST);

  const plan = (): void => {
    const [first] = watched();
    if (first !== undefined && first.id !== newest) {
      newest = first.id;
      readings = 0;
      cancel?.();
      cancel = null;
    }
    if (stopped || reading || cancel !== null) return;
    if (first === undefined || connection.get() !== 'online') return;
    const pause = PAUSES[Math.min(readings, PAUSES.length - 1)] ?? 0;
    cancel = clock.after(Math.max(pause, notBefore - clock.now()), () => {
      cancel = null;
      void read().finally(() => {
        reading = false;
        plan();
      });
    });
  };
  const read = async (): Promise<void> => {
    const about = watched();
    const oldest = about.at(-1);
    if (oldest === undefined || connection.get() !== 'online') return;
    const until = throttledUntil() ?? 0;
    if (until > clock.now()) {
      notBefore = until;
      return;
    }
    reading = true;
    readings += 1;
    const ids = [...new Set(about.map(({ entry }) => entry.ref.id))];
    const since = new Date(Date.parse(oldest.sentAt) - CLOCKS_DIFFER).toISOString();
    try {
      const found = await server.readAftermath(userId, ids, since);
      if (!stopped) await keepAftermath(store, receipts.get(), about, found);
    } catch (error) {
      // Where the store fails, the next reading tries again.
      if (error instanceof StoreError) return;
      if (!(error instanceof CrmError)) throw error;
      const { failure } = error;
      if (decide(failure, false) === 'throttled')
        notBefore = clock.now() + (failure.retryAfterMs ?? THROTTLED);
    }
  };
  const silence = [receipts.subscribe(plan), connection.subscribe(plan)];
  plan();
  return () => {
    stopped = true;
    cancel?.();
    for (const end of silence) end();
  };
}
